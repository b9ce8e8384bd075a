//! The vendor's envelope around members and failures, as JSON or XML. Paths come from the profile.

use std::borrow::Cow;

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Map, Value};
use specwright_spec::profile::{ActionStyle, FailureSign};
use specwright_spec::{Operation, Profile, Service};

use crate::Received;

/// What a response says.
pub(crate) enum Content<'c> {
    /// The members of an operation's response.
    Members(Value),
    /// A failure.
    Failure {
        code: &'c str,
        message: &'c str,
        status: u16,
    },
}

/// What a response is for.
pub(crate) struct Wrap<'w> {
    pub(crate) profile: &'w Profile,
    pub(crate) received: &'w Received<'w>,
    /// The operation, as the request names it.
    pub(crate) operation: Option<&'w str>,
    /// The operation has a path of its own.
    pub(crate) by_path: bool,
    pub(crate) request_id: &'w str,
}

impl Wrap<'_> {
    /// The whole response.
    pub(crate) fn response(&self, content: Content<'_>) -> Response<Bytes> {
        let (status, body, is_failure) = match content {
            Content::Members(members) => (200, self.success(members), false),
            Content::Failure {
                code,
                message,
                status,
            } => (status, self.failure(code, message), true),
        };
        let (media_type, text) = if self.wants_xml() {
            let root = match self.operation.filter(|_| !is_failure) {
                Some(operation) => format!("{operation}Response"),
                None => "Error".to_owned(),
            };
            ("text/xml; charset=utf-8", xml(&root, &body))
        } else {
            // Without a charset: one vendor's SDK compares the whole header.
            ("application/json", body.to_string())
        };
        let mut response = plain(status, media_type, text);
        if let Some(name) = self.profile.envelope.request_id.strip_prefix("header:")
            && let (Ok(name), Ok(id)) = (name.parse::<http::HeaderName>(), self.request_id.parse())
        {
            response.headers_mut().insert(name, id);
        }
        response
    }

    fn success(&self, members: Value) -> Value {
        let envelope = &self.profile.envelope;
        let mut body = Value::Object(Map::new());
        if envelope.error.when == FailureSign::CodeNotZero {
            set(&mut body, &envelope.error.code, 0.into());
        }
        self.add_action(&mut body);
        let id = envelope.request_id.as_str();
        let wrapper = envelope.wrapper.as_deref();
        if !id.starts_with("header:") {
            set(&mut body, id, self.request_id.into());
            // A member of every response stands in the wrapper, too, where the id is outside of it.
            if let Some(wrapper) =
                wrapper.filter(|_| envelope.members.iter().any(|member| member == id))
            {
                set(
                    &mut body,
                    &format!("{wrapper}.{id}"),
                    self.request_id.into(),
                );
            }
        }
        for (name, value) in members.as_object().into_iter().flatten() {
            match wrapper {
                Some(wrapper) => set(&mut body, &format!("{wrapper}.{name}"), value.clone()),
                None => set(&mut body, name, value.clone()),
            }
        }
        body
    }

    fn failure(&self, code: &str, message: &str) -> Value {
        let envelope = &self.profile.envelope;
        let mut body = Value::Object(Map::new());
        if !envelope.request_id.starts_with("header:") {
            let member = self.letters(&envelope.request_id);
            set(&mut body, &member, self.request_id.into());
        }
        if let Some(member) = &self.profile.refusals.host {
            let host = self.received.header("host").unwrap_or_default();
            set(&mut body, &self.letters(member), host.into());
        }
        let is_number = envelope.error.when == FailureSign::CodeNotZero;
        let number = code.parse::<i64>().ok().filter(|_| is_number);
        set(
            &mut body,
            &self.letters(&envelope.error.code),
            number.map_or(code.into(), Value::from),
        );
        self.add_action(&mut body);
        let member = self.letters(&envelope.error.message);
        set(&mut body, &member, message.into());
        body
    }

    /// A member of a failure in the letters that this vendor writes it in here.
    fn letters<'n>(&self, member: &'n str) -> Cow<'n, str> {
        match member.chars().next() {
            Some(first) if self.by_path && self.profile.refusals.small_letters_by_path => {
                let rest = &member[first.len_utf8()..];
                format!("{}{rest}", first.to_ascii_lowercase()).into()
            }
            _ => member.into(),
        }
    }

    /// Vendors that name the operation by a parameter and have a member of that name say there
    /// what response it is.
    fn add_action(&self, body: &mut Value) {
        let ActionStyle::Parameters { action, .. } = &self.profile.wire.action else {
            return;
        };
        let is_member = self.profile.envelope.members.contains(action);
        if let Some(operation) = self.operation.filter(|_| is_member) {
            set(body, action, format!("{operation}Response").into());
        }
    }

    /// Whether the answer is XML: asked for, or not spoken of by an old scheme whose vendor
    /// takes XML for the usual form.
    fn wants_xml(&self) -> bool {
        if !self.profile.envelope.error.xml {
            return false;
        }
        let accept = self.received.header("accept").unwrap_or_default();
        match self.received.flat("Format") {
            Some(format) => format.eq_ignore_ascii_case("xml"),
            None if accept.contains("xml") => true,
            None => self.received.header("authorization").is_none() && !accept.contains("json"),
        }
    }
}

