//! What must hold for any text: every byte has its block, tables agree with GFM where GFM has tables, line ends and padding mean
//! nothing, and no page, whole, cut off or hostile, makes the reader panic.

#[macro_use]
#[path = "support/tell.rs"]
mod tell;

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use specwright_reader::blocks::{self, BlockKind, Page};
use specwright_reader::table::{Row, Table, TableWords};
use specwright_reader::text::{Source, Span, is_space};
use specwright_reader::{inline, layout};
use std::path::{Path, PathBuf};

const WORDS: TableWords<'static> = TableWords {
    is_column: &|title| matches!(title, "名称" | "类型" | "描述"),
};

fn tables(page: &Page) -> impl Iterator<Item = &Table> {
    page.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Table(table) | BlockKind::StrayRows(table) => Some(&**table),
        _ => None,
    })
}

/// The text of every cell, table by table, row by row.
fn cell_texts(text: &str) -> Vec<Vec<Vec<String>>> {
    let source = Source::decode("page.md", text.as_bytes());
    let page = blocks::parse(&source, &WORDS);
    let row = |row: &Row| {
        row.cells
            .iter()
            .map(|&cell| inline::plain(source.text(), cell))
            .collect()
    };
    tables(&page)
        .map(|table| {
            std::iter::once(&table.header)
                .chain(&table.rows)
                .map(row)
                .collect()
        })
        .collect()
}

/// Reads a page and checks all that must hold of any page.
fn check(bytes: &[u8]) -> Result<(Source, Page), String> {
    let source = Source::decode("page.md", bytes);
    let page = blocks::parse(&source, &WORDS);
    let text = source.text();
    let mut end = 0;
    for block in &page.blocks {
        let span = block.span;
        if span.start < end || span.end > text.len() || source.slice(span).is_empty() {
            return Err(format!(
                "{span:?} overlaps, leaves the page or is empty: {block:?}"
            ));
        }
        if let Some(lost) = text[end..span.start].chars().find(|&c| !is_space(c)) {
            return Err(format!("{lost:?} before {span:?} is in no block"));
        }
        end = span.end;
    }
    if let Some(lost) = text[end..].chars().find(|&c| !is_space(c)) {
        return Err(format!("{lost:?} after the last block is in no block"));
    }
    tables(&page).try_for_each(|table| check_table(&source, table))?;
    layout::diagnostics(&source, &page);
    Ok((source, page))
}

/// Rows follow each other inside the table, cells inside their row, and no sign but a pipe is outside of all cells as written.
fn check_table(source: &Source, table: &Table) -> Result<(), String> {
    let mut end = table.header.span.start;
    for row in std::iter::once(&table.header).chain(&table.rows) {
        if !table.span.contains(row.span) || row.span.start < end {
            return Err(format!("{row:?} is out of its table {:?}", table.span));
        }
        let mut at = row.span.start;
        for cell in row.written() {
            if cell.start < at || cell.end > row.span.end {
                return Err(format!("{cell:?} is out of its row {row:?}"));
            }
            only_pipes(source, Span::new(at, cell.start))?;
            at = cell.end;
        }
        only_pipes(source, Span::new(at, row.span.end))?;
        end = row.span.end;
    }
    Ok(())
}

fn only_pipes(source: &Source, span: Span) -> Result<(), String> {
    match source
        .slice(span)
        .chars()
        .find(|&c| c != '|' && !is_space(c))
    {
        Some(lost) => Err(format!("{lost:?} in {span:?} is in no cell")),
        None => Ok(()),
    }
}

// -- random tables ------------------------------------------------------------------------------------------------------------

/// No cell ends in a backslash: GFM takes the pipe after `\\` for escaped, the row rule does not.
fn cell() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "Id", "表", "`x`", "**b**", "\\|", "\\\\x", "<br>", "-", " ", "&lt;", "[x](y)", "*",
        "~", "1", "：", "\\_", "`", "#",
    ]);
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat().trim().to_owned())
}

