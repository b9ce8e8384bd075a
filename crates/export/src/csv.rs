//! Facts as a table, after RFC 4180: what is a list in a fact is its JSON text in a cell. What is
//! absent is an empty cell; an empty text is one too.

use serde_json::Value;
use specwright_spec::{Fact, Service, facts};

/// The columns, in the order of a fact's members.
const COLUMNS: &[&str] = &[
    "vendor",
    "service",
    "operation",
    "in",
    "path",
    "type",
    "required",
    "position",
    "values",
    "default",
    "min",
    "max",
    "min_length",
    "max_length",
    "min_items",
    "max_items",
    "format",
    "unit",
    "conditional",
    "nullable",
    "deprecated",
    "derived",
    "placed",
    "code",
    "http_status",
    "page",
];

/// The first line.
pub(crate) const HEAD: &str = "vendor,service,operation,in,path,type,required,position,values,\
default,min,max,min_length,max_length,min_items,max_items,format,\
unit,conditional,nullable,deprecated,derived,placed,code,http_status,\
page\r\n";

/// The table of a service, with its head.
pub(crate) fn text(service: &Service) -> String {
    let mut text = String::from(HEAD);
    for fact in facts(service) {
        text.push_str(&row(&fact));
    }
    text
}

fn row(fact: &Fact) -> String {
    let cells: Vec<_> = COLUMNS
        .iter()
        .map(|column| fact.get(*column).map(cell).unwrap_or_default())
        .collect();
    format!("{}\r\n", cells.join(","))
}

/// The one door to a cell. Spreadsheets run what begins with `=`, `+`, `-` or `@`; such a text gets a
/// `'` before it, as they do themselves, unless it is a plain number.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => return String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let is_formula =
        text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    let text = if is_formula { format!("'{text}") } else { text };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_head_names_the_columns() {
        assert_eq!(HEAD, format!("{}\r\n", COLUMNS.join(",")));
    }

    #[test]
    fn a_cell_stays_a_cell_and_runs_nothing() {
        let cells = [
            (json!("plain"), "plain"),
            (json!("a,b"), "\"a,b\""),
            (json!("say \"x\"\nthere"), "\"say \"\"x\"\"\nthere\""),
            (json!(["a", "b"]), "\"[\"\"a\"\",\"\"b\"\"]\""),
            (json!(null), ""),
            (json!(-1), "-1"),
            (json!("-1"), "-1"),
            (json!("=1+1"), "'=1+1"),
            (json!("@x"), "'@x"),
            (json!("-x"), "'-x"),
        ];
        for (value, expected) in cells {
            assert_eq!(cell(&value), expected, "{value}");
        }
    }
}
