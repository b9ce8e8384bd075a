//! The row rule: how lines become logical rows.
//!
//! GFM takes a line for a row and ends a table at a blank line; vendors' pages do neither. The rule that reads all of them:
//! a table starts at a line that starts with `|`; a row ends at the first line, outside a fence in a cell, whose last sign is an
//! unescaped `|`; cells split at unescaped pipes; a heading ends the table; a blank line ends it unless a row follows that is no
//! header. Everything this does beyond GFM is noted as a [`Repair`].
//!
//! Time is linear: a line is looked at a bounded number of times. Where the rule looks ahead and has to come back, it remembers how
//! far it looked in vain.

use crate::lines::{self, Lines, lead};
use crate::table::{Delimiter, Repair, RepairKind, Row, Table, TableWords};
use crate::text::{Source, Span, is_blank, is_space};

/// No header that goes over lines has been seen with more than twelve; the bound keeps a hostile page linear.
const MAX_HEADER_LINES: usize = 32;

/// Reads tables from the lines of one page.
pub(crate) struct RowRule<'a> {
    lines: Lines<'a>,
    text: &'a str,
    words: TableWords<'a>,
    /// From this line on no bare fence line follows, for backticks and tildes.
    no_fence_end_from: [usize; 2],
    /// No line before this one closes a row that is open now: a row above has looked.
    open_until: usize,
}

/// A header and what is known of it.
pub(crate) struct Header {
    row: Row,
    delimiter: Option<Delimiter>,
    /// The line after header and delimiter row.
    next: usize,
}

/// A row while it is read.
#[derive(Default)]
struct Open {
    cells: Vec<Span>,
    /// Where the cell begins that no pipe has ended yet.
    cell_start: usize,
    /// End of the last line that was fed.
    end: usize,
    /// The line after it.
    next: usize,
    /// Whether that line ended in a pipe.
    closed: bool,
    leading_pipe: bool,
    fence: Option<Span>,
}

/// A point to return to. Cells only grow, so their number is enough.
#[derive(Clone, Copy)]
struct Mark {
    cells: usize,
    cell_start: usize,
    end: usize,
    next: usize,
    closed: bool,
}

/// Why an open row got no further line.
enum Stop {
    /// A row follows: whatever stood before it belongs to the open row.
    Row,
    /// The table ends: what stands after a blank line belongs to the page.
    End,
}

impl<'a> RowRule<'a> {
    pub fn new(source: &'a Source, words: TableWords<'a>) -> Self {
        RowRule {
            lines: Lines::of(source),
            text: source.text(),
            words,
            no_fence_end_from: [usize::MAX; 2],
            open_until: 0,
        }
    }

    /// Reads the header at a line: a row with a delimiter row below it, or one with two known column titles and more.
    pub fn header(&self, first: usize) -> Option<Header> {
        let first_line = self.lines.text(first);
        let mut open = self.open(first);
        // An open `|-` may be the first cell of a header over several lines.
        if open.closed && lines::delimiter(first_line).is_some() {
            return None;
        }
        if !open.leading_pipe && lines::delimiter(self.lines.text(first + 1)).is_none() {
            return None;
        }
        while !open.closed {
            let next = self.lines.skip_blank(open.next);
            let line = self.lines.text(next);
            if next >= first + MAX_HEADER_LINES
                || !lead(line).starts_with('|')
                || lines::delimiter(line).is_some()
            {
                break;
            }
            self.feed_line(&mut open, next);
        }
        let mut header = self.finish_header(first, open)?;
        let below = self.lines.skip_blank(header.next);
        if let Some(columns) = lines::delimiter(self.lines.text(below)) {
            header.delimiter = Some(Delimiter {
                span: self.lines.span(below),
                columns,
            });
            header.next = below + 1;
            if columns != header.row.cells.len() {
                header
                    .row
                    .repair(RepairKind::ColumnCountsDiffer, self.lines.span(below));
            }
        } else if self.known_titles(&header.row) >= 2 {
            let span = header.row.span;
            header.row.repair(RepairKind::NoDelimiterRow, span);
        } else {
            return None;
        }
        header.row.repairs.sort_by_key(|repair| repair.kind);
        Some(header)
    }

