//! Findings as a report for the people who write the pages: by kind of finding, what it does to readers,
//! how to mend it, and where it stands.

use std::collections::BTreeMap;
use std::fmt::Write;

use specwright_reader::codes::CodeInfo;
use specwright_reader::diagnostic::Diagnostic;

use crate::lint::{Batch, codes};
use crate::summary::Levels;
use crate::table::count;

/// The report.
pub fn report(batches: &[Batch]) -> String {
    let all = || batches.iter().flat_map(|batch| &batch.findings);
    let pages: usize = batches.iter().map(|batch| batch.folder.pages.len()).sum();
    let mut text = "# What these pages say otherwise than they mean\n\n".to_owned();
    let _ = writeln!(
        text,
        "{} looked at: {}.\n",
        count(pages, "page"),
        Levels::of(all())
    );
    let codes = codes(batches);
    if codes.is_empty() {
        text.push_str("Nothing was found.\n");
        return text;
    }
    text.push_str(
        "An error means that a reader cannot tell what is meant, a warning that readers may take it wrong, \
         a note that common tools show the page otherwise than its author saw it.\n\n",
    );
    text.push_str("| code | level | finding | places |\n| --- | --- | --- | ---: |\n");
    for info in &codes {
        let places = all().filter(|finding| finding.code == info.code).count();
        let code = info.code.as_str();
        let title = cell(info.title);
        let _ = writeln!(
            text,
            "| [{code}](#{}) | {} | {title} | {places} |",
            anchor(code),
            info.level.as_str()
        );
    }
    for info in codes {
        text.push_str(&section(info, batches));
    }
    text
}

fn section(info: &CodeInfo, batches: &[Batch]) -> String {
    let code = info.code.as_str();
    let mut text = format!(
        "\n## {code}\n\n**{}.** {}\n\n",
        first_upper(info.title),
        info.explanation
    );
    let _ = writeln!(text, "To mend it: {}.\n", info.help);
    for (page, findings) in by_page(info, batches) {
        let _ = writeln!(text, "- `{page}`");
        let mut by_message: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
        for finding in findings {
            let help = finding
                .help
                .as_deref()
                .filter(|help| *help != info.help)
                .unwrap_or_default();
            let place = &finding.primary.place;
            let at = by_message.entry((&finding.message, help)).or_default();
            at.push(format!("{}:{}", place.line, place.column));
        }
        for ((message, help), places) in by_message {
            let help = if help.is_empty() {
                String::new()
            } else {
                format!(" ({})", escaped(help))
            };
            let _ = writeln!(
                text,
                "  - {}: {}{help}",
                places.join(", "),
                escaped(message)
            );
        }
    }
    text
}

/// The findings of one code by page, as people name it.
fn by_page<'b>(info: &CodeInfo, batches: &'b [Batch]) -> BTreeMap<String, Vec<&'b Diagnostic>> {
    let mut by_page: BTreeMap<String, Vec<&Diagnostic>> = BTreeMap::new();
    for batch in batches {
        for finding in batch
            .findings
            .iter()
            .filter(|finding| finding.code == info.code)
        {
            let page = batch.folder.shown(&finding.primary.place.page);
            by_page.entry(page).or_default().push(finding);
        }
    }
    by_page
}

fn anchor(code: &str) -> String {
    code.to_ascii_lowercase()
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Text from a page, so that it stays text: no tags, no links, no emphasis.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '|' | '#') {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
    }
    escaped
}

fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
