//! The tables of parameters and members, with the nesting that the vendors' tables have.

use std::collections::{BTreeMap, BTreeSet};

use specwright_spec::{Encoding, EnumValue, Field, Number, Place, Required, Structure, Type};

use crate::html::{Element, el, name};

/// Deeper rows are not indented further.
const DEPTH: usize = 8;

/// The structures of a service, by name.
pub(crate) type Structures<'s> = BTreeMap<&'s str, &'s Structure>;

/// The rows of one side of an operation.
struct Rows<'s, 't> {
    structures: &'t Structures<'s>,
    /// Structures whose members stand above already, with the row they stand at.
    shown: BTreeMap<&'s str, String>,
    has_needed: bool,
    rows: Vec<Element>,
}

/// The table. `side` is `request` or `response`. A structure's members stand below the first field that
/// has it; further ones lead there.
pub(crate) fn table<'s>(
    fields: &'s [Field],
    side: &'static str,
    structures: &Structures<'s>,
) -> Element {
    let mut rows = Rows {
        structures,
        shown: BTreeMap::new(),
        has_needed: any(fields, structures, &mut BTreeSet::new()),
        rows: Vec::new(),
    };
    rows.fields(fields, side, 0);
    let heads: &[&str] = if rows.has_needed {
        &["Name", "Type", "Needed", "What the page says"]
    } else {
        &["Name", "Type", "What the page says"]
    };
    let head = el("tr").children(
        heads
            .iter()
            .map(|head| el("th").attr("scope", "col").text(*head)),
    );
    el("table")
        .class(if rows.has_needed {
            "fields"
        } else {
            "fields bare"
        })
        .child(el("thead").child(head))
        .child(el("tbody").children(rows.rows))
}

/// Whether any row has a mark for needed.
fn any<'s>(fields: &'s [Field], structures: &Structures<'s>, seen: &mut BTreeSet<&'s str>) -> bool {
    fields.iter().any(|field| {
        let structure = field.ty.structure().filter(|name| seen.insert(name));
        let below = structure.and_then(|name| structures.get(name));
        field.required.is_some()
            || any(&field.fields, structures, seen)
            || below.is_some_and(|structure| any(&structure.fields, structures, seen))
    })
}

impl<'s> Rows<'s, '_> {
    fn fields(&mut self, fields: &'s [Field], path: &str, depth: usize) {
        for field in fields {
            let path = format!("{path}.{}", field.name);
            let structure = field
                .ty
                .structure()
                .and_then(|name| self.structures.get(name).copied());
            let seen =
                structure.and_then(|structure| self.shown.get(structure.name.as_str()).cloned());
            self.row(field, structure, seen.as_deref(), &path, depth);
            self.fields(&field.fields, &path, depth + 1);
            if let Some(structure) = structure
                && seen.is_none()
            {
                self.shown.insert(&structure.name, path.clone());
                self.fields(&structure.fields, &path, depth + 1);
            }
        }
    }

    fn row(
        &mut self,
        field: &'s Field,
        structure: Option<&'s Structure>,
        seen: Option<&str>,
        path: &str,
        depth: usize,
    ) {
        let head = el("th")
            .attr("scope", "row")
            .class(format!("d{}", depth.min(DEPTH)))
            .child(name(el("code").class("name"), &field.name));
        let mut row = el("tr").attr("id", path).child(head);
        let ty = el("td")
            .class("type")
            .child(el("code").text(field.ty.to_string()));
        row = row.child(ty);
        if self.has_needed {
            row = row.child(needed(field));
        }
        self.rows.push(row.child(told(field, structure, seen)));
    }
}

fn needed(field: &Field) -> Element {
    let (class, word) = match field.required {
        _ if field.conditional => ("if", "in some cases"),
        Some(Required::Yes) => ("yes", "yes"),
        Some(Required::No) => ("no", "no"),
        Some(Required::Unknown) => ("unknown", "unclear"),
        // Its table has no such column.
        None => return el("td").class("needed"),
    };
    el("td")
        .class("needed")
        .child(el("span").class(class).text(word))
}