    fn finish_header(&self, first: usize, mut open: Open) -> Option<Header> {
        let span = Span::new(self.start_of(first), open.end);
        let mut row = Row {
            span,
            ..Row::default()
        };
        if open.next > first + 1 {
            row.repair(RepairKind::HeaderSpansLines, span);
        }
        if !open.closed {
            row.repair(RepairKind::NoClosingPipe, Span::at(open.end));
            open.cells.push(Span::new(open.cell_start, open.end));
        }
        if !open.leading_pipe {
            row.repair(RepairKind::NoLeadingPipe, Span::at(span.start));
        }
        row.cells = open.cells.iter().map(|&cell| self.trim(cell)).collect();
        (!row.cells.is_empty()).then_some(Header {
            row,
            delimiter: None,
            next: open.next,
        })
    }

    fn known_titles(&self, row: &Row) -> usize {
        let clean = |cell: &Span| {
            self.lines
                .slice(*cell)
                .trim_matches(|c| is_space(c) || c == '*')
        };
        row.cells
            .iter()
            .filter(|cell| (self.words.is_column)(clean(cell)))
            .count()
    }

    /// Reads the table below a header; returns the line after it.
    pub fn table(&mut self, header: Header) -> (Table, usize) {
        let Header {
            row,
            delimiter,
            next,
        } = header;
        let span = row
            .span
            .to(delimiter.map_or(row.span, |delimiter| delimiter.span));
        let columns = row.cells.len();
        let table = Table {
            span,
            header: row,
            delimiter,
            rows: Vec::new(),
            repairs: Vec::new(),
        };
        self.body(table, next, columns)
    }

    /// Reads rows that follow no header; the first one tells the number of columns.
    pub fn stray(&mut self, first: usize) -> (Table, usize) {
        let header = Row {
            span: Span::at(self.start_of(first)),
            ..Row::default()
        };
        let table = Table {
            span: header.span,
            header,
            delimiter: None,
            rows: Vec::new(),
            repairs: Vec::new(),
        };
        let mut open = self.open(first);
        if !open.closed {
            open.cells.push(Span::at(open.end));
        }
        let columns = open.cells.len().max(1);
        self.body(table, first, columns)
    }

    fn body(&mut self, mut table: Table, first: usize, columns: usize) -> (Table, usize) {
        let mut end = first;
        loop {
            let next = self.lines.skip_blank(end);
            let line = self.lines.text(next);
            let after_blank = next > end;
            if next >= self.lines.count() || lines::heading(line).is_some() {
                break;
            }
            if !lead(line).starts_with('|') {
                let directly_below =
                    !after_blank && (table.delimiter.is_some() || !table.rows.is_empty());
                if !directly_below || lines::starts_block(line) {
                    break;
                }
                if !self.is_row_without_leading_pipe(line, columns) {
                    table.repairs.push(Repair {
                        kind: RepairKind::CaptionBelow,
                        span: self.lines.span(next),
                    });
                    break;
                }
            } else if self.starts_next_table(next, after_blank) {
                break;
            }
            let (mut row, after) = self.row(next, columns);
            end = after;
            table.span.end = row.span.end;
            if row.cells.is_empty() {
                table.repairs.push(Repair {
                    kind: RepairKind::EmptyRow,
                    span: row.span,
                });
                continue;
            }
            if after_blank && (!table.rows.is_empty() || table.delimiter.is_some()) {
                let span = row.span;
                row.repair(
                    RepairKind::BlankLineBefore,
                    Span::new(span.start, span.start + 1),
                );
            }
            row.repairs.sort_by_key(|repair| repair.kind);
            table.rows.push(row);
        }
        (table, end)
    }

