//! What came back: an answer or a refusal, told apart by a vendor's envelope data.
//!
//! A success is not parsed here: one look for the bytes that a refusal must hold decides nearly
//! every time. A refusal is read in full, be it JSON, XML or a gateway's HTML.

use crate::clock::Moment;
use crate::value::Value;
use http::{HeaderMap, StatusCode};
use memchr::memmem;
use std::time::Duration;

/// How a vendor wraps answers and refusals.
#[derive(Clone, Copy, Debug)]
pub struct Envelope {
    /// The member that holds the output; none if the whole body does.
    pub payload: Option<&'static str>,
    /// The member within the payload that holds a refusal under HTTP 200.
    pub error: Option<&'static str>,
    /// The member whose number tells success (zero) from refusal under HTTP 200.
    pub ret_code: Option<&'static str>,
    /// The member that is false for a refusal under HTTP 200, if it also has a code.
    pub success: Option<&'static str>,
    /// Members that may hold the code of a refusal, first match wins.
    pub code: &'static [&'static str],
    /// Members that may hold its message.
    pub message: &'static [&'static str],
    /// Members that may hold the id of the request.
    pub request_id: &'static [&'static str],
    /// Headers that may hold the id of the request, in lower case.
    pub request_id_headers: &'static [&'static str],
    /// Members beside or within the output that every answer has and no operation lists.
    pub members: &'static [&'static str],
}

/// A refusal as the vendor put it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refusal {
    /// The code; none where a gateway answered in the vendor's place.
    pub code: Option<String>,
    /// The message; empty if there is none.
    pub message: String,
    /// The id of the request, where one was given.
    pub request_id: Option<String>,
    /// How long to wait before another try, where the answer says so.
    pub retry_after: Option<Duration>,
    /// The vendor's time, where the answer says it.
    pub date: Option<Moment>,
}

impl Envelope {
    /// Whether this is a refusal, and which.
    ///
    /// # Errors
    /// The refusal; nothing if the answer is a success, or under HTTP 200 no JSON at all (which
    /// decoding will say).
    pub fn judge(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), Box<Refusal>> {
        if status.is_success() && self.looks_good(body) {
            return Ok(());
        }
        let tree = Value::from_json(body).ok();
        let refused = match &tree {
            Some(tree) if status.is_success() => self.refused_under_success(tree),
            Some(tree) => Some(self.error_object(tree)),
            None => None,
        };
        match refused {
            Some(object) => Err(Box::new(self.refusal(object, tree.as_ref(), headers))),
            None if status.is_success() => Ok(()),
            None => Err(Box::new(self.unreadable(status, headers, body))),
        }
    }