/// A table: cells of the header, and of each row. No title is empty or made of dashes alone.
fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let rows = (1..6usize).prop_flat_map(|columns| {
        prop::collection::vec(prop::collection::vec(cell(), columns), 1..7)
    });
    rows.prop_map(|mut rows| {
        rows[0].iter_mut().for_each(|title| title.insert(0, 'T'));
        rows
    })
}

fn render(rows: &[Vec<String>], pad: &str, dashes: &str) -> String {
    let line = |cells: &[String]| {
        let cells: String = cells
            .iter()
            .map(|cell| format!("{pad}{cell}{pad}|"))
            .collect();
        format!("|{cells}\n")
    };
    // Without a tab: pulldown-cmark knows none here.
    let delimiter = format!("| {dashes} ").repeat(rows[0].len());
    let body: String = rows[1..].iter().map(|row| line(row)).collect();
    format!("{}{delimiter}|\n{body}", line(&rows[0]))
}

/// The cells that pulldown-cmark sees in the first table, as written.
fn gfm_cells(text: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => rows
                .last_mut()
                .expect("a row before its cells")
                .push(text[range].trim().to_owned()),
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    rows
}

/// The same, as the row rule sees them.
fn our_cells(text: &str) -> Vec<Vec<String>> {
    let source = Source::decode("page.md", text.as_bytes());
    let page = blocks::parse(&source, &TableWords::NONE);
    let row = |row: &Row| {
        row.cells
            .iter()
            .map(|&cell| source.slice(cell).to_owned())
            .collect()
    };
    tables(&page)
        .next()
        .into_iter()
        .flat_map(|table| std::iter::once(&table.header).chain(&table.rows).map(row))
        .collect()
}

/// Lines that mean something to the reader, to be put together at random.
fn hostile_page() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "",
        "",
        "|",
        "||",
        "| a | b |",
        "|名称|类型|",
        "|--|--|",
        "|-|",
        "| a | b",
        "a | b |",
        "|x",
        "text",
        "text |",
        " -   item",
        "-   item",
        "    deep",
        "```",
        "```json",
        "``` |",
        "~~~",
        "# Title",
        "##Title",
        "---",
        "===",
        "> quote",
        "> | a |",
        "<pre>",
        "</pre>",
        "<!-- c",
        "-->",
        "{% hint %}",
        "{% endhint %}",
        "?> note",
        "1. one",
        "[a]: b",
        "<div>",
        "\u{200b}",
        "\u{a0}|",
        "\\|",
        "a\\",
        "|a\\|b|",
        "    ```",
        "- ```",
        "| |",
        "\t| tab |",
        "key: value",
        "**bold**",
        "   | in | list |",
    ]);
    prop::collection::vec(line, 0..24).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// A table that GFM reads right is read the same.
    #[test]
    fn valid_tables_have_the_cells_that_gfm_sees(rows in table(), pad in "[ \t]{0,2}", dashes in ":?-{1,4}:?") {
        let text = render(&rows, &pad, &dashes);
        prop_assert_eq!(our_cells(&text), gfm_cells(&text), "{}", text);
    }

    #[test]
    fn padding_line_ends_and_marks_change_no_cell(rows in table(), pad in "[ \t]{0,3}") {
        let plain = render(&rows, " ", "---");
        let expected = cell_texts(&plain);
        prop_assert_eq!(&cell_texts(&render(&rows, &pad, ":---")), &expected);
        prop_assert_eq!(&cell_texts(&plain.replace('\n', "\r\n")), &expected);
        prop_assert_eq!(&cell_texts(&plain.replace('\n', "\r")), &expected);
        prop_assert_eq!(&cell_texts(&format!("\u{feff}{plain}")), &expected);
        prop_assert_eq!(&cell_texts(&format!("\n\n{plain}\n\nText.\n")), &expected);
    }

    #[test]
    fn every_byte_of_any_page_has_its_place(text in hostile_page()) {
        check(text.as_bytes()).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn any_text_can_be_read_inline(text in "([a*_`\\\\<>/&;\\[\\]()!\n| -]|[.1参└#]|<br>|<li>|\\]\\(|\\*\\*|-   |&lt;){0,40}") {
        let read = inline::read(&text, Span::new(0, text.len()));
        prop_assert_eq!(read.text.trim_matches(is_space), &read.text);
        prop_assert_eq!(read.text.find('\u{200b}'), None);
        for mark in &read.marks {
            prop_assert!(read.text.get(mark.range.start..mark.range.end).is_some(), "{:?} in {:?}", mark, read.text);
            prop_assert!(text.get(mark.source.start..mark.source.end).is_some());
        }
        for (at, _) in read.text.char_indices() {
            prop_assert!(text.is_char_boundary(read.to_page(at)), "{} of {:?}", at, read.text);
        }
    }
}

