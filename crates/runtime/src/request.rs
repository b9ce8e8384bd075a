//! A request on its way: parts that a signer can read and change, and the `http::Request` at the end.

use crate::wire::Params;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, Entry, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Uri};
use std::borrow::Cow;
use std::fmt;

/// The media type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// The media type of a JSON body.
pub const JSON: &str = "application/json";

/// A request before it is signed, in parts.
#[derive(Clone)]
pub struct Unsigned {
    /// The method.
    pub method: Method,
    /// `https` if true, `http` if not.
    pub secure: bool,
    /// Host, with the port where it is not the scheme's own: what is signed as `host`.
    pub host: String,
    /// The path, percent-encoded, with its leading slash.
    pub path: String,
    /// What stands behind the question mark.
    pub query: Query,
    /// Headers, without `host`.
    pub headers: HeaderMap,
    /// What is sent.
    pub body: Body,
}

/// The query of a request.
#[derive(Clone)]
pub enum Query {
    /// Parameters that are encoded when the request is done.
    Params(Params),
    /// A query somebody encoded already; signed and sent as it is.
    Encoded(String),
}

/// The body of a request.
#[derive(Clone)]
pub enum Body {
    /// None.
    Empty,
    /// Parameters that are encoded when the request is done.
    Form(Params),
    /// JSON text.
    Json(Bytes),
    /// Anything else, with its media type in the headers.
    Other(Bytes),
}

impl Unsigned {
    /// A request to a host, over TLS, with nothing in it.
    pub fn new(method: Method, host: impl Into<String>) -> Self {
        Self {
            method,
            secure: true,
            host: host.into(),
            path: "/".to_owned(),
            query: Query::Params(Params::new()),
            headers: HeaderMap::new(),
            body: Body::Empty,
        }
    }

    /// The header of this name as text; empty if absent or not text.
    pub fn header(&self, name: impl http::header::AsHeaderName) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Sets a header unless the request carries it already.
    ///
    /// # Errors
    /// The value holds what no header may, such as a line break.
    pub fn header_default(
        &mut self,
        name: HeaderName,
        value: impl Into<Cow<'static, str>>,
    ) -> Result<(), BuildError> {
        if let Entry::Vacant(free) = self.headers.entry(name) {
            let value = header_value(free.key(), value.into())?;
            free.insert(value);
        }
        Ok(())
    }

    /// Sets a header.
    ///
    /// # Errors
    /// The value holds what no header may, such as a line break.
    pub fn set_header(
        &mut self,
        name: HeaderName,
        value: impl Into<Cow<'static, str>>,
    ) -> Result<(), BuildError> {
        let value = header_value(&name, value.into())?;
        self.headers.insert(name, value);
        Ok(())
    }

    /// Sets a header that Debug must not show.
    ///
    /// # Errors
    /// The value holds what no header may, such as a line break.
    pub fn set_secret_header(
        &mut self,
        name: HeaderName,
        value: impl Into<Cow<'static, str>>,
    ) -> Result<(), BuildError> {
        let mut value = header_value(&name, value.into())?;
        value.set_sensitive(true);
        self.headers.insert(name, value);
        Ok(())
    }

    /// The parameters that go with the request: those of a form body, otherwise those of the query.
    ///
    /// A query somebody encoded already is read into parameters first.
    pub fn params_mut(&mut self) -> &mut Params {
        match self.body {
            Body::Form(ref mut params) => params,
            _ => self.query.params_mut(),
        }
    }

    /// The same, to be read.
    pub fn params(&self) -> Cow<'_, Params> {
        match &self.body {
            Body::Form(params) => Cow::Borrowed(params),
            _ => self.query.params(),
        }
    }

    /// Sets the media type that the body implies, unless one is set.
    pub(crate) fn default_content_type(&mut self) {
        let kind = match self.body {
            Body::Form(_) => FORM,
            Body::Json(_) => JSON,
            Body::Empty | Body::Other(_) => return,
        };
        self.headers
            .entry(CONTENT_TYPE)
            .or_insert(HeaderValue::from_static(kind));
    }

    /// Encodes the body once; from here on it is bytes.
    pub(crate) fn seal_body(&mut self) -> &[u8] {
        if matches!(self.body, Body::Form(_)) {
            self.default_content_type();
            if let Body::Form(params) = std::mem::replace(&mut self.body, Body::Empty) {
                self.body = Body::Other(params.into_encoded().into());
            }
        }
        match &self.body {
            Body::Json(bytes) | Body::Other(bytes) => bytes,
            Body::Empty | Body::Form(_) => &[],
        }
    }

    /// The finished request.
    ///
    /// # Errors
    /// Host, path or query do not make an address.
    pub fn into_http(mut self) -> Result<http::Request<Bytes>, BuildError> {
        self.default_content_type();
        let body = match self.body {
            Body::Empty => Bytes::new(),
            Body::Form(params) => params.into_encoded().into(),
            Body::Json(bytes) | Body::Other(bytes) => bytes,
        };
        let scheme = if self.secure { "https://" } else { "http://" };
        let room = scheme.len() + self.host.len() + self.path.len() + self.query.room() + 1;
        let mut address = String::with_capacity(room);
        for piece in [scheme, &self.host, &self.path] {
            address.push_str(piece);
        }
        self.query.write_behind('?', &mut address);
        let uri =
            Uri::from_maybe_shared(Bytes::from(address)).map_err(|_| BuildError::Address {
                host: self.host,
                path: self.path,
            })?;
        let mut request = http::Request::new(body);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}