    /// The output within a body, and the id of the request if the body or a header has it.
    ///
    /// # Errors
    /// The body is no JSON.
    pub fn open(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(Value, Option<String>), serde_json::Error> {
        let mut tree = if body.is_empty() {
            Value::Null
        } else {
            Value::from_json(body)?
        };
        let request_id = self.find_request_id(&[self.payload(&tree), &tree], headers);
        if let (Some(name), Value::Map(members)) = (self.payload, &mut tree)
            && let Some(at) = members.iter().position(|(n, _)| n == name)
        {
            return Ok((members.swap_remove(at).1, request_id));
        }
        Ok((tree, request_id))
    }

    /// The path of members to the output, for decoders that walk the body themselves.
    pub fn payload_path(&self) -> &[&'static str] {
        self.payload.as_slice()
    }

    /// The id of the request without parsing the body: from a header, or the last text of such a
    /// member. Vendors write it first or last, and answers are large.
    pub fn request_id_near_the_end(&self, headers: &HeaderMap, body: &[u8]) -> Option<String> {
        let in_body = self.request_id.iter().find_map(|name| {
            let name = format!("\"{name}\"");
            let rest = &body[memmem::rfind(body, name.as_bytes())? + name.len()..];
            let text = rest
                .trim_ascii_start()
                .strip_prefix(b":")?
                .trim_ascii_start()
                .strip_prefix(b"\"")?;
            let text = &text[..memchr::memchr(b'"', text)?];
            std::str::from_utf8(text)
                .ok()
                .filter(|id| !id.is_empty() && !id.contains('\\'))
                .map(str::to_owned)
        });
        in_body.or_else(|| self.find_request_id(&[], headers))
    }

    /// True if no byte of the body can be a refusal's: far cheaper than parsing a large answer.
    fn looks_good(&self, body: &[u8]) -> bool {
        let absent = |name: Option<&str>| {
            name.is_none_or(|name| memmem::find(body, format!("\"{name}\"").as_bytes()).is_none())
        };
        absent(self.error) && absent(self.success) && self.ret_codes_are_zero(body)
    }

    fn ret_codes_are_zero(&self, body: &[u8]) -> bool {
        let Some(name) = self.ret_code else {
            return true;
        };
        let name = format!("\"{name}\"");
        let mut found = memmem::find_iter(body, name.as_bytes()).peekable();
        found.peek().is_some()
            && found.all(|at| {
                let rest = body[at + name.len()..].trim_ascii_start();
                let value = rest
                    .strip_prefix(b":")
                    .unwrap_or_default()
                    .trim_ascii_start();
                let digits = value.strip_prefix(b"\"").unwrap_or(value);
                digits.first() == Some(&b'0') && !digits.get(1).is_some_and(u8::is_ascii_digit)
            })
    }

    fn payload<'v>(&self, tree: &'v Value) -> &'v Value {
        self.payload.and_then(|name| tree.get(name)).unwrap_or(tree)
    }

    fn refused_under_success<'v>(&self, tree: &'v Value) -> Option<&'v Value> {
        let payload = self.payload(tree);
        let error = self
            .error
            .and_then(|name| payload.get(name))
            .filter(|error| !error.is_null());
        if error.is_some() {
            return error;
        }
        let nonzero =
            |value: &Value| text(value).is_some_and(|code| code.trim().parse::<i64>() != Ok(0));
        if self
            .ret_code
            .and_then(|name| tree.get(name))
            .is_some_and(nonzero)
        {
            return Some(tree);
        }
        let failed =
            |value: &Value| text(value).is_some_and(|truth| truth.eq_ignore_ascii_case("false"));
        let failed = self
            .success
            .and_then(|name| tree.get(name))
            .is_some_and(failed);
        (failed && first(tree, self.code).is_some()).then_some(tree)
    }

    /// Where a refusal by status keeps its code: in the payload's error, the payload, or the top.
    fn error_object<'v>(&self, tree: &'v Value) -> &'v Value {
        let payload = self.payload(tree);
        let error = self.error.and_then(|name| payload.get(name));
        error
            .filter(|error| matches!(error, Value::Map(_)))
            .unwrap_or(payload)
    }

    fn refusal(&self, object: &Value, tree: Option<&Value>, headers: &HeaderMap) -> Refusal {
        let tree = tree.unwrap_or(&Value::Null);
        Refusal {
            code: first(object, self.ret_code.as_slice()).or_else(|| first(object, self.code)),
            message: first(object, self.message).unwrap_or_default(),
            request_id: self.find_request_id(&[object, self.payload(tree), tree], headers),
            retry_after: retry_after(headers),
            date: date(headers),
        }
    }

    fn find_request_id(&self, places: &[&Value], headers: &HeaderMap) -> Option<String> {
        let header = |name: &&str| Some(headers.get(*name)?.to_str().ok()?.to_owned());
        let in_body = places
            .iter()
            .find_map(|place| first(place, self.request_id));
        in_body.or_else(|| self.request_id_headers.iter().find_map(header))
    }

    /// A body that is no JSON: XML with the vendor's members, or a page of some gateway.
    fn unreadable(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Refusal {
        let start = body.trim_ascii_start();
        let html = start.get(..5).is_some_and(|start| {
            start.eq_ignore_ascii_case(b"<html") || start.eq_ignore_ascii_case(b"<!doc")
        });
        if start.starts_with(b"<") && !html {
            let tree = xml_members(start);
            let refusal = self.refusal(&tree, None, headers);
            if refusal.code.is_some() {
                return refusal;
            }
        }
        let reason = status.canonical_reason().unwrap_or("no reason given");
        let message = match (html, start.is_empty()) {
            (true, _) => format!("{reason}; a gateway answered with an HTML page"),
            (false, true) => format!("{reason}; the answer was empty"),
            (false, false) => format!("{reason}; the answer was neither JSON nor XML"),
        };
        Refusal {
            message,
            ..self.refusal(&Value::Null, None, headers)
        }
    }
}

/// Text or a number as text; nothing for anything else or an empty text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
        scalar => Some(scalar.to_string()),
    }
}

