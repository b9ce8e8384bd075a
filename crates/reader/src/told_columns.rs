//! Columns whose titles nobody knows, or that are mistranslated (`HTTP status code` above names,
//! `Required` above descriptions), told by what their cells hold. A title that fits is never
//! overruled, and nothing is told of a table that shows no kind of its own.

use crate::dialect::{Column, Dialect};
use crate::field_rows;
use crate::type_grammar;

/// The texts of a column's cells, those that hold something; of whole rows only.
pub type Texts<'a> = &'a dyn Fn(usize) -> Vec<String>;

/// Whether titles leave something open: only then is it worth reading the cells.
pub fn is_open(kinds: &[Option<Column>]) -> bool {
    let has = |column| kinds.contains(&Some(column));
    let is_mixed = has(Column::Status) && has(Column::Type) && !has(Column::Name);
    let is_undescribed = has(Column::Required) && !has(Column::Description);
    kinds.contains(&None) || is_mixed || is_undescribed
}

/// Fills in what the cells tell.
pub fn settle(kinds: &mut [Option<Column>], dialect: &Dialect, texts: Texts<'_>) {
    let mut told = Told {
        kinds,
        dialect,
        texts,
    };
    if told.has(Column::Code) {
        told.errors();
    } else {
        told.fields();
    }
}

struct Told<'a> {
    kinds: &'a mut [Option<Column>],
    dialect: &'a Dialect,
    texts: Texts<'a>,
}

impl Told<'_> {
    fn errors(&mut self) {
        self.tell(Column::Status, &|text| text.parse().is_ok_and(is_status));
        if self.has(Column::Status) || self.has(Column::Message) {
            self.mistitled_descriptions();
            self.describes_last();
        }
    }

    fn fields(&mut self) {
        let dialect = self.dialect;
        let is_type = |text: &str| is_type(dialect, text);
        // `Attribute | Type | Required`, `HTTP status code | Type | Required`.
        let holds_types = |told: &Self, at: usize| told.all(at, &is_type);
        let type_at = self.position(Column::Type);
        if type_at.is_some_and(|at| holds_types(self, at)) && !self.has(Column::Name) {
            let front = type_at.unwrap_or_default();
            let is_free = |kind: Option<Column>| matches!(kind, None | Some(Column::Status));
            let name = (0..front)
                .filter(|at| is_free(self.kinds[*at]))
                .find(|at| self.all(*at, &is_name));
            if let Some(at) = name {
                self.kinds[at] = Some(Column::Name);
            }
        }
        if !self.has(Column::Name) {
            return;
        }
        // The first column names, so that the others are told only beside one that is sure.
        if self.has(Column::Required) || self.has(Column::Description) {
            self.tell(Column::Type, &is_type);
        }
        if !self.has(Column::Type) {
            return;
        }
        self.tell(Column::Required, &|text| dialect.required(text).is_some());
        self.mistitled_descriptions();
        self.describes_last();
        let mut open = (0..self.kinds.len()).filter(|at| self.kinds[*at].is_none());
        let only = open.next().filter(|_| open.next().is_none());
        if let Some(at) = only.filter(|_| {
            self.has(Column::Required)
                && self.has(Column::Description)
                && !self.has(Column::Example)
        }) {
            self.kinds[at] = Some(Column::Example);
        }
    }

    /// A column of marks in which no cell is a mark, and no other describes.
    fn mistitled_descriptions(&mut self) {
        let dialect = self.dialect;
        let is_mark =
            |text: &str| dialect.required(text).is_some() || dialect.needed_within(text).is_some();
        let at = self
            .position(Column::Required)
            .filter(|_| !self.has(Column::Description));
        if let Some(at) = at.filter(|&at| {
            let texts = (self.texts)(at);
            !texts.is_empty() && !texts.iter().any(|text| is_mark(text.trim()))
        }) {
            self.kinds[at] = Some(Column::Description);
        }
    }

    fn describes_last(&mut self) {
        let is_described = self.has(Column::Description);
        if let Some(last) = self
            .kinds
            .last_mut()
            .filter(|last| last.is_none() && !is_described)
        {
            *last = Some(Column::Description);
        }
    }

    /// Takes the first open column whose cells are all of a kind for one of that kind.
    fn tell(&mut self, column: Column, is: &dyn Fn(&str) -> bool) {
        if self.has(column) {
            return;
        }
        let found = (0..self.kinds.len())
            .filter(|at| self.kinds[*at].is_none())
            .find(|at| self.all(*at, is));
        if let Some(at) = found {
            self.kinds[at] = Some(column);
        }
    }

    fn all(&self, at: usize, is: &dyn Fn(&str) -> bool) -> bool {
        let texts = (self.texts)(at);
        !texts.is_empty() && texts.iter().all(|text| is(text.trim()))
    }

    fn has(&self, column: Column) -> bool {
        self.position(column).is_some()
    }

    fn position(&self, column: Column) -> Option<usize> {
        self.kinds.iter().position(|kind| *kind == Some(column))
    }
}

