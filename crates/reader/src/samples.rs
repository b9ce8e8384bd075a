//! A page's samples: what each shows, how its text is to be read, what it states about the
//! operation, and the way from its text back to the page. The text itself is read by
//! [`crate::sample`], and held against the tables by [`crate::sample_findings`].

use std::borrow::Cow;

use specwright_spec::{Http, Position, Sample, SampleKind};

use crate::blocks::Fence;
use crate::dialect::Section;
use crate::html;
use crate::sample::{Hint, classify, split};
use crate::text::{Source, Span, trim};
use crate::votes;

/// The text of a code block, and where its lines stand on the page.
#[derive(Clone, Debug)]
pub struct CodeText<'s> {
    /// What follows the opening marks of a fence.
    pub info: &'s str,
    /// The text, without the block's indentation.
    pub text: Cow<'s, str>,
    /// The way back to the page.
    pub lines: LineMap,
}

/// Where the lines of a text stand on its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineMap {
    /// Of each line: where it begins in the text and on the page, and where it ends on the page.
    lines: Vec<(usize, Span)>,
    /// Lines are on the page as they are in the text; else only the line is known.
    exact: bool,
}

impl<'s> CodeText<'s> {
    /// What a fence holds.
    pub fn of_fence(source: &'s Source, fence: &Fence) -> Self {
        let mut lines = Vec::new();
        let (mut in_text, mut on_page) = (0, fence.body.start);
        for line in source.slice(fence.body).split('\n') {
            let end = on_page + line.len();
            let indent = line
                .bytes()
                .take(fence.indent)
                .take_while(|&b| b == b' ')
                .count();
            lines.push((in_text, Span::new(on_page + indent, end)));
            in_text += line.len() - indent + 1;
            on_page = end + 1;
        }
        Self {
            info: source.slice(fence.info),
            text: fence.text(source),
            lines: LineMap { lines, exact: true },
        }
    }

    /// What `<pre>` and its like hold. Tags and entities are gone from the text: only lines are known.
    pub fn of_html(source: &'s Source, body: Span) -> Self {
        let text = html::text(source.slice(body));
        let mut on_page = body.start;
        let mut spans = source.slice(body).split('\n').map(|line| {
            let span = trim(source.text(), Span::new(on_page, on_page + line.len()));
            on_page += line.len() + 1;
            span
        });
        let mut in_text = 0;
        let mut lines = Vec::new();
        let mut last = body;
        for line in text.split('\n') {
            last = spans.next().unwrap_or(last);
            lines.push((in_text, last));
            in_text += line.len() + 1;
        }
        Self {
            info: "",
            text: Cow::Owned(text),
            lines: LineMap {
                lines,
                exact: false,
            },
        }
    }
}

impl LineMap {
    /// Where a piece of the text stands on the page.
    pub fn on_page(&self, span: Span) -> Span {
        let Some((start, line)) = self.line_of(span.start) else {
            return Span::default();
        };
        if !self.exact {
            return line;
        }
        let from = (line.start + span.start - start).min(line.end);
        let until = match self.line_of(span.end) {
            Some((end, last)) => (last.start + span.end - end).min(last.end),
            None => line.end,
        };
        Span::new(from, until)
    }

    /// The map of a part of the text.
    fn of_part(&self, part: Span) -> Self {
        let first = self
            .lines
            .partition_point(|(start, _)| *start <= part.start)
            .saturating_sub(1);
        let inside = self
            .lines
            .iter()
            .skip(first)
            .take_while(|(start, _)| *start < part.end);
        let shifted = inside.map(|&(start, line)| {
            let cut = part.start.saturating_sub(start);
            (
                start.saturating_sub(part.start),
                Span::new(line.start + cut.min(line.len()), line.end),
            )
        });
        Self {
            lines: shifted.collect(),
            exact: self.exact,
        }
    }

    fn line_of(&self, offset: usize) -> Option<(usize, Span)> {
        let after = self.lines.partition_point(|(start, _)| *start <= offset);
        self.lines.get(after.checked_sub(1)?).copied()
    }
}

