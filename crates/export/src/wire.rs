//! How a request of an operation really looks: what the paths of a document cannot say of operations
//! that share one URL. The content of `x-specwright-wire`.

use serde_json::{Value, json};
use specwright_spec::profile::{ActionStyle, ParameterStyle};
use specwright_spec::{Operation, Place, Profile, Service};

use crate::names;
use crate::schema::{Object, extend};

/// Where a name of the request's own stands: the action, the version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Header, query or body.
    pub(crate) place: Place,
    /// The header's or the parameter's name.
    pub(crate) name: String,
    /// What it says; nothing if no page tells.
    pub(crate) value: Option<String>,
}

/// The wire of one operation.
#[derive(Clone, Copy)]
pub(crate) struct Wire<'s> {
    pub(crate) service: &'s Service,
    pub(crate) profile: &'s Profile,
    pub(crate) operation: &'s Operation,
}

impl Wire<'_> {
    /// The version that the request names.
    pub(crate) fn version(&self) -> Option<&str> {
        version(self.service, self.profile, Some(self.operation))
    }

    /// Where parameters travel of which no page says so.
    pub(crate) fn usual_place(&self) -> Place {
        match self.profile.wire.parameters {
            ParameterStyle::Query => Place::Query,
            ParameterStyle::Json | ParameterStyle::Form => Place::Body,
        }
    }

    /// The body's content type.
    pub(crate) fn content_type(&self) -> &'static str {
        let is_by_path = self.operation.http.is_some();
        match self.profile.wire.parameters {
            ParameterStyle::Json => "application/json",
            ParameterStyle::Query if is_by_path => "application/json",
            ParameterStyle::Form | ParameterStyle::Query => "application/x-www-form-urlencoded",
        }
    }

    /// The methods, the preferred first.
    pub(crate) fn methods(&self) -> Vec<&str> {
        match &self.operation.http {
            Some(http) if !http.methods.is_empty() => {
                http.methods.iter().map(String::as_str).collect()
            }
            _ => vec![&self.profile.wire.method],
        }
    }

    /// Action and version, for operations that are asked for by name.
    pub(crate) fn names(&self) -> Vec<Named> {
        if self.operation.http.is_some() {
            return Vec::new();
        }
        let (place, action, version) = match &self.profile.wire.action {
            ActionStyle::Headers { action, version } => (Place::Header, action, Some(version)),
            ActionStyle::Parameters { action, version } => {
                (self.usual_place(), action, version.as_ref())
            }
        };
        let named = |name: &String, value: Option<&str>| Named {
            place,
            name: name.clone(),
            value: value.map(str::to_owned),
        };
        let action = named(action, Some(&self.operation.name));
        let version = version.map(|name| named(name, self.version()));
        std::iter::once(action).chain(version).collect()
    }

    /// The extension.
    pub(crate) fn value(&self) -> Value {
        let profile = self.profile;
        let mut wire = Object::new();
        let http = self.operation.http.as_ref();
        let mut names = self
            .names()
            .into_iter()
            .map(|named| json!({ "in": named.place, "name": named.name, "value": named.value }));
        let told = [
            ("methods", Some(json!(self.methods()))),
            (
                "host",
                Some(json!(host(self.service, profile, Some(self.operation)))),
            ),
            (
                "path",
                Some(json!(
                    http.map_or(&profile.endpoint.path, |http| &http.path)
                )),
            ),
            ("contentType", Some(json!(self.content_type()))),
            ("action", names.next()),
            ("version", names.next()),
            ("lists", Some(json!(lists(profile)))),
            ("region", profile.region_parameter.clone().map(Value::from)),
            ("signature", Some(json!(profile.signing))),
        ];
        extend(&mut wire, told);
        wire.into()
    }
}

/// How lists travel: as JSON, or as flat names.
fn lists(profile: &Profile) -> String {
    let index = profile.wire.list_index;
    match profile.wire.parameters {
        ParameterStyle::Json => "json".to_owned(),
        ParameterStyle::Form | ParameterStyle::Query => format!("Name.{index}.Member"),
    }
}

/// The version of a service's API, or of one operation.
pub(crate) fn version<'s>(
    service: &'s Service,
    profile: &'s Profile,
    operation: Option<&'s Operation>,
) -> Option<&'s str> {
    let own = operation.and_then(|operation| operation.version.as_deref());
    let known = own.or(service.version.as_deref());
    known.or(profile.versions.get(&service.service).map(String::as_str))
}

/// The host: the page's where it states one, else by the vendor's rule.
pub(crate) fn host(service: &Service, profile: &Profile, operation: Option<&Operation>) -> String {
    let own = operation.and_then(|operation| operation.endpoint.as_deref());
    let rule = &profile.endpoint;
    let stated = own.or(service.endpoint.as_deref());
    let by_rule = rule.services.get(&service.service).unwrap_or(&rule.host);
    stated
        .unwrap_or(by_rule)
        .replace("{service}", &service.service)
}

/// The path that operations asked for by name share.
pub(crate) fn shared_path(service: &Service, profile: &Profile) -> String {
    let path = profile.endpoint.path.replace("{service}", &service.service);
    names::path(&path).trim_end_matches('/').to_owned()
}
