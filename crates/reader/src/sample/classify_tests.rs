use super::*;

#[test]
fn blocks_are_told_apart() {
    use SampleFormat::*;
    use SampleKind::*;
    let cases = [
        (
            "{#request_demo}",
            "https://x/?Action=Do\n&A=1",
            Hint::None,
            Request,
            Query,
        ),
        (
            "{#xml_return_success_demo}",
            "<DoResponse/>",
            Hint::None,
            Response,
            Xml,
        ),
        ("{#json_return_failed_demo}", "{}", Hint::None, Error, Json),
        ("", "https://x/?Action=Do", Hint::Response, Request, Query),
        ("", "GET https://x/?Action=Do", Hint::None, Request, Query),
        ("", "GET /v1/x?a=1 HTTP/1.1", Hint::None, Request, Http),
        (
            "json",
            "POST /api/v2/x HTTP/1.1\nHost: x",
            Hint::None,
            Request,
            Http,
        ),
        ("", "curl -d '{}' https://x", Hint::None, Request, Shell),
        ("", "{\"a\": 1}", Hint::Request, Request, Json),
        ("", "{\"a\": 1}", Hint::None, Response, Json),
        ("", "\"{}\"", Hint::Response, Response, Json),
        (
            "",
            "HTTP/1.1 200 OK\n\n{\"a\": 1}",
            Hint::Request,
            Response,
            Json,
        ),
        (
            "",
            "HTTP/1.1 404 Not Found\n\n<Error/>",
            Hint::None,
            Error,
            Xml,
        ),
        (
            "",
            "<Error><Code>X</Code></Error>",
            Hint::Response,
            Error,
            Xml,
        ),
        (
            "",
            "{\"Response\": {\"Error\": {\"Code\": \"X\"}}}",
            Hint::Response,
            Error,
            Json,
        ),
        ("", "{\"Error\": 0}", Hint::Response, Response, Json),
        ("", "{% raw %}\n<A/>", Hint::None, Response, Xml),
        (
            "",
            "//json response\n{\"a\": 1}",
            Hint::None,
            Response,
            Json,
        ),
        ("json", "see above", Hint::None, Response, Json),
        ("", "see above", Hint::None, Response, Text),
    ];
    for (info, text, hint, kind, format) in cases {
        assert_eq!(classify(info, text, hint), (kind, format), "{info} {text}");
    }
}

#[test]
fn captions_hint() {
    let cases = [
        ("请求示例", Hint::Request),
        ("正常返回示例", Hint::Response),
        ("异常返回示例", Hint::Error),
        ("Sample requests", Hint::Request),
        ("Successful response examples", Hint::Response),
        ("输出示例", Hint::Response),
        ("`XML` format", Hint::None),
    ];
    for (caption, hint) in cases {
        assert_eq!(Hint::from_caption(caption), hint, "{caption}");
    }
}

#[test]
fn a_block_with_labels_is_split() {
    let text = "POST /x HTTP/1.1\nHost: h\n\nRequest：\n{\"a\": 1}\n\nResponse：\n{\"b\": 2}\n";
    let parts = split(text);
    let parts: Vec<_> = parts
        .iter()
        .map(|(kind, span)| (*kind, text[span.start..span.end].trim()))
        .collect();
    assert_eq!(parts[0].0, Some(SampleKind::Request));
    assert!(parts[0].1.ends_with("{\"a\": 1}"));
    assert_eq!(parts[1], (Some(SampleKind::Response), "{\"b\": 2}"));
}

#[test]
fn a_member_that_reads_like_a_label_splits_nothing() {
    for text in [
        "{\"a\": 1,\nResponse: 2}",
        "Response:\n{}",
        "{\n\"Response\": {}\n}",
    ] {
        assert_eq!(split(text).len(), 1, "{text}");
    }
}
