//! Capabilities: what clouds can do under different names. The content of `specs/capabilities.yaml`,
//! reviewed by people: for each vendor an operation with its parameters paired, or that it has none, or
//! that no page is at hand.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};
use specwright_spec::yaml;

/// The file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Capabilities {
    /// The version of this form: [`specwright_spec::FORMAT`].
    pub format: u32,
    /// The capabilities, in the order they are shown.
    pub capabilities: Vec<Capability>,
}

/// Something that clouds can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Capability {
    /// `snapshot-create`.
    pub id: String,
    /// `Take a snapshot of a disk`.
    pub title: String,
    /// Words that the names of such operations hold, for proposals: any of the first list, any of the second.
    pub words: [Vec<String>; 2],
    /// What its parameters mean, whatever they are called.
    pub concepts: Vec<Concept>,
    /// The answer of each vendor, by the name of its profile.
    pub vendors: BTreeMap<String, Answer>,
}

/// A meaning that parameters of several vendors share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// `disk`.
    pub id: String,
    /// `the disk that is copied`.
    pub means: String,
}

/// What a vendor offers: exactly one of an operation, none, or no page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Answer {
    /// It has an operation for it.
    Operation(Offer),
    /// It has none, and that is known.
    None(Absence),
    /// Nobody can tell from the pages at hand. Never shown as none.
    NoPage(Unknown),
}

/// An operation that offers a capability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The service.
    pub service: String,
    /// The operation.
    pub operation: String,
    /// Concepts to parameters: paths of wire names with dots, `[]` after each list.
    #[serde(default)]
    pub pairs: BTreeMap<String, String>,
    /// Why, where it is not obvious.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A vendor without the capability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    /// How that is known.
    pub none: String,
}

/// A vendor of which nobody can tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unknown {
    /// Which pages are missing.
    pub no_page: String,
}

impl yaml::Document for Capabilities {
    const MODELINE: &'static str = "# yaml-language-server: $schema=capabilities.schema.json\n";

    fn format(&self) -> u32 {
        self.format
    }
}

/// The JSON Schema of the file, with a newline at its end.
pub fn schema() -> String {
    let schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Capabilities>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
