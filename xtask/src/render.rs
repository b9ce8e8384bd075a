//! Draws diagnostics as the compiler draws its own: the lines meant, marked, with what to do.
//! Must not decide what is shown.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::sync::Arc;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use specwright_reader::diagnostic::{Diagnostic, Label};
use specwright_reader::fix::{Edit, Fix};
use specwright_reader::text::{Place, Source, Span};

use crate::pages::Folder;

/// Labels so close to the finding are drawn in one piece with it.
const NEAR_LINES: usize = 6;
/// A fix of more lines than this is told, not drawn; other forms of the findings hold it whole.
const MENDED_LINES: usize = 8;
/// A mark over more lines than this is drawn on the first.
const MARKED_LINES: usize = 4;

/// The texts of a folder's pages, decoded when they are first needed.
pub struct Sources<'f> {
    folder: &'f Folder,
    decoded: BTreeMap<Arc<str>, Source>,
}

impl<'f> Sources<'f> {
    /// No page is decoded yet.
    pub fn new(folder: &'f Folder) -> Self {
        Self {
            folder,
            decoded: BTreeMap::new(),
        }
    }

    /// A page's text; empty if the folder has no such page.
    pub fn get(&mut self, page: &Arc<str>) -> &Source {
        let folder = self.folder;
        self.decoded.entry(Arc::clone(page)).or_insert_with(|| {
            let bytes = folder.page(page).map_or(&[][..], |file| &file.bytes);
            Source::decode(page, bytes)
        })
    }

    /// A page's path as people name it.
    pub fn shown(&self, page: &str) -> String {
        self.folder.shown(page)
    }

    /// Line and column after the last character of what is meant.
    pub fn end(&mut self, place: &Place) -> (usize, usize) {
        let source = self.get(&place.page);
        source.line_column(span(source, place).end)
    }

    /// Line and column after the last character that an edit takes away.
    pub fn end_of(&mut self, edit: &Edit) -> (usize, usize) {
        let place = &edit.place;
        self.get(&place.page).line_column(place.span.end)
    }
}

/// Draws on a stream, in colours if it is a terminal that wants them.
pub struct Painter(Renderer);

impl Painter {
    /// For a stream that may be a terminal.
    pub fn new(stream: &impl IsTerminal) -> Self {
        let wants_colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self(if wants_colour && stream.is_terminal() {
            Renderer::styled()
        } else {
            Renderer::plain()
        })
    }

    /// Writes every diagnostic, with an empty line after each.
    pub fn all<'d>(
        &self,
        to: &mut impl Write,
        sources: &mut Sources<'_>,
        diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    ) -> std::io::Result<()> {
        for diagnostic in diagnostics {
            writeln!(to, "{}\n", self.one(sources, diagnostic))?;
        }
        to.flush()
    }

    /// One diagnostic.
    pub fn one(&self, sources: &mut Sources<'_>, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.level {
            specwright_reader::diagnostic::Level::Error => Level::ERROR,
            specwright_reader::diagnostic::Level::Warning => Level::WARNING,
            specwright_reader::diagnostic::Level::Note => Level::NOTE,
        };
        let title = level
            .primary_title(printable(&diagnostic.message))
            .id(diagnostic.code.as_str());
        let (near, far): (Vec<_>, Vec<_>) = diagnostic
            .secondary
            .iter()
            .partition(|label| is_near(label, &diagnostic.primary));
        let mut group = Group::with_title(title);
        group = group.element(snippet(
            sources,
            &diagnostic.primary,
            &near,
            AnnotationKind::Primary,
        ));
        for label in far {
            group = group.element(snippet(sources, label, &[], AnnotationKind::Context));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(printable(help)));
        }
        let Some(fix) = &diagnostic.fix else {
            return self.0.render(&[group]);
        };
        match mended(sources, fix) {
            Some(snippet) => {
                let title = Level::HELP.secondary_title(printable(&fix.title));
                let mend = Group::with_title(title).element(snippet);
                self.0.render(&[group, mend])
            }
            None => {
                let told = format!("{}: {} places", fix.title, fix.edits.len());
                let told = Level::HELP.message(printable(&told));
                self.0.render(&[group.element(told)])
            }
        }
    }
}

