//! Where the cells of rows stand on their page. A field knows line and column of its row, as the
//! spec keeps no more; findings about a field find the way back to its cells here.

use specwright_spec::Position;

use crate::field_rows::FieldRow;
use crate::text::{Place, Source, Span};

/// The cells of a page's rows of parameters, by the rows' positions.
#[derive(Clone, Debug, Default)]
pub struct RowPlaces {
    rows: Vec<RowPlace>,
}

/// The cells of a row.
#[derive(Clone, Copy, Debug)]
pub struct RowPlace {
    at: (u32, u32),
    /// The name, without marks around it.
    pub name: Span,
    /// The cell of the type.
    pub ty: Span,
}

impl RowPlaces {
    /// Adds a row.
    pub fn add(&mut self, source: &Source, row: &FieldRow) {
        let at = row.field.at;
        let name = within(source, row.name_span, &row.written);
        self.rows.push(RowPlace {
            at: (at.line, at.column),
            name,
            ty: row.type_span,
        });
    }

    /// Adds the rows of another part of the page.
    pub fn append(&mut self, more: &mut RowPlaces) {
        self.rows.append(&mut more.rows);
        self.rows.sort_by_key(|row| row.at);
    }

    /// The row of a field.
    pub fn get(&self, at: Position) -> Option<RowPlace> {
        let found = self
            .rows
            .binary_search_by_key(&(at.line, at.column), |row| row.at)
            .ok()?;
        self.rows.get(found).copied()
    }
}

impl RowPlaces {
    /// The rows between two rows.
    pub fn between(&self, first: Position, last: Position) -> impl Iterator<Item = RowPlace> {
        let key = |at: Position| (at.line, at.column);
        let (first, last) = (key(first), key(last));
        let rows = self.rows.iter().copied();
        rows.filter(move |row| first < row.at && row.at < last)
    }

    /// The cell of a type in which a text stands, or the link that shows it.
    pub fn type_with(&self, source: &Source, text: &str) -> Option<Span> {
        let mut types = self.rows.iter().map(|row| row.ty);
        let of_link = || {
            let start = source.text().find(&format!("[{text}]("))? + 1;
            Some(Span::new(start, start + text.len()))
        };
        types
            .find(|ty| source.slice(*ty).contains(text))
            .or_else(of_link)
    }
}

/// Where a text stands in the line of a position; the position, if it is not written there.
pub(crate) fn place_in_line(source: &Source, at: Position, text: &str) -> Place {
    let line = source.line((at.line.max(1) - 1) as usize);
    let before: usize = source
        .slice(line)
        .chars()
        .take(at.column.max(1) as usize - 1)
        .map(char::len_utf8)
        .sum();
    let from = Span::new(line.start + before, line.end);
    let found = source.slice(from).find(text).filter(|_| !text.is_empty());
    match found {
        Some(found) => {
            let start = from.start + found;
            source.place(Span::new(start, start + text.len()))
        }
        None => Place {
            line: at.line.max(1) as usize,
            column: at.column.max(1) as usize,
            ..source.place(Span::default())
        },
    }
}

/// The place of `text` inside of a cell, or the cell if it is not written so there.
fn within(source: &Source, cell: Span, text: &str) -> Span {
    memchr::memmem::find(source.slice(cell).as_bytes(), text.as_bytes()).map_or(cell, |at| {
        Span::new(cell.start + at, cell.start + at + text.len())
    })
}