/// The first text of these names. Alibaba's operations with paths write them with a small first
/// letter; exact names win.
fn first(object: &Value, names: &[&str]) -> Option<String> {
    let small = |name: &str| {
        let mut letters = name.chars();
        let first = letters.next().map(|letter| letter.to_ascii_lowercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    let exact = names.iter().find_map(|name| text(object.get(name)?));
    exact.or_else(|| {
        names
            .iter()
            .find_map(|name| text(object.get(&small(name))?))
    })
}

/// The leaves of an XML document by name, wherever they stand; the first of a name wins. A
/// document that ends too early gives what came before.
fn xml_members(body: &[u8]) -> Value {
    use quick_xml::events::Event;
    let text = String::from_utf8_lossy(body);
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut tree = Value::Map(Vec::new());
    let mut open: Option<(String, String)> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                open = Some((start.local_name().as_ref().to_owned(), String::new()));
            }
            Ok(Event::Text(piece)) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(&piece);
                }
            }
            Ok(Event::CData(piece)) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(&piece);
                }
            }
            Ok(Event::GeneralRef(reference)) => {
                if let (Some((_, text)), Some(c)) = (&mut open, entity(&reference)) {
                    text.push(c);
                }
            }
            Ok(Event::End(_)) => {
                if let Some((name, text)) = open.take()
                    && tree.get(&name).is_none()
                {
                    tree.set(name, text.trim());
                }
            }
            Ok(Event::Eof) | Err(_) => return tree,
            Ok(_) => {}
        }
    }
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// Seconds or a date; a date needs the answer's own date to become a wait.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let header = |name: &str| Some(headers.get(name)?.to_str().ok()?.trim().to_owned());
    if let Some(millis) = header("x-acs-retry-after").and_then(|text| text.parse().ok()) {
        return Some(Duration::from_millis(millis));
    }
    let text = header("retry-after")?;
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => Some(date(headers)?.until(Moment::parse_http(&text)?)),
    }
}

