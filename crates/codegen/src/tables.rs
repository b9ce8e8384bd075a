//! The tables of facts as text: one line a field or code, for `Tables` of the runtime to read.
//!
//! A static that spells the rows out costs its users' compilers far more than a text does. The
//! form is told where it is read, in `crates/runtime/src/tables.rs`; `word` is the one door into it.

use specwright_spec::profile::RetryRule;
use specwright_spec::{Encoding, ErrorCode, Field, Number, Operation, RetryClass};

use crate::docs;
use crate::plan::{OperationPlan, Origin, ServicePlan, ShapePlan};

/// Where a line is broken.
const WIDTH: usize = 100;
/// What stands before a row, and before what goes on with it.
const ROW: &str = "    ";
const GOES_ON: &str = "\n        ";

/// Parts of names whose values must not show in logs; compared in small letters without signs.
const SECRET_PARTS: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "privatekey",
    "accesskey",
    "credential",
    "securitytoken",
];

/// The tables of an operation as a literal: its facts, its shapes, its codes.
pub fn operation(plan: &OperationPlan<'_>, service: &ServicePlan<'_>) -> String {
    let mut out = String::new();
    facts_of(plan.operation, service, &mut out);
    for shape in &plan.types.shapes {
        self::shape(shape, &mut out);
    }
    codes(&plan.operation.errors, &service.profile.retry, &mut out);
    literal(&out)
}

/// The tables of shapes that operations share.
pub fn shapes<'p, 's: 'p>(shapes: impl IntoIterator<Item = &'p ShapePlan<'s>>) -> String {
    let mut out = String::new();
    for plan in shapes {
        shape(plan, &mut out);
    }
    literal(&out)
}

/// The table of codes that operations have in common.
pub fn common(errors: &[ErrorCode], retry: &RetryRule) -> String {
    let mut out = String::new();
    codes(errors, retry, &mut out);
    literal(&out)
}

fn literal(rows: &str) -> String {
    format!("r#\"\n{rows}\"#")
}

/// What is known of an operation beside its tables.
fn facts_of(operation: &Operation, service: &ServicePlan<'_>, out: &mut String) {
    out.push_str(&format!("operation {}\n", word(&operation.name)));
    let mut row = |name: &str, words: &[String]| {
        let mut line = Line::new(name);
        for word in words {
            line.add(word);
        }
        out.push_str(&line.end());
    };
    row("page", &[word(&operation.page)]);
    let doc_url = docs::doc_url(operation, service.profile, service.service);
    let idempotency = operation.idempotency.as_ref();
    let texts = [
        ("section", operation.section.as_deref()),
        ("source", operation.source.as_deref()),
        ("doc_url", doc_url.as_deref()),
        ("version", operation.version.as_deref()),
        ("endpoint", operation.endpoint.as_deref()),
        ("idempotency_token", idempotency.map(|it| it.token.as_str())),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            row(name, &[word(text)]);
        }
    }
    if let Some(http) = &operation.http {
        row("http", &[bars(&http.methods), word(&http.path)]);
    }
    if let Some(limit) = operation.rate_limit {
        let numbers = [limit.requests, limit.per.seconds()];
        row("rate_limit", &numbers.map(|number| number.to_string()));
    }
    if let Some(region) = &operation.region {
        let mut words: Vec<String> = Vec::new();
        words.extend(region.required.map(|required| format!("{required:?}")));
        words.extend(region.unused.then(|| "unused".to_owned()));
        words.extend((!region.only.is_empty()).then(|| format!("only={}", bars(&region.only))));
        row("region", &words);
    }
    if let Some(deprecated) = &operation.deprecated {
        let replacement = deprecated.replacement.as_deref().map(word);
        row("deprecated", replacement.as_slice());
    }
    if let Some(paging) = &operation.paging {
        let mut words = vec![format!("{:?}", paging.style), word(&paging.cursor)];
        let members = [
            ("limit", &paging.limit),
            ("next", &paging.next),
            ("total", &paging.total),
            ("items", &paging.items),
        ];
        let members = members
            .into_iter()
            .filter_map(|(name, path)| Some(format!("{name}={}", word(path.as_deref()?))));
        words.extend(members);
        row("paging", &words);
    }
    let mut reads = service.profile.read_prefixes.iter();
    if reads.any(|prefix| operation.name.starts_with(prefix.as_str())) {
        row("is_read", &[]);
    }
}

