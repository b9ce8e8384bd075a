//! A spec in the forms of other tools: OpenAPI 3.1, JSON Schema, facts as JSON lines, CSV.
//!
//! [`export`] turns one service into one file. What a form cannot say stands in extensions whose names
//! begin with `x-specwright-`; what it cannot say as the page has it is a [`Warning`] as well, and the
//! document lists its own. Nothing is dropped in silence. Pure: must not touch files.

mod csv;
mod json_schema;
mod lines;
mod names;
mod openapi;
mod operation;
mod responses;
mod schema;
mod warning;
mod wire;

pub use warning::{Kind, Warning};

use specwright_spec::{Profile, Service};

/// A form that a spec can be exported to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An OpenAPI 3.1 document.
    OpenApi,
    /// A JSON Schema (2020-12) with a definition for each request, response and structure.
    JsonSchema,
    /// One fact a line, as [`specwright_spec::facts()`] gives them.
    Facts,
    /// The same facts as a table.
    Csv,
}

impl Form {
    /// What a file of this form is called after its service: `openapi.json`.
    pub fn ending(self) -> &'static str {
        match self {
            Self::OpenApi => "openapi.json",
            Self::JsonSchema => "schema.json",
            Self::Facts => "facts.jsonl",
            Self::Csv => "csv",
        }
    }

    /// Whether several files one after the other are a file of the same form again, once all but the
    /// first have lost their heads (see [`Exported::head`]).
    pub fn is_lines(self) -> bool {
        matches!(self, Self::Facts | Self::Csv)
    }
}

/// A service in another form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// `tencent/cbs.openapi.json`.
    pub path: String,
    /// The content, with a newline at its end.
    pub text: String,
    /// How many bytes at its beginning name columns rather than hold data.
    pub head: usize,
    /// What the form cannot say as the page has it, in the spec's order.
    pub warnings: Vec<Warning>,
}

/// Exports a service. `profile` is its vendor's.
pub fn export(service: &Service, profile: &Profile, form: Form) -> Exported {
    let mut head = 0;
    let (text, warnings) = match form {
        Form::OpenApi => openapi::document(service, profile),
        Form::JsonSchema => json_schema::document(service),
        Form::Facts => (lines::text(service), Vec::new()),
        Form::Csv => {
            head = csv::HEAD.len();
            (csv::text(service), Vec::new())
        }
    };
    Exported {
        path: format!("{}/{}.{}", service.vendor, service.service, form.ending()),
        text,
        head,
        warnings,
    }
}
