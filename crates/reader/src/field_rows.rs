//! Rows of tables of parameters, as fields. One row in, one field out, or a reason why not.
//! Must not look beyond its row: what rows mean together is for [`crate::wire_name`] and
//! the nesting rules.

use specwright_spec::{Deprecation, Field, Place, Position, Required, Type};

use crate::columns::Record;
use crate::describe;
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::{Column, Dialect};
use crate::fix::{Edit, Fix};
use crate::inline::Lead;
use crate::mining::{self, Memory};
use crate::sample::similar;
use crate::text::{Source, Span, is_space, trim};
use crate::type_grammar::{self, TypeFact, TypeProblem};
use crate::wire_name::{self, Segment};

/// A row that lists a field.
#[derive(Clone, Debug, Default)]
pub struct FieldRow {
    /// The segments of its name, at least one.
    pub path: Vec<Segment>,
    /// The name as it is written, without marks.
    pub written: String,
    /// The field, with the last segment's name and the type that the cell gives.
    pub field: Field,
    /// The marks of depth before its name.
    pub lead: Lead,
    /// How many containers it lies in by the captions above its table.
    pub below: u8,
    /// The type's cell is empty: in flat tables the mark of a list's item.
    pub untyped: bool,
    /// The example in its column, if there is one that is no placeholder.
    pub example: Option<String>,
    /// Which of its section's tables it stands in.
    pub table: usize,
    /// Where the row stands.
    pub row_span: Span,
    /// Where the name stands.
    pub name_span: Span,
    /// Where the type stands.
    pub type_span: Span,
    /// Where the type's link leads.
    pub type_link: Option<String>,
}

/// What became of a row.
#[derive(Debug)]
pub enum Outcome {
    /// A field.
    Field(Box<FieldRow>),
    /// Nothing: a placeholder, or an empty row. Claimed.
    Nothing,
    /// No rule takes it: to be reported.
    Unread(&'static str),
}

/// Reads rows of one table.
pub struct RowReader<'a> {
    /// The vendor's dialect.
    pub dialect: &'a Dialect,
    /// The page.
    pub source: &'a Source,
    /// The descriptions read so far.
    pub memory: &'a Memory,
    /// The table has a column that says whether a field is needed.
    pub has_required: bool,
    /// The table belongs to a request.
    pub is_request: bool,
}