/// The status of a failure: the code's own, a common one's, or what the vendor usually sends.
pub(crate) fn status(
    profile: &Profile,
    service: Option<&Service>,
    operation: Option<&Operation>,
    code: &str,
) -> u16 {
    let of_operation = operation
        .into_iter()
        .flat_map(|operation| &operation.errors);
    let of_service = service.into_iter().flat_map(|service| &service.errors);
    let own = of_operation
        .chain(of_service)
        .find(|error| error.code == code);
    let common = profile
        .common_errors
        .iter()
        .find(|error| error.code == code);
    let stated = own
        .and_then(|error| error.status)
        .or(common.and_then(|error| error.status));
    match (stated, profile.envelope.error.when) {
        (Some(status), FailureSign::Status) if status < 400 => 400,
        (Some(status), _) => status,
        (None, FailureSign::Status) => 400,
        (None, FailureSign::CodePresent | FailureSign::CodeNotZero) => 200,
    }
}

/// A response of some text.
pub(crate) fn plain(status: u16, media_type: &'static str, text: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert("content-type", http::HeaderValue::from_static(media_type));
    response
}

/// Puts a value at a dotted path, making objects on the way.
pub(crate) fn set(tree: &mut Value, path: &str, value: Value) {
    let Value::Object(members) = tree else { return };
    match path.split_once('.') {
        None => {
            members.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            let below = members.entry(first.to_owned()).or_insert(Value::Null);
            if !below.is_object() {
                *below = Value::Object(Map::new());
            }
            set(below, rest, value);
        }
    }
}

/// A value as XML: a list repeats its element.
fn xml(root: &str, value: &Value) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    element(&mut text, root, value);
    text
}

fn element(to: &mut String, name: &str, value: &Value) {
    if let Value::Array(items) = value {
        items.iter().for_each(|item| element(to, name, item));
        return;
    }
    *to += &format!("<{name}>");
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| element(to, name, value)),
        Value::String(text) => *to += &quick_xml::escape::escape(text.as_str()),
        Value::Null | Value::Array(_) => {}
        scalar => *to += &scalar.to_string(),
    }
    *to += &format!("</{name}>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_repeat_their_element() {
        let value = json!({"Ids": {"Id": ["a<b", "c"]}, "Total": 2, "Gone": null});
        let text = xml("R", &value);
        assert_eq!(
            text.lines().last(),
            Some("<R><Ids><Id>a&lt;b</Id><Id>c</Id></Ids><Total>2</Total><Gone></Gone></R>")
        );
    }

    #[test]
    fn paths_make_their_objects() {
        let mut body = json!({});
        set(&mut body, "Response.Error.Code", "A".into());
        set(&mut body, "Response.RequestId", "1".into());
        assert_eq!(
            body,
            json!({"Response": {"Error": {"Code": "A"}, "RequestId": "1"}})
        );
    }
}
