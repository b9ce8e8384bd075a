//! Who signs: keys and tokens, and where they come from.
//!
//! Secrets never show in Debug, Display or an error, and are wiped from memory when dropped.

mod environment;
mod file;
mod provider;
mod secret;

pub use environment::{Environment, EnvironmentNames};
pub use file::{CredentialFile, FileFormat, Files};
pub use provider::{BoxFuture, Chain, CredentialsError, ProvideCredentials, Refreshing};
pub use secret::Secret;

use crate::clock::Moment;
use std::fmt;

/// What a request is signed with.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    id: String,
    secret: Secret,
    token: Option<Secret>,
    expires: Option<Moment>,
}

impl Credentials {
    /// An access key: its id (public key, access key id) and its secret.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            token: None,
            expires: None,
        }
    }

    /// A bearer token in place of a key.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self::new("", "").with_token(token)
    }

    /// With the session token that came with a temporary key.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<Secret>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// With the moment these stop being valid.
    #[must_use]
    pub fn expiring(mut self, at: Moment) -> Self {
        self.expires = Some(at);
        self
    }

    /// The id of the key; not a secret.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The secret of the key.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The session or bearer token.
    pub fn token(&self) -> Option<&Secret> {
        self.token.as_ref()
    }

    /// When these stop being valid, if they do.
    pub fn expires(&self) -> Option<Moment> {
        self.expires
    }
}

/// Where a vendor's own tools look for keys, as profile data.
#[derive(Clone, Copy, Debug, Default)]
pub struct CredentialSources {
    /// Names of environment variables, first complete set wins.
    pub environment: &'static [EnvironmentNames],
    /// Config files, first that holds a key wins.
    pub files: &'static [CredentialFile],
}

impl CredentialSources {
    /// No source.
    pub const NONE: Self = Self {
        environment: &[],
        files: &[],
    };

    /// The environment first, then the files, as the vendors' tools do.
    pub fn chain(&self) -> Chain {
        Chain::new()
            .then(Environment::new(self.environment))
            .then(Files::new(self.files))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("id", &self.id)
            .field("secret", &self.secret)
            .field("token", &self.token)
            .field("expires", &self.expires)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_id_and_no_secret() {
        let credentials = Credentials::new("AKID", "hunter2").with_token("session3");
        let text = format!("{credentials:?} {credentials:#?}");
        assert!(text.contains("AKID"));
        assert!(
            !text.contains("hunter2") && !text.contains("session3"),
            "{text}"
        );
    }
}
