//! Providers of credentials: the trait, a chain of them, and refresh before expiry.

use super::Credentials;
use crate::clock::Moment;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A future that names no runtime.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Something that knows credentials, perhaps only for a while.
pub trait ProvideCredentials: Send + Sync {
    /// The credentials to sign with now.
    fn provide(&self, now: Moment) -> BoxFuture<'_, Result<Credentials, CredentialsError>>;

    /// What to call it in an error, such as `~/.aliyun/config.json`.
    fn name(&self) -> &str;
}

/// Credentials that stay the same.
impl ProvideCredentials for Credentials {
    fn provide(&self, _: Moment) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }

    fn name(&self) -> &str {
        "fixed credentials"
    }
}

/// Why there are no credentials. Names sources, shows no part of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialsError {
    /// Nothing was found; the sources that were looked at.
    NotFound(Vec<String>),
    /// A source is there and cannot be used.
    Failed {
        /// The source.
        source: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl CredentialsError {
    /// A source that is there and cannot be used.
    pub fn failed(source: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Failed {
            source: source.into(),
            reason: reason.into(),
        }
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(sources) if sources.is_empty() => {
                f.write_str("no credentials are configured; give some to the config")
            }
            Self::NotFound(sources) => write!(
                f,
                "no credentials in {}; set one of them",
                sources.join(", ")
            ),
            Self::Failed { source, reason } => {
                write!(f, "the credentials in {source} cannot be used: {reason}")
            }
        }
    }
}

impl std::error::Error for CredentialsError {}

/// Providers asked one after another; the first that has credentials wins. A source that is there
/// and broken ends the search: passing it over could sign with another account's key.
#[derive(Clone, Default)]
pub struct Chain {
    providers: Vec<Arc<dyn ProvideCredentials>>,
}

impl Chain {
    /// An empty chain.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more provider at the end.
    #[must_use]
    pub fn then(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.providers.push(Arc::new(provider));
        self
    }
}

impl ProvideCredentials for Chain {
    fn provide(&self, now: Moment) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let mut tried = Vec::new();
            for provider in &self.providers {
                match provider.provide(now).await {
                    Err(CredentialsError::NotFound(sources)) => tried.extend(sources),
                    found_or_failed => return found_or_failed,
                }
            }
            Err(CredentialsError::NotFound(tried))
        })
    }

    fn name(&self) -> &str {
        "a chain of sources"
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.providers.iter().map(|provider| provider.name()))
            .finish()
    }
}

/// Keeps what a provider gave until shortly before it expires.
pub struct Refreshing<P> {
    provider: P,
    margin: Duration,
    kept: Mutex<Option<Credentials>>,
}

impl<P: ProvideCredentials> Refreshing<P> {
    /// Asks again five minutes before expiry. Credentials that do not expire are asked for once.
    pub fn new(provider: P) -> Self {
        Self {
            provider,
            margin: Duration::from_secs(300),
            kept: Mutex::new(None),
        }
    }

    /// Asks again this long before expiry.
    #[must_use]
    pub fn margin(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    fn kept(&self) -> Option<Credentials> {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl<P: ProvideCredentials> ProvideCredentials for Refreshing<P> {
    fn provide(&self, now: Moment) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let kept = self.kept();
            let left = |kept: &Credentials| {
                kept.expires()
                    .map_or(Duration::MAX, |expires| now.until(expires))
            };
            if let Some(fresh) = kept.as_ref().filter(|kept| left(kept) > self.margin) {
                return Ok(fresh.clone());
            }
            match (self.provider.provide(now).await, kept) {
                (Ok(new), _) => {
                    *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(new.clone());
                    Ok(new)
                }
                // Still good for a while: a failed refresh is no reason to fail a call.
                (Err(_), Some(old)) if !left(&old).is_zero() => Ok(old),
                (Err(error), _) => Err(error),
            }
        })
    }

    fn name(&self) -> &str {
        self.provider.name()
    }
}

impl<P: ProvideCredentials> fmt::Debug for Refreshing<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Refreshing({})", self.provider.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::block_on;
    use std::sync::atomic::{AtomicI64, Ordering};

    /// Gives keys that live 1,000 seconds, and fails every call but the first two.
    #[derive(Default)]
    struct Sts(AtomicI64);

    impl ProvideCredentials for Sts {
        fn provide(&self, now: Moment) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
            let call = self.0.fetch_add(1, Ordering::Relaxed);
            let result = if call < 2 {
                Ok(Credentials::new(format!("id{call}"), "s")
                    .expiring(now.plus(Duration::from_secs(1000))))
            } else {
                Err(CredentialsError::failed("sts", "down"))
            };
            Box::pin(std::future::ready(result))
        }

        fn name(&self) -> &str {
            "sts"
        }
    }

    #[test]
    fn keys_are_kept_refreshed_and_kept_again_while_the_source_is_down() {
        let provider = Refreshing::new(Sts::default()).margin(Duration::from_secs(100));
        let id = |at| {
            block_on(provider.provide(Moment::from_unix(at))).map(|found| found.id().to_owned())
        };
        assert_eq!(id(0).unwrap(), "id0");
        assert_eq!(id(899).unwrap(), "id0");
        assert_eq!(id(900).unwrap(), "id1");
        assert_eq!(
            id(1850).unwrap(),
            "id1",
            "expires at 1900; the refresh failed"
        );
        assert_eq!(id(1900), Err(CredentialsError::failed("sts", "down")));
    }

    #[test]
    fn a_chain_names_what_it_looked_at_and_stops_at_what_is_broken() {
        struct Broken;
        impl ProvideCredentials for Broken {
            fn provide(&self, _: Moment) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
                Box::pin(std::future::ready(Err(CredentialsError::failed(
                    "file", "no JSON",
                ))))
            }
            fn name(&self) -> &str {
                "file"
            }
        }
        let now = Moment::from_unix(0);
        let empty = Chain::new();
        assert_eq!(
            block_on(empty.provide(now)),
            Err(CredentialsError::NotFound(vec![]))
        );
        let found = Chain::new()
            .then(Chain::new())
            .then(Credentials::new("id", "hunter2"));
        assert_eq!(block_on(found.provide(now)).unwrap().id(), "id");
        assert!(!format!("{found:?}").contains("hunter2"));
        let broken = Chain::new().then(Broken).then(Credentials::new("id", "s"));
        assert!(matches!(
            block_on(broken.provide(now)),
            Err(CredentialsError::Failed { .. })
        ));
    }
}