fn header_value(name: &HeaderName, value: Cow<'static, str>) -> Result<HeaderValue, BuildError> {
    match value {
        Cow::Borrowed(text) => HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())),
        Cow::Owned(text) => HeaderValue::from_maybe_shared(Bytes::from(text)),
    }
    .map_err(|_| BuildError::Header(name.clone()))
}

impl Query {
    /// The text behind the question mark.
    pub fn encoded(&self) -> Cow<'_, str> {
        match self {
            Self::Params(params) if params.is_empty() => Cow::Borrowed(""),
            Self::Params(params) => Cow::Owned(params.encoded()),
            Self::Encoded(text) => Cow::Borrowed(text),
        }
    }

    /// Bytes that the text most often fits in.
    pub(crate) fn room(&self) -> usize {
        match self {
            Self::Params(params) => params.encoded_room(),
            Self::Encoded(text) => text.len(),
        }
    }

    /// Appends the sign and the text, where there is one.
    fn write_behind(&self, sign: char, out: &mut String) {
        match self {
            Self::Params(params) if !params.is_empty() => {
                out.push(sign);
                params.encode_into(out);
            }
            Self::Encoded(text) if !text.is_empty() => {
                out.push(sign);
                out.push_str(text);
            }
            Self::Params(_) | Self::Encoded(_) => {}
        }
    }

    /// Appends the text.
    pub(crate) fn write(&self, out: &mut String) {
        match self {
            Self::Params(params) => params.encode_into(out),
            Self::Encoded(text) => out.push_str(text),
        }
    }

    /// The parameters; read from the text if somebody encoded it already.
    pub fn params(&self) -> Cow<'_, Params> {
        match self {
            Self::Params(params) => Cow::Borrowed(params),
            Self::Encoded(text) => Cow::Owned(Params::from_encoded(text)),
        }
    }

    /// The parameters to change.
    pub fn params_mut(&mut self) -> &mut Params {
        match *self {
            Self::Params(ref mut params) => params,
            Self::Encoded(ref text) => {
                *self = Self::Params(Params::from_encoded(text));
                self.params_mut()
            }
        }
    }
}

/// Shows where it goes and the names of what it carries, no values.
impl fmt::Debug for Unsigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unsigned")
            .field("method", &self.method)
            .field("host", &self.host)
            .field("path", &self.path)
            .field("query", &self.query)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &self.body)
            .finish()
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.params().fmt(f)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Form(params) => f.debug_tuple("Form").field(params).finish(),
            Self::Json(bytes) => write!(f, "Json({} bytes)", bytes.len()),
            Self::Other(bytes) => write!(f, "Other({} bytes)", bytes.len()),
        }
    }
}

/// Parts that make no request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildError {
    /// A header's value holds a line break or another control character. The value is not shown.
    Header(HeaderName),
    /// Host and path make no address.
    Address {
        /// The host as given.
        host: String,
        /// The path as given.
        path: String,
    },
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name) => {
                write!(
                    f,
                    "the value of header `{name}` holds a character that no header may; remove it"
                )
            }
            Self::Address { host, path } => {
                write!(f, "`{host}` and `{path}` make no address; check both")
            }
        }
    }
}

impl std::error::Error for BuildError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_become_an_address_and_a_body() {
        let mut parts = Unsigned::new(Method::POST, "h.example:8080");
        parts.secure = false;
        parts.query = Query::Encoded("a=b+c".into());
        parts.query.params_mut().push("d", "é");
        parts.body = Body::Form([("x", "1 2")].into_iter().collect());
        let request = parts.into_http().unwrap();
        assert_eq!(request.uri(), "http://h.example:8080/?a=b%20c&d=%C3%A9");
        assert_eq!(request.body(), "x=1%202");
        assert_eq!(request.headers()[CONTENT_TYPE], FORM);
    }

    #[test]
    fn debug_shows_names_only() {
        let mut parts = Unsigned::new(Method::GET, "h");
        parts.query.params_mut().push("SecurityToken", "hunter2");
        parts
            .set_secret_header(http::header::AUTHORIZATION, "Bearer hunter2")
            .unwrap();
        parts.body = Body::Json(Bytes::from_static(b"{\"Password\":\"hunter2\"}"));
        let text = format!("{parts:?}");
        assert!(
            text.contains("SecurityToken") && !text.contains("hunter2"),
            "{text}"
        );
        parts.query = Query::Params(Params::new());
        assert!(!format!("{:?}", parts.into_http().unwrap().headers()).contains("hunter2"));
    }

    #[test]
    fn a_line_break_in_a_header_is_refused_without_showing_it() {
        let mut parts = Unsigned::new(Method::GET, "h");
        let error = parts
            .set_header(http::header::ACCEPT, "a\r\nx: hunter2")
            .unwrap_err();
        assert!(!error.to_string().contains("hunter2"));
    }
}
