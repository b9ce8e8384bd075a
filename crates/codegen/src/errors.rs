//! Error enums: one for each operation, each service with codes of its own, each vendor.

use specwright_spec::profile::RetryRule;
use specwright_spec::{ErrorCode, Profile, RetryClass};

use crate::docs;
use crate::layout;
use crate::names::{self, Scope};
use crate::text;

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
    /// Which codes may be tried again.
    pub retry: &'s RetryRule,
}

/// The enum as a table for the runtime's macro.
pub fn table(plan: &ErrorsPlan<'_>) -> String {
    let (other, below) = plan.other;
    let mut out = format!(
        "rt::errors! {{\n{}    pub enum {} in ERRORS {{\n",
        layout::docs(&plan.about, "    "),
        plan.name
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
        let mut row = format!(
            "        {variant}, {predicate} = {}",
            text::literal(&error.code)
        );
        if let Some(word) = word(plan.retry.class(&error.code)) {
            row.push_str(&format!(" => {word}"));
        }
        row.push_str(&cases(error));
        out.push_str(&row);
        out.push_str(";\n");
    }
    out.push_str(&format!("        ..{other}({below})\n    }}\n}}"));
    out
}

/// The rows of a code: HTTP status and message; nothing if there is one row that states neither.
fn cases(error: &ErrorCode) -> String {
    let cases: Vec<String> = error
        .cases()
        .map(|case| {
            let message = text::literal(case.message.as_deref().unwrap_or_default());
            format!("({}, {message})", case.status.unwrap_or_default())
        })
        .collect();
    match cases.as_slice() {
        [only] if only == "(0, \"\")" => String::new(),
        cases => format!(" [{}]", cases.join(", ")),
    }
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

/// The runtime's word for what a caller may do; nothing if a code is final.
fn word(class: RetryClass) -> Option<&'static str> {
    match class {
        RetryClass::Throttled => Some("Throttled"),
        RetryClass::ClockSkew => Some("ClockSkew"),
        RetryClass::Later => Some("Later"),
        RetryClass::Transient => Some("Server"),
        RetryClass::Never => None,
    }
}