/// The samples in a code block: one, or a request and a response where a block holds both. Each
/// with the way from its text back to the page.
pub fn read(
    source: &Source,
    section: Option<Section>,
    title: &str,
    caption: &str,
    code: &CodeText<'_>,
) -> Vec<(Sample, LineMap)> {
    let hint = match section {
        Some(Section::RequestSample) => Hint::Request,
        Some(Section::ResponseSample) if Hint::from_caption(title) == Hint::Error => Hint::Error,
        Some(Section::ResponseSample) => Hint::Response,
        _ => Hint::from_caption(caption),
    };
    let mut samples = Vec::new();
    for (known, part) in split(&code.text) {
        let text = code.text.get(part.start..part.end).unwrap_or_default();
        let bare = text.trim_start_matches('\n');
        let start = part.start + text.len() - bare.len();
        let text = bare.trim_end_matches('\n');
        if text.trim().is_empty() {
            continue;
        }
        let hint = match known {
            Some(SampleKind::Request) => Hint::Request,
            Some(_) => Hint::Response,
            None => hint,
        };
        let (kind, format) = classify(code.info, text, hint);
        // A half that its label names is that half, whatever its text looks like.
        let kind = if known == Some(SampleKind::Request) {
            SampleKind::Request
        } else {
            kind
        };
        let lines = code.lines.of_part(Span::new(start, start + text.len()));
        let (line, column) = source.line_column(lines.on_page(Span::default()).start);
        let at = Position::new(line as u32, column as u32);
        samples.push((
            Sample {
                kind,
                format,
                text: text.to_owned(),
                at,
            },
            lines,
        ));
    }
    samples
}

/// The operation that a request sample names.
pub fn operation_name(sample: &Sample) -> Option<&str> {
    if sample.kind != SampleKind::Request {
        return None;
    }
    header(&sample.text, "-action")
        .or_else(|| votes::query_value(&sample.text, &["action"]))
        .map(word)
}

/// The API version that a request sample names.
pub fn version(sample: &Sample) -> Option<String> {
    if sample.kind != SampleKind::Request {
        return None;
    }
    let stated =
        header(&sample.text, "-version").or_else(|| votes::query_value(&sample.text, &["version"]));
    stated.map(|text| word(text).to_owned())
}

/// The last part of the path that a request is sent to: `/api/v2/zec` names `zec`.
pub fn path_service(sample: &Sample) -> Option<String> {
    let host = header(&sample.text, "host").filter(|host| host.contains('/'));
    let line = request_line(&sample.text).map(|http| http.path);
    let path = host.map(str::to_owned).or(line)?;
    let last = path.trim_end_matches('/').rsplit_once('/')?.1;
    (!last.is_empty() && last.bytes().all(|b| b.is_ascii_alphanumeric())).then(|| last.to_owned())
}

/// The line that a request begins with.
pub fn head(sample: &Sample) -> &str {
    sample.text.lines().next().unwrap_or_default()
}

/// `PATCH|POST /path/[Name] HTTP/1.1` as methods and a path template.
pub fn request_line(text: &str) -> Option<Http> {
    const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let (methods, rest) = line.split_once(char::is_whitespace)?;
    let methods: Vec<String> = methods.split('|').map(str::to_owned).collect();
    if !methods
        .iter()
        .all(|method| METHODS.contains(&method.as_str()))
    {
        return None;
    }
    let path = rest
        .split_whitespace()
        .next()
        .filter(|path| path.starts_with('/'))?;
    let path = template(path.split('?').next().unwrap_or(path));
    Some(Http { methods, path })
}

/// A template with `{Name}` for what varies, also where the page writes `[Name]` or `<name>`.
pub fn template(text: &str) -> String {
    text.replace(['[', '<'], "{").replace([']', '>'], "}")
}

/// The value of the header `name`; of one whose name ends so, if `name` starts with a hyphen.
fn header<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let bytes = text.as_bytes();
    let mut known = 0;
    memchr::memchr_iter(b':', bytes).find_map(|colon| {
        let before = std::mem::replace(&mut known, colon + 1);
        // Most colons stand behind something else, and that is told without a look at their line.
        let front = text[..colon].trim_end();
        let start = front.len().checked_sub(name.len())?;
        if !bytes[start..front.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return None;
        }
        let line = match memchr::memrchr(b'\n', &bytes[before..colon]) {
            Some(end) => before + end + 1,
            // The key ends at the first colon of its line.
            None if before > 0 => return None,
            None => 0,
        };
        let key = text[line..colon].trim();
        let is_named = key.len() == name.len() || key.len() > name.len() && name.starts_with('-');
        let value = text[colon + 1..].lines().next().unwrap_or_default();
        is_named.then_some(value.trim())
    })
}