impl RowReader<'_> {
    /// Reads a row, and says what is wrong with it.
    pub fn read(&self, record: &Record, diagnostics: &mut Vec<Diagnostic>) -> Outcome {
        let Some(name_cell) = record.get(Column::Name) else {
            return Outcome::Unread("the row has no name");
        };
        let type_text = record.text(Column::Type);
        let link = record
            .get(Column::Type)
            .and_then(|cell| cell.inline.links().next())
            .map(|(_, target)| target.to_owned());
        let mut fact = type_grammar::read(self.dialect, type_text, link.as_deref());
        let bare = without_type(name_cell.text(), type_text);
        let (written, tag) = split_name(bare.unwrap_or(name_cell.text()));
        if written.is_empty() && type_text.is_empty() {
            return Outcome::Nothing;
        }
        let is_common = || {
            self.dialect
                .placeholder_rows
                .iter()
                .any(|words| name_cell.text().contains(words))
        };
        if !is_wire_name(&written) && (fact.placeholder || is_common()) {
            return Outcome::Nothing;
        }
        let path = wire_name::split(&written, self.dialect.index_letters);
        // The mark of an index may be a word of another script; a name may not.
        let are_names = || path.iter().all(|segment| is_wire_name(&segment.name));
        let Some(last) = path
            .last()
            .filter(|_| is_wire_name(&written) || are_names())
        else {
            return Outcome::Unread("the name cannot stand on the wire");
        };
        if name_cell.text().split_once(is_space).is_some() && tag.is_empty() {
            let message = format!("the name is written with a space: read as `{written}`");
            let place = self.source.place(name_cell.span);
            let diagnostic = Diagnostic::new(Code::NAME_WITH_SPACE, place, message);
            let mend = match bare {
                Some(_) => Some(Fix::one(
                    self.source,
                    "write the name alone",
                    name_cell.span,
                    &written,
                )),
                None => self.without_space(name_cell.span, &written),
            };
            diagnostics.push(diagnostic.fix(mend));
        }
        if let Some(other) = record.swapped {
            diagnostics.push(self.swapped(record, other, &written));
        }
        let mut report = |code, column, message: String| {
            let span = record.place(column);
            let mut diagnostic = Diagnostic::new(code, self.source.place(span), message);
            if code == Code::UNKNOWN_REQUIRED_MARK {
                diagnostic.fix = self.known_mark(span, record.text(column));
            }
            diagnostics.push(diagnostic);
        };
        let names_itself = self.names_itself(&fact, &last.name, record);
        if let Some(ty) = names_itself {
            fact.ty = ty;
            fact.problem = Some(TypeProblem::Unknown);
        }
        match fact.problem {
            Some(TypeProblem::Unknown) => {
                report(
                    Code::UNKNOWN_TYPE,
                    Column::Type,
                    format!("`{}` is no type", in_short(type_text)),
                );
            }
            Some(TypeProblem::Empty) if self.is_request => {
                report(
                    Code::NO_TYPE,
                    Column::Name,
                    format!("`{written}` has no type"),
                );
            }
            _ => {}
        }
        if let Some(other) = &fact.other_name {
            report(
                Code::LINK_NAMES_ANOTHER,
                Column::Type,
                format!("the type's link leads to another structure: `{other}`"),
            );
        }
        if let Some(name) = self.told_by_link(&fact.ty, record) {
            *fact.ty.leaf_mut() = Type::Structure(name);
        }
        let mut field = Field::new(last.name.clone(), fact.ty);
        if written.ends_with("-*") && field.ty == Type::String {
            // `X-Meta-*`: every header that begins so.
            field.ty = Type::map(Type::String);
        }
        field.format = fact.format.map(str::to_owned);
        field.required = self.required(record, &mut report);
        field.position = self.position(record, &mut report);
        let (line, column) = self.source.line_column(name_cell.span.start);
        field.at = Position::new(line as u32, column as u32);
        if is_deprecation(tag) {
            field.deprecated = Some(Deprecation::default());
        }
        let example = Some(record.text(Column::Example))
            .filter(|text| !is_no_example(text))
            .map(str::to_owned);
        if let Some(description) = record.get(Column::Description) {
            describe::field(
                &mut field,
                &path,
                &written,
                &description.inline,
                self.memory,
            );
        }
        if let Some(example) = &example {
            mining::settle_by_example(&mut field, example);
        }
        if self.tells_of_several(&field) {
            report(
                Code::SEVERAL_OF_ONE,
                Column::Type,
                format!(
                    "the type of `{written}` is one `{type_text}`, the description tells of several; read as a list"
                ),
            );
            field.ty = Type::list(field.ty);
            field.derived = Some("the description tells of several".to_owned());
        }
        if let Some(default) =
            Some(record.text(Column::Default)).filter(|text| !is_no_example(text))
        {
            field.default.get_or_insert_with(|| default.to_owned());
        }
        if let Some(unit) = Some(record.text(Column::Unit)).filter(|text| !is_no_example(text)) {
            field.unit.get_or_insert_with(|| unit.to_owned());
        }
        Outcome::Field(Box::new(FieldRow {
            written,
            field,
            lead: name_cell.inline.lead,
            below: 0,
            untyped: fact.problem == Some(TypeProblem::Empty) || fact.placeholder,
            example,
            table: 0,
            row_span: record.span,
            name_span: name_cell.span,
            type_span: record.place(Column::Type),
            type_link: link,
            path,
        }))
    }

    /// `Images | Array | a list of [ImageType](…/ImageType.md)`: the structure that the description
    /// of a container leads to, where the type tells nothing.
    fn told_by_link(&self, ty: &Type, record: &Record) -> Option<String> {
        let is_open = !self.is_request && matches!(ty.leaf(), Type::Any | Type::Object);
        let description = record.get(Column::Description).filter(|_| is_open)?;
        let folders = self.dialect.structure_folders;
        let mut names = description.inline.links().filter_map(|(text, target)| {
            let is_there = folders.iter().any(|folder| target.contains(folder));
            (is_there && type_grammar::is_identifier(text)).then(|| text.to_owned())
        });
        names.next().filter(|_| names.next().is_none())
    }

    /// `PageNumber | PageNumber`: the cell of the type has the parameter's own name, and the example
    /// is a plain value. What it shows is the type.
    fn names_itself(&self, fact: &TypeFact, name: &str, record: &Record) -> Option<Type> {
        let example = record.text(Column::Example);
        let is_plain = !is_no_example(example) && !example.starts_with(['[', '{']);
        let is_own = fact.ty.structure() == Some(name) && !fact.ty.is_list();
        let has_link = record
            .get(Column::Type)
            .is_some_and(|cell| cell.inline.links().next().is_some());
        (self.is_request && is_own && is_plain && !has_link).then(|| match example {
            "true" | "false" => Type::Boolean,
            number if number.parse::<i64>().is_ok() => Type::Integer,
            _ => Type::String,
        })
    }

    /// Whether the type names one structure, and the description of this answer several.
    fn tells_of_several(&self, field: &Field) -> bool {
        let doc = field.doc.as_deref().unwrap_or_default();
        let is_said = || {
            self.dialect
                .several
                .iter()
                .any(|phrase| doc.contains(phrase))
        };
        !self.is_request && matches!(field.ty, Type::Structure(_)) && is_said()
    }

    fn required(
        &self,
        record: &Record,
        report: &mut impl FnMut(Code, Column, String),
    ) -> Option<Required> {
        let Some(cell) = record.get(Column::Required) else {
            if !self.has_required {
                return None;
            }
            report(
                Code::NO_REQUIRED_MARK,
                Column::Name,
                "the row lacks the cell that says whether it is needed".into(),
            );
            return Some(Required::Unknown);
        };
        let mark = cell
            .text()
            .trim_matches(|c: char| is_space(c) || matches!(c, '*' | '.' | '。'));
        let within = || self.dialect.needed_within(mark).map(|_| Required::Yes);
        let required = self.dialect.required(mark).or_else(within);
        if required.is_none() {
            let message = match mark {
                "" => "the cell that says whether it is needed is empty".to_owned(),
                mark => format!("`{mark}` does not say whether it is needed"),
            };
            report(Code::UNKNOWN_REQUIRED_MARK, Column::Required, message);
        }
        Some(required.unwrap_or(Required::Unknown))
    }

    /// Two cells stand in each other's columns; they have been exchanged in the record.
    fn swapped(&self, record: &Record, other: Column, name: &str) -> Diagnostic {
        let what = match other {
            Column::Required => "mark",
            _ => "description",
        };
        let (ty, with) = (record.place(Column::Type), record.place(other));
        let message = format!("type and {what} of `{name}` stand in each other's columns");
        let text = |span| trim(self.source.text(), span);
        let (ty, with) = (text(ty), text(with));
        let mut edits = vec![
            Edit::new(self.source, ty, self.source.slice(with)),
            Edit::new(self.source, with, self.source.slice(ty)),
        ];
        edits.sort_by_key(|edit| edit.place.span.start);
        let place = self.source.place(ty);
        Diagnostic::new(Code::CELLS_SWAPPED, place, message).fix(Some(Fix {
            title: "exchange the cells".to_owned(),
            edits,
        }))
    }

    /// The mark that one with a slip is meant to be.
    fn known_mark(&self, span: Span, mark: &str) -> Option<Fix> {
        let marks = self.dialect.required.iter().flat_map(|(_, marks)| *marks);
        let meant = similar::misspelt(mark, marks.copied())?;
        Fix::word(self.source, span, mark, meant)
    }

    /// The name as it stands on the wire, where the cell holds nothing but the name and the space
    /// stands beside a sign: between words another sign may lack, or all of it may be a translation.
    fn without_space(&self, span: Span, written: &str) -> Option<Fix> {
        let text = self.source.slice(span);
        let signs = text.chars().filter(|c| !is_space(*c));
        let mut words = text.split(is_space).filter(|word| !word.is_empty());
        let mut before = words.next()?;
        let is_beside_sign = words.all(|word| {
            let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let between = is_word(before.chars().next_back()) && is_word(word.chars().next());
            before = word;
            !between
        });
        (is_beside_sign && signs.eq(written.chars()))
            .then(|| Fix::one(self.source, "remove the space", span, written))
    }

    fn position(
        &self,
        record: &Record,
        report: &mut impl FnMut(Code, Column, String),
    ) -> Option<Place> {
        let text = record.get(Column::Position)?.text();
        let place = place(text);
        if place.is_none() && !text.is_empty() && text != "-" {
            report(
                Code::UNKNOWN_POSITION,
                Column::Position,
                format!("`{text}` is no place in a request"),
            );
        }
        place
    }
}

