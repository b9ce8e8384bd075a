//! A request as schemes and checks want it: parameters decoded, headers as text. Must not judge.

use bytes::Bytes;
use http::{HeaderMap, Request};
use serde_json::Value;

/// A request that was received, read once.
#[derive(Debug)]
pub struct Received<'r> {
    /// The method.
    pub method: &'r str,
    /// The path, as it stands in the request line.
    pub path: &'r str,
    /// The query string, as it stands in the request line.
    pub raw_query: &'r str,
    /// The decoded query string, in its order.
    pub query: Vec<(String, String)>,
    /// The decoded form, if the body is one.
    pub form: Vec<(String, String)>,
    /// The JSON body, if the request says that it is JSON and it is.
    pub json: Option<Value>,
    /// The body.
    pub body: &'r Bytes,
    headers: &'r HeaderMap,
}

impl<'r> Received<'r> {
    /// Reads a request. What cannot be read is left out; [`Self::is_broken_json`] tells.
    pub fn read(request: &'r Request<Bytes>) -> Self {
        let raw_query = request.uri().query().unwrap_or_default();
        let mut received = Self {
            method: request.method().as_str(),
            path: request.uri().path(),
            raw_query,
            query: pairs(raw_query.as_bytes()),
            form: Vec::new(),
            json: None,
            body: request.body(),
            headers: request.headers(),
        };
        if received.has_type("application/x-www-form-urlencoded") {
            received.form = pairs(received.body);
        } else if received.is_json() {
            received.json = serde_json::from_slice(received.body).ok();
        }
        received
    }

    /// A header's text; nothing for one that is absent or no text.
    pub fn header(&self, name: &str) -> Option<&'r str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The names of all headers, in lower case.
    pub fn header_names(&self) -> impl Iterator<Item = &'r str> {
        self.headers.keys().map(http::HeaderName::as_str)
    }

    /// A parameter of the query string or of the form.
    pub fn flat(&self, name: &str) -> Option<&str> {
        self.flats()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// All parameters of the query string, then those of the form.
    pub fn flats(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query
            .iter()
            .chain(&self.form)
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether the request says that its body is JSON.
    pub fn is_json(&self) -> bool {
        self.has_type("application/json")
    }

    /// Whether the body should be JSON and is not. An empty body is none at all.
    pub fn is_broken_json(&self) -> bool {
        self.is_json() && self.json.is_none() && !self.body.is_empty()
    }

    fn has_type(&self, media_type: &str) -> bool {
        let stated = self.header("content-type").unwrap_or_default();
        let stated = stated.split(';').next().unwrap_or_default();
        stated.trim().eq_ignore_ascii_case(media_type)
    }
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}
