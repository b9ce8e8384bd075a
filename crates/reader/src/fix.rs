//! What mends a finding: texts that take the place of parts of a page, exact to the byte. A fix is
//! given only where one answer is right whatever the author meant; where the page leaves a choice,
//! the help line tells of it. Must not know why something is wrong: the rules do.

use crate::text::{Place, Source, Span};

/// Changes of one page that make a finding go away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What they do, in a few words: `write the row on one line`.
    pub title: String,
    /// The changes, in the order of the page; they do not overlap.
    pub edits: Vec<Edit>,
}

/// A text in place of a part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes: the bytes of the place's span. An empty span is a place to put text in.
    pub place: Place,
    /// What comes, with `\n` for line ends.
    pub text: String,
}

impl Fix {
    /// A fix of one change.
    pub fn one(source: &Source, title: &str, span: Span, text: impl Into<String>) -> Self {
        Fix {
            title: title.to_owned(),
            edits: vec![Edit::new(source, span, text)],
        }
    }

    /// Writes a word in place of another within a part of a page; nothing unless the other stands
    /// there exactly once, as a word of its own.
    pub fn word(source: &Source, span: Span, word: &str, by: &str) -> Option<Self> {
        let title = format!("write `{by}`");
        find_once(source, span, word).map(|span| Fix::one(source, &title, span, by))
    }

    /// Takes out a row or a line, with its line end.
    pub fn without_line(source: &Source, title: &str, span: Span) -> Self {
        let has_end = source.text().as_bytes().get(span.end) == Some(&b'\n');
        let span = Span::new(span.start, span.end + usize::from(has_end));
        Fix::one(source, title, span, "")
    }
}

impl Edit {
    /// A change of a page.
    pub fn new(source: &Source, span: Span, text: impl Into<String>) -> Self {
        Edit {
            place: source.place(span),
            text: text.into(),
        }
    }
}

/// A page's text with changes made. Changes that overlap an earlier one, or that are not the
/// page's, are left out.
pub fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| (edit.place.span.start, edit.place.span.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let span = edit.place.span;
        if span.start < done {
            continue;
        }
        let (Some(before), Some(_)) = (text.get(done..span.start), text.get(span.start..span.end))
        else {
            continue;
        };
        out.push_str(before);
        out.push_str(&edit.text);
        done = span.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

fn find_once(source: &Source, span: Span, word: &str) -> Option<Span> {
    let text = source.slice(span);
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let mut places = text.match_indices(word).filter(|(at, word)| {
        !is_part(text[..*at].chars().next_back())
            && !is_part(text[at + word.len()..].chars().next())
    });
    let (at, _) = places.next().filter(|(_, word)| !word.is_empty())?;
    if places.next().is_some() {
        return None;
    }
    let start = span.start + at;
    Some(Span::new(start, start + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Source {
        Source::decode("p.md", text.as_bytes())
    }

    #[test]
    fn a_word_is_replaced_where_it_stands_once() {
        let source = page("|Size|Interger (Integer)|");
        let all = Span::new(0, source.text().len());
        let fix = Fix::word(&source, all, "Interger", "Integer").expect("a fix");
        assert_eq!(apply(source.text(), &fix.edits), "|Size|Integer (Integer)|");
        assert_eq!(
            Fix::word(&source, all, "ger", "x"),
            None,
            "a part of a word"
        );
        let twice = page("Interger or Interger");
        let all = Span::new(0, twice.text().len());
        assert_eq!(Fix::word(&twice, all, "Interger", "Integer"), None);
    }

    #[test]
    fn changes_that_overlap_are_made_once() {
        let source = page("abc\ndef\n");
        let change = |start, end, text: &str| Edit::new(&source, Span::new(start, end), text);
        let edits = [change(4, 7, "x"), change(0, 3, "y"), change(1, 2, "lost")];
        assert_eq!(apply(source.text(), &edits), "y\nx\n");
        let line = Fix::without_line(&source, "remove the line", Span::new(0, 3));
        assert_eq!(apply(source.text(), &line.edits), "def\n");
        assert_eq!(apply("é", &[change(1, 1, "x")]), "é", "not at a character");
    }
}
