//! The doors from page text to doc comments, code spans and string literals.
//!
//! Page text is hostile: it may hold comment ends, code fences, links to nowhere, HTML, control
//! and direction characters. What passes here is a plain paragraph, whatever came in.

use proc_macro2::Literal;

/// Where a doc comment is broken.
const WIDTH: usize = 96;

/// The text as a Rust string literal.
pub fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}

/// The text as inline code on one line.
pub fn code(text: &str) -> String {
    let text = plain(text);
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    match (text.trim().is_empty(), longest) {
        (true, _) => "the empty text".to_owned(),
        (false, 0) => format!("`{text}`"),
        (false, n) => format!("{0} {text} {0}", "`".repeat(n + 1)),
    }
}

/// A link that a doc comment may hold: only what a URL may have.
pub fn url(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'_' | b'.' | b'~' | b'/' | b':' | b'?' | b'#' | b'=' | b'&' | b'%' | b'+' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Page text as a paragraph without any markup.
pub fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for word in plain(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.contains("://") {
            out.push_str(&code(word));
            continue;
        }
        for c in word.chars() {
            if matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '&'
            ) {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// Page text as paragraphs and items of lists, each through [`prose`].
pub fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n")
        .map(|paragraph| prose(paragraph.trim()))
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| sentence(&paragraph))
        .collect()
}

/// Paragraphs as lines of a doc comment, without the slashes; an empty one stands between them, but
/// not between items of a list.
pub fn doc_lines(paragraphs: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut in_list = false;
    for paragraph in paragraphs
        .iter()
        .filter(|paragraph| !paragraph.trim().is_empty())
    {
        let item = paragraph.strip_prefix("- ");
        let goes_on = in_list && item.is_some();
        if !(lines.is_empty() || goes_on) {
            lines.push(String::new());
        }
        let mut wrapped = Vec::new();
        wrap(item.unwrap_or(paragraph), &mut wrapped);
        let marks = if item.is_some() {
            ["- ", "  "]
        } else {
            [""; 2]
        };
        let mark = |(at, line)| format!("{}{line}", marks[usize::from(at > 0)]);
        lines.extend(wrapped.into_iter().enumerate().map(mark));
        in_list = item.is_some();
    }
    lines
}

/// A sentence: a capital first, a full stop last.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    let ends = text.ends_with(['.', '!', '?', ':', '。', '！', '？', ';']);
    format!("{text}{}", if ends || text.is_empty() { "" } else { "." })
}

fn wrap(paragraph: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in spans(paragraph) {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(unmarked(std::mem::take(&mut line)));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(unmarked(line));
}

/// Words, with inline code and links in one piece.
fn spans(paragraph: &str) -> Vec<&str> {
    let mut spans = Vec::new();
    let mut start = 0;
    let mut in_code = 0;
    let bytes = paragraph.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if in_code == 0 => at += 1,
            b'`' => {
                let run = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
                in_code = if in_code == 0 {
                    run
                } else if in_code == run {
                    0
                } else {
                    in_code
                };
                at += run - 1;
            }
            b' ' if in_code == 0 => {
                spans.push(&paragraph[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    spans.push(&paragraph[start..]);
    spans.retain(|span| !span.is_empty());
    spans
}

/// A line that begins no list, heading, quote or table.
fn unmarked(line: String) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = &line[digits..];
    if digits > 0 && after.starts_with(['.', ')']) {
        return format!("{}\\{after}", &line[..digits]);
    }
    if line.starts_with(['-', '+', '#', '=', ':', '!']) {
        return format!("\\{line}");
    }
    line
}

/// The text on one line, without characters that hide or turn others.
fn plain(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => None,
            c if c.is_whitespace() || c.is_control() => Some(' '),
            c => Some(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(
            prose("a *b* [c](d)\n```rust\nfn x() {}\n```"),
            r"a \*b\* \[c\](d) \`\`\`rust fn x() {} \`\`\`"
        );
        assert_eq!(prose("see http://x.y/<z>"), "see `http://x.y/<z>`");
        assert_eq!(prose("*/ \u{202e}x\u{0}"), r"\*/ x");
    }

    #[test]
    fn code_keeps_its_backticks() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code(" \n"), "the empty text");
    }

    #[test]
    fn lines_are_wrapped_and_begin_nothing() {
        let long = format!("{} - 1. {}", "x".repeat(95), "y".repeat(95));
        let lines = doc_lines(&[long, "# a".into(), String::new(), "1. b".into()]);
        assert_eq!(lines.len(), 7);
        assert_eq!(
            (&*lines[1], &*lines[4], &*lines[6]),
            (r"\- 1.", r"\# a", r"1\. b")
        );
    }

    #[test]
    fn lists_stay_lists() {
        let lines = doc_lines(&paragraphs(
            "When\nfull:\n\n- # one\n\n- two\n\n\n\nThen `x`",
        ));
        assert_eq!(
            lines,
            ["When full:", "", r"- \# one.", "- two.", "", r"Then \`x\`."]
        );
        let long = format!("- {} y", "x".repeat(97));
        assert_eq!(doc_lines(&[long])[1], "  y");
    }

    #[test]
    fn inline_code_is_not_broken() {
        let text = format!("{} `a b` c", "x".repeat(92));
        assert_eq!(doc_lines(&[text])[1], "`a b` c");
    }

    #[test]
    fn a_link_holds_what_a_link_may() {
        assert_eq!(url("https://a/b c>\n"), "https://a/b%20c%3E%0A");
    }
}