fn word(text: &str) -> &str {
    text.split(|c: char| c.is_whitespace() || matches!(c, '&' | '`' | '"'))
        .next()
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use specwright_spec::SampleFormat;

    /// The samples of a page that is one fence, with the page.
    fn shown(page: &str, section: Option<Section>) -> (Source, Vec<(Sample, LineMap)>) {
        let source = Source::decode("p.md", page.as_bytes());
        let words = crate::table::TableWords {
            is_column: &|_| false,
        };
        let blocks = crate::blocks::parse(&source, &words).blocks;
        let code = blocks.iter().find_map(|block| match &block.kind {
            crate::blocks::BlockKind::Fence(fence) => Some(CodeText::of_fence(&source, fence)),
            crate::blocks::BlockKind::Verbatim { body, .. } => {
                Some(CodeText::of_html(&source, *body))
            }
            _ => None,
        });
        let samples = read(&source, section, "", "", &code.expect("a code block"));
        (source.clone(), samples)
    }

    fn read_text(text: &str) -> Vec<Sample> {
        let (_, samples) = shown(&format!("```\n{text}\n```\n"), Some(Section::Samples));
        samples.into_iter().map(|(sample, _)| sample).collect()
    }

    #[test]
    fn a_fence_that_holds_both_is_two_samples() {
        let text = "POST /api/v2/zec HTTP/1.1\nHost: console.zenlayer.com\nX-ZC-Action: CreateSnapshot\n\nRequest：\n{}\n\nResponse：\n{\"requestId\": \"T1\"}";
        let samples = read_text(text);
        assert_eq!(
            samples.iter().map(|sample| sample.kind).collect::<Vec<_>>(),
            [SampleKind::Request, SampleKind::Response]
        );
        assert_eq!(operation_name(&samples[0]), Some("CreateSnapshot"));
        assert_eq!(path_service(&samples[0]).as_deref(), Some("zec"));
        assert_eq!(samples[1].format, SampleFormat::Json);
    }

    #[test]
    fn a_url_over_several_lines_names_its_operation() {
        let samples = read_text("https://cbs.example.com/?Action=CreateSnapshot\n&DiskId=d-1");
        assert_eq!(
            (samples[0].kind, samples[0].format),
            (SampleKind::Request, SampleFormat::Query)
        );
        assert_eq!(operation_name(&samples[0]), Some("CreateSnapshot"));
    }

    #[test]
    fn a_path_with_placeholders() {
        let http =
            request_line("PATCH|POST /openapi/instances/[InstanceId]/actions HTTP/1.1").unwrap();
        assert_eq!(
            (http.methods.len(), http.path.as_str()),
            (2, "/openapi/instances/{InstanceId}/actions")
        );
        assert_eq!(request_line("GETTING /x"), None);
    }

    /// What the page has where the sample's text has `piece`.
    fn on_page(source: &Source, shown: &(Sample, LineMap), piece: &str) -> String {
        let at = shown.0.text.find(piece).expect("in the sample");
        source
            .slice(shown.1.on_page(Span::new(at, at + piece.len())))
            .to_owned()
    }

    #[test]
    fn the_way_back_to_the_page_knows_the_indentation() {
        let (source, samples) = shown(
            "- one\n\n  ```\n\n  {\n    \"Id\": \"é\",\n   \"Size\": 1\n  }\n  ```\n",
            None,
        );
        for piece in ["{", "\"Id\"", "\"é\"", "\"Size\"", "1"] {
            assert_eq!(on_page(&source, &samples[0], piece), piece);
        }
        assert_eq!((samples[0].0.at.line, samples[0].0.at.column), (5, 3));
        assert_eq!(
            on_page(&source, &samples[0], "\"é\",\n \"Size\""),
            "\"é\",\n   \"Size\""
        );
    }

    #[test]
    fn the_way_back_from_the_second_half() {
        let (source, samples) = shown(
            "```\nRequest:\n{\"a\": 1}\nResponse: {\"b\": 2}\n```\n",
            None,
        );
        assert_eq!(on_page(&source, &samples[1], "\"b\""), "\"b\"");
        assert_eq!(samples[1].0.at.line, 4);
    }

    #[test]
    fn of_html_only_the_line_is_known() {
        let (source, samples) = shown("<pre>{\n  <strong>\"Id\"</strong>: 1\n}</pre>\n", None);
        assert_eq!(
            on_page(&source, &samples[0], "\"Id\""),
            "<strong>\"Id\"</strong>: 1"
        );
    }
}