    /// Whether another table's header stands at a line. Without a blank line before it, only titles and a delimiter row will do.
    fn starts_next_table(&self, line: usize, after_blank: bool) -> bool {
        if after_blank {
            return self.header(line).is_some();
        }
        lines::delimiter(self.lines.text(line + 1)).is_some()
            && self
                .header(line)
                .is_some_and(|header| self.known_titles(&header.row) >= 2)
    }

    fn is_row_without_leading_pipe(&self, line: &str, columns: usize) -> bool {
        let (cells, closed) = count_cells(line);
        cells > 1 && (closed || cells == columns)
    }

    /// Reads the logical row that begins at a line; returns the line after it. A lone pipe gives a row without cells.
    fn row(&mut self, first: usize, columns: usize) -> (Row, usize) {
        let mut open = self.open(first);
        if open.closed && open.cells.is_empty() {
            return (
                Row {
                    span: self.lines.span(first),
                    ..Row::default()
                },
                open.next,
            );
        }
        if !open.closed {
            self.read_to_closing_pipe(&mut open, columns);
        }
        let found_below =
            open.closed && open.cells.len() < columns && self.read_cell_below(&mut open, columns);
        let next = open.next;
        (self.finish_row(first, open, columns, found_below), next)
    }

    /// Feeds lines until one ends in a pipe. If none does before the table ends, only the lines directly below stay.
    fn read_to_closing_pipe(&mut self, open: &mut Open, columns: usize) {
        let mut paragraph_end = None;
        while !open.closed {
            let next = self.lines.skip_blank(open.next);
            let line = self.lines.text(next);
            let ends_paragraph = next > open.next || lines::starts_block(line);
            if ends_paragraph {
                paragraph_end.get_or_insert_with(|| open.mark());
            }
            let known_open = next > open.next && next < self.open_until;
            let stop = if next >= self.lines.count() || lines::heading(line).is_some() || known_open
            {
                Some(Stop::End)
            } else if lead(line).starts_with('|') && !only_pipes(line) {
                self.stop_at_pipe(open, next, columns)
            } else {
                None
            };
            match stop {
                None if self.feed_fence(open, next) => {}
                None => self.feed_line(open, next),
                Some(Stop::Row) => return,
                Some(Stop::End) => {
                    self.open_until = self.open_until.max(next);
                    if let Some(mark) = paragraph_end {
                        open.back_to(mark);
                    }
                    return;
                }
            }
        }
    }

    /// Whether a line that starts with a pipe goes on with the open row (`None`), or is the next row's, or another table's. Directly
    /// below an open row it goes on if the row has room for its cells: some rows have a cell a line, others lack their last
    /// pipe. After a blank line it goes on unless it is a row, or a header, all by itself.
    fn stop_at_pipe(&self, open: &Open, line: usize, columns: usize) -> Option<Stop> {
        let (cells, closed) = count_cells(self.lines.text(line));
        let after_blank = line > open.next;
        if open.cells.len() + 1 + cells <= columns {
            None
        } else if !after_blank {
            Some(Stop::Row)
        } else if self.header(line).is_some() {
            Some(Stop::End)
        } else {
            (closed && cells == columns).then_some(Stop::Row)
        }
    }

    /// The last cell may stand below a row that was closed too early: takes the lines up to the next pipe at a line's end if that
    /// makes the row whole.
    fn read_cell_below(&mut self, open: &mut Open, columns: usize) -> bool {
        let before = open.mark();
        loop {
            let next = self.lines.skip_blank(open.next);
            let line = self.lines.text(next);
            if next >= self.lines.count()
                || lines::heading(line).is_some()
                || (lead(line).starts_with('|') && (open.closed || !only_pipes(line)))
            {
                break;
            }
            self.feed_line(open, next);
            if open.closed && open.cells.len() >= columns {
                break;
            }
        }
        let whole = open.closed && open.cells.len() == columns && open.end > before.end;
        if !whole {
            open.back_to(before);
        }
        whole
    }