/// Text from a page may hold anything; a terminal obeys some of it.
pub fn printable(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
}

/// The bytes that a place means. One that knows only line and column means the rest of its line.
fn span(source: &Source, place: &Place) -> Span {
    if !place.span.is_empty() || place.line <= 1 {
        return place.span;
    }
    let line = source.line(place.line - 1);
    let text = source.slice(line).trim_end();
    let before = text.char_indices().nth(place.column.saturating_sub(1));
    let start = line.start + before.map_or(0, |(at, _)| at);
    Span::new(start, line.start + text.len())
}

/// The lines that a fix changes, as they should be.
fn mended<'a>(sources: &mut Sources<'_>, fix: &Fix) -> Option<Snippet<'a, Patch<'a>>> {
    let (first, last) = (fix.edits.first()?, fix.edits.last()?);
    let path = sources.shown(&first.place.page);
    let source = sources.get(&first.place.page);
    let line = source.line_of(first.place.span.start);
    let last = source.line_of(last.place.span.end);
    if last - line >= MENDED_LINES {
        return None;
    }
    let window = Span::new(source.line(line).start, source.line(last).end);
    let patches = fix.edits.iter().map(|edit| {
        let span = marked_whole(source, edit.place.span);
        let range = span.start - window.start..span.end - window.start;
        Patch::new(range, printable(&edit.text))
    });
    let snippet = Snippet::source(source.slice(window).to_owned())
        .path(path)
        .line_start(line + 1);
    Some(snippet.patches(patches))
}

fn is_near(label: &Label, to: &Label) -> bool {
    label.place.page == to.place.page && label.place.line.abs_diff(to.place.line) <= NEAR_LINES
}

/// The lines around some labels of one page.
fn snippet<'a>(
    sources: &mut Sources<'_>,
    main: &Label,
    near: &[&Label],
    kind: AnnotationKind,
) -> Snippet<'a, Annotation<'a>> {
    let path = sources.shown(&main.place.page);
    let source = sources.get(&main.place.page);
    let spans: Vec<Span> = std::iter::once(main)
        .chain(near.iter().copied())
        .map(|label| marked(source, span(source, &label.place)))
        .collect();
    let first = spans.iter().map(|span| span.start).min().unwrap_or(0);
    let last = spans.iter().map(|span| span.end).max().unwrap_or(first);
    let line = source.line_of(first);
    let window = Span::new(
        source.line(line).start,
        source.line(source.line_of(last)).end.max(last),
    );
    let mut snippet = Snippet::source(source.slice(window).to_owned())
        .path(path)
        .line_start(line + 1);
    let labels = std::iter::once((kind, main))
        .chain(near.iter().map(|label| (AnnotationKind::Context, *label)));
    for ((kind, label), span) in labels.zip(&spans) {
        let range = span.start - window.start..span.end - window.start;
        let text = (!label.text.is_empty()).then(|| printable(&label.text));
        snippet = snippet.annotation(kind.span(range).label(text));
    }
    snippet
}

/// The part of a span that is marked: inside the text, and not over too many lines.
fn marked(source: &Source, span: Span) -> Span {
    let span = marked_whole(source, span);
    let first = source.line_of(span.start);
    if source.line_of(span.end) - first < MARKED_LINES {
        span
    } else {
        Span::new(span.start, source.line(first).end.max(span.start))
    }
}

