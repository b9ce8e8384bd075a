//! How tables are mended so that GFM readers see what is meant: rows on one line, pipes that are
//! text with a backslash, a delimiter row of the right width. Must not change what this reader reads.

use std::borrow::Cow;

use crate::fix::{Edit, Fix};
use crate::table::{Repair, RepairKind, Row, Table};
use crate::text::{Source, Span, is_blank, is_space};

/// Marks are this long at most: `Optional`.
const MARK: usize = 8;

/// What mends all rows of a table that needed the same repair.
pub fn of_rows<'r>(
    source: &Source,
    kind: RepairKind,
    rows: impl IntoIterator<Item = &'r Row>,
) -> Option<Fix> {
    let edits: Vec<Edit> = rows
        .into_iter()
        .map(|row| of_row(source, kind, row))
        .collect::<Option<_>>()?;
    let title = match kind {
        RepairKind::BlankLineBefore => "remove the blank lines",
        RepairKind::NoClosingPipe | RepairKind::NoLeadingPipe if edits.iter().all(is_pipe) => {
            "put a pipe"
        }
        RepairKind::EmptyFirstCell | RepairKind::EmptySurplusCell
            if edits.iter().all(|edit| edit.text.is_empty()) =>
        {
            "remove the empty cell"
        }
        _ if edits.len() == 1 => "write the row on one line, with a pipe at both ends",
        _ => "write each of the rows on one line, with a pipe at both ends",
    };
    (!edits.is_empty()).then(|| Fix {
        title: title.to_owned(),
        edits,
    })
}

/// What mends a table's header, or what stands between its rows.
pub fn of_table(source: &Source, repair: &Repair, table: &Table) -> Option<Fix> {
    let dashes = || format!("|{}", "---|".repeat(table.header.cells.len()));
    match repair.kind {
        RepairKind::NoDelimiterRow => {
            let below = Span::at(table.header.span.end);
            let row = format!("\n{}", dashes());
            Some(Fix::one(source, "put a delimiter row", below, row))
        }
        RepairKind::ColumnCountsDiffer => {
            let title = "give the delimiter row as many cells as the header";
            let delimiter = table.delimiter?.span;
            Some(Fix::one(source, title, delimiter, dashes()))
        }
        RepairKind::HeaderSpansLines => {
            let row = on_one_line(source, &table.header)?;
            let title = "write the header on one line";
            let span = trimmed(source, table.header.span);
            Some(Fix::one(source, title, span, row))
        }
        RepairKind::NoClosingPipe => {
            let end = trimmed(source, table.header.span).end;
            Some(Fix::one(source, "put a pipe", Span::at(end), " |"))
        }
        RepairKind::EmptyRow => {
            let line = source.line(source.line_of(repair.span.start));
            Some(Fix::without_line(source, "remove the line", line))
        }
        RepairKind::CaptionBelow => {
            let line = source.line(source.line_of(repair.span.start));
            let above = Span::at(line.start);
            Some(Fix::one(source, "put a blank line above", above, "\n"))
        }
        _ => None,
    }
}

fn of_row(source: &Source, kind: RepairKind, row: &Row) -> Option<Edit> {
    match kind {
        RepairKind::BlankLineBefore => {
            let above = source.text().get(..row.span.start)?;
            let closed = above.trim_end_matches(is_space);
            // A row that is still open would swallow this one.
            closed.ends_with('|').then_some(())?;
            let blank = above.len() - closed.len();
            let gap = Span::new(row.span.start - blank, row.span.start);
            Some(Edit::new(source, gap, "\n"))
        }
        RepairKind::RowSpansLines
        | RepairKind::NoClosingPipe
        | RepairKind::NoLeadingPipe
        | RepairKind::EmptyFirstCell
        | RepairKind::DoubledRow
        | RepairKind::EmptySurplusCell
        | RepairKind::TextAfterRow
        | RepairKind::SurplusCells
        | RepairKind::CellAfterRow => {
            let is_unclear = || may_be_mark(source, row) || is_shifted(source, row);
            if kind == RepairKind::SurplusCells && is_unclear() {
                return None;
            }
            if let Some(edit) = small(source, kind, row) {
                return Some(edit);
            }
            let line = on_one_line(source, row)?;
            Some(Edit::new(source, trimmed(source, row.span), line))
        }
        // Which cell is missing nobody knows, and a block has no place in a cell.
        _ => None,
    }
}

fn is_pipe(edit: &Edit) -> bool {
    edit.text.trim() == "|"
}

