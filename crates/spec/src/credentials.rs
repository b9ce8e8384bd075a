//! Where a vendor's own tools look for keys, as profile data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a vendor's own tools look for keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CredentialSources {
    /// Sets of environment variables, the first complete one wins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environment: Vec<KeyNames>,
    /// Config files, the first that holds a key wins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<CredentialFile>,
}

impl CredentialSources {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.environment.is_empty() && self.files.is_empty()
    }
}

/// What the parts of a key are called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyNames {
    /// The key's id, or public key.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// The session token of a temporary key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// A config file and its layout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CredentialFile {
    /// Where it lies; `~/` is the home folder.
    pub path: String,
    /// How it is laid out.
    pub layout: FileLayout,
    /// What the parts of a key are called in it.
    pub key: KeyNames,
}

/// How a config file is laid out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum FileLayout {
    /// Sections in brackets; the section `default` counts.
    Ini,
    /// One JSON object.
    Json,
    /// A JSON list of objects, one of which is picked by its name.
    Profiles {
        /// The member that holds the list; absent if the document is the list.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        list: Option<String>,
        /// The member of an object that names it.
        name: String,
        /// The member of the document that names the object in use.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        current: Option<String>,
    },
}
