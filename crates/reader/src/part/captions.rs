//! What the text above a further table of a section names: a structure, or the row of a container
//! whose members the table lists. Must not read rows; they come in read.

use super::{Reader, Region, Section};
use crate::field_rows::{FieldRow, is_container};
use crate::outline::{clean, structure_name};

impl Reader<'_> {
    /// What the text above a further table of a section names: a structure that a row before it
    /// refers to, or the row of a container.
    pub(super) fn named_by_caption(&self, region: &Region) -> Option<Named> {
        let rows = self.rows(region).filter(|rows| !rows.is_empty())?;
        let structures = &self.facts.structures;
        let all = || {
            structures
                .iter()
                .flat_map(|(_, structure)| &structure.rows)
                .chain(rows)
        };
        let is_open = |word: &&str| {
            all().any(|row| row.field.ty.structure() == Some(*word))
                && structures
                    .iter()
                    .all(|(_, known)| known.structure.name != **word)
        };
        let words = || {
            self.caption
                .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')))
                .filter(|word| word.len() > 1)
        };
        // Where structures have headings of their own, those name them, and the members of nothing
        // else are listed apart.
        if !self.context.dialect.flat_responses {
            let may_be_open = self.context.dialect.one_request_table && !region.named;
            let open = || words().find(is_open).map(str::to_owned);
            let named = self.named_by_gloss(rows);
            let named = named.or_else(|| may_be_open.then(open).flatten());
            return named.map(Named::Structure);
        }
        // `Result | Array of Result` with members below it: a name of its own, not a structure's.
        let is_own = |word: &str| {
            rows.iter()
                .rev()
                .skip(1)
                .any(|row| row.field.name == word && row.field.ty.structure() == Some(word))
        };
        if let Some(name) = words().find(is_open).filter(|name| !is_own(name)) {
            return Some(Named::Structure(name.to_owned()));
        }
        let last = |word: &str| {
            word.trim_matches('.')
                .rsplit('.')
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        let container = |word: &str| {
            rows.iter()
                .rposition(|row| row.field.name == last(word) && can_hold(row))
        };
        // `RequiredDims` above the members of `requiredDims`.
        let in_other_case = |word: &str| {
            let is_camel = word.chars().skip(1).any(|c| c.is_ascii_uppercase());
            rows.iter().rposition(|row| {
                is_camel && row.field.name.eq_ignore_ascii_case(&last(word)) && can_hold(row)
            })
        };
        // `Results | Array | the results (ResultSetType)`: the description names the structure.
        let told = |word: &str| {
            let is_word = |other: &str| other == word;
            let mentions = |doc: &str| {
                doc.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                    .any(is_word)
            };
            let is_camel = word.len() > 4
                && word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.chars().skip(1).any(|c| c.is_ascii_uppercase());
            rows.iter().rposition(|row| {
                is_camel && can_hold(row) && row.field.doc.as_deref().is_some_and(mentions)
            })
        };
        words()
            .find_map(container)
            .or_else(|| words().find_map(in_other_case))
            .or_else(|| words().find_map(told))
            .map(Named::Members)
    }

    /// `数据集（DataSet）` directly above a further table, where such captions are bold as a rule:
    /// the name of a container that a row before it lists.
    fn named_by_gloss(&self, rows: &[FieldRow]) -> Option<String> {
        let dialect = self.context.dialect;
        if !dialect.bold_headings || !self.is_captioned {
            return None;
        }
        let caption = clean(&self.caption);
        let name = structure_name(dialect, &caption, true)?;
        let holds = |row: &FieldRow| row.field.name == name && is_container(&row.field.ty);
        rows.iter().any(holds).then(|| name.to_owned())
    }

    fn rows(&self, region: &Region) -> Option<&Vec<FieldRow>> {
        match region.section? {
            Section::Response => Some(&self.facts.response),
            section if section.is_request() => Some(&self.facts.request),
            _ => None,
        }
    }

    /// Puts the rows of a table below the row of the container that its caption names.
    pub(super) fn put_below(
        &mut self,
        region: &Region,
        container: usize,
        mut fields: Vec<FieldRow>,
    ) {
        if region.section == Some(Section::Response) {
            let rows = &mut self.facts.response;
            let (table, below) = rows
                .get(container)
                .map_or((0, 0), |row| (row.table, row.below.saturating_add(1)));
            for row in &mut fields {
                row.table = table;
                row.below = row.below.saturating_add(below);
            }
            let at = (container + 1).min(rows.len());
            rows.splice(at..at, fields);
        } else if let Some(row) = self.facts.request.get(container) {
            let mut path = row.path.clone();
            let position = row.field.position;
            if let Some(last) = path
                .last_mut()
                .filter(|last| last.lists == 0 && holds_list(row))
            {
                last.lists = 1;
            }
            for row in &mut fields {
                row.path.splice(0..0, path.iter().cloned());
                row.field.position = position;
            }
            self.facts.request.append(&mut fields);
        }
    }
}

/// What the text above a table names.
pub(super) enum Named {
    /// A structure, which the table lists.
    Structure(String),
    /// The row of a container, whose members the table lists.
    Members(usize),
}

/// Whether a row can have members: a container, or a text whose example is JSON.
fn can_hold(row: &FieldRow) -> bool {
    is_container(&row.field.ty)
        || row
            .example
            .as_deref()
            .is_some_and(|example| example.starts_with(['[', '{']))
}

fn holds_list(row: &FieldRow) -> bool {
    row.field.ty.is_list()
        || row
            .example
            .as_deref()
            .is_some_and(|example| example.starts_with('['))
}