/// A span inside of the text, at whole characters.
fn marked_whole(source: &Source, span: Span) -> Span {
    let text = source.text();
    let clamp = |at: usize| {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    Span::new(clamp(span.start), clamp(span.end))
}

#[cfg(test)]
mod tests {
    use specwright_reader::codes::CODES;
    use specwright_reader::reading::PageFile;

    use super::*;

    fn folder(text: &str) -> Folder {
        Folder {
            vendor: "v".into(),
            collection: None,
            shown: "specs/pages/v".into(),
            scope: String::new(),
            wanted: String::new(),
            pages: vec![PageFile {
                path: "s/P.md".into(),
                bytes: text.into(),
                date: None,
            }],
            is_flat: false,
        }
    }

    fn draw(text: &str, diagnostic: &Diagnostic) -> String {
        Painter(Renderer::plain()).one(&mut Sources::new(&folder(text)), diagnostic)
    }

    fn place(text: &str, part: &str) -> Place {
        let start = text.find(part).unwrap();
        Source::decode("s/P.md", text.as_bytes()).place(Span::new(start, start + part.len()))
    }

    const TEXT: &str =
        "# 标题\n\n| Name | int |\n| --- | --- |\n| Size | byte |\n\n\n\n\n\n{ \"Size\": true }\n";

    #[test]
    fn places_near_and_far_are_drawn() {
        let finding = Diagnostic::new(
            CODES[0].code,
            place(TEXT, "true"),
            "a sample says otherwise",
        )
        .label("not a number")
        .also(place(TEXT, "\"Size\""), "this one")
        .also(place(TEXT, "标题"), "on this page")
        .help("correct one of them");
        insta::assert_snapshot!(draw(TEXT, &finding), @r#"
        warning[B001]: a sample says otherwise
          --> specs/pages/v/s/P.md:11:11
           |
        11 | { "Size": true }
           |   ------  ^^^^ not a number
           |   |
           |   this one
           |
          ::: specs/pages/v/s/P.md:1:3
           |
         1 | # 标题
           |   ---- on this page
           |
           = help: correct one of them
        "#);
    }

    #[test]
    fn a_fix_is_drawn_as_the_lines_should_be() {
        let source = Source::decode("s/P.md", TEXT.as_bytes());
        let at = place(TEXT, "byte");
        let fix = Fix::one(&source, "write `int`", at.span, "int");
        let finding = Diagnostic::new(CODES[0].code, at, "no such type").fix(Some(fix));
        insta::assert_snapshot!(draw(TEXT, &finding), @r"
        warning[B001]: no such type
         --> specs/pages/v/s/P.md:5:10
          |
        5 | | Size | byte |
          |          ^^^^
          |
          = help: save the page as UTF-8
        help: write `int`
          |
        5 - | Size | byte |
        5 + | Size | int |
          |
        ");
    }

    #[test]
    fn a_place_without_a_span_is_the_rest_of_its_line() {
        let at = Place {
            page: "s/P.md".into(),
            span: Span::at(0),
            line: 5,
            column: 3,
        };
        let finding = Diagnostic::new(CODES[0].code, at, "no such type").help("write another");
        insta::assert_snapshot!(draw(TEXT, &finding), @r"
        warning[B001]: no such type
         --> specs/pages/v/s/P.md:5:3
          |
        5 | | Size | byte |
          |   ^^^^^^^^^^^^^
          |
          = help: write another
        ");
    }

    #[test]
    fn a_mark_over_many_lines_stays_on_the_first() {
        let finding = Diagnostic::new(CODES[0].code, place(TEXT, &TEXT[10..]), "much").help("less");
        let drawn = draw(TEXT, &finding);
        assert!(
            drawn.contains("3 | | Name") && !drawn.contains("Size"),
            "{drawn}"
        );
    }

    #[test]
    fn what_a_terminal_would_obey_is_not_printed() {
        let text = "a \u{1b}[31m b\n";
        let finding =
            Diagnostic::new(CODES[0].code, place(text, "b"), "red \u{1b}[31m").help("\u{7}");
        assert!(!draw(text, &finding).contains(['\u{1b}', '\u{7}']));
    }
}
