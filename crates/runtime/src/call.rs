//! A call as it is meant, and its encoding into an unsigned request.
//!
//! This is the way of operations without generated code; generated operations write their
//! parameters themselves and share the rest.

use crate::endpoint::Endpoint;
use crate::request::{Body, Unsigned};
use crate::value::Value;
use crate::wire::{Carrier, EncodeError, ListStyle, ParamStyle, Params, flatten, json, path};
use http::Method;
use http::header::HeaderName;
use std::fmt;

/// Where one parameter goes, if not with the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The query.
    Query,
    /// The form or JSON body.
    Body,
    /// A header of its name.
    Header,
}

/// An operation with its parameters.
#[derive(Clone)]
pub struct Call {
    /// The operation, such as `CreateSnapshot`.
    pub action: String,
    /// The version of the API; empty where there is none.
    pub version: String,
    /// The method; a POST unless said otherwise.
    pub method: Method,
    /// A path of its own with bracketed names to fill from the parameters.
    pub path: Option<String>,
    /// The parameters: a map, or null for none.
    pub parameters: Value,
    /// Where the parameters go, if not where the vendor's profile says.
    pub carrier: Option<Carrier>,
    /// Parameters that go elsewhere than the others.
    pub places: Vec<(String, Place)>,
    /// Lists that go otherwise than a name an item.
    pub lists: Vec<(String, ListStyle)>,
}

impl Call {
    /// A POST of these parameters.
    pub fn new(
        version: impl Into<String>,
        action: impl Into<String>,
        parameters: impl Into<Value>,
    ) -> Self {
        Self {
            action: action.into(),
            version: version.into(),
            method: Method::POST,
            path: None,
            parameters: parameters.into(),
            carrier: None,
            places: Vec::new(),
            lists: Vec::new(),
        }
    }

    /// The request before it is signed.
    ///
    /// # Errors
    /// The parameters are no map, hold what no text can carry, or lack what the path needs.
    pub fn encode(
        &self,
        endpoint: &Endpoint,
        style: ParamStyle,
        carrier: Carrier,
    ) -> Result<Unsigned, EncodeError> {
        let carrier = self.carrier.unwrap_or(carrier);
        if !matches!(self.parameters, Value::Null | Value::Map(_)) {
            return Err(EncodeError::NotAMap);
        }
        let mut request = Unsigned::new(self.method.clone(), endpoint.host.clone());
        request.secure = endpoint.secure;
        request.path = self.expand_path(endpoint, style)?;
        self.set_headers(&mut request)?;
        *request.query.params_mut() =
            flatten(self.members_in(Place::Query, carrier), style, &self.lists)?;
        let has_body = self.members_in(Place::Body, carrier).next().is_some();
        if has_body || (carrier != Carrier::Query && self.method != Method::GET) {
            let members = self.members_in(Place::Body, carrier);
            // Where parameters go in the query, an operation with a path of its own has a JSON body.
            let is_json = carrier == Carrier::Json
                || carrier == Carrier::Query && self.path.as_deref().is_some_and(|p| p.len() > 1);
            request.body = if is_json {
                Body::Json(json::body(members)?.into())
            } else {
                Body::Form(flatten(members, style, &self.lists)?)
            };
        }
        Ok(request)
    }

    /// The parameters that go to one place; those of the path go to none.
    fn members_in(&self, place: Place, carrier: Carrier) -> impl Iterator<Item = (&str, &Value)> {
        let in_path = move |name: &str| {
            self.path
                .as_deref()
                .is_some_and(|path| path::names(path).any(|n| n == name))
        };
        self.parameters
            .members()
            .filter(move |(name, _)| !in_path(name) && self.place(name, carrier) == place)
    }

    fn place(&self, name: &str, carrier: Carrier) -> Place {
        match self.places.iter().find(|(n, _)| n == name) {
            Some((_, place)) => *place,
            None if carrier == Carrier::Query || self.method == Method::GET => Place::Query,
            None => Place::Body,
        }
    }

