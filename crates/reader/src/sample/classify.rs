//! What a code block shows, and how its text is to be read.
//!
//! Three sources, the surest first: the block's own info string (`{#request_demo}`), marks in the text that only one kind has
//! (a URL with a query, a status line), and the caption above it. Nothing is read here; a glance must do.

use specwright_spec::{SampleFormat, SampleKind};

use crate::text::Span;

/// What the heading or caption above a block says it shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hint {
    /// Nothing.
    #[default]
    None,
    /// A request.
    Request,
    /// A response.
    Response,
    /// An error response.
    Error,
}

/// Words of captions. Where several kinds match, the later in this table wins: `错误返回示例` shows an error.
const CAPTION_WORDS: &[(Hint, &[&str])] = &[
    (
        Hint::Request,
        &["请求", "输入", "request", "input", "入力", "입력", "요청"],
    ),
    (
        Hint::Response,
        &[
            "返回", "响应", "输出", "response", "return", "output", "出力", "출력", "응답",
        ],
    ),
    (
        Hint::Error,
        &[
            "错误",
            "异常",
            "失败",
            "error",
            "failure",
            "failed",
            "exception",
        ],
    ),
];

/// Methods that a request line or a request's URL may begin with.
pub(super) const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Labels of the second half of a block that holds a request and its response.
const RESPONSE_LABELS: &[&str] = &["response", "响应", "返回"];

impl Hint {
    /// What a caption says, in any of the vendors' languages.
    pub fn from_caption(caption: &str) -> Self {
        let caption = caption.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| caption.contains(word));
        CAPTION_WORDS
            .iter()
            .rev()
            .find(|(_, words)| says(words))
            .map_or(Hint::None, |(hint, _)| *hint)
    }

    /// What a block's info string says: `{#xml_return_success_demo}`, `{#request_demo}`.
    fn from_info(info: &str) -> Self {
        if info.contains("demo") || info.contains("request") || info.contains("response") {
            Self::from_caption(info)
        } else {
            Hint::None
        }
    }
}

/// What a code block shows and how to read it, from its info string, its text and the caption above it.
pub fn classify(info: &str, text: &str, hint: Hint) -> (SampleKind, SampleFormat) {
    let format = format(info, text);
    let hint = Some(Hint::from_info(info))
        .filter(|hint| *hint != Hint::None)
        .or_else(|| from_text(text, format))
        .unwrap_or(hint);
    let kind = match hint {
        Hint::Request => SampleKind::Request,
        Hint::Error => SampleKind::Error,
        Hint::Response | Hint::None if shows_error(text, format) => SampleKind::Error,
        Hint::Response | Hint::None => SampleKind::Response,
    };
    (kind, format)
}

/// The parts of a block: a request and a response where a label such as `Response:` stands on a line of its own between them,
/// else the whole. Each with what it is known to be, and its bytes in the text; a label with nothing below it gives no part.
pub fn split(text: &str) -> Vec<(Option<SampleKind>, Span)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(after) = response_label(line)
            && !text[..at].trim().is_empty()
        {
            let response = Span::new(at + after, text.len());
            let mut parts = vec![
                (Some(SampleKind::Request), Span::new(0, at)),
                (Some(SampleKind::Response), response),
            ];
            parts.retain(|(_, span)| {
                text.get(span.start..span.end)
                    .is_some_and(|part| !part.trim().is_empty())
            });
            return parts;
        }
        at += line.len();
    }
    vec![(None, Span::new(0, text.len()))]
}

/// Length of the label that a line begins with, blanks included: `Response：`, which may have the response behind it.
fn response_label(line: &str) -> Option<usize> {
    let word = line.trim_start();
    let label = word.find([':', '：'])?;
    let colon = word[label..].chars().next()?.len_utf8();
    let name = word[..label].trim();
    let after = line.len() - word.len() + label + colon;
    let rest = line[after..].trim();
    let is_label = |label: &&str| label.eq_ignore_ascii_case(name);
    (RESPONSE_LABELS.iter().any(is_label) && (rest.is_empty() || rest.starts_with(['{', '[', '<'])))
        .then_some(after)
}

