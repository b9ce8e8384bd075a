//! What a client is told: region, credentials, endpoint, limits, and what stands in for the machine.

use crate::clock::{Clock, Entropy, SystemClock, SystemEntropy};
use crate::credentials::{Credentials, ProvideCredentials};
use crate::retry::RetryPolicy;
use crate::sign::Scheme;
use crate::transport::{BlockingTransport, Transport};
use std::fmt;
use std::sync::Arc;

/// The settings of a client. Everything has a default: a client of a default config takes its
/// credentials where the vendor's own tools look for them.
#[derive(Clone)]
pub struct Config {
    pub(crate) region: Option<String>,
    pub(crate) credentials: Option<Arc<dyn ProvideCredentials>>,
    pub(crate) endpoint: Option<String>,
    pub(crate) allow_http: bool,
    pub(crate) scheme: Option<Scheme>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) blocking_transport: Option<Arc<dyn BlockingTransport>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) retry: RetryPolicy,
    pub(crate) validate: bool,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) max_body: u64,
    #[cfg(feature = "rate-limit")]
    pub(crate) rate_limits: bool,
    pub(crate) user_agent: String,
}

impl Config {
    /// The defaults.
    pub fn new() -> Self {
        Self {
            region: None,
            credentials: None,
            endpoint: None,
            allow_http: false,
            scheme: None,
            transport: None,
            blocking_transport: None,
            clock: Arc::new(SystemClock::new()),
            entropy: Arc::new(SystemEntropy),
            retry: RetryPolicy::default(),
            validate: true,
            parameters: Vec::new(),
            max_body: 32 << 20,
            #[cfg(feature = "rate-limit")]
            rate_limits: false,
            user_agent: concat!("specwright/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    /// The region of every call that names none.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Credentials that stay the same.
    #[must_use]
    pub fn credentials(self, credentials: Credentials) -> Self {
        self.credentials_provider(credentials)
    }

    /// Where credentials come from. Wrap it in [`Refreshing`](crate::credentials::Refreshing) to
    /// keep them between calls.
    #[must_use]
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.credentials = Some(Arc::new(provider));
        self
    }

    /// Where requests go in place of the vendor's rule: `https://host:port/path`, or a host.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Allows plain `http://` to other machines than this one.
    #[must_use]
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// How to sign, in place of the vendor's profile.
    #[must_use]
    pub fn scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = Some(scheme);
        self
    }

    /// What carries requests.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// What carries requests of blocking calls.
    #[must_use]
    pub fn blocking_transport(mut self, transport: impl BlockingTransport + 'static) -> Self {
        self.blocking_transport = Some(Arc::new(transport));
        self
    }

    /// What tells the time.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Where nonces, idempotency tokens and jitter come from.
    #[must_use]
    pub fn entropy(mut self, entropy: impl Entropy + 'static) -> Self {
        self.entropy = Arc::new(entropy);
        self
    }

    /// How often and how long to try.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Whether required fields are looked for before sending; pages can be wrong about them.
    #[must_use]
    pub fn validate(mut self, validate: bool) -> Self {
        self.validate = validate;
        self
    }

    /// A parameter of every call that does not set it, such as UCloud's `ProjectId`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// The largest answer to take, in bytes; 32 MiB unless said otherwise.
    #[must_use]
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.max_body = bytes;
        self
    }

    /// Whether calls wait so that the rate limits of their pages are kept, attempts and all
    /// clones of the client counted together. Other programs that use the account are not seen.
    #[cfg(feature = "rate-limit")]
    #[must_use]
    pub fn keep_rate_limits(mut self, keep: bool) -> Self {
        self.rate_limits = keep;
        self
    }

    /// What the client calls itself.
    #[must_use]
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("region", &self.region)
            .field(
                "credentials",
                &self.credentials.as_ref().map(|provider| provider.name()),
            )
            .field("endpoint", &self.endpoint)
            .field("scheme", &self.scheme)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let config = Config::new()
            .credentials(Credentials::new("AKID", "hunter2"))
            .parameter("Token", "hunter3");
        let text = format!("{config:?} {config:#?}");
        assert!(!text.contains("hunter"), "{text}");
    }
}
