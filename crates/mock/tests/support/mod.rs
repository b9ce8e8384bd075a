//! A caller for tests: requests in each vendor's form, signed by the mock's own code, which
//! `vectors.rs` holds against recorded requests.

// Each test program uses a part of it.
#![allow(dead_code)]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use form_urlencoded::Serializer;
use http::{Request, Response};
use serde_json::Value;
use specwright_mock::{Key, Mock, Options, Received, scheme};
use specwright_spec::profile::Scheme;
use specwright_spec::{Profile, Service, yaml};

pub const KEY: &str = "AKIDMOCK";
pub const SECRET: &str = "made-up-secret";

/// The mock's clock in tests: 2026-11-22T00:03:17Z.
pub const NOW: i64 = 1_795_305_797;

pub const VENDORS: &[&str] = &["alibaba", "tencent", "ucloud", "ucloudstack", "zenlayer"];

fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs")
}

pub fn profile(vendor: &str) -> Profile {
    let path = specs().join(format!("vendors/{vendor}.yaml"));
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    yaml::read(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The specs of a vendor that are made of the repository's own pages, by name, with those pages'
/// operations. What was read elsewhere is far more than tests of behaviour need.
pub fn services(vendor: &str) -> Vec<Service> {
    let folder = specs().join("api").join(vendor);
    let entries =
        std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let pages = specs().join("pages").join(vendor);
    let has_pages = |path: &PathBuf| path.file_stem().is_some_and(|it| pages.join(it).is_dir());
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(has_pages);
    paths.sort();
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        yaml::read(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let own = |mut service: Service| {
        service
            .operations
            .retain(|operation| operation.source.is_none());
        service
    };
    paths.iter().map(read).map(own).collect()
}

pub fn options() -> Options {
    Options::default().key(Key::new(KEY, SECRET))
}

pub fn mock(vendor: &str) -> Mock {
    Mock::new(profile(vendor), services(vendor), options())
}

pub fn at(seconds: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs())
}

/// What is asked, and how it is signed.
#[derive(Clone, Debug)]
pub struct Call {
    pub scheme: Scheme,
    pub method: &'static str,
    pub path: String,
    pub service: String,
    pub action: Option<String>,
    pub version: Option<String>,
    pub params: Value,
    pub key: String,
    pub secret: String,
    pub token: Option<String>,
    /// When it is signed.
    pub time: i64,
    pub nonce: String,
    pub headers: Vec<(String, String)>,
}

impl Call {
    /// A call of an operation in the vendor's scheme of choice.
    pub fn new(profile: &Profile, service: &Service, action: &str) -> Self {
        let operation = service.operation(action);
        let version = operation.and_then(|operation| operation.version.clone());
        let version = version.or(service.version.clone());
        Self {
            scheme: profile.signing.scheme,
            method: "POST",
            path: profile.endpoint.path.replace("{service}", &service.service),
            service: service.service.clone(),
            action: Some(action.to_owned()),
            version: version.or(profile.versions.get(&service.service).cloned()),
            params: Value::Object(serde_json::Map::new()),
            key: KEY.into(),
            secret: SECRET.into(),
            token: None,
            time: NOW,
            nonce: "nonce-1".into(),
            headers: Vec::new(),
        }
    }

    pub fn with(mut self, params: Value) -> Self {
        self.params = params;
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The request, signed.
    pub fn request(&self, profile: &Profile) -> Request<Bytes> {
        let unsigned = self.build("none");
        let received = Received::read(&unsigned);
        let signature = match self.scheme {
            Scheme::Bearer => self.secret.clone(),
            scheme => match scheme::claim(&profile.signing, &received) {
                Some((_, claim)) => scheme::sign(scheme, &received, &claim, &self.secret)
                    .map(|signed| signed.signature)
                    .unwrap_or_default(),
                None => String::new(),
            },
        };
        self.build(&signature)
    }

    /// Asks a mock whose clock is [`NOW`].
    pub fn ask(&self, mock: &Mock) -> Answer {
        Answer::of(mock.answer(self.request(mock.profile()), at(NOW)))
    }

    fn build(&self, signature: &str) -> Request<Bytes> {
        match self.scheme {
            Scheme::Tc3HmacSha256 => self.tc3(signature),
            Scheme::Zc2HmacSha256 | Scheme::Bearer => self.zc2(signature),
            Scheme::Acs3HmacSha256 | Scheme::AcsRoaHmacSha1 => self.acs_headers(signature),
            Scheme::HmacSha1 | Scheme::HmacSha256 => {
                let method = scheme::name(self.scheme);
                self.form(
                    signature,
                    &[
                        ("SecretId", self.key.clone()),
                        ("SignatureMethod", method.into()),
                        ("Timestamp", self.time.to_string()),
                        ("Nonce", self.nonce.clone()),
                        ("Region", "mock-region".into()),
                    ],
                    "Token",
                )
            }
            Scheme::AcsRpcHmacSha1 => self.form(
                signature,
                &[
                    ("AccessKeyId", self.key.clone()),
                    ("SignatureMethod", "HMAC-SHA1".into()),
                    ("SignatureVersion", "1.0".into()),
                    ("SignatureNonce", self.nonce.clone()),
                    ("Timestamp", self.iso_time()),
                ],
                "SecurityToken",
            ),
            Scheme::UcloudSha1 => self.form(
                signature,
                &[("PublicKey", self.key.clone())],
                "SecurityToken",
            ),
        }
    }

    fn iso_time(&self) -> String {
        let time = jiff::Timestamp::from_second(self.time).map(|time| time.to_string());
        time.unwrap_or_default()
    }

    fn start(&self) -> http::request::Builder {
        let mut request = Request::builder()
            .method(self.method)
            .header("host", "127.0.0.1:1");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        request
    }

    fn optional(
        request: http::request::Builder,
        headers: &[(&str, &Option<String>)],
    ) -> http::request::Builder {
        headers
            .iter()
            .fold(request, |request, (name, value)| match value {
                Some(value) => request.header(*name, value),
                None => request,
            })
    }

    fn tc3(&self, signature: &str) -> Request<Bytes> {
        let day = self.iso_time();
        let day = day.split('T').next().unwrap_or_default();
        let authorization = format!(
            "TC3-HMAC-SHA256 Credential={}/{day}/{}/tc3_request, SignedHeaders=content-type;host, Signature={signature}",
            self.key, self.service
        );
        let request = self
            .start()
            .uri(&self.path)
            .header("content-type", "application/json")
            .header("x-tc-timestamp", self.time.to_string())
            .header("x-tc-region", "mock-region")
            .header("authorization", authorization);
        let named = [
            ("x-tc-action", &self.action),
            ("x-tc-version", &self.version),
            ("x-tc-token", &self.token),
        ];
        Self::optional(request, &named)
            .body(self.params.to_string().into())
            .unwrap()
    }

    fn zc2(&self, signature: &str) -> Request<Bytes> {
        let authorization = match self.scheme {
            Scheme::Bearer => format!("Bearer {signature}"),
            _ => format!(
                "ZC2-HMAC-SHA256 Credential={}, SignedHeaders=content-type;host, Signature={signature}",
                self.key
            ),
        };
        let request = self
            .start()
            .uri(&self.path)
            .header("content-type", "application/json")
            .header("x-zc-timestamp", self.time.to_string())
            .header("x-zc-service", &self.service)
            .header("authorization", authorization);
        let named = [
            ("x-zc-action", &self.action),
            ("x-zc-version", &self.version),
        ];
        Self::optional(request, &named)
            .body(self.params.to_string().into())
            .unwrap()
    }

    fn acs_headers(&self, signature: &str) -> Request<Bytes> {
        let query = self.query(1, &[]);
        let is_new = self.scheme == Scheme::Acs3HmacSha256;
        // The digest of an empty body.
        let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let mut names = vec![
            "host",
            "x-acs-content-sha256",
            "x-acs-date",
            "x-acs-signature-nonce",
        ];
        names.extend(self.action.iter().map(|_| "x-acs-action"));
        names.extend(self.version.iter().map(|_| "x-acs-version"));
        names.extend(self.token.iter().map(|_| "x-acs-security-token"));
        names.sort_unstable();
        let authorization = if is_new {
            let names = names.join(";");
            format!(
                "ACS3-HMAC-SHA256 Credential={},SignedHeaders={names},Signature={signature}",
                self.key
            )
        } else {
            format!("acs {}:{signature}", self.key)
        };
        let time = jiff::Timestamp::from_second(self.time).unwrap();
        let date = time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let request = self
            .start()
            .uri(format!("{}?{query}", self.path))
            .header("accept", "application/json")
            .header("date", date)
            .header("x-acs-date", self.iso_time())
            .header("x-acs-content-sha256", digest)
            .header("x-acs-signature-nonce", &self.nonce)
            .header("authorization", authorization);
        let named = [
            ("x-acs-action", &self.action),
            ("x-acs-version", &self.version),
            ("x-acs-security-token", &self.token),
        ];
        Self::optional(request, &named).body(Bytes::new()).unwrap()
    }

    fn form(&self, signature: &str, common: &[(&str, String)], token: &str) -> Request<Bytes> {
        let first = u64::from(self.scheme == Scheme::AcsRpcHmacSha1);
        let mut pairs: Vec<(&str, String)> = common.to_vec();
        pairs.extend(self.action.clone().map(|action| ("Action", action)));
        let has_version = self.scheme != Scheme::UcloudSha1;
        pairs.extend(
            self.version
                .clone()
                .filter(|_| has_version)
                .map(|version| ("Version", version)),
        );
        pairs.extend(self.token.clone().map(|value| (token, value)));
        pairs.push(("Signature", signature.to_owned()));
        let body = self.query(first, &pairs);
        self.start()
            .uri(&self.path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.into())
            .unwrap()
    }

    fn query(&self, first: u64, more: &[(&str, String)]) -> String {
        let mut flat = Vec::new();
        flatten(&self.params, "", first, &mut flat);
        let mut to = Serializer::new(String::new());
        to.extend_pairs(flat).extend_pairs(more);
        to.finish()
    }
}

fn flatten(value: &Value, name: &str, first: u64, to: &mut Vec<(String, String)>) {
    let below = |part: &str| {
        if name.is_empty() {
            part.to_owned()
        } else {
            format!("{name}.{part}")
        }
    };
    match value {
        Value::Object(members) => {
            for (part, value) in members {
                flatten(value, &below(part), first, to);
            }
        }
        Value::Array(items) => {
            for (number, value) in items.iter().enumerate() {
                flatten(
                    value,
                    &below(&(number as u64 + first).to_string()),
                    first,
                    to,
                );
            }
        }
        Value::String(text) => to.push((name.to_owned(), text.clone())),
        scalar => to.push((name.to_owned(), scalar.to_string())),
    }
}

/// A response, read.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub text: String,
    pub body: Value,
    pub response: Response<Bytes>,
}

impl Answer {
    fn of(response: Response<Bytes>) -> Self {
        let text = String::from_utf8_lossy(response.body()).into_owned();
        Self {
            status: response.status().as_u16(),
            body: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
            response,
        }
    }

    /// The value at a path of the profile.
    pub fn at(&self, path: &str) -> Option<&Value> {
        path.split('.')
            .try_fold(&self.body, |tree, name| tree.get(name))
    }

    /// The code of a failure, as text; nothing for a success.
    pub fn code(&self, profile: &Profile) -> Option<String> {
        let code = self.at(&profile.envelope.error.code)?;
        let text = code
            .as_str()
            .map_or_else(|| code.to_string(), str::to_owned);
        Some(text).filter(|text| text != "0")
    }

    pub fn message(&self, profile: &Profile) -> Option<&str> {
        self.at(&profile.envelope.error.message)?.as_str()
    }

    /// The id of the request, wherever the vendor puts it.
    pub fn request_id(&self, profile: &Profile) -> Option<String> {
        let path = &profile.envelope.request_id;
        match path.strip_prefix("header:") {
            Some(name) => Some(self.response.headers().get(name)?.to_str().ok()?.to_owned()),
            None => Some(self.at(path)?.as_str()?.to_owned()),
        }
    }
}

/// Parameters that an operation's table takes: every needed one, of the right type.
pub fn needed(service: &Service, action: &str) -> Value {
    let operation = service.operation(action).unwrap();
    let fields = operation.request.iter().filter(|field| field.is_required());
    fields
        .map(|field| (field.name.clone(), value(&field.ty)))
        .collect()
}

fn value(ty: &specwright_spec::Type) -> Value {
    use specwright_spec::Type;
    match ty {
        Type::String | Type::Any => "a".into(),
        Type::Integer | Type::Int32 | Type::Int64 => 1.into(),
        Type::Number => 1.5.into(),
        Type::Boolean => true.into(),
        Type::List(item) => Value::Array(vec![value(item)]),
        Type::Object | Type::Map(_) | Type::Structure(_) => Value::Object(serde_json::Map::new()),
    }
}
