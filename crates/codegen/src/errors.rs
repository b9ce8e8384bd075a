//! Error enums: one for each operation, each service with codes of its own, each vendor.

use specwright_spec::profile::RetryRule;
use specwright_spec::{ErrorCode, Profile};

use crate::docs;
use crate::layout;
use crate::names::{self, Scope};
use crate::{tables, text};

/// An error enum to be written.
#[derive(Debug)]
pub struct ErrorsPlan<'s> {
    /// Its name.
    pub name: &'s str,
    /// Its documentation.
    pub about: Vec<String>,
    /// The codes, in the spec's order.
    pub codes: Vec<ErrorCode>,
    /// The variant for all other codes, and the type that it holds.
    pub other: (&'s str, &'s str),
    /// The static with the tables of the codes.
    pub tables: &'s str,
}

/// The enum as rows for the runtime's macro; what else is known of the codes stands in the tables.
pub fn table(plan: &ErrorsPlan<'_>) -> String {
    let (other, below) = plan.other;
    let mut out = format!(
        "rt::errors! {{\n{}    pub enum {} from {} {{\n",
        layout::docs(&plan.about, "    "),
        plan.name,
        plan.tables
    );
    let mut variants = Scope::with(&["Self", other]);
    let mut predicates = Scope::default();
    for error in &plan.codes {
        let variant = variants.claim(names::pascal(&error.code, "Code", "Code"), "");
        let predicate = predicates.claim(
            format!(
                "is_{}",
                names::snake(&error.code, "code_").trim_end_matches('_')
            ),
            "_",
        );
        out.push_str(&layout::docs(&docs::error(error), "        "));
        out.push_str(&format!(
            "        {variant}, {predicate} = {};\n",
            text::literal(&error.code)
        ));
    }
    out.push_str(&format!("        ..{other}({below})\n    }}\n}}"));
    out
}

/// The tables of codes that operations have in common; `service` is the static of theirs.
pub fn statics(service: Option<&str>, codes: &[ErrorCode], retry: &RetryRule) -> String {
    let tables = tables::common(codes, retry);
    let made = match service {
        Some(service) => format!("new(&{service}, {tables})"),
        None => format!("codes({tables})"),
    };
    format!("static ERRORS: rt::tables::Tables = rt::tables::Tables::{made};")
}

/// The codes that every operation of a vendor may answer, as codes of a page.
pub fn common(profile: &Profile) -> Vec<ErrorCode> {
    profile
        .common_errors
        .iter()
        .map(|error| ErrorCode {
            code: error.code.clone(),
            status: error.status,
            doc: error.doc.clone(),
            ..ErrorCode::default()
        })
        .collect()
}