    fn finish_row(&self, first: usize, mut open: Open, columns: usize, found_below: bool) -> Row {
        let start = self.start_of(first);
        let mut row = Row {
            span: Span::new(start, open.end),
            ..Row::default()
        };
        let trailing = (!open.closed).then(|| Span::new(open.cell_start, open.end));
        open.cells.extend(trailing);
        row.cells = open.cells.iter().map(|&cell| self.trim(cell)).collect();
        if found_below {
            row.repair(
                RepairKind::CellAfterRow,
                row.cells.last().copied().unwrap_or(Span::at(open.end)),
            );
        } else if open.next > first + 1 && open.end > self.lines.span(first).end {
            let span = row.span;
            row.repair(RepairKind::RowSpansLines, span);
        }
        if let Some(fence) = open.fence {
            row.repair(RepairKind::FenceInCell, fence);
        }
        if !open.leading_pipe {
            row.repair(RepairKind::NoLeadingPipe, Span::at(start));
        }
        self.fit(&mut row, columns, trailing.map(|cell| self.trim(cell)));
        row
    }

    /// Gives a row as many cells as the table has columns, if that can be done without guessing.
    fn fit(&self, row: &mut Row, columns: usize, trailing: Option<Span>) {
        let found = row.cells.len();
        let text_after = trailing.filter(|_| found == columns + 1);
        if let (Some(cell), None) = (trailing, text_after) {
            row.repair(RepairKind::NoClosingPipe, Span::at(cell.end));
        }
        if found < columns {
            let span = row.span;
            row.repair(RepairKind::TooFewCells, span);
        }
        if found <= columns {
            return;
        }
        row.unrepaired = row.cells.clone();
        let blank = |cell: &Span| is_blank(self.lines.slice(*cell));
        let surplus = Span::new(row.cells[columns].start, row.cells[found - 1].end);
        let doubled = found == 2 * columns
            && columns > 1
            && !blank(&row.cells[0])
            && self.lines.slice(row.cells[0]) == self.lines.slice(row.cells[columns]);
        if found == columns + 1
            && blank(&row.cells[0])
            && !blank(&row.cells[columns])
            && text_after.is_none()
        {
            let dropped = row.cells.remove(0);
            row.repair(RepairKind::EmptyFirstCell, dropped);
        } else if row.cells[columns..].iter().all(blank) {
            row.cells.truncate(columns);
            row.repair(RepairKind::EmptySurplusCell, surplus);
        } else if doubled {
            let half = Span::new(row.cells[0].start, row.cells[columns - 1].end);
            row.cells.drain(..columns);
            row.repair(RepairKind::DoubledRow, half);
        } else {
            row.cells.truncate(columns);
            if let Some(last) = row.cells.last_mut() {
                *last = last.to(surplus);
            }
            let kind = text_after.map_or(RepairKind::SurplusCells, |_| RepairKind::TextAfterRow);
            row.repair(kind, surplus);
        }
    }

    fn open(&self, first: usize) -> Open {
        let span = self.lines.span(first);
        let line = self.lines.text(first);
        let inner = lead(line);
        let leading_pipe = inner.starts_with('|');
        let start = span.end - inner.len() + usize::from(leading_pipe);
        let mut open = Open {
            cell_start: start,
            leading_pipe,
            ..Open::default()
        };
        self.feed(&mut open, Span::new(start, span.end));
        open.next = first + 1;
        open
    }

    fn feed_line(&self, open: &mut Open, line: usize) {
        self.feed(open, self.lines.span(line));
        open.next = line + 1;
    }

    /// Splits a piece of the row at its unescaped pipes.
    fn feed(&self, open: &mut Open, span: Span) {
        for pipe in pipes(self.text, span) {
            open.cells.push(Span::new(open.cell_start, pipe));
            open.cell_start = pipe + 1;
        }
        open.end = span.end;
        let tail = Span::new(open.cell_start, span.end);
        open.closed = open.cell_start <= span.end && is_blank(self.lines.slice(tail));
    }