fn bars(values: &[String]) -> String {
    let words: Vec<_> = values.iter().map(|value| word(value)).collect();
    words.join("|")
}

fn shape(plan: &ShapePlan<'_>, out: &mut String) {
    out.push_str(match plan.origin {
        Origin::Request => "request ",
        Origin::Output => "response ",
        Origin::Structure(_) | Origin::Inline(_) | Origin::Lifted(_) => "shape ",
    });
    out.push_str(&plan.name);
    if plan.wire_name != plan.name {
        out.push(' ');
        out.push_str(&word(&plan.wire_name));
    }
    out.push('\n');
    for field in &plan.fields {
        let mut line = Line::new(&field.field.name);
        line.add(&word(&field.field.ty.to_string()));
        if let Some(required) = field.field.required {
            line.add(&format!("{required:?}"));
        }
        facts(field.field, field.members.as_deref(), &mut line);
        out.push_str(&line.end());
    }
}

fn codes(errors: &[ErrorCode], retry: &RetryRule, out: &mut String) {
    if !errors.is_empty() {
        out.push_str("codes\n");
    }
    for error in errors {
        code(error, retry, out);
    }
}

fn code(error: &ErrorCode, retry: &RetryRule, out: &mut String) {
    let mut line = Line::new(&error.code);
    if let Some(class) = retry_word(retry.class(&error.code)) {
        line.add(class);
    }
    let cases: Vec<_> = error
        .cases()
        .map(|case| {
            (
                case.status.unwrap_or_default(),
                case.message.unwrap_or_default(),
            )
        })
        .collect();
    let is_silent = |(status, message): &(u16, String)| *status == 0 && message.is_empty();
    // One row that states neither says nothing.
    if cases.len() > 1 || !cases.iter().all(is_silent) {
        for (status, message) in cases {
            line.add(&format!("{status} {}", word(&message)));
        }
    }
    out.push_str(&line.end());
}

/// The runtime's word for what a caller may do; nothing if a code is final.
fn retry_word(class: RetryClass) -> Option<&'static str> {
    match class {
        RetryClass::Throttled => Some("Throttled"),
        RetryClass::ClockSkew => Some("ClockSkew"),
        RetryClass::Later => Some("Later"),
        RetryClass::Transient => Some("Server"),
        RetryClass::Never => None,
    }
}

/// A row in the making, broken where it is long.
struct Line {
    text: String,
    width: usize,
}

impl Line {
    fn new(name: &str) -> Self {
        let text = format!("{ROW}{}", word(name));
        Self {
            width: text.chars().count(),
            text,
        }
    }

    fn add(&mut self, word: &str) {
        self.put(" ", word);
    }

    /// Puts a word behind a sign; a blank before a break is none.
    fn put(&mut self, sign: &str, word: &str) {
        let width = sign.len() + word.chars().count();
        let fits = self.width + width <= WIDTH;
        self.text
            .push_str(if fits { sign } else { sign.trim_end() });
        if !fits {
            self.text.push_str(GOES_ON);
            self.width = GOES_ON.len() - 1;
        }
        self.text.push_str(word);
        self.width += width;
    }

    fn end(self) -> String {
        self.text + "\n"
    }
}

