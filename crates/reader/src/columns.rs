//! The rows of a table with their cells under the right columns. Columns are told by their
//! titles, and where those say nothing by their cells ([`crate::told_columns`]), never by place; a
//! row that lost a cell or has one too many is put right by what its cells hold. Knows words of the
//! dialect, not what a field or an error is.

use crate::dialect::{Column, Dialect};
use crate::error_rows;
use crate::inline::{self, Inline};
use crate::table::{Row, Table};
use crate::text::{Source, Span};
use crate::told_columns;
use crate::type_grammar;

/// What stands in a table's columns.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    kinds: Vec<Option<Column>>,
}

/// What a table lists, told by its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Parameters or members: a name and a type.
    Fields,
    /// Error codes.
    Errors,
    /// A closed set of values.
    Values,
    /// Something else.
    Other,
}

/// A cell's text and place.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// The text.
    pub inline: Inline,
    /// The place on the page.
    pub span: Span,
}

impl Cell {
    /// The plain text.
    pub fn text(&self) -> &str {
        &self.inline.text
    }
}

/// A row with its cells by column.
#[derive(Clone, Debug)]
pub struct Record {
    /// All of the row.
    pub span: Span,
    cells: Vec<(Column, Cell)>,
    /// Cells of columns without a known title, in order.
    pub rest: Vec<Cell>,
    /// Cells were missing or glued together and were put right by what they hold.
    pub realigned: bool,
    /// The cell of the type and this other one stood in each other's columns and were exchanged.
    pub swapped: Option<Column>,
}

impl Record {
    /// The cell of a column, if the table has the column and the row the cell.
    pub fn get(&self, column: Column) -> Option<&Cell> {
        self.cells
            .iter()
            .find(|(kind, _)| *kind == column)
            .map(|(_, cell)| cell)
    }

    /// An error under titles of other columns: the code stands first, and the status, which is a
    /// number, tells the message before it from the description behind it. Put so if that fits.
    fn tell_error(&mut self) {
        let mut all: Vec<&Cell> = self
            .rest
            .iter()
            .chain(self.cells.iter().map(|(_, cell)| cell))
            .collect();
        all.sort_by_key(|cell| cell.span.start);
        all.retain(|cell| !cell.text().is_empty());
        let is_status = |cell: &&Cell| cell.text().parse::<u16>().is_ok();
        let told = match all.as_slice() {
            [code, message, status, rest @ ..]
                if is_status(status) && error_rows::is_code(code.text()) && rest.len() < 2 =>
            {
                let known = [
                    (Column::Code, *code),
                    (Column::Message, *message),
                    (Column::Status, *status),
                ];
                let description = rest.iter().map(|cell| (Column::Description, *cell));
                let cells = known.into_iter().chain(description);
                cells.map(|(column, cell)| (column, cell.clone())).collect()
            }
            _ => return,
        };
        self.cells = told;
        self.rest.clear();
        self.realigned = true;
    }

    fn put(&mut self, column: Option<Column>, cell: Cell) {
        match column {
            Some(column) => self.cells.push((column, cell)),
            None => self.rest.push(cell),
        }
    }

    /// Exchanges the cell of the type with another, where each holds what belongs to the other:
    /// `String | Yes` below `Required | Type`, a sentence below the type and a type at the end.
    fn exchange(&mut self, dialect: &Dialect) {
        let text = |column| self.text(column).trim_matches(['*', ' ']);
        let ty = text(Column::Type);
        let is_type = |text: &str| dialect.type_word(text).is_some();
        let is_mark = |text: &str| dialect.required(text).is_some();
        if ty.is_empty() || is_type(ty) {
            return;
        }
        let is_text = ty.contains(' ') || !ty.is_ascii();
        let is_list = |cell| fits(dialect, Some(Column::Type), cell);
        let need = text(Column::Required);
        let other = if is_mark(ty) && (is_type(need) || is_list(need)) {
            Column::Required
        } else if is_text && is_type(text(Column::Description)) {
            Column::Description
        } else {
            return;
        };
        for (column, _) in &mut self.cells {
            *column = match *column {
                Column::Type => other,
                column if column == other => Column::Type,
                column => column,
            };
        }
        self.swapped = Some(other);
    }

