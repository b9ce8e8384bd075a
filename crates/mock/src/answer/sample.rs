//! A page's sample of a response as a tree of values, whatever form it has. A sample that cannot
//! be read is no sample: values are then made up.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value};
use specwright_spec::{Operation, Profile, Sample, SampleKind};

/// The members that the first readable sample of an operation's response shows, JSON first.
pub(super) fn members(profile: &Profile, operation: &Operation) -> Option<Value> {
    let responses = || {
        operation
            .samples
            .iter()
            .filter(|sample| sample.kind == SampleKind::Response)
    };
    let json = responses().find_map(|sample| serde_json::from_str(body(sample)).ok());
    let value: Value = json.or_else(|| responses().find_map(|sample| xml(body(sample))))?;
    let wrapped = profile
        .envelope
        .wrapper
        .as_deref()
        .and_then(|wrapper| value.get(wrapper));
    let members = wrapped.unwrap_or(&value);
    members.is_object().then(|| members.clone())
}

/// The text without the head of an HTTP response.
fn body(sample: &Sample) -> &str {
    let text = sample.text.trim();
    if !text.starts_with("HTTP/") {
        return text;
    }
    text.find(['{', '<'])
        .and_then(|at| text.get(at..))
        .unwrap_or_default()
}

/// An open element: its name, what it holds so far, its text.
#[derive(Default)]
struct Open {
    name: String,
    members: Map<String, Value>,
    text: String,
}

/// The content of the root element; every leaf is a text. An element that stands twice is a list.
fn xml(text: &str) -> Option<Value> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Open> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => open.push(Open {
                name: start.name().as_ref().to_owned(),
                ..Open::default()
            }),
            Event::Text(part) => {
                if let Some(open) = open.last_mut() {
                    open.text += &part;
                }
            }
            Event::End(_) => {
                let closed = open.pop()?;
                let value = if closed.members.is_empty() {
                    Value::from(closed.text.trim())
                } else {
                    Value::Object(closed.members)
                };
                match open.last_mut() {
                    Some(above) => add(&mut above.members, closed.name, value),
                    None => return Some(value),
                }
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn add(members: &mut Map<String, Value>, name: String, value: Value) {
    match members.get_mut(&name) {
        None => {
            members.insert(name, value);
        }
        Some(Value::Array(items)) => items.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn xml_is_read_as_texts() {
        let text = "<R>\n <Total>2</Total><Ids><Id>a</Id><Id>b</Id></Ids><Tags>\n</Tags></R>";
        let expected = json!({"Total": "2", "Ids": {"Id": ["a", "b"]}, "Tags": ""});
        assert_eq!(xml(text), Some(expected));
        assert_eq!(xml("<R><A>"), None);
        assert_eq!(xml("no sample"), None);
    }
}