fn is_status(number: u16) -> bool {
    (100..600).contains(&number)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && field_rows::is_wire_name(text)
}

/// A word for a type, or a form that only types have; names of structures alone tell nothing.
fn is_type(dialect: &Dialect, text: &str) -> bool {
    let fact = type_grammar::read(dialect, text, None);
    let is_form = fact.ty.structure().is_none() || text.contains(['[', '<', ' ']);
    fact.problem.is_none() && !fact.placeholder && is_form
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialects;

    /// Columns by title, then the cells of each column; what the columns are in the end.
    fn told(columns: &[(&str, &[&str])]) -> Vec<Option<Column>> {
        let dialect = dialects::find("alibaba").unwrap();
        let mut kinds: Vec<_> = columns
            .iter()
            .map(|(title, _)| dialect.column(title))
            .collect();
        let texts = |at: usize| {
            let cells: &[&str] = columns[at].1;
            cells.iter().map(|text| (*text).to_owned()).collect()
        };
        settle(&mut kinds, dialect, &texts);
        kinds
    }

    #[test]
    fn names_under_any_title() {
        use Column::*;
        for title in ["HTTP status code", "Attribute"] {
            let kinds = told(&[
                (title, &["groupName", "size"]),
                ("Type", &["String", "Integer"]),
                ("Required", &["Yes", "No"]),
                ("Instance value", &["a"]),
                ("Description", &["The name."]),
            ]);
            let all = [Name, Type, Required, Example, Description].map(Some);
            assert_eq!(kinds, all, "{title}");
        }
    }

    #[test]
    fn marks_under_any_title_and_descriptions_under_that_of_marks() {
        use Column::*;
        let kinds = told(&[
            ("Name", &["Size"]),
            ("Kind", &["Array of Disk"]),
            ("Must I choose", &["Yes"]),
            ("Description", &["The size."]),
        ]);
        assert_eq!(kinds, [Name, Type, Required, Description].map(Some));
        let kinds = told(&[
            ("Name", &["Size"]),
            ("Type", &["Integer"]),
            ("Required", &["The size."]),
        ]);
        assert_eq!(kinds, [Name, Type, Description].map(Some));
        let kinds = told(&[
            ("HttpCode", &["400"]),
            ("Error code", &["Bad"]),
            ("Error message", &["It is bad."]),
            ("Required", &["Repair it."]),
        ]);
        assert_eq!(kinds, [Status, Code, Message, Description].map(Some));
    }

    #[test]
    fn a_status_under_any_title() {
        use Column::*;
        let kinds = told(&[
            ("HTTP stauts code", &["400", "404"]),
            ("Error code", &["Bad", "Gone"]),
            ("Error message", &["It is bad."]),
        ]);
        assert_eq!(kinds, [Status, Code, Message].map(Some));
    }

    #[test]
    fn other_tables_stay_what_they_are() {
        let kinds = told(&[
            ("Key type", &["RSA_2048"]),
            ("Algorithm", &["RSAES"]),
            ("Description", &["A key."]),
        ]);
        assert_eq!(kinds, [None, None, Some(Column::Description)]);
        let kinds = told(&[
            ("Policy", &["FullAccess"]),
            ("Type", &["System"]),
            ("Description", &["All."]),
        ]);
        assert_eq!(kinds[0], None);
    }
}
