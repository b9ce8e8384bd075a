//! Request samples: URLs with a query over several lines, raw HTTP, curl, and bare bodies.
//!
//! `https://host/?Action=X⏎&Key=Value⏎&<common parameters>` is the usual form. Values are taken as they stand, save for
//! percent-encoding: pages rarely encode. [`Request::tree`] makes a tree of dotted and indexed names.

use super::classify::{METHODS, is_request_label};
use super::flat_names::{IndexBase, unflatten};
use super::{Data, Reading, SampleValue, Slip, SlipKind, json, xml};
use crate::text::Span;

/// A request, as a sample shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// `GET`, or `PATCH|POST` where the page allows several.
    pub method: Option<String>,
    /// The host, or the placeholder in its place: `[Endpoint]`.
    pub host: Option<String>,
    /// The path without the query.
    pub path: Option<String>,
    /// The headers below a request line, or curl's.
    pub headers: Vec<Pair>,
    /// The parameters of query and form.
    pub pairs: Vec<Pair>,
    /// The body, if it is JSON or XML.
    pub body: Option<SampleValue>,
    /// What had to be forgiven.
    pub slips: Vec<Slip>,
}

/// A name and a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The name.
    pub key: String,
    /// Where the name stands in the sample's text.
    pub key_span: Span,
    /// The text, percent-decoded.
    pub value: String,
    /// Where the text stands.
    pub value_span: Span,
}

impl Request {
    /// The parameters as a tree: those of query and form, and the members of the body.
    pub fn tree(&self) -> (SampleValue, IndexBase) {
        let (mut tree, base) = unflatten(&self.pairs);
        if let (Data::Map(entries), Some(body)) = (&mut tree.data, &self.body) {
            entries.extend(body.entries().iter().cloned());
        }
        (tree, base)
    }

    /// The first parameter of that name.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|pair| pair.key == key)
            .map(|pair| pair.value.as_str())
    }
}

/// Reads a request sample. Total: text that cannot be understood becomes a [`SlipKind::Skipped`].
pub fn parse(text: &str) -> Request {
    let mut parser = Parser {
        text,
        at: 0,
        request: Request::default(),
    };
    parser.lead();
    let rest = parser.rest();
    if rest.starts_with("curl") {
        parser.curl();
    } else {
        parser.request();
    }
    parser.request
}

