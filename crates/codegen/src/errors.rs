//! Error enums: one for each operation, each service with codes of its own, each vendor.

use specwright_spec::profile::RetryRule;
use specwright_spec::{ErrorCode, Profile};

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
        match retry_class(plan.retry, &error.code) {
            "Never" => {}
            class => row.push_str(&format!(" => {class}")),
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

/// The runtime's word for what the vendor's rules say of a code.
pub fn retry_class(rule: &RetryRule, code: &str) -> &'static str {
    let classes = [
        (&rule.throttled, "Throttled"),
        (&rule.clock_skew, "ClockSkew"),
        (&rule.later, "Later"),
        (&rule.transient, "Server"),
    ];
    // The most telling rule is the longest: `Forbidden.Busy` before `Forbidden`.
    let told = classes
        .into_iter()
        .flat_map(|(codes, class)| codes.iter().map(move |listed| (listed, class)))
        .filter(|(listed, _)| covers(listed, code))
        .max_by_key(|(listed, _)| listed.len());
    if let Some((_, class)) = told {
        return class;
    }
    let number: Option<i64> = code.parse().ok();
    match (rule.transient_from, number) {
        (Some(from), Some(number)) if number >= from => "Server",
        _ => "Never",
    }
}

/// Whether a listed code stands for this one: it is the same, or above it.
fn covers(listed: &str, code: &str) -> bool {
    code.strip_prefix(listed)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listed_code_stands_for_those_below() {
        let rule = RetryRule {
            throttled: vec!["Limit".into()],
            later: vec!["Limit.Quota".into()],
            transient_from: Some(2000),
            ..RetryRule::default()
        };
        let class = |code| retry_class(&rule, code);
        assert_eq!(
            [
                "Limit",
                "Limit.Uin",
                "Limit.Quota.X",
                "Limited",
                "2000",
                "1999",
                "NoLimit"
            ]
            .map(class),
            [
                "Throttled",
                "Throttled",
                "Later",
                "Never",
                "Server",
                "Never",
                "Never"
            ]
        );
    }
}