    fn set_headers(&self, request: &mut Unsigned) -> Result<(), EncodeError> {
        for (name, place) in &self.places {
            let value = self.parameters.get(name).filter(|value| !value.is_null());
            let (Place::Header, Some(value)) = (place, value) else {
                continue;
            };
            let refused = || EncodeError::NotAHeader(name.clone());
            let text = match value {
                Value::List(_) | Value::Map(_) => return Err(refused()),
                Value::String(text) => text.clone(),
                scalar => scalar.to_string(),
            };
            let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused())?;
            request.set_header(header, text).map_err(|_| refused())?;
        }
        Ok(())
    }

    fn expand_path(&self, endpoint: &Endpoint, style: ParamStyle) -> Result<String, EncodeError> {
        let Some(template) = &self.path else {
            return Ok(endpoint.path.clone());
        };
        let given: Params = flatten(self.parameters.members(), style, &[])?;
        let path = path::expand(template, |name| given.get(name))?;
        Ok(format!("{}{path}", endpoint.path.trim_end_matches('/')))
    }
}

/// Shows what is called and the names of its parameters, no values.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self
            .parameters
            .as_map()
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
            .collect();
        f.debug_struct("Call")
            .field("action", &self.action)
            .field("parameters", &names)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(path: &str) -> Endpoint {
        Endpoint {
            secure: true,
            host: "h".into(),
            path: path.into(),
        }
    }

    fn sample() -> Call {
        Call::new(
            "1",
            "Do",
            Value::map([
                ("Id", Value::from("x/1")),
                ("Tags", Value::from(["a", "b"])),
            ]),
        )
    }

    #[test]
    fn parameters_go_where_the_carrier_says() {
        let encode = |carrier| {
            sample()
                .encode(&endpoint("/"), ParamStyle::FROM_ZERO, carrier)
                .unwrap()
        };
        let json = encode(Carrier::Json);
        assert!(matches!(&json.body, Body::Json(b) if b == r#"{"Id":"x/1","Tags":["a","b"]}"#));
        let form = encode(Carrier::Form);
        assert!(matches!(&form.body, Body::Form(p) if p.get("Tags.1") == Some("b")));
        let query = encode(Carrier::Query);
        assert_eq!(query.query.encoded(), "Id=x%2F1&Tags.0=a&Tags.1=b");
        assert!(matches!(query.body, Body::Empty));
    }

    #[test]
    fn a_path_takes_its_parameters_and_places_split_the_rest() {
        let mut call = sample();
        call.path = Some("/things/[Id]".into());
        call.places = vec![("Tags".into(), Place::Query)];
        call.lists = vec![("Tags".into(), ListStyle::Commas)];
        let request = call
            .encode(&endpoint("/api/"), ParamStyle::FROM_ONE, Carrier::Json)
            .unwrap();
        assert_eq!(request.path, "/api/things/x%2F1");
        assert_eq!(request.query.encoded(), "Tags=a%2Cb");
        assert!(matches!(&request.body, Body::Json(b) if b == "{}"));
    }

    #[test]
    fn a_parameter_can_travel_in_a_header() {
        let mut call = sample();
        call.places = vec![("Id".into(), Place::Header)];
        let encode = |call: &Call| call.encode(&endpoint("/"), ParamStyle::FROM_ONE, Carrier::Json);
        let request = encode(&call).unwrap();
        assert_eq!(request.header("id"), "x/1");
        assert!(matches!(&request.body, Body::Json(b) if b == r#"{"Tags":["a","b"]}"#));
        call.places = vec![("Tags".into(), Place::Header)];
        assert_eq!(
            encode(&call).unwrap_err(),
            EncodeError::NotAHeader("Tags".into())
        );
    }

    #[test]
    fn a_body_beside_the_query_is_json_under_a_path_and_a_form_otherwise() {
        let body = |path: Option<&str>| {
            let mut call = sample();
            call.path = path.map(str::to_owned);
            call.places = vec![("Tags".into(), Place::Body)];
            let request = call.encode(&endpoint("/"), ParamStyle::FROM_ONE, Carrier::Query);
            request.unwrap().body
        };
        assert!(
            matches!(body(Some("/things/[Id]")), Body::Json(b) if b == r#"{"Tags":["a","b"]}"#)
        );
        assert!(matches!(body(None), Body::Form(p) if p.get("Tags.1") == Some("a")));
    }

    #[test]
    fn debug_shows_no_value() {
        let call = Call::new("1", "Do", Value::map([("Password", "hunter2")]));
        let text = format!("{call:?}");
        assert!(text.contains("Password") && !text.contains("hunter2"));
    }
}