    /// Takes a whole fence into the open cell, if one opens at the line and a bare fence line ends it.
    fn feed_fence(&mut self, open: &mut Open, line: usize) -> bool {
        let Some(marks) = lines::fence(self.lines.text(line)) else {
            return false;
        };
        // The marks may end what others opened behind a text of the cell.
        let cell = self.lines.slice(Span::new(open.cell_start, open.end));
        if open.cell_start < open.end && cell.matches("```").count() % 2 == 1 {
            return false;
        }
        let Some((last, rest)) = self.fence_end(line + 1, marks.mark, marks.len) else {
            return false;
        };
        let end = self.lines.span(last).end;
        open.fence = Some(self.lines.range(line, last));
        self.feed(open, Span::new(end - rest, end));
        open.next = last + 1;
        true
    }

    /// The line that ends a fence in a cell (bare, or with the closing pipe), and the length of what follows the marks.
    fn fence_end(&mut self, from: usize, mark: u8, len: usize) -> Option<(usize, usize)> {
        let memo = usize::from(mark == b'~');
        if from >= self.no_fence_end_from[memo] {
            return None;
        }
        for line in from..self.lines.count() {
            // Any bare run of three marks ends the search; that keeps the search linear.
            if let Some(rest) = lines::fence_end(self.lines.text(line), mark, 3)
                && matches!(rest.trim_matches(is_space), "" | "|")
            {
                return lines::fence_end(self.lines.text(line), mark, len)
                    .map(|rest| (line, rest.len()));
            }
        }
        self.no_fence_end_from[memo] = from;
        None
    }

    fn start_of(&self, line: usize) -> usize {
        let span = self.lines.span(line);
        span.end - lead(self.lines.text(line)).len()
    }

    fn trim(&self, cell: Span) -> Span {
        let inner = self.lines.slice(cell);
        let start = cell.start + (inner.len() - inner.trim_ascii_start().len());
        Span::new(start, start + inner.trim_ascii().len())
    }
}

impl Open {
    fn mark(&self) -> Mark {
        Mark {
            cells: self.cells.len(),
            cell_start: self.cell_start,
            end: self.end,
            next: self.next,
            closed: self.closed,
        }
    }

    fn back_to(&mut self, mark: Mark) {
        self.cells.truncate(mark.cells);
        (self.cell_start, self.end, self.next, self.closed) =
            (mark.cell_start, mark.end, mark.next, mark.closed);
        self.fence = self.fence.filter(|fence| fence.end <= mark.end);
    }
}

/// Offsets of the pipes in a span that no backslash escapes. A backslash that is itself escaped escapes nothing; GFM knows no such
/// pair, but the export that wrote `index.html\\|` in three pages on logs does.
fn pipes(text: &str, span: Span) -> impl Iterator<Item = usize> {
    let bytes = text
        .as_bytes()
        .get(span.start..span.end)
        .unwrap_or_default();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = bytes.get(at..)?;
            let sign = memchr::memchr2(b'|', b'\\', rest)?;
            let escapes = rest[sign] == b'\\';
            at += sign + 1 + usize::from(escapes);
            if !escapes {
                return Some(span.start + at - 1);
            }
        }
    })
}

/// Whether a line has nothing but pipes: it ends the open row.
fn only_pipes(line: &str) -> bool {
    line.chars().all(|c| c == '|' || is_space(c))
}

/// Number of cells on one line, and whether the line ends in a pipe.
fn count_cells(line: &str) -> (usize, bool) {
    let line = lead(line).trim_end_matches(is_space);
    let inner = line.strip_prefix('|').unwrap_or(line);
    let (count, last) = pipes(inner, Span::new(0, inner.len()))
        .fold((0, None), |(count, _), at| (count + 1, Some(at)));
    let closed = last.is_some_and(|at| at + 1 == inner.len());
    (count + usize::from(!closed), closed)
}
