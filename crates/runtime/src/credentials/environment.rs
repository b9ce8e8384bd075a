//! Credentials from environment variables, by the names a vendor's own tools use.

use super::provider::{BoxFuture, CredentialsError, ProvideCredentials};
use super::{Credentials, Secret};
use crate::clock::Moment;

/// The names of one set of variables.
#[derive(Clone, Copy, Debug)]
pub struct EnvironmentNames {
    /// The id of the key; empty for a set that is a bearer token only.
    pub id: &'static str,
    /// Its secret; empty likewise.
    pub secret: &'static str,
    /// The session or bearer token; may be unset unless it is all there is.
    pub token: Option<&'static str>,
}

/// A provider that reads the environment at each call.
#[derive(Clone, Copy, Debug)]
pub struct Environment {
    sets: &'static [EnvironmentNames],
    lookup: fn(&str) -> Option<String>,
}

impl Environment {
    /// Reads the variables of the process.
    pub fn new(sets: &'static [EnvironmentNames]) -> Self {
        Self::with_lookup(sets, |name| std::env::var(name).ok())
    }

    /// Reads variables by a function of one's own.
    pub fn with_lookup(
        sets: &'static [EnvironmentNames],
        lookup: fn(&str) -> Option<String>,
    ) -> Self {
        Self { sets, lookup }
    }

    fn find(&self) -> Result<Credentials, CredentialsError> {
        let text = |name: &str| {
            (self.lookup)(name)
                .filter(|text| !text.is_empty())
                .map(Secret::from)
        };
        for set in self.sets {
            let token = set.token.and_then(text);
            if set.id.is_empty() {
                match token {
                    Some(token) => return Ok(Credentials::bearer(token)),
                    None => continue,
                }
            }
            match (text(set.id), text(set.secret)) {
                (None, None) => {}
                (Some(id), Some(secret)) => {
                    let found = Credentials::new(id.expose(), secret);
                    return Ok(match token {
                        Some(token) => found.with_token(token),
                        None => found,
                    });
                }
                (None, Some(_)) => return Err(half(set.id, set.secret)),
                (Some(_), None) => return Err(half(set.secret, set.id)),
            }
        }
        Err(CredentialsError::NotFound(self.names()))
    }

    fn names(&self) -> Vec<String> {
        let name = |set: &EnvironmentNames| {
            if set.id.is_empty() {
                set.token.unwrap_or_default()
            } else {
                set.id
            }
        };
        self.sets
            .iter()
            .map(|set| format!("${}", name(set)))
            .collect()
    }
}

fn half(absent: &str, present: &str) -> CredentialsError {
    CredentialsError::failed(
        "the environment",
        format!("${present} is set and ${absent} is not; set both"),
    )
}

impl ProvideCredentials for Environment {
    fn provide(&self, _: Moment) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::ready(self.find()))
    }

    fn name(&self) -> &str {
        "the environment"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETS: &[EnvironmentNames] = &[
        EnvironmentNames {
            id: "A_ID",
            secret: "A_KEY",
            token: Some("A_TOKEN"),
        },
        EnvironmentNames {
            id: "",
            secret: "",
            token: Some("A_BEARER"),
        },
    ];

    fn find(lookup: fn(&str) -> Option<String>) -> Result<Credentials, CredentialsError> {
        Environment::with_lookup(SETS, lookup).find()
    }

    #[test]
    fn a_whole_set_is_taken_and_half_of_one_is_an_error() {
        let whole = find(|name| Some(name.to_lowercase())).unwrap();
        assert_eq!(
            whole,
            Credentials::new("a_id", "a_key").with_token("a_token")
        );
        let bearer = find(|name| (name == "A_BEARER").then(|| "t".to_owned())).unwrap();
        assert_eq!(bearer, Credentials::bearer("t"));
        let half = find(|name| (name == "A_KEY").then(|| "hunter2".to_owned())).unwrap_err();
        assert!(half.to_string().contains("$A_ID is not") && !half.to_string().contains("hunter2"));
        let none = find(|_| None).unwrap_err();
        assert_eq!(
            none.to_string(),
            "no credentials in $A_ID, $A_BEARER; set one of them"
        );
    }
}
