//! Findings as a report for the people who write the pages: by kind of finding, the weightiest first, what
//! it does to readers, how to mend it, and where it stands.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

use specwright_reader::codes::CodeInfo;
use specwright_reader::diagnostic::{Diagnostic, Level};

use crate::lint::{Batch, Found, by_weight};
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
    let found = by_weight(batches);
    if found.is_empty() {
        text.push_str("Nothing was found.\n");
        return text;
    }
    text.push_str(
        "An error means that a reader cannot tell what is meant, a warning that readers may take it wrong, \
         a note that common tools show the page otherwise than its author saw it.\n\n",
    );
    text.push_str(
        "| code | level | finding | places | pages | with a fix |\n| --- | --- | --- | ---: | ---: | ---: |\n",
    );
    for found in &found {
        let code = found.info.code.as_str();
        let _ = writeln!(
            text,
            "| [{code}](#{}) | {} | {} | {} | {} | {} |",
            anchor(code),
            found.level.as_str(),
            cell(found.info.title),
            found.places,
            found.pages,
            found.fixes,
        );
    }
    if found.iter().any(|found| found.fixes > 0) {
        text.push_str(
            "\nWhere a fix is known the JSON and SARIF forms of this report hold it, as text to put in place of text.\n",
        );
    }
    text.push_str(&first_pages(batches));
    for found in &found {
        text.push_str(&section(found, batches));
    }
    text
}

/// The pages to begin with: those with the most findings that are more than notes.
fn first_pages(batches: &[Batch]) -> String {
    const SHOWN: usize = 10;
    let mut by_page: BTreeMap<String, usize> = BTreeMap::new();
    for batch in batches {
        let heavy = batch
            .findings
            .iter()
            .filter(|finding| finding.level > Level::Note);
        for finding in heavy {
            let page = batch.folder.shown(&finding.primary.place.page);
            *by_page.entry(page).or_default() += 1;
        }
    }
    // A list of everything is no help.
    if by_page.len() <= SHOWN {
        return String::new();
    }
    let mut pages: Vec<(String, usize)> = by_page.into_iter().collect();
    pages.sort_by_key(|(_, places)| Reverse(*places));
    let mut text = "\n## Pages to begin with\n\nThose with the most warnings:\n\n".to_owned();
    for (page, places) in pages.iter().take(SHOWN) {
        let _ = writeln!(text, "- `{page}`: {places}");
    }
    text
}

fn section(found: &Found, batches: &[Batch]) -> String {
    let info = found.info;
    let code = info.code.as_str();
    let mut text = format!(
        "\n## {code}\n\n**{}.** {}\n\n",
        first_upper(info.title),
        info.explanation
    );
    let _ = writeln!(text, "To mend it: {}.\n", info.help);
    for (page, findings) in by_page(info, batches) {
        // In the order of the page: a message stands where its first place is.
        let mut by_message: Vec<((&str, &str), Vec<String>)> = Vec::new();
        for finding in findings {
            let help = finding
                .help
                .as_deref()
                .filter(|help| *help != info.help)
                .unwrap_or_default();
            let place = &finding.primary.place;
            let at = format!("{}:{}", place.line, place.column);
            let key = (finding.message.as_str(), help);
            match by_message.iter_mut().find(|(known, _)| *known == key) {
                Some((_, places)) => places.push(at),
                None => by_message.push((key, vec![at])),
            }
        }
        // A page that says no more than the section's head is one line.
        if let [((message, ""), places)] = by_message.as_slice()
            && let Some(rest) = message.strip_prefix(info.title)
        {
            let _ = writeln!(text, "- `{page}`: {}{}", places.join(", "), escaped(rest));
            continue;
        }
        let _ = writeln!(text, "- `{page}`");
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

/// Text from a page, so that it stays text: no tags, no links, no emphasis. Between backticks signs
/// are themselves; a backtick without a partner is text too.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    let mut ticks = text.matches('`').count();
    let mut is_code = false;
    for c in text.chars() {
        if c == '`' {
            ticks -= 1;
            let has_partner = is_code || ticks > 0;
            is_code = has_partner && !is_code;
            escaped.push_str(if has_partner { "`" } else { "\\`" });
            continue;
        }
        if !is_code && matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '|' | '#') {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_text_stays_text_and_code_stays_code() {
        for (text, expected) in [
            ("`X-Meta-*` is <b>", "`X-Meta-*` is \\<b>"),
            ("a_b `c_d` e`f*", "a\\_b `c_d` e\\`f\\*"),
            ("plain", "plain"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}