    /// The text of a cell; empty if there is none.
    pub fn text(&self, column: Column) -> &str {
        self.get(column).map_or("", Cell::text)
    }

    /// The texts of all cells: those of known columns, then the rest.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let known = self.cells.iter().map(|(_, cell)| cell.text());
        known.chain(self.rest.iter().map(Cell::text))
    }

    /// The place of a cell, or of the row.
    pub fn place(&self, column: Column) -> Span {
        self.get(column).map_or(self.span, |cell| cell.span)
    }
}

impl Columns {
    /// The columns of a table.
    pub fn of(dialect: &Dialect, source: &Source, table: &Table) -> Self {
        let header = &table.header;
        let mut kinds: Vec<Option<Column>> = Vec::new();
        for &cell in &header.cells {
            let text = inline::plain(source.text(), cell);
            let title = title(&text);
            let kind = dialect
                .column(title)
                .or_else(|| dialect.column_by_part(title));
            // A title that stands twice means the first time what it says.
            kinds.push(kind.filter(|kind| !kinds.contains(&Some(*kind))));
        }
        let mut columns = Self { kinds };
        columns.settle_untitled(source, header);
        columns.settle_meaning();
        let texts = |column: usize| columns_texts(source, table, column);
        if told_columns::is_open(&columns.kinds) {
            told_columns::settle(&mut columns.kinds, dialect, &texts);
        }
        columns.settle_swapped(&texts);
        columns
    }

    /// A last column without a title, beside names and types, describes.
    fn settle_untitled(&mut self, source: &Source, header: &Row) {
        let is_blank = header
            .cells
            .last()
            .is_some_and(|cell| inline::plain(source.text(), *cell).is_empty());
        if is_blank
            && self.kind() == TableKind::Fields
            && !self.has(Column::Description)
            && let Some(last) = self.kinds.last_mut()
        {
            *last = Some(Column::Description);
        }
    }

    /// Where an error's meaning has a column of its own, the description is the message.
    fn settle_meaning(&mut self) {
        if self.has(Column::Meaning) && !self.has(Column::Message) {
            self.rename(Column::Description, Column::Message);
        }
        if !self.has(Column::Description) {
            self.rename(Column::Meaning, Column::Description);
        }
    }

    /// `错误码 | 描述 | 错误信息`: messages are what the service sends, in English. Where the column
    /// for them is in another script and the one for descriptions is not, the titles are swapped.
    fn settle_swapped(&mut self, texts: told_columns::Texts<'_>) {
        let at = |column| self.kinds.iter().position(|kind| *kind == Some(column));
        let (Some(message), Some(description), Some(_)) = (
            at(Column::Message),
            at(Column::Description),
            at(Column::Code),
        ) else {
            return;
        };
        let is_swapped = || {
            let (messages, descriptions) = (texts(message), texts(description));
            !descriptions.is_empty()
                && descriptions.iter().all(|text| text.is_ascii())
                && !messages.is_empty()
                && messages.iter().all(|text| !text.is_ascii())
        };
        if description < message && is_swapped() {
            self.kinds.swap(message, description);
        }
    }

    fn rename(&mut self, from: Column, to: Column) {
        for kind in self.kinds.iter_mut().filter(|kind| **kind == Some(from)) {
            *kind = Some(to);
        }
    }

    /// Columns by place, for tables whose header says nothing.
    pub fn by_place(columns: &[Column]) -> Self {
        Self {
            kinds: columns.iter().copied().map(Some).collect(),
        }
    }

    /// Whether the table has the column.
    pub fn has(&self, column: Column) -> bool {
        self.kinds.contains(&Some(column))
    }

    /// Whether no title is known.
    pub fn is_unknown(&self) -> bool {
        self.kinds.iter().all(Option::is_none)
    }

    /// What the table lists.
    pub fn kind(&self) -> TableKind {
        if self.has(Column::Code) {
            TableKind::Errors
        } else if self.has(Column::Name) && self.has(Column::Type) {
            TableKind::Fields
        } else if self.has(Column::Value) {
            TableKind::Values
        } else {
            TableKind::Other
        }
    }