/// What is known of a field: its facts in a line, the page's words below.
fn told(field: &Field, structure: Option<&Structure>, seen: Option<&str>) -> Element {
    let mut cell = el("td").class("told");
    let facts = facts(field, structure);
    if !facts.is_empty() {
        cell = cell.child(el("ul").class("facts").children(facts));
    }
    let doc = field
        .doc
        .as_deref()
        .or(structure.and_then(|structure| structure.doc.as_deref()));
    if let Some(doc) = doc {
        cell = cell.children(prose(doc));
    }
    if let (Some(seen), Some(structure)) = (seen, structure)
        && !structure.fields.is_empty()
    {
        let see = crate::html::link("", "", Some(seen))
            .text(format!("members of {} above", structure.name));
        cell = cell.child(el("p").class("see").child(see));
    }
    cell
}

fn facts(field: &Field, structure: Option<&Structure>) -> Vec<Element> {
    let mut facts = Vec::new();
    let mut say = |words: &str| facts.push(el("li").text(words));
    match field.position {
        Some(Place::Header) => say("in a header"),
        Some(Place::Path) => say("in the path"),
        Some(Place::Query) => say("in the query"),
        Some(Place::Body) => say("in the body"),
        None => {}
    }
    match field.encoding {
        Some(Encoding::Json) => say("as JSON text"),
        Some(Encoding::Comma) => say("with commas between"),
        None => {}
    }
    let unit = field
        .unit
        .as_ref()
        .map(|unit| format!(" {unit}"))
        .unwrap_or_default();
    if let Some(range) = range(field.min, field.max) {
        say(&format!("{range}{unit}"));
    } else if let Some(unit) = &field.unit {
        say(&format!("in {unit}"));
    }
    let number = |bound: Option<u64>| {
        bound
            .and_then(|bound| i64::try_from(bound).ok())
            .map(Number::Int)
    };
    if let Some(range) = range(number(field.min_length), number(field.max_length)) {
        say(&format!("{range} characters"));
    }
    if let Some(range) = range(number(field.min_items), number(field.max_items)) {
        say(&format!("{range} items"));
    }
    if field.nullable {
        say("may be null");
    }
    if field.derived.is_some() {
        say("told by samples or other rows");
    }
    if !field.placed.is_certain() {
        facts.push(el("li").class("doubt").text("place uncertain"));
    }
    if let Some(deprecated) = &field.deprecated {
        let instead = deprecated
            .replacement
            .as_ref()
            .map(|name| format!(": use {name}"));
        let words = format!("deprecated{}", instead.unwrap_or_default());
        facts.push(el("li").class("gone").text(words));
    }
    if let Some(format) = &field.format {
        facts.push(el("li").text("form ").child(el("code").text(format)));
    }
    if let Some(default) = &field.default {
        facts.push(el("li").text("default ").child(el("code").text(default)));
    }
    let values: &[EnumValue] = match structure {
        Some(structure) if field.values.is_empty() => &structure.values,
        _ => &field.values,
    };
    if !values.is_empty() {
        let value = |value: &EnumValue| {
            let code = el("code").text(&value.value);
            match &value.doc {
                Some(doc) => code.attr("title", doc),
                None => code,
            }
        };
        facts.push(el("li").class("values").children(values.iter().map(value)));
    }
    if matches!(field.ty.leaf(), Type::Structure(_)) && structure.is_none() {
        facts.push(el("li").class("doubt").text("no page lists this structure"));
    }
    facts
}

/// `1–10`, `at least 1`, `at most 10`.
fn range(least: Option<Number>, greatest: Option<Number>) -> Option<String> {
    match (least, greatest) {
        (Some(least), Some(greatest)) => Some(format!("{least}–{greatest}")),
        (Some(least), None) => Some(format!("at least {least}")),
        (None, Some(greatest)) => Some(format!("at most {greatest}")),
        (None, None) => None,
    }
}

/// The page's words: paragraphs, and lists where paragraphs begin with a dash. Other Markdown is shown as
/// it stands.
pub(crate) fn prose(text: &str) -> Vec<Element> {
    let paragraphs = text.split("\n\n").map(str::trim);
    let mut blocks = Vec::new();
    let mut items = Vec::new();
    for paragraph in paragraphs.filter(|text| !text.is_empty()) {
        match paragraph.strip_prefix("- ") {
            Some(item) => items.push(el("li").text(item)),
            None => {
                blocks.extend(list(&mut items));
                blocks.push(el("p").class("prose").text(paragraph));
            }
        }
    }
    blocks.extend(list(&mut items));
    blocks
}

fn list(items: &mut Vec<Element>) -> Option<Element> {
    let items = std::mem::take(items);
    (!items.is_empty()).then(|| el("ul").class("prose dashes").children(items))
}