fn facts(field: &Field, members: Option<&str>, line: &mut Line) {
    let fact = |line: &mut Line, name: &str, value: Option<String>| {
        if let Some(value) = value {
            line.add(&format!("{name}={value}"));
        }
    };
    fact(line, "Default", field.default.as_deref().map(word));
    let mut values = field.values.iter().map(|value| word(&value.value));
    fact(line, "Values", values.next());
    values.for_each(|value| line.put("|", &value));
    for (name, bound) in [("Min", field.min), ("Max", field.max)] {
        match bound {
            Some(Number::Int(bound)) => fact(line, name, Some(bound.to_string())),
            // A bound that is no number is none of a page.
            Some(Number::Float(bound)) if bound.is_finite() => {
                fact(line, &format!("{name}Fraction"), Some(format!("{bound:?}")));
            }
            _ => {}
        }
    }
    let counts = [
        ("MinLength", field.min_length),
        ("MaxLength", field.max_length),
        ("MinItems", field.min_items),
        ("MaxItems", field.max_items),
    ];
    for (name, count) in counts {
        fact(line, name, count.map(|count| count.to_string()));
    }
    fact(line, "Format", field.format.as_deref().map(word));
    fact(line, "Unit", field.unit.as_deref().map(word));
    let position = field.position.map(|place| format!("{place:?}"));
    fact(line, "Position", position);
    let marks = [
        (field.encoding == Some(Encoding::Json), "AsJson"),
        (field.encoding == Some(Encoding::Comma), "AsCommas"),
        (field.conditional, "Conditional"),
        (field.nullable, "Nullable"),
        (!field.placed.is_certain(), "PlacedUncertainly"),
        (is_secret(&field.name), "Secret"),
    ];
    for (_, mark) in marks.into_iter().filter(|(is_set, _)| *is_set) {
        line.add(mark);
    }
    match field
        .deprecated
        .as_ref()
        .map(|it| it.replacement.as_deref())
    {
        Some(Some(replacement)) => fact(line, "Deprecated", Some(word(replacement))),
        Some(None) => line.add("Deprecated"),
        None => {}
    }
    fact(line, "Derived", field.derived.as_deref().map(word));
    fact(line, "Fields", members.map(str::to_owned));
}

fn is_secret(name: &str) -> bool {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    SECRET_PARTS.iter().any(|part| name.contains(part))
}

/// The text as one word: in quotes where it has signs that the form gives a meaning, so that it
/// ends neither the row nor the literal.
fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_-./:<>{}()[],;*+&%$@!?^~'".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            // `"#` would end the literal; what cannot be seen must not hide there.
            '#' => out.push_str("\\u{23}"),
            c if is_plain(c) || c == ' ' || c == '=' || c == '|' => out.push(c),
            c if c.is_ascii_graphic() || "，。、；：（）“”！？《》【】".contains(c) => {
                out.push(c)
            }
            c => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use specwright_spec::{EnumValue, Type};

    use super::*;

    #[test]
    fn a_word_ends_neither_its_row_nor_the_literal() {
        let cases = [
            ("list<string>", "list<string>"),
            ("", "\"\""),
            ("a b", "\"a b\""),
            ("A|B=", "\"A|B=\""),
            ("say \"#\\", "\"say \\\"\\u{23}\\\\\""),
            ("a\nb\r\u{202e}", "\"a\\nb\\u{d}\\u{202e}\""),
        ];
        for (text, expected) in cases {
            assert_eq!(word(text), expected);
        }
    }

    #[test]
    fn a_long_row_goes_on_in_the_next_line() {
        let mut field = Field::new("Kind", Type::String);
        field.values = (0..40)
            .map(|at| EnumValue::new(format!("VALUE_{at}")))
            .collect();
        field.max_length = Some(9);
        let mut line = Line::new("Kind");
        facts(&field, None, &mut line);
        let text = line.end();
        assert!(text.lines().count() > 2, "{text}");
        assert!(text.lines().all(|line| line.len() <= WIDTH + 1), "{text}");
        assert!(text.contains("|\n        VALUE_"), "{text}");
        assert!(text.ends_with(" MaxLength=9\n"), "{text}");
    }
}
