//! The registry of diagnostic codes: every kind of finding, with its default level, a title, a line of help and an explanation.
//!
//! A code is never renumbered and never reused. The letter tells the theme: `B` the bytes of a page, `F` its fields and
//! codes, `L` its layout, `P` the page as a whole, `S` its samples, `T` its tables. To add one, add an entry; the constant and the registry come from the same line.

use crate::diagnostic::{Code, Level};

/// What is known about a code.
#[derive(Clone, Copy, Debug)]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// The level a finding has unless its rule says otherwise.
    pub level: Level,
    /// One line: what is the matter.
    pub title: &'static str,
    /// One line: what to do.
    pub help: &'static str,
    /// What it means, why it matters and what the reader did, for `lint --explain`.
    pub explanation: &'static str,
}

impl CodeInfo {
    /// The entry of a code such as `T004`.
    pub fn find(code: &str) -> Option<&'static CodeInfo> {
        CODES
            .binary_search_by(|info| info.code.as_str().cmp(code))
            .ok()
            .and_then(|at| CODES.get(at))
    }
}

macro_rules! codes {
    ($($name:ident = $code:literal, $level:ident, $title:literal, help: $help:literal, $explanation:literal;)*) => {
        impl Code {
            $(#[doc = $title] pub const $name: Code = Code($code);)*
        }

        /// Every code, in order.
        pub const CODES: &[CodeInfo] = &[
            $(CodeInfo { code: Code::$name, level: Level::$level, title: $title, help: $help, explanation: $explanation },)*
        ];

        #[cfg(test)]
        const NAMES: &[&str] = &[$(stringify!($name),)*];
    };
}

codes! {
    NOT_UTF8 = "B001", Warning, "the page is not valid UTF-8",
        help: "save the page as UTF-8",
        "A byte of the page belongs to no UTF-8 character. It was read as U+FFFD, and the rest of the page as usual; whatever \
         stands in that place (often a URL in a sample) is lost.";
    BYTE_ORDER_MARK = "B002", Note, "byte order mark",
        help: "save the page as UTF-8 without a byte order mark",
        "A byte order mark hides the first sign of the line it stands on: `# Title` after it is a paragraph to a Markdown reader. \
         Here all of them are dropped.";
    MIXED_NEWLINES = "B003", Note, "line ends that other tools read differently",
        help: "save the page with one kind of line end, best `\\n`",
        "The page mixes kinds of line end or uses a lone carriage return, which many tools take for no line end at all: the page \
         is then one single line. Here every kind ends a line.";
    NO_TYPE = "F001", Warning, "parameter without a type",
        help: "fill in the type",
        "The cell of the type is empty. The parameter was read with the type `any`.";
    UNKNOWN_TYPE = "F002", Warning, "text in a type column that is no type",
        help: "write one of the vendor's type words, or the name of a structure",
        "Neither a word of the vendor's for a type nor the name of a structure. The field was read with the type `any`; one whose cell \
         has the field's own name, with the type of its example.";
    LINK_NAMES_ANOTHER = "F003", Warning, "type whose link leads to another structure",
        help: "make the link's text and its anchor name the same structure",
        "The text of the link and its anchor name two structures. Which of the two is right is a habit of the vendor's, and that one \
         was taken.";
    NO_REQUIRED_MARK = "F004", Warning, "row that lacks the cell that says whether it is needed",
        help: "add the cell",
        "The table has a column that says whether a parameter is needed, and the row has no cell for it. Needed or not is unknown; \
         it is not guessed.";
    UNKNOWN_REQUIRED_MARK = "F005", Warning, "mark that does not say whether the parameter is needed",
        help: "write yes or no in the words that the other rows use",
        "The mark is none that the vendor's pages use for yes or no. Needed or not is unknown; it is not guessed.";
    UNKNOWN_POSITION = "F006", Warning, "text in a position column that is no place in a request",
        help: "write query, path, header or body",
        "The column says where a parameter travels, and the cell holds none of the known places.";
    NAME_WITH_SPACE = "F007", Warning, "name with a space in it",
        help: "write the name as it stands on the wire",
        "No wire name holds a space. The name was read without it; between words another sign may be meant, or none of it where a \
         translation took the place of the name.";
    ROW_TWICE = "F008", Note, "row that stands twice",
        help: "remove one of the rows",
        "Two rows of a table have the same name and say the same. One was kept.";
    ROW_CONTRADICTED = "F009", Warning, "two rows with one name that say different things",
        help: "remove the wrong row",
        "Two rows of a table have the same name and differ in type or in need. The first was kept.";
    ODD_STATUS = "F010", Warning, "text in a status column that is no HTTP status",
        help: "write a number from 100 to 599, or leave the cell empty",
        "An HTTP status has three digits. The code was read without a status.";
    TYPE_MISSPELT = "F011", Warning, "misspelt type",
        help: "correct the spelling",
        "The word is one slip away from a word for a type. Where the vendor's pages have the slip more than once it was read as what \
         it is meant to be; else the type is unknown.";
    DEFAULT_NOT_LISTED = "F012", Warning, "default that is none of the values",
        help: "correct the default, or add it to the values",
        "The description lists the values that are allowed and names a default that is none of them.";
    DEFAULT_OUT_OF_RANGE = "F013", Note, "default outside of the range",
        help: "correct one of the two, or say what the default means that the range leaves out",
        "The description states a range and a default outside of it. Often the default stands for something special, such as 0 for \
         off; then the range lacks it.";
    RANGE_REVERSED = "F014", Warning, "range that ends below its beginning",
        help: "put the least value first",
        "No value lies in the range as it is written. It was not read.";
    NO_DESCRIPTION = "F015", Note, "rows without a description",
        help: "say what the parameter means",
        "The table has a column for descriptions, and some cells of it are empty.";
    EXAMPLE_MASKED = "F016", Note, "examples with masked values",
        help: "use made-up values of the right form in place of stars",
        "Stars in place of letters hide what a value looks like. Values of secrets are not counted.";
    NAMES_DIFFER_IN_CASE = "F017", Note, "two names of a table that differ in case alone",
        help: "remove the one that the service does not take, or mark it as deprecated",
        "Names on the wire are taken letter by letter, so that both may be meant. Both were kept. Many languages give them the same \
         name in code.";
    EXAMPLE_TYPE = "F018", Warning, "example that is not of the row's type",
        help: "correct the example or the type",
        "A row says that its value is a number or a truth value, and its own example is none.";
    EXAMPLE_MISSPELT = "F019", Warning, "example that is nearly one of the row's values",
        help: "write the value in one way, as it stands on the wire",
        "The description lists the values that are allowed. The row's own example is none of them, but one slip or the case of a \
         letter away from one: one of the two is misspelt.";
    SEVERAL_OF_ONE = "F020", Warning, "type of one thing whose description tells of several",
        help: "write the type as a list, or say in the description that there is one",
        "The type names one structure, and the description says that there may be several of it. The vendor's other tables and tools \
         have a list in such places; it was read as a list.";
    CELLS_SWAPPED = "F021", Warning, "cells of a row in each other's columns",
        help: "exchange the two cells",
        "The cell of the type holds a mark or a sentence, and the cell of need or of the description holds a word for a type. They \
         were read the other way round.";
    UNCLOSED_FENCE = "L001", Warning, "code fence without an end",
        help: "close the fence with a line of as many backticks as opened it",
        "A fence that is never closed takes the rest of the page with it: headings and tables below are code to every reader, this \
         one included.";
    UNCLOSED_HTML = "L002", Warning, "HTML block without an end",
        help: "add the closing tag",
        "`<pre>` and comments run to their end mark. Without one they take the rest of the page with them.";
    HEADING_WITHOUT_SPACE = "L003", Note, "heading without a space after its number signs",
        help: "put a space between the number signs and the title",
        "CommonMark wants a space (or the end of the line) after `#`; without it, or with the wide space U+3000, the line is a \
         paragraph. Here it is read as a heading.";
    UNBALANCED_TAG = "L004", Warning, "block tag without its partner",
        help: "open and close each `{% … %}` block once",
        "A `{% tag %}` that is never closed, or an end tag that closes nothing. What it should hold cannot be told.";
    ROW_NOT_READ = "P001", Warning, "row that no rule reads",
        help: "write the name as it stands on the wire",
        "The row stands in a table of parameters or codes, and what it says could not be used. Nothing of it is in the spec.";
    BLOCK_NOT_READ = "P002", Note, "text or table that no rule reads",
        help: "use one of the headings that the vendor's other pages use",
        "The heading is none that opens a known section, so that nobody knows what the text below it belongs to; or a table stands \
         where none of its kind belongs. Nothing of it is in the spec.";
    NAMES_DISAGREE = "P003", Warning, "page that names its operation in two ways",
        help: "make title, table, links and samples name the same operation",
        "A page states the name of its operation in several places: a title, a row, a link, a sample. They do not agree. The name \
         with the most statements was taken.";
    PAGE_SUPERSEDED = "P004", Note, "operation that another page describes",
        help: "remove the page that does not count, or bring both to the same state",
        "Several pages describe the same operation of a service. The published or newest one counts; nothing of this page is in the \
         spec.";
    SERVICE_UNKNOWN = "P005", Warning, "page that does not tell its service",
        help: "put the page in a folder named after its service, or name the service on the command line",
        "Neither the page nor its folder tells which service the operation belongs to.";
    STRUCTURE_MISSING = "P006", Warning, "structure that no page lists",
        help: "add the page that lists the structure",
        "A type refers to a structure that none of the pages lists. It was read as an object of which nothing is known.";
    STRUCTURE_UNUSED = "P007", Note, "structure that nothing on its page refers to",
        help: "give the field that holds it the structure as its type",
        "A page of an operation lists a structure, and no field of the operation has it as its type. It is not in the spec.";
    SPELT_TWO_WAYS = "P008", Warning, "name that two parts of the page spell in two ways",
        help: "write the name in the table as it stands on the wire",
        "The syntax of a request shows a parameter's name as it travels; the table has the same name in another spelling. The \
         syntax was taken. Where a vendor's tables are known to slip in the case of letters, and every sample has the name in \
         another case than the table, the samples were taken.";
    NO_REQUEST_ID = "P009", Note, "response without the id of the request",
        help: "add the row that the vendor's other pages have",
        "Every response of the vendor carries an id of the request, and the tables of its other pages list it. This one does not.";
    OPERATION_OF_TWO_SERVICES = "P010", Note, "operation that the pages of two services describe",
        help: "keep the page in the folder of the service that the operation belongs to, and link to it from the other",
        "A request to this vendor names its operation and no service, so that operations of one name are one operation, \
         whichever folder describes it. Where indexes publish both pages nothing tells which is right: both were read, each for its \
         service. It is a warning where the two pages list other parameters or members, for then one of them is wrong.";
    OPERATION_NAMELESS = "P011", Warning, "page that lists parameters and names no operation",
        help: "give the page the operation's name as its title",
        "Neither title, table, link nor sample of the page has the name of an operation. If the page tells the method and the path of \
         the request the operation is named after those, for want of better; if not, nothing of the page is in the spec.";
    SAMPLE_NOT_READ = "S001", Warning, "sample that is not what its format allows",
        help: "write the sample as it would stand on the wire",
        "The sample is neither valid nor nearly so; what could not be understood was left out. Nobody can paste it into a tool or a \
         test.";
    SAMPLE_SLIPS = "S002", Note, "sample that is nearly valid",
        help: "write the sample as it would stand on the wire",
        "A comma too many, a comment, dots in place of items, a missing bracket: the sample was read all the same, but a parser \
         refuses it.";
    SAMPLE_KEY_UNLISTED = "S003", Warning, "sample with a key that no table lists",
        help: "add the row that the table lacks, or correct the sample",
        "The sample shows a name that no table of the page has at that level. Either the table lacks a row, or the sample is of \
         another time or operation. The table was taken; an overlay can record that the sample is right. In requests, where vendors' own parameters leak into samples, it is a note \
         unless a row has a similar name.";
    SAMPLE_KEY_CASE = "S004", Warning, "sample and table that write a name in different case",
        help: "write the name as it stands on the wire in both places",
        "Names on the wire are taken letter by letter: one of the two does not work. The table was taken.";
    SAMPLE_LACKS = "S005", Warning, "sample without something that the table calls required",
        help: "add it to the sample, or correct the mark in the table",
        "A request as shown would be refused, or the mark in the table is wrong. In a response it is a note, as what a response holds \
         may depend on more than a table can say.";
    SAMPLE_TYPE = "S006", Warning, "sample and table that give a value different types",
        help: "correct the type in the table or the value in the sample",
        "The value in the sample is of another type than the table says: a text for a number, an object for a list. A client that \
         believes the one cannot read the other. The table was taken.";
    SAMPLE_OF_ANOTHER = "S007", Warning, "sample of another operation",
        help: "replace the sample by one of this operation, or correct the name in it",
        "The sample names another operation than the page describes: most often it was copied from the other's page.";
    SAMPLE_KEY_TWICE = "S008", Warning, "sample that gives a key twice",
        help: "remove one of the two, or number the items of a list",
        "An object or a request holds one value for a name; readers keep the first or the last of two as they please.";
    SAMPLE_MASKED = "S009", Note, "samples with masked values",
        help: "use made-up values of the right form in place of stars",
        "Stars in place of letters hide what a value looks like, and no tool takes the sample as it is. Values of secrets are not \
         counted.";
    NO_DELIMITER_ROW = "T001", Note, "table without a delimiter row; a GFM reader sees no table",
        help: "put a row such as `|---|---|` under the header",
        "GFM knows a table by the row of dashes under its header. Here the header was known by its column names.";
    COLUMN_COUNTS_DIFFER = "T002", Note, "header and delimiter row differ in cells; a GFM reader sees no table",
        help: "give the delimiter row as many cells as the header",
        "GFM wants as many delimiter cells as header cells, and otherwise takes the whole table for a paragraph. Here the header \
         counts.";
    HEADER_SPANS_LINES = "T003", Note, "table header over several lines; a GFM reader sees no table",
        help: "write the header row on one line",
        "A GFM row is one line. Here a header goes on to the line that ends in a pipe, or to the delimiter row.";
    ROW_SPANS_LINES = "T004", Note, "this row spans lines; a GFM reader loses it and every row below",
        help: "write the row on one line, with `<br>` where a new line is meant",
        "A GFM row is one line, and a blank line ends the table, so that the rows below become a paragraph. Here a row goes on to \
         the first line that ends in a pipe.";
    BLANK_LINE_IN_TABLE = "T005", Note, "blank line inside a table; a GFM reader loses every row below",
        help: "remove the blank line",
        "A blank line ends a GFM table. Here the table goes on when the next row is no header.";
    SURPLUS_CELLS = "T006", Note, "more cells than columns; a GFM reader drops the surplus",
        help: "write `\\|` for a pipe that is text",
        "Nearly always a description with an unescaped pipe in it. The surplus cells were joined to the last column with their \
         pipes; the cells as they stand stay at hand for rules that know better.";
    TOO_FEW_CELLS = "T007", Warning, "fewer cells than columns",
        help: "give the row a cell for each column",
        "Some cell is missing and nothing in the row says which one. The cells there are were kept as they stand, from the left.";
    NO_CLOSING_PIPE = "T008", Note, "row without a closing pipe",
        help: "end the row with a pipe",
        "GFM allows it, but a row that is not closed cannot be told from one that goes on in the next line.";
    NO_LEADING_PIPE = "T009", Note, "row without a leading pipe",
        help: "begin the row with a pipe",
        "GFM allows it, but a line without a leading pipe cannot be told from text below the table.";
    EMPTY_FIRST_CELL = "T010", Note, "row begins with a pipe too many",
        help: "remove one of the two pipes",
        "The row begins with `||` and has one cell more than the table has columns: a GFM reader shifts every cell by one. The empty \
         cell was dropped.";
    DOUBLED_ROW = "T011", Warning, "row holds itself twice",
        help: "remove the first half of the row",
        "The row has twice the cells, and begins anew in the middle with the same name. The last half was read.";
    EMPTY_ROW = "T012", Note, "row with nothing but a pipe",
        help: "remove the line",
        "A lone pipe is no row. It was dropped.";
    TEXT_AFTER_ROW = "T013", Note, "text after the last pipe of a row",
        help: "move the text into the last cell",
        "GFM takes it for a surplus cell and drops it. Here it was added to the last cell.";
    CELL_AFTER_ROW = "T014", Note, "the last cell of this row stands below it",
        help: "write the row on one line",
        "The row ends too early, and the text below it, up to the next line that ends in a pipe, makes it whole.";
    CAPTION_IN_TABLE = "T015", Note, "text directly below a table; a GFM reader takes it for a row",
        help: "put a blank line between the table and the text",
        "GFM ends a table only at a blank line or another block. Here a line without a pipe is text, most often the next table's \
         caption.";
    STRAY_ROWS = "T016", Warning, "rows without a header",
        help: "give the table a header and a delimiter row",
        "Lines that begin with a pipe but follow no header: what their cells mean is not known.";
    FENCE_IN_CELL = "T017", Note, "code fence inside a cell; a GFM reader loses the row and every row below",
        help: "use a code span, or move the sample out of the table",
        "GFM cells hold no blocks. Here the fence belongs to the cell, and pipes inside it are text.";
    EMPTY_SURPLUS_CELL = "T018", Note, "row with an empty cell beyond the last column",
        help: "remove the last pipe, or give the column a title",
        "The cell has neither a title nor a text; it was dropped.";
    QUOTED_TABLE = "T019", Warning, "table inside a block quote",
        help: "move the table out of the quote",
        "Tables are not read inside block quotes; the lines count as text.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn codes_are_unique_ordered_and_explained() {
        for pair in CODES.windows(2) {
            assert!(
                pair[0].code < pair[1].code,
                "{} before {}",
                pair[0].code.as_str(),
                pair[1].code.as_str()
            );
        }
        for info in CODES {
            let code = info.code.as_str();
            assert!(
                code.len() == 4 && code[1..].bytes().all(|b| b.is_ascii_digit()),
                "{code} is a letter and three digits"
            );
            assert!(
                code.as_bytes()[0].is_ascii_uppercase(),
                "{code} begins with its theme"
            );
            for (what, text) in [("title", info.title), ("help", info.help)] {
                assert!(
                    !text.is_empty() && !text.contains('\n') && !text.ends_with('.'),
                    "{what} of {code} is one line"
                );
            }
            assert!(
                info.explanation.ends_with('.'),
                "explanation of {code} is made of sentences"
            );
            assert_eq!(
                CodeInfo::find(code).map(|found| found.code),
                Some(info.code)
            );
        }
        assert!(CodeInfo::find("T000").is_none());
    }

    /// An unregistered code does not compile (`Code`'s constants come from the registry); this is the other direction.
    #[test]
    fn every_code_is_used_in_the_sources() {
        let mut sources = String::new();
        collect(
            Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
            &mut sources,
        );
        for name in NAMES {
            assert!(
                sources.contains(&format!("Code::{name}")),
                "Code::{name} is registered but never reported"
            );
        }
    }

    fn collect(folder: &Path, sources: &mut String) {
        for entry in std::fs::read_dir(folder).expect("the crate's sources") {
            let path = entry.expect("a folder entry").path();
            if path.is_dir() {
                collect(&path, sources);
            } else if path.file_name().is_some_and(|name| name != "codes.rs") {
                sources.push_str(&std::fs::read_to_string(&path).expect("a source file"));
            }
        }
    }
}