fn date(headers: &HeaderMap) -> Option<Moment> {
    Moment::parse_http(headers.get("date")?.to_str().ok()?)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use http::HeaderValue;

    pub(crate) const TENCENT: Envelope = Envelope {
        payload: Some("Response"),
        error: Some("Error"),
        ret_code: None,
        success: None,
        code: &["Code"],
        message: &["Message"],
        request_id: &["RequestId"],
        request_id_headers: &[],
        members: &["RequestId"],
    };
    const UCLOUD: Envelope = Envelope {
        payload: None,
        error: None,
        ret_code: Some("RetCode"),
        request_id: &[],
        request_id_headers: &["x-ucloud-request-uuid"],
        members: &["RetCode", "Action", "Message"],
        ..TENCENT
    };
    const ALIBABA: Envelope = Envelope {
        payload: None,
        error: None,
        success: Some("Success"),
        code: &["Code", "code"],
        message: &["Message", "message"],
        request_id: &["RequestId", "requestId"],
        ..TENCENT
    };
    const ZENLAYER: Envelope = Envelope {
        payload: Some("response"),
        error: None,
        code: &["code"],
        message: &["message"],
        request_id: &["requestId"],
        ..TENCENT
    };

    fn judge(envelope: Envelope, status: u16, body: &str) -> Option<Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert("x-ucloud-request-uuid", HeaderValue::from_static("uuid-1"));
        let status = StatusCode::from_u16(status).unwrap();
        envelope
            .judge(status, &headers, body.as_bytes())
            .err()
            .map(|refusal| *refusal)
    }

    fn code(envelope: Envelope, status: u16, body: &str) -> Option<String> {
        judge(envelope, status, body)?.code
    }

    #[test]
    fn names_with_a_small_first_letter_are_found_and_exact_ones_win() {
        let capital = Envelope {
            code: &["Code"],
            message: &["Message"],
            request_id: &["RequestId"],
            ..ALIBABA
        };
        let judge = |body: &str| {
            let status = StatusCode::BAD_REQUEST;
            *capital
                .judge(status, &HeaderMap::new(), body.as_bytes())
                .unwrap_err()
        };
        let small = judge(r#"{"code":"InvalidName","message":"no","requestId":"r"}"#);
        assert_eq!(small.code.as_deref(), Some("InvalidName"));
        assert_eq!(
            (small.message.as_str(), small.request_id.as_deref()),
            ("no", Some("r"))
        );
        assert_eq!(
            judge(r#"{"code":"a","Code":"B"}"#).code.as_deref(),
            Some("B")
        );
    }

    #[test]
    fn tencent_refuses_under_200() {
        let body = r#"{"Response":{"Error":{"Code":"InvalidDisk.Busy","Message":"busy"},"RequestId":"r-1"}}"#;
        let refusal = judge(TENCENT, 200, body).unwrap();
        assert_eq!(
            (refusal.code.as_deref(), &*refusal.message),
            (Some("InvalidDisk.Busy"), "busy")
        );
        assert_eq!(refusal.request_id.as_deref(), Some("r-1"));
        assert_eq!(
            judge(TENCENT, 200, r#"{"Response":{"RequestId":"r"}}"#),
            None
        );
        assert_eq!(
            judge(
                TENCENT,
                200,
                r#"{"Response":{"Rows":[{"Error":{"Code":"x"}}],"Error":null}}"#
            ),
            None
        );
    }

    #[test]
    fn ucloud_refuses_by_number_or_text() {
        for body in [
            r#"{"RetCode":230,"Message":"m"}"#,
            r#"{ "RetCode" : "230" , "Message":"m"}"#,
        ] {
            let refusal = judge(UCLOUD, 200, body).unwrap();
            assert_eq!(refusal.code.as_deref(), Some("230"), "{body}");
            assert_eq!(
                (refusal.message.as_str(), refusal.request_id.as_deref()),
                ("m", Some("uuid-1"))
            );
        }
        for body in [
            r#"{"RetCode":0}"#,
            r#"{"RetCode":"0"}"#,
            r#"{"Action":"x"}"#,
            r#"{"RetCode":0,"L":[{"RetCode":7}]}"#,
        ] {
            assert_eq!(judge(UCLOUD, 200, body), None, "{body}");
        }
        assert_eq!(
            code(UCLOUD, 200, r#"{"RetCode":-30010}"#).as_deref(),
            Some("-30010")
        );
    }

    #[test]
    fn alibaba_refuses_by_status_in_json_or_xml_or_by_a_flag() {
        let json = r#"{"RequestId":"r","HostId":"h","Code":"Throttling","Message":"slow"}"#;
        assert_eq!(code(ALIBABA, 400, json).as_deref(), Some("Throttling"));
        let xml = "<?xml version='1.0'?><Error><RequestId>r</RequestId><Code>No.Such</Code><Message>a &lt; b&#33;</Message></Error>";
        let refusal = judge(ALIBABA, 404, xml).unwrap();
        assert_eq!(
            (refusal.code.as_deref(), refusal.message.as_str()),
            (Some("No.Such"), "a < b!")
        );
        assert_eq!(refusal.request_id.as_deref(), Some("r"));
        assert_eq!(
            code(ALIBABA, 200, r#"{"Success":false,"Code":"Bad"}"#).as_deref(),
            Some("Bad")
        );
        assert_eq!(
            judge(ALIBABA, 200, r#"{"Success":true,"Code":"200"}"#),
            None
        );
    }

    #[test]
    fn zenlayer_refuses_by_status() {
        let body = r#"{"requestId":"r","code":"INVALID","message":"m"}"#;
        assert_eq!(code(ZENLAYER, 400, body).as_deref(), Some("INVALID"));
        let (output, id) = ZENLAYER
            .open(
                &HeaderMap::new(),
                br#"{"requestId":"r","response":{"diskId":"d"}}"#,
            )
            .unwrap();
        assert_eq!(
            (output.get("diskId"), id.as_deref()),
            (Some(&"d".into()), Some("r"))
        );
    }

    #[test]
    fn a_gateway_has_no_code_and_says_so() {
        for (body, word) in [
            ("<!DOCTYPE html><html>", "HTML"),
            ("<HTML>", "HTML"),
            ("", "empty"),
            ("oops", "neither"),
            ("<a><b", "neither"),
        ] {
            let refusal = judge(TENCENT, 502, body).unwrap();
            assert_eq!(refusal.code, None);
            assert!(
                refusal.message.contains("Bad Gateway") && refusal.message.contains(word),
                "{refusal:?}"
            );
        }
        assert_eq!(judge(TENCENT, 200, "<html>"), None);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let after = |pairs: &[(&'static str, &'static str)]| {
            let headers = pairs.iter().map(|(n, v)| {
                (
                    http::HeaderName::from_static(n),
                    HeaderValue::from_static(v),
                )
            });
            retry_after(&headers.collect())
        };
        assert_eq!(after(&[("retry-after", "3")]), Some(Duration::from_secs(3)));
        assert_eq!(
            after(&[("x-acs-retry-after", "1500")]),
            Some(Duration::from_millis(1500))
        );
        let date = ("date", "Sun, 22 Nov 2026 00:03:17 GMT");
        assert_eq!(
            after(&[date, ("retry-after", "Sun, 22 Nov 2026 00:03:20 GMT")]),
            Some(Duration::from_secs(3))
        );
        assert_eq!(after(&[("retry-after", "soon")]), None);
    }
}
