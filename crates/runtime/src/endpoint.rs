//! Where a request goes: a vendor's rule by service and region, its exceptions, or an override.
//!
//! Plain `http://` is for loopback only, unless asked for: a signed request carries what somebody
//! in between could use.

use std::fmt;

/// How a vendor names its hosts.
#[derive(Clone, Copy, Debug)]
pub struct EndpointRule {
    /// The host with `{service}` and `{region}` in it; empty where every installation has its own.
    pub host: &'static str,
    /// The host for calls without a region, where `host` needs one.
    pub host_without_region: Option<&'static str>,
    /// Exceptions, first match wins.
    pub special: &'static [SpecialHost],
    /// The path of every operation that has none of its own, with `{service}` in it.
    pub path: &'static str,
}

/// A host that does not follow the rule.
#[derive(Clone, Copy, Debug)]
pub struct SpecialHost {
    /// The service, or `*`.
    pub service: &'static str,
    /// The region, `*`, or `*` with an ending such as `*-fsi`. That of `*` is also asked without a
    /// region: its host then lacks the part for it.
    pub region: &'static str,
    /// The host, with the same names to fill as the rule's.
    pub host: &'static str,
}

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Over TLS or not.
    pub secure: bool,
    /// Host and, where it is not the scheme's own, port.
    pub host: String,
    /// The path of operations that have none of their own, and the start of those that have.
    pub path: String,
}

impl EndpointRule {
    /// The endpoint by rule.
    ///
    /// # Errors
    /// The rule needs a region or an override and has none, or a name fits no host.
    pub fn resolve(&self, service: &str, region: Option<&str>) -> Result<Endpoint, EndpointError> {
        let template = self.template(service, region)?;
        for name in [service, region.unwrap_or_default()] {
            if !name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            {
                return Err(EndpointError::BadName(name.to_owned()));
            }
        }
        let host = fill(template, service, region);
        Ok(Endpoint {
            secure: true,
            host,
            path: fill(self.path, service, region),
        })
    }

    fn template(&self, service: &str, region: Option<&str>) -> Result<&'static str, EndpointError> {
        let special = self.special.iter().find(|special| {
            let fits = |region: &str| matches(special.region, region);
            matches(special.service, service) && region.map_or(special.region == "*", fits)
        });
        let template = special.map_or(self.host, |special| special.host);
        match (template, region) {
            ("", _) => Err(EndpointError::NeedsOverride),
            (template, None) if special.is_none() && template.contains("{region}") => {
                self.host_without_region.ok_or(EndpointError::NeedsRegion)
            }
            (template, _) => Ok(template),
        }
    }
}

impl Endpoint {
    /// Reads an override: `https://host:port/path`, or a host alone.
    ///
    /// A path in it replaces the rule's; without one the rule's `path` stays.
    ///
    /// # Errors
    /// The text is no address, or is plain `http` to another machine and that was not allowed.
    pub fn parse(text: &str, path: &str, allow_http: bool) -> Result<Self, EndpointError> {
        let bad = || EndpointError::BadAddress(text.to_owned());
        let full = if text.contains("://") {
            text.to_owned()
        } else {
            format!("https://{text}")
        };
        let uri: http::Uri = full.parse().map_err(|_| bad())?;
        let host = uri.authority().ok_or_else(bad)?.as_str().to_owned();
        if host.contains('@') || uri.query().is_some() {
            return Err(bad());
        }
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if allow_http || is_loopback(uri.host().unwrap_or_default()) => false,
            Some("http") => return Err(EndpointError::PlainHttp(host)),
            _ => return Err(bad()),
        };
        let path = if matches!(uri.path(), "" | "/") {
            path
        } else {
            uri.path().trim_end_matches('/')
        };
        Ok(Self {
            secure,
            host,
            path: path.to_owned(),
        })
    }
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(ending) => name.ends_with(ending),
        None => pattern == name,
    }
}