/// Where a parameter travels, in the words of all vendors.
fn place(text: &str) -> Option<Place> {
    const WORDS: &[(Place, &[&str])] = &[
        (Place::Query, &["query"]),
        (Place::Path, &["path", "uri", "url", "host"]),
        (Place::Body, &["body", "formdata", "form", "form data"]),
        (Place::Header, &["header", "headers"]),
    ];
    let same = |word: &&str| word.eq_ignore_ascii_case(text);
    WORDS
        .iter()
        .find(|(_, words)| words.iter().any(same))
        .map(|(place, _)| *place)
}

/// `ExpiredTime String` beside the type `String`: the name.
fn without_type<'t>(name: &'t str, ty: &str) -> Option<&'t str> {
    let front = name.strip_suffix(ty).filter(|_| !ty.is_empty())?;
    let bare = front.trim_end_matches(is_space);
    (bare.len() < front.len() && !bare.is_empty()).then_some(bare)
}

/// The beginning of a text, for a message.
pub fn in_short(text: &str) -> String {
    const LENGTH: usize = 48;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None if line.len() < text.trim_end().len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

/// A name, and the tag that some pages put beside it: `eipV4Type [已废弃]`. A mark of depth may
/// stand behind stray words.
fn split_name(text: &str) -> (String, &str) {
    let text = text.rsplit_once('└').map_or(text, |(_, name)| name);
    let text = text.trim_matches(|c| is_space(c) || matches!(c, '`' | '"' | '“' | '”'));
    let tag_at = text
        .find(['【', '（'])
        .or_else(|| text.find(" ["))
        .or_else(|| text.find(" ("));
    let (name, tag) = text.split_at(tag_at.unwrap_or(text.len()));
    let name: String = name
        .chars()
        .filter(|c| !is_space(*c) && !matches!(c, '。' | '`'))
        .collect();
    (
        name.trim_end_matches('.').to_owned(),
        tag.trim_matches(is_space),
    )
}

fn is_deprecation(tag: &str) -> bool {
    ["废弃", "弃用", "deprecated", "Deprecated"]
        .iter()
        .any(|word| tag.contains(word))
}

/// Whether a name can stand on the wire: what vendors use, and nothing that could break out of
/// a path, a comment or a header.
pub(crate) fn is_wire_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 200
        && name.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '@'))
        && name.chars().all(|c| {
            c.is_ascii_alphanumeric()
                || matches!(c, '_' | '-' | '.' | '[' | ']' | '*' | '$' | '@' | ':' | '#')
        })
}

