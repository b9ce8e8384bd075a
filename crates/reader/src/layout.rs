//! What other readers of a page would get wrong: diagnostics on its bytes, its blocks and its tables.
//!
//! Nothing here depends on a vendor or on what a page means. Findings that a page repeats in every row (rows over several lines,
//! above all) are reported once a table: the first one is where a GFM reader stops.

use crate::blocks::{Block, BlockKind, Page};
use crate::diagnostic::{Code, Diagnostic};
use crate::fix::Fix;
use crate::table::{GfmLoss, Repair, RepairKind, Row, Table};
use crate::table_fixes;
use crate::text::{Source, Span};

/// Everything there is to say about the layout of a page, in the order of the page.
pub fn diagnostics(source: &Source, page: &Page) -> Vec<Diagnostic> {
    let mut report = Report {
        source,
        found: Vec::new(),
    };
    report.bytes();
    report.tags(&page.blocks);
    for block in &page.blocks {
        report.block(block);
    }
    report
        .found
        .sort_by_key(|diagnostic| (diagnostic.primary.place.span.start, diagnostic.code));
    report.found
}

struct Report<'a> {
    source: &'a Source,
    found: Vec<Diagnostic>,
}

impl Report<'_> {
    fn add(&mut self, code: Code, span: Span) {
        let title = code.info().map_or("", |info| info.title);
        self.add_with(code, span, title.to_owned());
    }

    fn add_with(&mut self, code: Code, span: Span, message: String) {
        self.found
            .push(Diagnostic::new(code, self.source.place(span), message));
    }

    fn bytes(&mut self) {
        let newlines = self.source.newlines();
        if let Some(offset) = self.source.first_bad_byte() {
            self.add(
                Code::NOT_UTF8,
                Span::new(offset, offset + char::REPLACEMENT_CHARACTER.len_utf8()),
            );
        }
        if let Some(&first) = self.source.boms().first() {
            let message = match self.source.boms().len() {
                1 => "byte order mark".to_owned(),
                count => format!("{count} byte order marks"),
            };
            self.add_with(Code::BYTE_ORDER_MARK, Span::at(first), message);
        }
        let kinds = [newlines.lf, newlines.crlf, newlines.cr]
            .iter()
            .filter(|&&count| count > 0)
            .count();
        if kinds > 1 || newlines.cr > 0 {
            self.add(Code::MIXED_NEWLINES, Span::at(0));
        }
    }

    /// `{% hint %}` and `{% endhint %}` come in pairs. A tag that nobody ever ends on the page (`{% include %}`) needs no end.
    fn tags(&mut self, blocks: &[Block]) {
        let tags: Vec<(Span, &str)> = blocks
            .iter()
            .filter_map(|block| match block.kind {
                BlockKind::Tag { name, .. } => Some((block.span, self.source.slice(name))),
                _ => None,
            })
            .collect();
        let mut open: Vec<(Span, &str)> = Vec::new();
        for &(span, name) in &tags {
            match name.strip_prefix("end") {
                None => open.push((span, name)),
                Some(begun) => match open.iter().rposition(|&(_, name)| name == begun) {
                    Some(at) => {
                        let unclosed = open.split_off(at);
                        self.unclosed(&unclosed[1..]);
                    }
                    None => self.add(Code::UNBALANCED_TAG, span),
                },
            }
        }
        self.unclosed(&open);
    }

    fn unclosed(&mut self, tags: &[(Span, &str)]) {
        const PAIRED: [&str; 7] = [
            "hint", "tabs", "tab", "code", "columns", "column", "stepper",
        ];
        for &(span, _) in tags.iter().filter(|(_, name)| PAIRED.contains(name)) {
            self.add(Code::UNBALANCED_TAG, span);
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(heading) if !heading.strict => self.heading(block.span),
            BlockKind::Fence(fence) if !fence.closed => {
                self.add(Code::UNCLOSED_FENCE, self.first_line(block.span))
            }
            BlockKind::Verbatim { closed: false, .. } | BlockKind::Comment { closed: false } => {
                self.add(Code::UNCLOSED_HTML, self.first_line(block.span));
            }
            BlockKind::Quote => self.quote(block.span),
            BlockKind::Table(table) => self.table(table),
            BlockKind::StrayRows(table) => {
                self.stray_rows(table);
                self.table(table);
            }
            _ => {}
        }
    }

    fn heading(&mut self, span: Span) {
        self.add(Code::HEADING_WITHOUT_SPACE, span);
        let signs = self.source.slice(span).bytes().take_while(|b| *b == b'#');
        let behind = Span::at(span.start + signs.count());
        self.mend(Some(Fix::one(self.source, "put a space", behind, " ")));
    }

    /// Gives the last finding what mends it.
    fn mend(&mut self, fix: Option<Fix>) {
        if let Some(last) = self.found.last_mut() {
            last.fix = fix;
        }
    }

    /// A lone pipe is an empty row and reported as that.
    fn stray_rows(&mut self, table: &Table) {
        let Some(first) = table.rows.first() else {
            return;
        };
        let message = match table.rows.len() {
            1 => "a row without a header".to_owned(),
            count => format!("{count} rows without a header"),
        };
        self.add_with(Code::STRAY_ROWS, first.span, message);
    }

    fn quote(&mut self, span: Span) {
        let lines = self.source.slice(span).split('\n');
        if lines.clone().any(|line| {
            line.trim_ascii_start()
                .trim_start_matches('>')
                .trim_ascii_start()
                .starts_with('|')
        }) {
            self.add(Code::QUOTED_TABLE, self.first_line(span));
        }
    }

    fn table(&mut self, table: &Table) {
        for repair in table.header.repairs.iter().chain(&table.repairs) {
            self.repair(repair, None);
            self.mend(table_fixes::of_table(self.source, repair, table));
        }
        let mut reported = Vec::new();
        for row in &table.rows {
            for repair in &row.repairs {
                let is_mark = is_mark(self.source, repair.kind, row);
                if once_a_table(repair.kind) || is_mark {
                    if reported.contains(&repair.kind) {
                        continue;
                    }
                    reported.push(repair.kind);
                    self.first_of_many(table, repair, row);
                } else {
                    self.repair(repair, Some((row, table)));
                    self.mend(table_fixes::of_rows(self.source, repair.kind, [row]));
                }
            }
        }
    }

    /// Reports the first repair of its kind and tells how many rows of the table needed the same.
    fn first_of_many(&mut self, table: &Table, repair: &Repair, row: &Row) {
        let is_of_marks = is_mark(self.source, repair.kind, row);
        let is_alike = |row: &&Row| {
            row.has(repair.kind) && is_mark(self.source, repair.kind, row) == is_of_marks
        };
        let alike = || table.rows.iter().filter(is_alike);
        let more = match alike().count() {
            0 | 1 => String::new(),
            rows => format!(" ({} more like it in this table)", rows - 1),
        };
        let message = message(repair.kind, Some((row, table)));
        let span = self.span(repair);
        self.add_with(repair.kind.code(), span, format!("{message}{more}"));
        let fix = table_fixes::of_rows(self.source, repair.kind, alike());
        self.mend(fix);
        if let Some(last) = self.found.last_mut().filter(|_| is_of_marks) {
            last.help = Some("give the column a title in the header".to_owned());
        }
    }

    /// What a repair is about: the blank line, and not the row below it.
    fn span(&self, repair: &Repair) -> Span {
        if repair.kind == RepairKind::BlankLineBefore {
            let line = self.source.line_of(repair.span.start);
            return self.source.line(line.saturating_sub(1));
        }
        self.first_line(repair.span)
    }

    fn repair(&mut self, repair: &Repair, row: Option<(&Row, &Table)>) {
        self.add_with(
            repair.kind.code(),
            self.span(repair),
            message(repair.kind, row),
        );
    }

    fn first_line(&self, span: Span) -> Span {
        let line = self
            .source
            .slice(span)
            .split('\n')
            .next()
            .unwrap_or_default();
        Span::new(span.start, span.start + line.len())
    }
}

/// What a repair is for, in a line.
fn message(kind: RepairKind, row: Option<(&Row, &Table)>) -> String {
    let title = kind.code().info().map_or("", |info| info.title);
    match (kind, row) {
        (
            RepairKind::TooFewCells | RepairKind::SurplusCells | RepairKind::DoubledRow,
            Some((row, table)),
        ) => {
            let columns = if table.header.cells.is_empty() {
                row.cells.len()
            } else {
                table.header.cells.len()
            };
            format!("{title}: {} in a table of {columns}", row.written().len())
        }
        _ => title.to_owned(),
    }
}

/// Whether the cell too many is a mark in a column that the header forgot.
fn is_mark(source: &Source, kind: RepairKind, row: &Row) -> bool {
    kind == RepairKind::SurplusCells && table_fixes::may_be_mark(source, row)
}

/// Whether a kind of repair is the vendor's habit rather than a slip: one report a table is enough.
fn once_a_table(kind: RepairKind) -> bool {
    kind.gfm_loss() == GfmLoss::RowsFromHere
        || matches!(
            kind,
            RepairKind::NoClosingPipe | RepairKind::EmptySurplusCell | RepairKind::TooFewCells
        )
}