/// The method that a line begins with, and the rest of the line.
pub(super) fn method(line: &str) -> (Option<&str>, &str) {
    let word = line.split_whitespace().next().unwrap_or("");
    let is_method = !word.is_empty() && word.split('|').all(|word| METHODS.contains(&word));
    if is_method && line.starts_with(word) {
        (Some(word), line[word.len()..].trim_start())
    } else {
        (None, line)
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    request: Request,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn line(&self) -> &'t str {
        self.rest().split_inclusive('\n').next().unwrap_or("")
    }

    fn slip(&mut self, kind: SlipKind, span: Span) {
        self.request.slips.push(Slip { kind, span });
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Blank lines, template tags and labels above the request.
    fn lead(&mut self) {
        loop {
            self.blanks();
            let line = self.line();
            let is_tag = line.starts_with("{%") && line.trim_end().ends_with("%}");
            if line.is_empty() || !(is_tag || is_request_label(line)) {
                return;
            }
            if is_tag {
                self.slip(
                    SlipKind::MisplacedMark,
                    Span::new(self.at, self.at + line.trim_end().len()),
                );
            }
            self.at += line.len();
        }
    }

    /// A method and a target, if any, then headers, parameters, and a body.
    fn request(&mut self) {
        let line = self.line();
        let (method, after) = method(line);
        self.request.method = method.map(str::to_owned);
        self.at += line.len() - after.len();
        match protocol(after) {
            Some(protocol) => {
                let from = self.at;
                self.target(from + protocol.start);
                // Of a request line the query ends with the line.
                self.query(self.at, from + protocol.start);
                self.at = from + protocol.end;
                self.headers();
            }
            // The status line of a response.
            None if line.starts_with("HTTP/") => {
                self.at += line.trim_end().len();
                self.headers();
            }
            None if method.is_some() || is_target(after) => self.target(self.text.len()),
            None => {}
        }
        self.content();
    }

    /// `https://host/path?`, up to the query, or to a blank unless `end` comes first: blanks inside a request line's target are
    /// slips of the page.
    fn target(&mut self, end: usize) {
        let rest = self.text.get(self.at..end).unwrap_or("");
        let is_line = end < self.text.len();
        let length = rest
            .find(|c: char| matches!(c, '?' | '？' | '{') || (!is_line && c.is_whitespace()))
            .unwrap_or(rest.len());
        let target: String = rest[..length].split_whitespace().collect();
        if is_line && target.len() < rest[..length].trim().len() {
            self.slip(
                SlipKind::MisplacedMark,
                Span::new(self.at, self.at + length),
            );
        }
        let address = target.split_once("://").map(|(_, address)| address);
        let (host, path) = match address {
            Some(address) => address.split_at(address.find('/').unwrap_or(address.len())),
            None => ("", target.as_str()),
        };
        let text = |part: &str| Some(part.to_owned()).filter(|part| !part.is_empty());
        self.request.host = text(host);
        self.request.path = text(path);
        self.at += length;
        if let Some(mark) = self
            .rest()
            .chars()
            .next()
            .filter(|c| matches!(c, '?' | '？'))
        {
            let from = self.at;
            self.at += mark.len_utf8();
            if mark == '？' {
                self.slip(SlipKind::FullWidthMark, Span::new(from, self.at));
            }
        }
    }

    /// `Name: value` lines, up to a blank line or a body.
    fn headers(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
        if self.rest().starts_with('\n') {
            self.at += 1;
        }
        loop {
            let line = self.line();
            let content = line.trim();
            if content.is_empty() || content.starts_with(['{', '[', '&']) || is_request_label(line)
            {
                return;
            }
            let from = self.at + (line.len() - line.trim_start().len());
            match content.split_once(':') {
                Some((key, value)) if !key.contains(['<', '{', '=']) => {
                    let value_at = from + content.len() - value.trim_start().len();
                    self.request.headers.push(Pair {
                        key: key.trim().to_owned(),
                        key_span: Span::new(from, from + key.trim_end().len()),
                        value: value.trim().to_owned(),
                        value_span: Span::new(value_at, value_at + value.trim().len()),
                    });
                }
                _ if is_placeholder(content) => {
                    self.slip(SlipKind::Placeholder, Span::new(from, from + content.len()))
                }
                _ if content.contains('=') => return,
                _ => self.slip(SlipKind::Skipped, Span::new(from, from + content.len())),
            }
            self.at += line.len();
        }
    }

    /// What comes after the target: a query or form, or a body.
    fn content(&mut self) {
        self.lead();
        let rest = self.rest();
        if rest.trim().is_empty() {
            return;
        }
        match rest.as_bytes().first() {
            Some(b'{' | b'[' | b'"') => self.body(self.at, self.text.len(), json::parse),
            Some(b'<') if !is_placeholder(self.line()) => {
                self.body(self.at, self.text.len(), xml::parse)
            }
            _ => {
                // A body may follow the parameters, unless it is a value over several lines.
                let body = rest
                    .find("\n{")
                    .filter(|at| !rest[*at..].contains("\n&"))
                    .map(|at| self.at + at + 1);
                let end = body.unwrap_or(self.text.len());
                self.query(self.at, end);
                if let Some(body) = body {
                    self.body(body, self.text.len(), json::parse);
                }
            }
        }
    }

    fn body(&mut self, from: usize, to: usize, read: fn(&str) -> Reading) {
        let mut reading = read(self.text.get(from..to).unwrap_or(""));
        reading.shift(from);
        self.request.slips.append(&mut reading.slips);
        let mut documents = reading.documents.into_iter();
        self.request.body = documents.next();
        for more in documents {
            self.slip(SlipKind::SeveralDocuments, more.span);
        }
    }

    /// `key=value&key=value`, with line ends anywhere around the `&`.
    fn query(&mut self, from: usize, to: usize) {
        let mut at = from;
        let text = self.text;
        for part in text.get(from..to).unwrap_or("").split('&') {
            self.pair(part, at);
            at += part.len() + 1;
        }
    }

    fn pair(&mut self, part: &str, at: usize) {
        let content = part.trim();
        let from = at + (part.len() - part.trim_start().len());
        let whole = Span::new(from, from + content.len());
        if content.is_empty() {
            return;
        }
        if is_placeholder(content) {
            return self.slip(SlipKind::Placeholder, whole);
        }
        // `Key: value;` of hands that thought of headers.
        let (mark, is_odd) = match (content.find('='), content.find(':')) {
            (Some(equals), _) => (equals, false),
            (None, Some(colon)) if !content[..colon].contains(char::is_whitespace) => (colon, true),
            _ => return self.slip(SlipKind::Skipped, whole),
        };
        let (key, value) = (&content[..mark], &content[mark + 1..]);
        let value_text = if is_odd {
            value.trim().trim_end_matches(';')
        } else {
            value.trim()
        };
        if is_odd || key.trim() != key || value.trim() != value {
            self.slip(SlipKind::MisplacedMark, whole);
        }
        let value_at = from + mark + 1 + (value.len() - value.trim_start().len());
        self.request.pairs.push(Pair {
            key: key.trim().to_owned(),
            key_span: Span::new(from, from + key.trim_end().len()),
            value: percent_decode(value_text),
            value_span: Span::new(value_at, value_at + value_text.len()),
        });
    }

    /// `curl -X POST 'https://host/path' -H 'Name: value' -d '{…}'`.
    fn curl(&mut self) {
        let mut option = "";
        for (from, word) in shell_words(self.text, self.at).into_iter().skip(1) {
            match option {
                "-X" | "--request" => self.request.method = Some(word.to_owned()),
                "-H" | "--header" => self.curl_header(word, from),
                "-d" | "--data" | "--data-raw" | "--data-binary" => {
                    self.request.method.get_or_insert_with(|| "POST".to_owned());
                    self.curl_data(word, from);
                }
                _ if is_target(word) => {
                    self.at = from;
                    let end = from + word.len();
                    self.target(end);
                    self.query(self.at.min(end), end);
                }
                _ => {}
            }
            option = if option.is_empty() || word.starts_with('-') {
                word
            } else {
                ""
            };
        }
        self.at = self.text.len();
    }

    fn curl_header(&mut self, word: &str, from: usize) {
        if let Some((key, value)) = word.split_once(':') {
            let value_at = from + word.len() - value.trim_start().len();
            self.request.headers.push(Pair {
                key: key.trim().to_owned(),
                key_span: Span::new(from, from + key.len()),
                value: value.trim().to_owned(),
                value_span: Span::new(value_at, value_at + value.trim().len()),
            });
        }
    }

    fn curl_data(&mut self, word: &str, from: usize) {
        if word.trim_start().starts_with(['{', '[']) {
            self.body(from, from + word.len(), json::parse);
        } else {
            self.query(from, from + word.len());
        }
    }
}

/// The words of a command line from `from` on, without their quotes, and where each begins.
fn shell_words(text: &str, from: usize) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut at = from;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let word = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\\');
        at += rest.len() - word.len();
        let quote = word.chars().next().filter(|c| matches!(c, '\'' | '"'));
        let (start, length, after) = match quote {
            Some(quote) => {
                let length = word[1..].find(quote).unwrap_or(word.len() - 1);
                (1, length, 1)
            }
            None => (0, word.find(char::is_whitespace).unwrap_or(word.len()), 0),
        };
        if let Some(content) = word.get(start..start + length).filter(|_| !word.is_empty()) {
            words.push((at + start, content));
        }
        at += (start + length + after).max(1);
        while at < text.len() && !text.is_char_boundary(at) {
            at += 1;
        }
    }
    words
}