    /// Whether the table lists a closed set of values: `类型 | 说明` below the name of a structure too.
    pub fn lists_values(&self) -> bool {
        match self.kind() {
            TableKind::Values => true,
            TableKind::Other => {
                self.has(Column::Type) && !self.has(Column::Name) && !self.has(Column::Required)
            }
            TableKind::Fields | TableKind::Errors => false,
        }
    }

    /// The rows of a table, each with its cells under their columns.
    pub fn records(&self, dialect: &Dialect, source: &Source, table: &Table) -> Vec<Record> {
        table
            .rows
            .iter()
            .map(|row| self.record(dialect, source, row))
            .collect()
    }

    fn record(&self, dialect: &Dialect, source: &Source, row: &Row) -> Record {
        let cell = |span: &Span| Cell {
            inline: inline::read(source.text(), *span),
            span: *span,
        };
        let mut record = Record {
            span: row.span,
            cells: Vec::with_capacity(self.kinds.len()),
            rest: Vec::new(),
            realigned: row.cells.len() < self.kinds.len(),
            swapped: None,
        };
        if record.realigned {
            let mut cells: Vec<Cell> = row.cells.iter().map(cell).collect();
            unglue(dialect, &mut cells, self.kinds.len());
            for (kind, place) in self.kinds.iter().zip(self.align(dialect, &cells)) {
                if let Some(cell) = place.and_then(|at| cells.get_mut(at)) {
                    record.put(*kind, std::mem::take(cell));
                }
            }
        } else {
            let cells = self.around_status(source, row);
            for (kind, span) in self
                .kinds
                .iter()
                .zip(cells.as_deref().unwrap_or(&row.cells))
            {
                record.put(*kind, cell(span));
            }
            record.exchange(dialect);
        }
        if self.kind() == TableKind::Errors && !error_rows::is_code(record.text(Column::Code)) {
            record.tell_error();
        }
        if let Some(mark) = self.surplus_mark(dialect, row, &cell) {
            // The row's last cell had been joined to the one before it.
            let others = row.written().iter().enumerate();
            let others = others.filter(|(at, _)| *at != mark);
            record.cells.clear();
            record.rest.clear();
            for (kind, (_, span)) in self.kinds.iter().zip(others) {
                record.put(*kind, cell(span));
            }
            let mark = row.written().get(mark).map(&cell);
            record.put(Some(Column::Required), mark.unwrap_or_default());
        }
        record
    }

    /// The cells of an error with a pipe in its message, where the status stands behind it: the
    /// status tells where the message ends.
    fn around_status(&self, source: &Source, row: &Row) -> Option<Vec<Span>> {
        let written = row.written();
        let surplus = written.len().checked_sub(self.kinds.len())?;
        let status = self
            .kinds
            .iter()
            .position(|kind| *kind == Some(Column::Status))?;
        let is_status = |at: usize| {
            let text = written.get(at).map(|span| source.slice(*span));
            text.is_some_and(|text| text.trim().parse::<u16>().is_ok())
        };
        let message = status.checked_sub(1)?;
        let is_message = self.kinds[message] == Some(Column::Message);
        if surplus == 0 || !is_message || is_status(status) || !is_status(status + surplus) {
            return None;
        }
        let mut cells = written.to_vec();
        let rest = cells.drain(status..status + surplus).next_back()?;
        cells[message] = cells[message].to(rest);
        Some(cells)
    }

    /// The cell with the mark that says whether a field is needed, in a row with one cell more than
    /// the table has columns: the header forgot the column. Of several marks one is of the text.
    fn surplus_mark(
        &self,
        dialect: &Dialect,
        row: &Row,
        cell: &impl Fn(&Span) -> Cell,
    ) -> Option<usize> {
        let written = row.written();
        let is_one_more = self.kind() == TableKind::Fields
            && !self.has(Column::Required)
            && written.len() == self.kinds.len() + 1;
        if !is_one_more {
            return None;
        }
        let is_mark = |at: &usize| dialect.required(cell(&written[*at]).text()).is_some();
        let mut marks = (1..written.len()).filter(is_mark);
        let mark = marks.next()?;
        marks.next().is_none().then_some(mark)
    }

