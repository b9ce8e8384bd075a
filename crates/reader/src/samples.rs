//! A page's samples: what each shows, how its text is to be read, and what it states about the
//! operation. The text itself is read by [`crate::sample`].

use specwright_spec::{Http, Position, Sample, SampleFormat, SampleKind};

use crate::dialect::Section;
use crate::votes;

/// The samples in a fence: one, or a request and a response where a fence holds both.
pub fn read(section: Option<Section>, caption: &str, text: &str, at: Position) -> Vec<Sample> {
    let text = text.trim_matches('\n');
    if text.trim().is_empty() {
        return Vec::new();
    }
    match split(text) {
        Some((request, response)) => [(SampleKind::Request, request), (SampleKind::Response, response)]
            .into_iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(kind, text)| sample(kind, text, at))
            .collect(),
        None => vec![sample(kind(section, caption, text), text, at)],
    }
}

/// The operation that a request sample names.
pub fn operation_name(sample: &Sample) -> Option<&str> {
    if sample.kind != SampleKind::Request {
        return None;
    }
    header(&sample.text, "-action").or_else(|| votes::query_value(&sample.text, &["action"])).map(word)
}

/// The API version that a request sample names.
pub fn version(sample: &Sample) -> Option<String> {
    if sample.kind != SampleKind::Request {
        return None;
    }
    let stated = header(&sample.text, "-version").or_else(|| votes::query_value(&sample.text, &["version"]));
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
    if !methods.iter().all(|method| METHODS.contains(&method.as_str())) {
        return None;
    }
    let path = rest.split_whitespace().next().filter(|path| path.starts_with('/'))?;
    let path = template(path.split('?').next().unwrap_or(path));
    Some(Http { methods, path })
}

/// A template with `{Name}` for what varies, also where the page writes `[Name]` or `<name>`.
pub fn template(text: &str) -> String {
    text.replace(['[', '<'], "{").replace([']', '>'], "}")
}

fn sample(kind: SampleKind, text: &str, at: Position) -> Sample {
    let text = text.trim_matches('\n').to_owned();
    let is_error = kind == SampleKind::Response && (text.contains("\"Error\"") || text.contains("<Error>"));
    let kind = if is_error { SampleKind::Error } else { kind };
    Sample { kind, format: format(&text), text, at }
}

fn kind(section: Option<Section>, caption: &str, text: &str) -> SampleKind {
    const REQUEST: &[&str] = &["请求示例", "输入示例", "request"];
    const RESPONSE: &[&str] = &["返回示例", "响应示例", "输出示例", "response", "返回"];
    let caption = caption.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| caption.contains(word));
    match section {
        Some(Section::RequestSample) => SampleKind::Request,
        Some(Section::ResponseSample) => SampleKind::Response,
        _ if says(REQUEST) => SampleKind::Request,
        _ if says(RESPONSE) => SampleKind::Response,
        _ if matches!(format(text), SampleFormat::Query | SampleFormat::Shell) => SampleKind::Request,
        _ if request_line(text).is_some() => SampleKind::Request,
        _ => SampleKind::Response,
    }
}

fn format(text: &str) -> SampleFormat {
    let text = text.trim_start();
    match text.as_bytes().first() {
        Some(b'{' | b'[') => SampleFormat::Json,
        Some(b'<') => SampleFormat::Xml,
        _ if text.starts_with("http") && !text.starts_with("HTTP/") => SampleFormat::Query,
        _ if text.starts_with("curl") => SampleFormat::Shell,
        _ if text.starts_with("HTTP/") || request_line(text).is_some() => SampleFormat::Http,
        _ => SampleFormat::Text,
    }
}

/// A fence that holds a request and a response, each after its label.
fn split(text: &str) -> Option<(&str, &str)> {
    const LABELS: &[&str] = &["Response：", "Response:", "响应：", "响应:"];
    let at = LABELS.iter().find_map(|label| Some((text.find(&format!("\n{label}"))?, label.len() + 1)))?;
    Some((text.get(..at.0)?, text.get(at.0 + at.1..)?))
}

/// The value of a header whose name ends in `name`.
fn header<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        let key = key.trim().to_ascii_lowercase();
        (key == name || name.starts_with('-') && key.ends_with(name)).then_some(value.trim())
    })
}

fn word(text: &str) -> &str {
    text.split(|c: char| c.is_whitespace() || matches!(c, '&' | '`' | '"')).next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_that_holds_both_is_two_samples() {
        let text = "POST /api/v2/zec HTTP/1.1\nHost: console.zenlayer.com\nX-ZC-Action: CreateSnapshot\n\nRequest：\n{}\n\nResponse：\n{\"requestId\": \"T1\"}";
        let samples = read(Some(Section::Samples), "", text, Position::default());
        assert_eq!(samples.iter().map(|sample| sample.kind).collect::<Vec<_>>(), [SampleKind::Request, SampleKind::Response]);
        assert_eq!(operation_name(&samples[0]), Some("CreateSnapshot"));
        assert_eq!(path_service(&samples[0]).as_deref(), Some("zec"));
        assert_eq!(samples[1].format, SampleFormat::Json);
    }

    #[test]
    fn a_url_over_several_lines_names_its_operation() {
        let samples = read(None, "", "https://cbs.example.com/?Action=CreateSnapshot\n&DiskId=d-1", Position::default());
        assert_eq!((samples[0].kind, samples[0].format), (SampleKind::Request, SampleFormat::Query));
        assert_eq!(operation_name(&samples[0]), Some("CreateSnapshot"));
    }

    #[test]
    fn a_path_with_placeholders() {
        let http = request_line("PATCH|POST /openapi/instances/[InstanceId]/actions HTTP/1.1").unwrap();
        assert_eq!((http.methods.len(), http.path.as_str()), (2, "/openapi/instances/{InstanceId}/actions"));
        assert_eq!(request_line("GETTING /x"), None);
    }
}
