//! Tables as vendors write them: header, rows, cells, and what had to be repaired to read them.
//!
//! The model is here; the rule that finds rows is in [`crate::rows`]. A cell is a span of the page, not a string: what is in it is
//! for [`crate::inline`] to say. Nothing vanishes: cells that a repair joined or dropped stay at hand in [`Row::written`].

use crate::codes::CodeInfo;
use crate::diagnostic::Code;
use crate::text::Span;

/// The column titles that tell a header row where the delimiter row is missing.
#[derive(Clone, Copy)]
pub struct TableWords<'a> {
    /// Whether a clean cell text (no bold marks, no space around) is the title of a column.
    pub is_column: &'a dyn Fn(&str) -> bool,
}

impl TableWords<'_> {
    /// No titles: only tables with a delimiter row are tables.
    pub const NONE: TableWords<'static> = TableWords {
        is_column: &|_| false,
    };
}

/// A table of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// All of it, from the header to the last row.
    pub span: Span,
    /// The header. Rows that follow no header ([`crate::blocks::BlockKind::StrayRows`]) have an empty one.
    pub header: Row,
    /// The row of dashes, if there is one.
    pub delimiter: Option<Delimiter>,
    /// The rows below the header, in order.
    pub rows: Vec<Row>,
    /// Repairs that belong to no row: lone pipes dropped, captions told from rows.
    pub repairs: Vec<Repair>,
}

/// The row of dashes under a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delimiter {
    /// The line.
    pub span: Span,
    /// Number of its cells.
    pub columns: usize,
}

/// A logical row: one line, or as many as its last cell needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// All of it.
    pub span: Span,
    /// The cells, without the ASCII space around them. As many as the header has, unless a repair says [`RepairKind::TooFewCells`].
    pub cells: Vec<Span>,
    /// What was repaired, in the order of [`RepairKind`].
    pub repairs: Vec<Repair>,
    /// The cells before cells were joined or dropped; empty when none were.
    pub(crate) unrepaired: Vec<Span>,
}

impl Row {
    /// The cells as they are written, before any was joined or dropped. A dialect that knows better than the repair starts here.
    pub fn written(&self) -> &[Span] {
        if self.unrepaired.is_empty() {
            &self.cells
        } else {
            &self.unrepaired
        }
    }

    pub(crate) fn repair(&mut self, kind: RepairKind, span: Span) {
        self.repairs.push(Repair { kind, span });
    }

    /// Whether a repair of this kind was made.
    pub fn has(&self, kind: RepairKind) -> bool {
        self.repairs.iter().any(|repair| repair.kind == kind)
    }
}

/// Something that had to be done to read a table right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What.
    pub kind: RepairKind,
    /// Where.
    pub span: Span,
}

/// The kinds of repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RepairKind {
    /// The header has no row of dashes below it and was known by its titles.
    NoDelimiterRow,
    /// Header and delimiter row have different numbers of cells; the header counts.
    ColumnCountsDiffer,
    /// The header goes over several lines.
    HeaderSpansLines,
    /// The row goes over several lines.
    RowSpansLines,
    /// The row stands after a blank line.
    BlankLineBefore,
    /// A code fence belongs to a cell.
    FenceInCell,
    /// The row does not end in a pipe.
    NoClosingPipe,
    /// The row does not begin with a pipe.
    NoLeadingPipe,
    /// An empty cell before the first was dropped (`||`).
    EmptyFirstCell,
    /// The row held itself twice; the last half was kept.
    DoubledRow,
    /// Empty cells beyond the last column were dropped.
    EmptySurplusCell,
    /// Text after the last pipe was added to the last cell.
    TextAfterRow,
    /// Surplus cells were joined to the last column.
    SurplusCells,
    /// The last cell was found below the row.
    CellAfterRow,
    /// Cells are missing; which ones is not known.
    TooFewCells,
    /// A lone pipe was dropped (belongs to the table).
    EmptyRow,
    /// A text line directly below the table was kept out of it (belongs to the table).
    CaptionBelow,
}

/// What a GFM reader loses where a repair was needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GfmLoss {
    /// Nothing.
    Nothing,
    /// Cells of this row are dropped or stand in the wrong column.
    Cells,
    /// This row and all below it.
    RowsFromHere,
    /// The whole table.
    Table,
}

impl RepairKind {
    /// The code this repair is reported under.
    pub const fn code(self) -> Code {
        match self {
            RepairKind::NoDelimiterRow => Code::NO_DELIMITER_ROW,
            RepairKind::ColumnCountsDiffer => Code::COLUMN_COUNTS_DIFFER,
            RepairKind::HeaderSpansLines => Code::HEADER_SPANS_LINES,
            RepairKind::RowSpansLines => Code::ROW_SPANS_LINES,
            RepairKind::BlankLineBefore => Code::BLANK_LINE_IN_TABLE,
            RepairKind::FenceInCell => Code::FENCE_IN_CELL,
            RepairKind::NoClosingPipe => Code::NO_CLOSING_PIPE,
            RepairKind::NoLeadingPipe => Code::NO_LEADING_PIPE,
            RepairKind::EmptyFirstCell => Code::EMPTY_FIRST_CELL,
            RepairKind::DoubledRow => Code::DOUBLED_ROW,
            RepairKind::EmptySurplusCell => Code::EMPTY_SURPLUS_CELL,
            RepairKind::TextAfterRow => Code::TEXT_AFTER_ROW,
            RepairKind::SurplusCells => Code::SURPLUS_CELLS,
            RepairKind::CellAfterRow => Code::CELL_AFTER_ROW,
            RepairKind::TooFewCells => Code::TOO_FEW_CELLS,
            RepairKind::EmptyRow => Code::EMPTY_ROW,
            RepairKind::CaptionBelow => Code::CAPTION_IN_TABLE,
        }
    }

    /// The registry entry of [`RepairKind::code`].
    pub fn info(self) -> Option<&'static CodeInfo> {
        self.code().info()
    }

    /// What a GFM reader loses here.
    pub const fn gfm_loss(self) -> GfmLoss {
        use RepairKind::*;
        match self {
            NoDelimiterRow | ColumnCountsDiffer | HeaderSpansLines => GfmLoss::Table,
            RowSpansLines | BlankLineBefore | FenceInCell | CellAfterRow => GfmLoss::RowsFromHere,
            EmptyFirstCell | DoubledRow | TextAfterRow | SurplusCells | EmptyRow | CaptionBelow => {
                GfmLoss::Cells
            }
            NoClosingPipe | NoLeadingPipe | EmptySurplusCell | TooFewCells => GfmLoss::Nothing,
        }
    }
}