    /// The cell of each column of a short row: the first and the last stay where they are, and
    /// each cell between them goes to the next column that it fits.
    fn align(&self, dialect: &Dialect, cells: &[Cell]) -> Vec<Option<usize>> {
        let mut places = vec![None; self.kinds.len()];
        let (Some(first), Some(last)) = (places.first_mut(), cells.len().checked_sub(1)) else {
            return places;
        };
        *first = Some(0);
        let mut next = 1;
        for (place, kind) in places.iter_mut().zip(&self.kinds).skip(1) {
            let Some(cell) = cells.get(next).filter(|_| next < last) else {
                break;
            };
            if fits(dialect, *kind, cell.text())
                || *kind == Some(Column::Type) && is_linked_name(cell)
            {
                *place = Some(next);
                next += 1;
            }
        }
        // What fitted nowhere belongs to the text at the end, and so does the last cell.
        let is_type = |kind: &Option<Column>| *kind == Some(Column::Type);
        let type_at = self
            .kinds
            .iter()
            .position(is_type)
            .filter(|&at| places.get(at) == Some(&None));
        match type_at
            .filter(|_| last > 0 && next == last && is_known_type(dialect, cells.get(last)))
        {
            Some(at) => places[at] = Some(last),
            None if last > 0 => {
                let is_free = |at: &usize| places[*at].is_none();
                let fitting = |at: &usize| {
                    cells
                        .get(last)
                        .is_some_and(|cell| fits(dialect, self.kinds[*at], cell.text()))
                };
                // From the end: text in the place of a mark stands one column too far.
                if let Some(at) = (1..places.len())
                    .rev()
                    .filter(is_free)
                    .find(fitting)
                    .or(places.len().checked_sub(1))
                {
                    places[at] = Some(last);
                }
            }
            None => {}
        }
        places
    }
}

/// The texts of a column's cells, where they hold something and the row has all of its cells.
fn columns_texts(source: &Source, table: &Table, column: usize) -> Vec<String> {
    let columns = table.header.cells.len();
    let rows = table.rows.iter().filter(|row| row.cells.len() == columns);
    let cells = rows.filter_map(|row| row.cells.get(column));
    cells
        .map(|cell| inline::plain(source.text(), *cell))
        .filter(|text| !text.trim().is_empty())
        .collect()
}

/// A title without the words that some pages add to it.
fn title(text: &str) -> &str {
    text.trim_end_matches(['?', '？', ':', '：'])
}

/// `[DiskInfo](…)` and nothing else: a structure's name.
fn is_linked_name(cell: &Cell) -> bool {
    cell.inline.links().next().is_some() && type_grammar::is_identifier(cell.text())
}

fn fits(dialect: &Dialect, kind: Option<Column>, text: &str) -> bool {
    match kind {
        Some(Column::Required) => dialect.required(text).is_some(),
        Some(Column::Type) => {
            let fact = type_grammar::read(dialect, text, None);
            fact.problem.is_none()
                && (fact.ty.structure().is_none() || text.contains(['[', '<', ' ']))
        }
        Some(Column::Status) => text.parse::<u16>().is_ok(),
        Some(Column::Code) => type_grammar::is_identifier(text),
        _ => true,
    }
}

fn is_known_type(dialect: &Dialect, cell: Option<&Cell>) -> bool {
    cell.is_some_and(|cell| dialect.type_word(cell.text()).is_some())
}

/// Parts cells that hold two: `No String`, `String Description of …`.
fn unglue(dialect: &Dialect, cells: &mut Vec<Cell>, wanted: usize) {
    let mut at = 1;
    while at < cells.len() && cells.len() < wanted {
        let text = cells[at].text().to_owned();
        let parts = text
            .split_once(char::is_whitespace)
            .map(|(front, back)| (front, back.trim_start()));
        let glued = parts.filter(|(front, back)| {
            let mark_and_type =
                dialect.required(front).is_some() && dialect.type_word(back).is_some();
            let type_and_text = dialect.type_word(front).is_some()
                && !back.is_empty()
                && dialect.type_word(&text).is_none();
            mark_and_type || type_and_text
        });
        if let Some((front, back)) = glued {
            let span = cells[at].span;
            let part = |text: &str| {
                let mut inline = Inline::default();
                text.clone_into(&mut inline.text);
                Cell { inline, span }
            };
            let (front, back) = (part(front), part(back));
            cells[at] = front;
            cells.insert(at + 1, back);
        }
        at += 1;
    }
}
