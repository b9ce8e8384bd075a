//! The parts of a Markdown link: what may be its target, and how the target is written.

use crate::html::HtmlTag;
use crate::text::is_space;

/// No link target at hand is longer than a few hundred bytes; the bound keeps a hostile text linear.
const MAX_TARGET: usize = 2048;

/// The target of a link whose text ends at the `](` that a text starts with, and the length of all of it.
pub(super) fn target(text: &str) -> Option<(String, usize)> {
    let rest = text.strip_prefix("](")?;
    let mut depth = 1;
    for (at, c) in rest.char_indices().take_while(|&(at, _)| at < MAX_TARGET) {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((clean_target(&rest[..at]), at + 3));
        }
    }
    None
}

/// Whether a star opens the text of a link in single stars: `*Name*](`.
pub(super) fn is_starred(rest: &str) -> bool {
    rest[1..]
        .find('*')
        .is_some_and(|at| rest[at + 2..].starts_with("]("))
}

/// A link's target without a title, angle brackets and the breaks that a generator put into it.
fn clean_target(raw: &str) -> String {
    let raw = raw.trim_matches(is_space);
    let titled = raw
        .strip_suffix('"')
        .and_then(|rest| rest.rfind(" \"").map(|at| raw[..at].trim_end()));
    let mut target = titled.unwrap_or(raw);
    target = target
        .strip_prefix('<')
        .and_then(|inner| inner.strip_suffix('>'))
        .unwrap_or(target);
    let mut clean = String::with_capacity(target.len());
    while let Some(at) = target.find('<') {
        clean.push_str(&target[..at]);
        let tag = HtmlTag::parse(&target[at..]);
        let len = tag.map_or(1, |tag| tag.len);
        if len == 1 {
            clean.push('<');
        }
        target = &target[at + len..];
    }
    clean.push_str(target);
    clean.trim_matches(is_space).to_owned()
}
