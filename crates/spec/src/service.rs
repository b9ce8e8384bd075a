//! A service: all that pages say of one product of one vendor.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{EnumValue, ErrorCode, Field, Operation, Position, Waiter};

/// The version of the YAML form. A reader refuses a file of another one.
pub const FORMAT: u32 = 1;

/// One service of one vendor: the content of `specs/api/<vendor>/<service>.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The version of this form: [`FORMAT`].
    pub format: u32,
    /// The vendor: `tencent`, the name of its profile.
    pub vendor: String,
    /// The service: `cbs`, in lower case, as it stands in file and module names.
    pub service: String,
    /// The service's title. Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The API version that the vendor's requests name: `2017-03-12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The host that the pages name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Where the pages came from, if they are not in the repository.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The operations, in the order of their pages' paths and on a page in its own order.
    #[serde(default)]
    pub operations: Vec<Operation>,
    /// The structures that operations share.
    #[serde(default)]
    pub structures: Vec<Structure>,
    /// The codes that every operation of the service may answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
    /// Waits for a state of what operations tell of; from overlays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiters: Vec<Waiter>,
}

impl Service {
    /// An empty service in the present form.
    pub fn new(vendor: impl Into<String>, service: impl Into<String>) -> Self {
        Self {
            format: FORMAT,
            vendor: vendor.into(),
            service: service.into(),
            ..Self::default()
        }
    }

    /// The operation of that name.
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.name == name)
    }

    /// The structure of that name.
    pub fn structure(&self, name: &str) -> Option<&Structure> {
        self.structures
            .iter()
            .find(|structure| structure.name == name)
    }

    /// Drops all that is a vendor's text rather than a fact: titles, descriptions, notes,
    /// messages, meanings and samples.
    pub fn drop_prose(&mut self) {
        self.title = None;
        for operation in &mut self.operations {
            operation.title = None;
            operation.doc = None;
            operation.notes.clear();
            operation.samples.clear();
            drop_field_prose(&mut operation.request);
            drop_field_prose(&mut operation.response);
            drop_error_prose(&mut operation.errors);
        }
        for structure in &mut self.structures {
            structure.doc = None;
            drop_value_prose(&mut structure.values);
            drop_field_prose(&mut structure.fields);
        }
        drop_error_prose(&mut self.errors);
    }
}

/// Where pages came from that are not in the repository.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The collection the pages belong to.
    pub pages: String,
    /// Its revision or date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
}

/// A structure: a named set of fields, or a named closed set of values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Structure {
    /// The name that types refer to.
    pub name: String,
    /// The page's description. Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The page it was read from: a path under the folder of pages, with `/`.
    pub page: String,
    /// The collection of pages it belongs to, where it is not the service's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why there is a structure that no page lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<String>,
    /// The values, if the structure is a closed set of texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<EnumValue>,
    /// The members, in the page's order.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Where the heading stands, while the page is at hand.
    #[serde(skip)]
    pub at: Position,
}

fn drop_field_prose(fields: &mut [Field]) {
    for field in fields {
        field.doc = None;
        drop_value_prose(&mut field.values);
        drop_field_prose(&mut field.fields);
    }
}

fn drop_value_prose(values: &mut [EnumValue]) {
    for value in values {
        value.doc = None;
    }
}

fn drop_error_prose(errors: &mut [ErrorCode]) {
    for error in errors {
        error.message = None;
        error.doc = None;
        for case in &mut error.also {
            case.message = None;
            case.doc = None;
        }
    }
}