/// Whether a line is the label of a request: `Request:`.
pub(super) fn is_request_label(line: &str) -> bool {
    let line = line.trim();
    line.strip_suffix([':', '：'])
        .is_some_and(|label| matches!(label.trim().to_lowercase().as_str(), "request" | "请求"))
}

fn format(info: &str, text: &str) -> SampleFormat {
    let text = start(text);
    let first = text.lines().next().unwrap_or("");
    match text.as_bytes().first() {
        Some(b'{' | b'[') => return SampleFormat::Json,
        Some(b'"') if info.contains("json") || text.trim_end().ends_with('"') => {
            return SampleFormat::Json;
        }
        Some(b'<') => return SampleFormat::Xml,
        _ => {}
    }
    if first.starts_with("HTTP/") {
        return body_format(text);
    }
    let (method, rest) = super::query::method(first);
    if method.is_some() || is_url(rest) {
        let is_query = is_url(rest) && !rest.contains(" HTTP/");
        return if is_query {
            SampleFormat::Query
        } else {
            SampleFormat::Http
        };
    }
    if first.starts_with("curl ") || first.starts_with("$ ") || first.starts_with("aliyun ") {
        return SampleFormat::Shell;
    }
    if text.contains("?Action=") || (first.contains("Action=") && text.contains('&')) {
        return SampleFormat::Query;
    }
    match info.trim_start_matches(['{', '#', '.']) {
        info if info.starts_with("json") => SampleFormat::Json,
        info if info.starts_with("xml") => SampleFormat::Xml,
        info if ["bash", "shell", "sh"].contains(&info) => SampleFormat::Shell,
        _ => SampleFormat::Text,
    }
}

/// Below a status line: what the body is.
fn body_format(text: &str) -> SampleFormat {
    let body = text
        .find(['{', '<', '['])
        .and_then(|at| text.as_bytes().get(at));
    match body {
        Some(b'{' | b'[') => SampleFormat::Json,
        Some(_) => SampleFormat::Xml,
        None => SampleFormat::Http,
    }
}

fn from_text(text: &str, format: SampleFormat) -> Option<Hint> {
    let text = start(text);
    if let Some(status) = text.strip_prefix("HTTP/") {
        let status = status.split_whitespace().nth(1).unwrap_or("");
        return Some(if status.starts_with(['4', '5']) {
            Hint::Error
        } else {
            Hint::Response
        });
    }
    matches!(
        format,
        SampleFormat::Query | SampleFormat::Http | SampleFormat::Shell
    )
    .then_some(Hint::Request)
}

/// Whether a response is that of a failure: an `<Error>` root, or the members that only failures have side by side.
fn shows_error(text: &str, format: SampleFormat) -> bool {
    match format {
        SampleFormat::Xml => {
            start(text).starts_with("<Error>")
                || (text.contains("<HostId>") && text.contains("<Code>"))
        }
        SampleFormat::Json => {
            let has = |key: &str| text.contains(key);
            (has("\"HostId\"") && has("\"Code\""))
                || (has("\"Response\"") && has("\"Error\"") && has("\"Code\""))
        }
        _ => false,
    }
}

fn is_url(text: &str) -> bool {
    ["http://", "https://", "http(s)://"]
        .iter()
        .any(|scheme| text.starts_with(scheme))
}

/// The text from where the sample begins: template tags such as `{% raw %}` and lines such as `//json response` are no part of it.
fn start(text: &str) -> &str {
    let mut text = text;
    loop {
        text = text.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
        });
        let tag = text.strip_prefix("{%").and_then(|tag| tag.split_once("%}"));
        let comment = text
            .strip_prefix("//")
            .and_then(|comment| comment.split_once('\n'));
        match tag.or(comment) {
            Some((_, rest)) => text = rest,
            None => return text,
        }
    }
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