// -- pages --------------------------------------------------------------------------------------------------------------------

fn pages_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn below_the_crate(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The cases are pages, too: a page inside a page, which is hostile enough.
#[test]
fn pages_cut_off_at_every_byte_are_read() {
    let cases = pages_below(&below_the_crate("tests/cases"));
    assert!(cases.len() > 40, "the case folder is complete");
    let own = pages_below(&below_the_crate("../../specs/pages"));
    for path in cases.iter().chain(&own) {
        let bytes = std::fs::read(path).unwrap();
        for end in 0..=bytes.len() {
            if let Err(error) = check(&bytes[..end]) {
                panic!("{} cut off at {end}: {error}", path.display());
            }
        }
    }
}

#[test]
fn crlf_and_a_byte_order_mark_change_no_row_of_a_case() {
    for path in pages_below(&below_the_crate("tests/cases")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let expected = cell_texts(&text);
        assert_eq!(
            cell_texts(&text.replace('\n', "\r\n")),
            expected,
            "{}",
            path.display()
        );
        assert_eq!(
            cell_texts(&format!("\u{feff}{text}")),
            expected,
            "{}",
            path.display()
        );
    }
}

/// None of these ends in a sensible time if the reader looks over the same lines again and again.
#[test]
fn hostile_repetition_is_read_in_linear_time() {
    const PATTERNS: &[&str] = &[
        "|\n",
        "|x\n\n",
        "|x\n",
        "|a|b|\n",
        "| a |\ntext\n",
        "x|y\n",
        "|a|\nx|\n",
        "```\n|",
        "|x\n```\n",
        "|x\n````\n```\n",
        "- ```\n",
        "<pre>\n",
        "<!--\n",
        "{% a %}\n",
        "{% enda %}\n",
        "?> x\n",
        "|名称|类型|\n",
        "|--|--|\n",
        "a|b\n-|-\n",
        "> |\n",
        "- a\n  ",
        "#\n",
        "[",
        "](",
        "**",
        "`",
        "*a*](",
        "<a ",
        "&#",
        "|x\n\n\ny\n",
        "[*a",
        "[a](b)",
    ];
    for pattern in PATTERNS {
        for prefix in ["", "|a|b|c|\n|-|-|-|\n", "|名称|类型\n"] {
            let page = format!("{prefix}{}", pattern.repeat(60_000 / pattern.len()));
            let (source, page) = check(page.as_bytes()).unwrap();
            for block in &page.blocks {
                inline::read(source.text(), block.span);
            }
        }
    }
}

/// Every page of the corpus, if there is one beside the repository.
#[test]
fn every_byte_of_the_corpus_has_its_block() {
    let pages = pages_below(&below_the_crate("../../../shared/corpus"));
    if pages.is_empty() {
        tell!("skipped: no corpus at ../shared/corpus");
        return;
    }
    let mut rows = 0;
    for path in &pages {
        let (source, page) = check(&std::fs::read(path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for table in tables(&page) {
            rows += table.rows.len();
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.for_each(|&cell| drop(inline::read(source.text(), cell)));
        }
    }
    tell!("read {} pages, {rows} rows", pages.len());
    assert!(rows > pages.len(), "a corpus has tables");
}
