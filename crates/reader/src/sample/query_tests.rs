use proptest::prelude::*;

use super::*;

fn pairs(request: &Request) -> Vec<String> {
    request
        .pairs
        .iter()
        .map(|pair| format!("{}={}", pair.key, pair.value))
        .collect()
}

fn slips(request: &Request) -> Vec<SlipKind> {
    request.slips.iter().map(|slip| slip.kind).collect()
}

/// A case: the text, then method, host, path, parameters and slips.
struct Case(
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
    &'static [&'static str],
    &'static [SlipKind],
);

fn check(case: &Case) {
    let Case(text, method, host, path, parameters, forgiven) = case;
    let request = parse(text);
    assert_eq!(request.method.as_deref(), *method, "method of {text}");
    assert_eq!(request.host.as_deref(), *host, "host of {text}");
    assert_eq!(request.path.as_deref(), *path, "path of {text}");
    assert_eq!(pairs(&request), *parameters, "parameters of {text}");
    assert_eq!(slips(&request), *forgiven, "slips of {text}");
    for pair in &request.pairs {
        assert_eq!(&text[pair.key_span.start..pair.key_span.end], pair.key);
        let raw = &text[pair.value_span.start..pair.value_span.end];
        assert!(
            raw == pair.value || raw.contains('%'),
            "{raw} for {}",
            pair.value
        );
    }
}

macro_rules! reads {
    ($($name:ident: $case:expr;)*) => {$(#[test] fn $name() { check(&$case); })*};
}

use SlipKind::*;

reads! {
    a_url_over_lines: Case(
        "https://ecs.example.com/?Action=Do\n&Tag.1.Key=a b\n&<common parameters>",
        None, Some("ecs.example.com"), Some("/"), &["Action=Do", "Tag.1.Key=a b"], &[Placeholder]);
    a_placeholder_for_the_host: Case(
        "http(s)://[Endpoint]/?Action=Do\n&公共请求参数", None, Some("[Endpoint]"), Some("/"), &["Action=Do"], &[Placeholder]);
    a_method_before_the_url: Case(
        "GET https://nas.example.com/?Action=Do&A=1", Some("GET"), Some("nas.example.com"), Some("/"), &["Action=Do", "A=1"], &[]);
    blanks_in_odd_places: Case(
        "https://x.example.com/?Action= Do\n& A.0=1", None, Some("x.example.com"), Some("/"), &["Action=Do", "A.0=1"], &[MisplacedMark]);
    a_header_among_parameters: Case(
        "https://x.example.com/?Action=Do\n&File: a.txt;", None, Some("x.example.com"), Some("/"), &["Action=Do", "File=a.txt"], &[MisplacedMark]);
    encoded_values: Case(
        "https://x.example.com/?A=%5B%22a%22%5D&B=100%&C=%ff", None, Some("x.example.com"), Some("/"), &["A=[\"a\"]", "B=100%", "C=%ff"], &[]);
    a_value_with_equals: Case("/?Token=ab==&B=1", None, None, Some("/"), &["Token=ab==", "B=1"], &[]);
    a_request_line_with_a_query: Case(
        "PATCH|POST /v1/[Id]/do?a=1&b=2 HTTP/1.1\n<common headers>", Some("PATCH|POST"), None, Some("/v1/[Id]/do"), &["a=1", "b=2"], &[Placeholder]);
    other_protocols: Case("DELETE /v1/[Id] HTTPS|HTTP", Some("DELETE"), None, Some("/v1/[Id]"), &[], &[]);
    a_blank_in_the_path: Case("GET /v1/es-1 ****/x HTTP/1.1", Some("GET"), None, Some("/v1/es-1****/x"), &[], &[MisplacedMark]);
    template_tags: Case("{% raw %}\nhttps://x.example.com/?A=1", None, Some("x.example.com"), Some("/"), &["A=1"], &[MisplacedMark]);
    a_full_width_question_mark: Case("http://x.example.com/api？A=1", None, Some("x.example.com"), Some("/api"), &["A=1"], &[FullWidthMark]);
    prose_is_skipped: Case("see the console", None, None, None, &[], &[Skipped]);
}

#[test]
fn a_head_and_a_body() {
    let text = "POST / HTTP/1.1\nHost: zec.example.com\nX-Action: Do\n<common parameters>\n\nRequest:\n{\"diskId\": \"d\",}\n";
    let request = parse(text);
    let headers: Vec<(&str, &str)> = request
        .headers
        .iter()
        .map(|pair| (pair.key.as_str(), pair.value.as_str()))
        .collect();
    assert_eq!(headers, [("Host", "zec.example.com"), ("X-Action", "Do")]);
    assert_eq!(slips(&request), [Placeholder, TrailingComma]);
    let body = request.body.expect("a body");
    let id = &body.entries()[0];
    assert_eq!(&text[id.key_span.start..id.key_span.end], "\"diskId\"");
}

#[test]
fn a_body_on_the_request_line() {
    let request = parse("POST /openapi/x HTTP/1.1 { \"a\": 1 }");
    assert_eq!(
        (
            request.path.as_deref(),
            request.body.map(|body| body.entries().len())
        ),
        (Some("/openapi/x"), Some(1))
    );
}

#[test]
fn a_value_over_several_lines() {
    let request =
        parse("https://x.example.com/?Action=Do\n&Rules=[\n{\"a\": 1},\n{\"b\": 2}]\n&Name=n");
    assert_eq!(request.pairs.len(), 3);
    assert!(request.body.is_none());
}

#[test]
fn a_response_without_a_body() {
    let request = parse("HTTP/1.1 200 OK\nContent-Length: 0");
    assert_eq!((request.headers.len(), request.slips.len()), (1, 0));
}

#[test]
fn a_bare_body() {
    let (tree, base) = parse("{\"Action\": \"Do\", \"Ids\": [\"a\"]}").tree();
    assert_eq!(tree.entries().len(), 2);
    assert_eq!(base, IndexBase::None);
}

#[test]
fn curl_with_a_body() {
    let request = parse(
        "curl -X POST 'https://api.example.com/' \\\n  -H \"Content-Type: application/json\" \\\n  -d '{\"Action\": \"Do\"}'",
    );
    assert_eq!(
        (request.method.as_deref(), request.host.as_deref()),
        (Some("POST"), Some("api.example.com"))
    );
    assert_eq!(request.headers.len(), 1);
    assert_eq!(request.body.map(|body| body.entries().len()), Some(1));
}

#[test]
fn curl_with_a_query() {
    let request = parse("curl https://api.example.com/x?A=1\\&B=2 -v");
    assert_eq!(
        (request.path.as_deref(), request.pairs.len()),
        (Some("/x"), 2)
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC*|(&|=|\\?|\\.|N|0|1|a|<|>|\\{|\\}|\"|'| |\n|:|;|%|é|curl |-d |-H |https://|POST | HTTP/1.1){0,40}") {
        let request = parse(&text);
        for slip in &request.slips {
            prop_assert!(text.get(slip.span.start..slip.span.end).is_some(), "{:?} of {:?}", slip, text);
        }
        for pair in request.pairs.iter().chain(&request.headers) {
            for span in [pair.key_span, pair.value_span] {
                prop_assert!(text.get(span.start..span.end).is_some(), "{:?} of {:?}", span, text);
            }
        }
        request.tree();
    }
}
