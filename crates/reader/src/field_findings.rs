//! What rows of parameters say against themselves: a default that is none of the values, an
//! example of another type, a misspelt type, masked examples, names that differ in case alone.
//! Looks at rows after they were read; nothing here changes what is read.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use specwright_spec::{Field, Number, Profile, Type};

use crate::columns::{Columns, Record};
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::{Column, Dialect};
use crate::field_rows::FieldRow;
use crate::fix::Fix;
use crate::sample::similar;
use crate::text::{Source, Span};

/// A value with so many stars in a row is masked.
const MASK: &str = "***";
/// Names of values that are rightly masked, by a part of them in lower case without signs.
const SECRETS: &[&str] = &[
    "secret",
    "password",
    "passwd",
    "accesskey",
    "token",
    "signature",
    "credential",
    "privatekey",
    "apikey",
];
/// Words for types in any of the vendors' tables, as they should be written.
const TYPE_WORDS: &[&str] = &[
    "String",
    "Integer",
    "Long",
    "Boolean",
    "Float",
    "Double",
    "Number",
    "Object",
    "Struct",
    "Array",
    "Timestamp",
];

/// Shorter words are a letter away from too many names: `Flat`, `Lang`.
const MIN_TYPE_WORD: usize = 5;

/// `[100, 1]` behind a word that says that a range follows.
static REVERSED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:取值范围|范围|range)[^\n\[]{0,12}\[\s*(-?[0-9]+)\s*(?:,|，|~|～|-|到)\s*(-?[0-9]+)\s*\]").ok()
});

/// Whether a value, or a part of it, is masked.
pub fn is_masked(text: &str) -> bool {
    text.contains('*') && text.contains(MASK)
}

/// What a row says against itself.
pub fn row(source: &Source, dialect: &Dialect, row: &FieldRow, record: &Record) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut mends = BTreeMap::new();
    let mut report = |code, column, message: String| {
        found.push(Diagnostic::new(
            code,
            source.place(record.place(column)),
            message,
        ));
    };
    let type_text = record.text(Column::Type);
    // A slip that the dialect knows; any other may be the name of a structure.
    if dialect.type_word(type_text).is_some()
        && let Some(word) = misspelt_type(type_text)
    {
        let span = record.place(Column::Type);
        mends.insert(Code::TYPE_MISSPELT, spelt(source, span, type_text, word));
        report(
            Code::TYPE_MISSPELT,
            Column::Type,
            format!("`{type_text}` is written for `{word}`"),
        );
    }
    let field = &row.field;
    let name = &row.written;
    if let Some(default) = &field.default {
        let column = if record.text(Column::Default) == default {
            Column::Default
        } else {
            Column::Description
        };
        if !is_listed(field, default)
            && !is_glossed_default(record.text(Column::Description), default)
        {
            report(
                Code::DEFAULT_NOT_LISTED,
                column,
                format!(
                    "the default `{default}` of `{name}` is none of its values: {}",
                    values(field)
                ),
            );
        } else if let Some(range) = outside(field, default) {
            report(
                Code::DEFAULT_OUT_OF_RANGE,
                column,
                format!("the default {default} of `{name}` is outside of its range, {range}"),
            );
        }
    }
    if let Some((least, greatest)) = reversed(record.text(Column::Description)) {
        let span = record.place(Column::Description);
        mends.insert(Code::RANGE_REVERSED, turned(source, span));
        report(
            Code::RANGE_REVERSED,
            Column::Description,
            format!("the range of `{name}` ends below its beginning: {least} to {greatest}"),
        );
    }
    if let Some(example) = row.example.as_deref().filter(|example| !is_masked(example)) {
        if let Some(ty) = other_type(&field.ty, example) {
            report(
                Code::EXAMPLE_TYPE,
                Column::Example,
                format!("the example `{example}` of `{name}` is no {ty}"),
            );
        } else if let Some(value) = nearly_listed(field, example) {
            report(
                Code::EXAMPLE_MISSPELT,
                Column::Example,
                format!("the example `{example}` of `{name}` is nearly its value `{value}`"),
            );
        }
    }
    for finding in &mut found {
        finding.fix = mends.remove(&finding.code).flatten();
    }
    found
}

/// The right word for a type, in the case of the wrong one.
pub fn spelt(source: &Source, span: Span, wrong: &str, word: &str) -> Option<Fix> {
    let is_lower = wrong.starts_with(|c: char| c.is_ascii_lowercase());
    let word = match is_lower {
        true => word.to_ascii_lowercase(),
        false => word.to_owned(),
    };
    Fix::word(source, span, wrong, &word)
}