/// Placeholders of columns that have nothing to say.
fn is_no_example(text: &str) -> bool {
    matches!(
        text,
        "" | "-" | "--" | "N/A" | "null" | "无" | "None" | "none"
    )
}

/// Whether a type can hold members.
pub fn is_container(ty: &Type) -> bool {
    matches!(ty.leaf(), Type::Object | Type::Any | Type::Structure(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_no_part_of_a_name() {
        assert_eq!(
            split_name("eipV4Type [已废弃]"),
            ("eipV4Type".into(), "[已废弃]")
        );
        assert_eq!(split_name("Total Count"), ("TotalCount".into(), ""));
        assert_eq!(
            split_name("SubscriptionInstance. VSwitchID"),
            ("SubscriptionInstance.VSwitchID".into(), "")
        );
        assert_eq!(split_name("EndTim。e"), ("EndTime".into(), ""));
        assert!(is_deprecation("[已废弃]") && !is_deprecation("（数组）"));
        for (text, name) in [
            ("\"Rangeconfig\"", "Rangeconfig"),
            ("Hu └ control", "control"),
        ] {
            assert_eq!(split_name(text), (name.into(), ""), "{text}");
        }
    }

    #[test]
    fn types_behind_names_and_long_texts() {
        assert_eq!(
            without_type("ExpiredTime String", "String"),
            Some("ExpiredTime")
        );
        for (name, ty) in [
            ("String", "String"),
            ("MyString", "String"),
            ("A B", ""),
            ("A", "Long"),
        ] {
            assert_eq!(without_type(name, ty), None, "{name}");
        }
        assert_eq!(in_short("a\nb"), "a…");
        assert_eq!(in_short(&"类".repeat(60)), format!("{}…", "类".repeat(48)));
        assert_eq!(in_short("Array"), "Array");
    }

    #[test]
    fn what_cannot_stand_on_the_wire_is_no_name() {
        for name in ["", "地域", "a/b", "a\"b", "-x", "<公共请求参数>"] {
            assert!(!is_wire_name(name), "{name:?} was taken for a name");
        }
        for name in ["Tag.N.Key", "X-Ufile-Meta-*", "disk_id", "$top", "Ids[]"] {
            assert!(is_wire_name(name), "{name:?} was refused");
        }
    }
}