/// What mends a row that is whole but for its ends, without touching the rest of it.
fn small(source: &Source, kind: RepairKind, row: &Row) -> Option<Edit> {
    const SMALL: &[RepairKind] = &[
        RepairKind::NoClosingPipe,
        RepairKind::NoLeadingPipe,
        RepairKind::EmptyFirstCell,
        RepairKind::EmptySurplusCell,
        // Mended above the row.
        RepairKind::BlankLineBefore,
    ];
    let is_small = row
        .repairs
        .iter()
        .all(|repair| SMALL.contains(&repair.kind));
    let span = trimmed(source, row.span);
    let text = source.slice(span);
    if !is_small || text.contains('\n') {
        return None;
    }
    match kind {
        RepairKind::NoClosingPipe => Some(Edit::new(source, Span::at(span.end), " |")),
        RepairKind::NoLeadingPipe => Some(Edit::new(source, Span::at(span.start), "| ")),
        RepairKind::EmptyFirstCell => {
            let rest = text.strip_prefix('|')?;
            let blank = rest.len() - rest.trim_start_matches(is_space).len();
            let empty = Span::new(span.start, span.start + 1 + blank);
            rest[blank..]
                .starts_with('|')
                .then(|| Edit::new(source, empty, ""))
        }
        // Every cell behind the last that counts is empty.
        RepairKind::EmptySurplusCell => {
            let last = row.cells.last()?.end;
            let after = source.slice(Span::new(last, span.end));
            let pipe = last + after.find('|')? + 1;
            let is_empty = |text: &str| text.chars().all(|c| c == '|' || is_space(c));
            let surplus = Span::new(pipe, span.end);
            (is_empty(after) && pipe < span.end).then(|| Edit::new(source, surplus, ""))
        }
        _ => None,
    }
}

/// Whether the one cell too many is a single word: a mark whose column the header forgot, not text.
pub fn may_be_mark(source: &Source, row: &Row) -> bool {
    let is_word = |cell: &Span| is_short_word(source, *cell);
    row.written().len() == row.cells.len() + 1 && row.written().last().is_some_and(is_word)
}

/// Whether a number or a mark stands where the text of the last column should begin: the pipe is
/// then in a cell before, `a message with on | off | 400 | what it means`, or before the text.
fn is_shifted(source: &Source, row: &Row) -> bool {
    let last = row.cells.len().checked_sub(1);
    let Some(&first) = last.and_then(|last| row.written().get(last)) else {
        return false;
    };
    let text = source.slice(first).trim_matches(is_space);
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    !text.is_empty() && (is_number || is_short_word(source, first))
}

fn is_short_word(source: &Source, cell: Span) -> bool {
    let text = source.slice(cell).trim_matches(|c| is_space(c) || c == '*');
    text.chars().count() <= MARK && !text.contains(is_space)
}

/// A row as GFM has it. None if that would change what it says: code keeps its signs and its lines.
fn on_one_line(source: &Source, row: &Row) -> Option<String> {
    let unclear = [RepairKind::TooFewCells, RepairKind::FenceInCell];
    if unclear.iter().any(|kind| row.has(*kind)) {
        return None;
    }
    let mut line = "|".to_owned();
    for &cell in &row.cells {
        let text = source.slice(cell);
        // Wide spaces before a name tell its depth.
        let lines = text.split('\n').map(str::trim_ascii);
        let lines: Vec<&str> = lines.filter(|line| !is_blank(line)).collect();
        let has_code = text.contains('`');
        if has_code && (bare_pipes(text) || lines.len() > 1 && code_spans_lines(&lines)) {
            return None;
        }
        let joined = lines.join("<br>");
        line.push_str(&escape_pipes(&joined));
        line.push_str(" |");
    }
    Some(line)
}

fn bare_pipes(text: &str) -> bool {
    escape_pipes(text).len() != text.len()
}

fn code_spans_lines(lines: &[&str]) -> bool {
    lines.iter().any(|line| line.matches('`').count() % 2 == 1)
}

/// A text with a backslash before each pipe that has none.
fn escape_pipes(text: &str) -> Cow<'_, str> {
    if !text.contains('|') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut is_escaped = false;
    for c in text.chars() {
        if c == '|' && !is_escaped {
            out.push('\\');
        }
        is_escaped = c == '\\' && !is_escaped;
        out.push(c);
    }
    Cow::Owned(out)
}

/// A row's span without the space and the line ends around it.
fn trimmed(source: &Source, span: Span) -> Span {
    crate::text::trim(source.text(), span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pipes_that_are_text_get_a_backslash() {
        assert_eq!(escape_pipes(r"a|b \| \\| c"), r"a\|b \| \\\| c");
    }
}