/// A reversed range the right way round.
fn turned(source: &Source, span: Span) -> Option<Fix> {
    let text = source.slice(span);
    let captures = REVERSED.as_ref()?.captures(text)?;
    let (first, last) = (captures.get(1)?, captures.get(2)?);
    let between = text.get(first.end()..last.start())?;
    let range = Span::new(span.start + first.start(), span.start + last.end());
    let turned = format!("{}{between}{}", last.as_str(), first.as_str());
    Some(Fix::one(source, "put the least value first", range, turned))
}

/// What the rows of a table say against each other. Where rows do not tell their level
/// (`is_flat`), equal names may be different members.
pub fn table(
    source: &Source,
    columns: &Columns,
    rows: &[FieldRow],
    is_flat: bool,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if columns.has(Column::Description) {
        // A row without a type names the items of the list above it, and has nothing to say.
        let bare: Vec<&FieldRow> = rows
            .iter()
            .filter(|row| row.field.doc.is_none() && !row.untyped)
            .collect();
        if let Some(first) = bare.first() {
            let message = match bare.len() {
                1 => format!("`{}` has no description", first.written),
                count => format!(
                    "{count} rows of the table have no description, `{}` for one",
                    first.written
                ),
            };
            found.push(Diagnostic::new(
                Code::NO_DESCRIPTION,
                source.place(first.name_span),
                message,
            ));
        }
    }
    let mut seen: BTreeMap<String, &FieldRow> = BTreeMap::new();
    for row in rows.iter().filter(|_| !is_flat) {
        let first = *seen.entry(row.written.to_lowercase()).or_insert(row);
        if first.written != row.written {
            let message = format!(
                "`{}` and `{}` differ in case alone",
                first.written, row.written
            );
            let diagnostic = Diagnostic::new(
                Code::NAMES_DIFFER_IN_CASE,
                source.place(row.name_span),
                message,
            );
            found.push(diagnostic.also(source.place(first.name_span), "the other spelling"));
        }
    }
    found
}

/// Masked examples of a page.
pub fn masked(source: &Source, examples: &[Span]) -> Option<Diagnostic> {
    let first = *examples.first()?;
    let message = match examples.len() {
        1 => "an example in the tables is masked".to_owned(),
        count => format!("{count} examples in the tables are masked"),
    };
    Some(Diagnostic::new(
        Code::EXAMPLE_MASKED,
        source.place(first),
        message,
    ))
}

/// The row's example, if it is masked and no secret.
pub fn masked_example(row: &FieldRow, record: &Record) -> Option<Span> {
    let is_masked = row.example.as_deref().is_some_and(is_masked) && !is_secret(&row.written);
    is_masked.then(|| record.place(Column::Example))
}

/// A response whose table lacks what identifies the request, where every response has it in its body.
pub fn without_request_id(
    source: &Source,
    dialect: &Dialect,
    profile: &Profile,
    rows: &[FieldRow],
) -> Option<Diagnostic> {
    if !dialect.lists_request_id {
        return None;
    }
    // `header:…`: it is not in the body.
    let path = Some(profile.envelope.request_id.as_str())
        .filter(|path| !path.is_empty() && !path.contains(':'))?;
    let name = path.rsplit('.').next()?;
    let bare = |name: &str| name.to_lowercase().replace(['-', '_'], "");
    let is_listed = rows
        .iter()
        .any(|row| bare(&row.written).ends_with(&bare(name)));
    let first = rows.first().filter(|_| !is_listed)?;
    let message = format!("the table of the response lacks `{name}`, which every response has");
    Some(Diagnostic::new(
        Code::NO_REQUEST_ID,
        source.place(first.name_span),
        message,
    ))
}

/// The word for a type that a misspelt one is meant to be.
pub fn misspelt_type(text: &str) -> Option<&'static str> {
    let word = text.trim();
    let is_word = word.bytes().all(|b| b.is_ascii_alphabetic());
    if !is_word
        || word.len() < MIN_TYPE_WORD
        || is_type_word(word)
        || word.eq_ignore_ascii_case("strings")
    {
        return None;
    }
    similar::misspelt(word, TYPE_WORDS.iter().copied())
}

/// The value that an example is written for.
fn nearly_listed<'f>(field: &'f Field, example: &str) -> Option<&'f str> {
    if is_listed(field, example) {
        return None;
    }
    let values = || field.values.iter().map(|value| value.value.as_str());
    let bare = |text: &str| text.to_lowercase().replace([' ', '_', '-'], "");
    values()
        .find(|value| bare(value) == bare(example))
        .or_else(|| similar::misspelt(example, values()))
}

/// Whether a description lists the value and says beside it that it is the default.
fn is_glossed_default(description: &str, default: &str) -> bool {
    let glosses = [
        "（默认",
        "(默认",
        " (default",
        "（default",
        "(default",
        " (Default",
        "(Default",
    ];
    description.split(default).skip(1).any(|after| {
        glosses
            .iter()
            .any(|gloss| after.trim_start_matches(['*', '`']).starts_with(gloss))
    })
}

