//! How blocks, rows, inline text and diagnostics are written down in a case.

use specwright_reader::blocks::{Block, BlockKind, Page};
use specwright_reader::inline::{self, Inline, MarkKind};
use specwright_reader::layout;
use specwright_reader::table::Table;
use specwright_reader::text::{Source, Span};
use std::fmt::Write;

/// A block a line; two spaces for each list it stands in.
pub fn blocks(source: &Source, page: &Page) -> String {
    page.blocks
        .iter()
        .map(|block| {
            format!(
                "{}{}\n",
                "  ".repeat(block.depth.into()),
                block_line(source, block)
            )
        })
        .collect()
}

fn block_line(source: &Source, block: &Block) -> String {
    let line = |span: Span| visible(source.slice(span));
    let lines = |span: Span| format!("{} lines", source.slice(span).lines().count());
    match &block.kind {
        BlockKind::FrontMatter { body } => format!("front matter {}", line(*body)),
        BlockKind::Heading(heading) => {
            let attributes = heading
                .attributes
                .map_or(String::new(), |span| format!(" {{{}}}", line(span)));
            format!(
                "heading {} {}{attributes}",
                heading.level,
                visible(&inline::title(source.text(), heading.text).text)
            )
            .trim_end()
            .to_owned()
        }
        BlockKind::Paragraph {
            bold_title: Some(title),
        } => format!("bold {}", line(*title)),
        BlockKind::Paragraph { bold_title: None } => format!("paragraph {}", line(block.span)),
        BlockKind::Item { ordered, text } => format!(
            "{} {}",
            if *ordered { "number" } else { "item" },
            line(*text)
        ),
        BlockKind::Fence(fence) => {
            let info = if fence.info.is_empty() {
                String::new()
            } else {
                format!("{} ", line(fence.info))
            };
            format!(
                "fence {info}{}{}",
                visible(&fence.text(source)),
                if fence.closed { "" } else { " (open)" }
            )
        }
        BlockKind::Table(table) => {
            format!("table {} × {}", table.header.cells.len(), table.rows.len())
        }
        BlockKind::StrayRows(table) => format!("stray rows {}", table.rows.len()),
        BlockKind::Quote => format!(
            "quote {}",
            visible(&specwright_reader::blocks::quoted_text(source, block.span))
        ),
        BlockKind::Callout { warning, text } => format!(
            "{} {}",
            if *warning { "warning" } else { "note" },
            line(*text)
        ),
        BlockKind::Tag { name, arguments } => format!("tag {} {}", line(*name), line(*arguments))
            .trim_end()
            .to_owned(),
        BlockKind::Verbatim { body, closed } => {
            format!(
                "verbatim {}{}",
                lines(*body),
                if *closed { "" } else { " (open)" }
            )
        }
        BlockKind::Comment { closed } => format!("comment{}", if *closed { "" } else { " (open)" }),
        BlockKind::Html => format!("html {}", line(block.span)),
        BlockKind::Rule => "rule".to_owned(),
    }
}

/// A row a line, cells between ` ¦ `; the header is followed by a line of dashes; a blank line between tables.
pub fn rows(source: &Source, page: &Page) -> String {
    let row = |cells: &[Span]| {
        cells
            .iter()
            .map(|&cell| text(source, cell))
            .collect::<Vec<_>>()
            .join(" ¦ ")
    };
    let table = |table: &Table| {
        let header = if table.header.cells.is_empty() {
            "(no header)".to_owned()
        } else {
            row(&table.header.cells)
        };
        let body: String = table
            .rows
            .iter()
            .map(|r| format!("{}\n", row(&r.cells).trim_end()))
            .collect();
        format!("{header}\n---\n{body}")
    };
    let tables = page.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Table(found) | BlockKind::StrayRows(found) => Some(table(found)),
        _ => None,
    });
    tables.collect::<Vec<_>>().join("\n")
}

/// Every cell below a header and every heading that has markup: its text, and each mark on a line of its own.
pub fn inline(source: &Source, page: &Page) -> String {
    let mut out = String::new();
    for block in &page.blocks {
        match &block.kind {
            BlockKind::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|&cell| marks(source, inline::read(source.text(), cell), &mut out));
            }
            BlockKind::Heading(heading) => {
                marks(source, inline::title(source.text(), heading.text), &mut out)
            }
            BlockKind::Paragraph { .. } => {
                marks(source, inline::read(source.text(), block.span), &mut out)
            }
            _ => {}
        }
    }
    out
}

fn marks(source: &Source, read: Inline, out: &mut String) {
    let _ = writeln!(out, "{}", visible(&read.text));
    if !read.lead.is_empty() {
        let lead = read.lead;
        let _ = writeln!(
            out,
            "  lead └ {} em {} wide {}",
            lead.corners, lead.em_spaces, lead.wide_spaces
        );
    }
    for mark in &read.marks {
        let kind = match &mark.kind {
            MarkKind::Code => "code".to_owned(),
            MarkKind::Fence => "fence".to_owned(),
            MarkKind::Bold => "bold".to_owned(),
            MarkKind::Link(target) => format!("link {target}"),
            MarkKind::Item { depth } => format!("item {depth}"),
        };
        let written = visible(source.slice(mark.source));
        let _ = writeln!(out, "  {kind}: {} ← {written}", visible(read.marked(mark)));
    }
}

/// A finding a line: place, level, code, message.
pub fn diagnostics(source: &Source, page: &Page) -> String {
    let line = |found: &specwright_reader::diagnostic::Diagnostic| {
        let place = &found.primary.place;
        format!(
            "{}:{} {} {} {}\n",
            place.line,
            place.column,
            found.level.as_str(),
            found.code.as_str(),
            found.message
        )
    };
    layout::diagnostics(source, page).iter().map(line).collect()
}

fn text(source: &Source, span: Span) -> String {
    visible(&inline::plain(source.text(), span))
}

fn visible(text: &str) -> String {
    let mut shown = text.replace('\n', "⏎");
    for (sign, value) in super::SIGNS {
        if let Ok(value) = std::str::from_utf8(value) {
            shown = shown.replace(value, sign);
        }
    }
    shown
}
