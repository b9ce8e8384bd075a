//! Where the cells of rows stand on their page. A field knows line and column of its row, as the
//! spec keeps no more; findings about a field find the way back to its cells here.

use specwright_spec::Position;

use crate::field_rows::FieldRow;
use crate::text::{Source, Span};

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

/// The place of `text` inside of a cell, or the cell if it is not written so there.
fn within(source: &Source, cell: Span, text: &str) -> Span {
    memchr::memmem::find(source.slice(cell).as_bytes(), text.as_bytes()).map_or(cell, |at| {
        Span::new(cell.start + at, cell.start + at + text.len())
    })
}