/// Whether a word names a type on the pages of some vendor.
pub fn is_type_word(word: &str) -> bool {
    TYPE_WORDS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a value is rightly masked, by its name.
pub fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase().replace(['_', '-'], "");
    SECRETS.iter().any(|word| name.contains(word))
}

fn is_listed(field: &Field, value: &str) -> bool {
    field.values.is_empty()
        || field.ty.is_list()
        || field.values.iter().any(|known| known.value == value)
}

fn values(field: &Field) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<&str> = field
        .values
        .iter()
        .take(SHOWN)
        .map(|value| value.value.as_str())
        .collect();
    let more = if field.values.len() > SHOWN {
        ", …"
    } else {
        ""
    };
    format!("{}{more}", shown.join(", "))
}

/// The range that a number is outside of.
fn outside(field: &Field, value: &str) -> Option<String> {
    let value = Number::parse(value).filter(|_| !field.ty.is_list())?;
    let is_below = field.min.is_some_and(|min| value < min);
    let is_above = field.max.is_some_and(|max| value > max);
    let range = match (field.min, field.max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("{min} and more"),
        (None, Some(max)) => format!("up to {max}"),
        (None, None) => return None,
    };
    (is_below || is_above).then_some(range)
}

fn reversed(description: &str) -> Option<(i64, i64)> {
    // Few descriptions have the bracket, which is found a lot faster than the words before it.
    description.find('[')?;
    let captures = REVERSED.as_ref()?.captures(description)?;
    let end = |at| {
        captures
            .get(at)
            .and_then(|end| end.as_str().parse::<i64>().ok())
    };
    let (least, greatest) = (end(1)?, end(2)?);
    (least > greatest).then_some((least, greatest))
}

/// The type, in words, that an example is not of.
fn other_type(ty: &Type, example: &str) -> Option<&'static str> {
    let number = example.replace([',', ' '], "");
    match ty {
        Type::Integer | Type::Int32 | Type::Int64 => {
            number.parse::<i128>().is_err().then_some("whole number")
        }
        Type::Number => number.parse::<f64>().is_err().then_some("number"),
        Type::Boolean => {
            let is_boolean = ["true", "false", "0", "1"]
                .iter()
                .any(|word| word.eq_ignore_ascii_case(example));
            (!is_boolean).then_some("truth value")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use specwright_spec::EnumValue;

    #[test]
    fn types_that_are_nearly_a_word() {
        for (text, expected) in [
            ("Interger", "Integer"),
            ("Boolen", "Boolean"),
            ("Sturct", "Struct"),
            ("Stirng", "String"),
        ] {
            assert_eq!(misspelt_type(text), Some(expected), "{text}");
        }
        for text in [
            "integer",
            "int",
            "Lang",
            "Strings",
            "Tag",
            "Instance",
            "Disk",
            "array[string]",
            "",
        ] {
            assert_eq!(misspelt_type(text), None, "{text}");
        }
    }

    #[test]
    fn values_and_ranges() {
        let field = Field {
            values: vec![EnumValue::new("a")],
            max: Some(Number::Int(10)),
            ..Field::new("X", Type::String)
        };
        assert!(is_listed(&field, "a") && !is_listed(&field, "A"));
        assert_eq!(outside(&field, "11").as_deref(), Some("up to 10"));
        assert_eq!(outside(&field, "10"), None);
        let shown = Field {
            values: vec![EnumValue::new("true"), EnumValue::new("WithStock")],
            ..Field::new("X", Type::String)
        };
        assert_eq!(nearly_listed(&shown, "ture"), Some("true"));
        assert_eq!(nearly_listed(&shown, "WithStocK"), Some("WithStock"));
        assert_eq!(nearly_listed(&shown, "true"), None);
        assert_eq!(nearly_listed(&shown, "other"), None);
        assert!(
            is_glossed_default("**CN**（默认值）：here", "CN")
                && !is_glossed_default("CN: here", "CN")
        );
        assert_eq!(reversed("取值范围：[100, 1]"), Some((100, 1)));
        assert_eq!(reversed("Range: [1, 100]"), None);
        assert_eq!(reversed("since [2018, 3]"), None);
    }

    #[test]
    fn examples_of_other_types() {
        assert_eq!(other_type(&Type::Int32, "2 GB"), Some("whole number"));
        assert_eq!(other_type(&Type::Int64, "1,000"), None);
        assert_eq!(other_type(&Type::Boolean, "TRUE"), None);
        assert_eq!(other_type(&Type::Boolean, "yes"), Some("truth value"));
        assert_eq!(other_type(&Type::list(Type::Integer), "[1]"), None);
    }

    #[test]
    fn secrets_are_rightly_masked() {
        assert!(
            is_secret("AccessKeyId")
                && is_secret("master_user_password")
                && !is_secret("InstanceId")
        );
    }
}