/// Where ` HTTP/1.1` stands in a request line, if it does. Some pages write ` HTTPS|HTTP`, and some a body behind it.
fn protocol(line: &str) -> Option<Span> {
    let mut at = 0;
    for word in line.split_inclusive(char::is_whitespace) {
        let name = word.trim_end();
        let is_protocol = name.starts_with("HTTP/")
            || matches!(name, "HTTP" | "HTTPS" | "HTTPS|HTTP" | "HTTP|HTTPS");
        if is_protocol && at > 0 {
            return Some(Span::new(at, at + name.len()));
        }
        if name.starts_with(['{', '&']) {
            return None;
        }
        at += word.len();
    }
    None
}

fn is_target(text: &str) -> bool {
    text.starts_with('/')
        || ["http://", "https://", "http(s)://"]
            .iter()
            .any(|scheme| text.starts_with(scheme))
}

/// `<公共请求参数>`, `<Common request parameters>`, `公共请求头`, `...`: what stands for the common parameters.
fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_lowercase();
    (text.starts_with('<') && !text.contains("</") && !text.contains('='))
        || (!text.contains('=')
            && (text.contains("公共")
                || lower.contains("common")
                || lower.contains("public request")
                || lower == "parameters"))
        || (!text.is_empty() && text.trim_matches(['.', '…']).is_empty())
}

fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let hex = |at: usize| {
        bytes
            .get(at)
            .and_then(|b| char::from(*b).to_digit(16))
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(high * 16 + low);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
