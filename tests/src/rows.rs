//! The generated crate's metadata as rows of tables, in the order and the words of the vendor's
//! pages: the way back from Rust to the page.

use specwright_runtime::meta::{ErrorMeta, Fact, FieldMeta, Required, ShapeMeta};

use crate::pages::Table;
use crate::vendors::Tables;

/// A row of a table of fields, in words that both sides can be brought to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldRow {
    /// The name as the page writes it.
    pub name: String,
    /// The type in the spec's words; `container` for what has members of its own.
    pub ty: String,
    /// `yes`, `no`, `unknown` or, without such a column, nothing.
    pub required: &'static str,
}

/// A code with its statuses, one a row of the page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ErrorRow {
    /// The code.
    pub code: String,
    /// The statuses.
    pub statuses: Vec<Option<u16>>,
}

/// The rows that a shape came from. In requests, made-up containers are spelled out in the
/// names of their members; in responses they are rows.
pub fn of_shape(tables: &Tables, shape: &ShapeMeta, is_request: bool) -> Vec<FieldRow> {
    let mut rows = Vec::new();
    for field in shape.fields {
        add(tables, field, "", is_request, &mut rows);
    }
    rows
}

fn add(
    tables: &Tables,
    field: &FieldMeta,
    above: &str,
    is_request: bool,
    rows: &mut Vec<FieldRow>,
) {
    let (lists, leaf) = lists(field.ty);
    let is_derived = field
        .facts
        .iter()
        .any(|fact| matches!(fact, Fact::Derived(_)));
    let dotted = is_request && tables.dotted_lists;
    let suffix = if dotted {
        ".N".repeat(lists)
    } else {
        String::new()
    };
    let name = format!("{above}{}{suffix}", field.name);
    if !(is_derived && dotted) {
        let is_container = field.fields().is_some() || leaf == "object" || leaf == "any";
        let ty = match (is_container, lists) {
            (true, _) => "container".to_owned(),
            (false, lists) if lists > 0 && !(dotted && tables.item_types) => format!("list {leaf}"),
            _ => leaf.to_owned(),
        };
        rows.push(FieldRow {
            name: name.clone(),
            ty,
            required: required(field.required),
        });
    }
    let is_structure = leaf.starts_with(|c: char| c.is_ascii_uppercase());
    if let Some(members) = field.fields().filter(|_| !is_structure) {
        // In a flat response the members follow by their bare names.
        let above = if dotted {
            format!("{name}.")
        } else {
            String::new()
        };
        for member in members.fields {
            add(tables, member, &above, is_request, rows);
        }
    }
}

fn lists(ty: &str) -> (usize, &str) {
    match ty
        .strip_prefix("list<")
        .and_then(|item| item.strip_suffix('>'))
    {
        Some(item) => (lists(item).0 + 1, lists(item).1),
        None => (0, ty),
    }
}

fn required(required: Required) -> &'static str {
    match required {
        Required::Yes => "yes",
        Required::No => "no",
        Required::Unknown => "unknown",
        Required::Unstated => "",
    }
}

/// The rows that codes came from, each code once.
pub fn of_errors(errors: &[ErrorMeta]) -> Vec<ErrorRow> {
    let row = |error: &ErrorMeta| ErrorRow {
        code: error.code.to_owned(),
        statuses: error.cases().map(|case| case.status()).collect(),
    };
    errors.iter().map(row).collect()
}

/// The rows of a page's table of fields, without the common ones.
pub fn fields_of_table(tables: &Tables, table: &Table, common: &[&str]) -> Option<Vec<FieldRow>> {
    let name = table.column(tables.name)?;
    let ty = table.column(tables.ty)?;
    let required = table.column(tables.required);
    let mut rows: Vec<FieldRow> = Vec::new();
    for row in &table.rows {
        let cell = |at: usize| row.cells.get(at).map_or("", String::as_str);
        if common.contains(&cell(name)) {
            continue;
        }
        let mark = required.map_or("", |at| match cell(at) {
            mark if mark == tables.marks.0 => "yes",
            mark if mark == tables.marks.1 => "no",
            _ => "unknown",
        });
        let name = numbered(cell(name));
        let row = FieldRow {
            ty: type_of(tables, cell(ty), name.ends_with(".N")),
            name,
            required: mark,
        };
        // `Filter.1.Key` and `Filter.2.Key` are one member of a list's items.
        if !rows
            .iter()
            .any(|known| known.name == row.name && known.name.contains(".N."))
        {
            rows.push(row);
        }
    }
    Some(rows)
}

/// A name with every literal index as `N`.
fn numbered(name: &str) -> String {
    let index = |part: &str| {
        if part.bytes().all(|b| b.is_ascii_digit()) {
            "N".to_owned()
        } else {
            part.to_owned()
        }
    };
    name.split('.').map(index).collect::<Vec<_>>().join(".")
}

fn type_of(tables: &Tables, cell: &str, is_dotted: bool) -> String {
    let word = |text: &str| {
        tables
            .types
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, ty)| (*ty).to_owned())
    };
    if let Some(ty) = word(cell) {
        return ty;
    }
    let item = cell
        .strip_prefix(tables.list.0)
        .and_then(|item| item.strip_suffix(tables.list.1));
    match item {
        Some(item) => match word(item) {
            Some(ty) if is_dotted && tables.item_types => ty,
            Some(ty) => format!("list {ty}"),
            None => "container".to_owned(),
        },
        None => "container".to_owned(),
    }
}

/// The rows of a page's table of codes, each code once, in the order of their first rows.
pub fn errors_of_table(tables: &Tables, table: &Table) -> Option<Vec<ErrorRow>> {
    let code = table.column(tables.code)?;
    let status = table.column(tables.status);
    let mut rows: Vec<ErrorRow> = Vec::new();
    for row in &table.rows {
        let cell = |at: usize| row.cells.get(at).map_or("", String::as_str);
        let status = status.and_then(|at| cell(at).parse().ok());
        match rows.iter_mut().find(|known| known.code == cell(code)) {
            Some(known) => known.statuses.push(status),
            None => rows.push(ErrorRow {
                code: cell(code).to_owned(),
                statuses: vec![status],
            }),
        }
    }
    Some(rows)
}
