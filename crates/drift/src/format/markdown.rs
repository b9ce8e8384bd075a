//! For a pull request: what a maintainer would paste. Gravest first, the harmless folded away.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Report, message};
use crate::{Change, Level};

/// Headings, and what stands below each.
type Section = (&'static str, fn(&Change) -> bool);

const SECTIONS: &[Section] = &[
    ("Breaks deployed clients", |change| {
        change.wire == Level::Error
    }),
    ("Breaks source code", |change| {
        change.source == Level::Error && change.wire != Level::Error
    }),
    ("Worth a look", |change| change.level() == Level::Warning),
];

pub(super) fn render(report: &Report<'_>) -> String {
    let mut out = format!(
        "## API drift: {} to {}\n\n",
        code(report.from),
        code(report.to)
    );
    let _ = writeln!(out, "{}\n", capital(&report.summary()));
    for (heading, belongs) in SECTIONS {
        let changes: Vec<&Change> = report.changes.iter().filter(|c| belongs(c)).collect();
        if !changes.is_empty() {
            let _ = writeln!(out, "### {heading}\n");
            list(&mut out, report, &changes);
        }
    }
    let harmless: Vec<&Change> = report
        .changes
        .iter()
        .filter(|change| change.level() < Level::Warning && !change.docs)
        .collect();
    if !harmless.is_empty() {
        let _ = writeln!(
            out,
            "<details><summary>Harmless ({})</summary>\n",
            harmless.len()
        );
        list(&mut out, report, &harmless);
        out.push_str("</details>\n\n");
    }
    words_only(&mut out, report.changes);
    for problem in report.problems {
        let _ = writeln!(
            out,
            "- allow-file: {} {}: {} ({})",
            code(&problem.rule),
            code(&problem.subject),
            escape(&problem.message),
            problem.help
        );
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

fn list(out: &mut String, report: &Report<'_>, changes: &[&Change]) {
    for (change, others) in folded(changes) {
        let also = also(others);
        let _ = write!(
            out,
            "- {} {}{also}",
            code(change.rule),
            escape(&message(change))
        );
        if let Some(place) = change.place() {
            let side = if change.to.is_none() {
                " in the old pages"
            } else {
                ""
            };
            let _ = write!(
                out,
                " ({}{side})",
                code(&super::join(report.pages, &place.to_string()))
            );
        }
        out.push('\n');
    }
    out.push('\n');
}

/// Changes of one rule and one subject that follow each other: one entry of a list, because they
/// differ in a value only. A set of values can grow by hundreds in one edit.
pub(crate) fn folded<'s, 'c>(
    changes: &'s [&'c Change],
) -> impl Iterator<Item = (&'c Change, &'s [&'c Change])> {
    changes
        .chunk_by(|a, b| a.rule == b.rule && a.subject == b.subject)
        .filter_map(|chunk| chunk.split_first().map(|(first, others)| (*first, others)))
}

/// The values of the changes that stand behind the first: `; also …`.
pub(crate) fn also(others: &[&Change]) -> String {
    const SHOWN: usize = 8;
    if others.is_empty() {
        return String::new();
    }
    let value = |change: &&Change| {
        let value = if change.new.is_null() {
            &change.old
        } else {
            &change.new
        };
        code(
            &value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned),
        )
    };
    let values: Vec<String> = others.iter().take(SHOWN).map(value).collect();
    let more = match others.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("; also {}{more}", values.join(", "))
}

/// Edits of words, by rule: their number is all that matters here.
fn words_only(out: &mut String, changes: &[Change]) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for change in changes.iter().filter(|change| change.docs) {
        *counts.entry(change.rule).or_default() += 1;
    }
    if !counts.is_empty() {
        let counts: Vec<String> = counts
            .iter()
            .map(|(rule, n)| format!("{n} {}", code(rule)))
            .collect();
        let _ = writeln!(out, "Words only: {}.\n", counts.join(", "));
    }
}

/// A code span that its content cannot end.
pub(crate) fn code(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A message outside code spans: nothing in it may open a tag, a link or a mention.
/// Between single backticks, names stay as they are.
pub(crate) fn escape(message: &str) -> String {
    let mut out = String::new();
    let balanced = message.matches('`').count().is_multiple_of(2);
    for (index, part) in message.split('`').enumerate() {
        if balanced && index % 2 == 1 {
            let _ = write!(out, "`{part}`");
            continue;
        }
        for c in part.chars() {
            match c {
                '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' => out.extend(['\\', c]),
                '@' => out.push_str("&#64;"),
                '&' => out.push_str("&amp;"),
                c => out.push(c),
            }
        }
        if !balanced {
            out.push(' ');
        }
    }
    out
}

pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