fn fill(template: &str, service: &str, region: Option<&str>) -> String {
    let named = template.replace("{service}", service);
    match region {
        Some(region) => named.replace("{region}", region),
        None => named.replace(".{region}", ""),
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

/// Why there is no endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointError {
    /// The vendor's hosts carry the region and the call has none.
    NeedsRegion,
    /// Every installation has its own address.
    NeedsOverride,
    /// A service or region that fits no host name.
    BadName(String),
    /// An override that is no address.
    BadAddress(String),
    /// Plain `http` to another machine.
    PlainHttp(String),
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeedsRegion => f.write_str("this endpoint goes by region; set one in the config"),
            Self::NeedsOverride => {
                f.write_str("every installation has its own address; set `endpoint` in the config")
            }
            Self::BadName(name) => {
                write!(f, "`{name}` fits no host name; check service and region")
            }
            Self::BadAddress(text) => write!(
                f,
                "`{text}` is no address; write it as https://host:port/path"
            ),
            Self::PlainHttp(host) => {
                write!(
                    f,
                    "plain http to `{host}` would show the request to others; use https, or allow_http"
                )
            }
        }
    }
}

impl std::error::Error for EndpointError {}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: EndpointRule = EndpointRule {
        host: "{service}.example.com",
        host_without_region: None,
        special: &[
            SpecialHost {
                service: "*",
                region: "*-fsi",
                host: "{service}.{region}.example.com",
            },
            SpecialHost {
                service: "vod",
                region: "*",
                host: "vod.home.example.com",
            },
        ],
        path: "/api/{service}",
    };

    fn host(service: &str, region: Option<&str>) -> Result<String, EndpointError> {
        RULE.resolve(service, region).map(|endpoint| endpoint.host)
    }

    #[test]
    fn the_rule_and_its_exceptions() {
        assert_eq!(host("cbs", Some("ap-1")).unwrap(), "cbs.example.com");
        assert_eq!(
            host("cbs", Some("ap-1-fsi")).unwrap(),
            "cbs.ap-1-fsi.example.com"
        );
        assert_eq!(host("vod", Some("ap-1")).unwrap(), "vod.home.example.com");
        assert_eq!(RULE.resolve("cbs", None).unwrap().path, "/api/cbs");
        let by_region = EndpointRule {
            host: "{service}.{region}.example.com",
            ..RULE
        };
        assert_eq!(
            by_region.resolve("cbs", None),
            Err(EndpointError::NeedsRegion)
        );
        let central = EndpointRule {
            host_without_region: Some("{service}.example.com"),
            ..by_region
        };
        assert_eq!(
            central.resolve("cbs", None).unwrap().host,
            "cbs.example.com"
        );
        assert_eq!(
            EndpointRule { host: "", ..RULE }.resolve("x", None),
            Err(EndpointError::NeedsOverride)
        );
    }

    #[test]
    fn a_region_cannot_change_the_host() {
        assert_eq!(
            host("cbs", Some("evil.com/#")),
            Err(EndpointError::BadName("evil.com/#".into()))
        );
    }

    #[test]
    fn a_service_of_its_own_host_keeps_it_without_a_region() {
        const OWN: EndpointRule = EndpointRule {
            special: &[SpecialHost {
                service: "dds",
                region: "*",
                host: "mongodb.{region}.example.com",
            }],
            ..RULE
        };
        let host = |region| OWN.resolve("dds", region).unwrap().host;
        assert_eq!(host(Some("cn-east")), "mongodb.cn-east.example.com");
        assert_eq!(host(None), "mongodb.example.com");
        assert_eq!(OWN.resolve("ecs", None).unwrap().host, "ecs.example.com");
    }

    #[test]
    fn plain_http_is_for_loopback() {
        for local in [
            "http://127.0.0.1:80/api/",
            "http://localhost:1",
            "http://[::1]:1",
        ] {
            assert!(
                !Endpoint::parse(local, "/", false).unwrap().secure,
                "{local}"
            );
        }
        assert!(matches!(
            Endpoint::parse("http://a.example", "/", false),
            Err(EndpointError::PlainHttp(_))
        ));
        assert!(
            !Endpoint::parse("http://a.example", "/", true)
                .unwrap()
                .secure
        );
        let endpoint = Endpoint::parse("a.example:8443", "/x", false).unwrap();
        assert_eq!(
            (endpoint.secure, &*endpoint.host, &*endpoint.path),
            (true, "a.example:8443", "/x")
        );
        assert_eq!(
            Endpoint::parse("http://127.0.0.1:80/api/", "/", false)
                .unwrap()
                .path,
            "/api"
        );
        for bad in ["ftp://h", "https://u:p@h", "", "https://h/?q"] {
            assert!(Endpoint::parse(bad, "/", false).is_err(), "{bad}");
        }
    }
}
