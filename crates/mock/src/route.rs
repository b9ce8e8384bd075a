//! From a request to the operation it asks for: by path, by name, by version.

use http::uri::PathAndQuery;
use specwright_spec::profile::ActionStyle;
use specwright_spec::{Cause, Field, Operation, Profile, Service};

use crate::Received;
use crate::params::Params;
use crate::refused::Refused;
use crate::scheme::Claim;

/// Where a path leads.
#[derive(Debug)]
pub(crate) enum Path<'s> {
    /// To the place where operations are asked for by name; perhaps those of one service.
    Named(Option<&'s str>),
    /// To one operation, with the values of the path's placeholders.
    Operation(&'s Service, &'s Operation, Vec<(String, String)>),
    /// Nowhere.
    Astray,
}

/// Looks where a path leads.
pub(crate) fn path<'s>(
    profile: &Profile,
    services: &'s [Service],
    received: &Received<'_>,
) -> Path<'s> {
    if let Some(values) = matches(&profile.endpoint.path, received.path) {
        let service = values.iter().find(|(name, _)| name == "service");
        return match service {
            None => Path::Named(None),
            Some((_, name)) => match services.iter().find(|service| service.service == *name) {
                Some(service) => Path::Named(Some(&service.service)),
                None => Path::Astray,
            },
        };
    }
    let operations = services.iter().flat_map(|service| {
        service
            .operations
            .iter()
            .map(move |operation| (service, operation))
    });
    for (service, operation) in operations {
        let Some(http) = &operation.http else {
            continue;
        };
        if !http.methods.is_empty() && !http.methods.iter().any(|method| method == received.method)
        {
            continue;
        }
        if let Some(values) = matches(&http.path, received.path) {
            return Path::Operation(service, operation, values);
        }
    }
    Path::Astray
}

/// The values of a template's placeholders in a path, decoded; nothing if the path is another one.
/// A slash at the end makes no difference.
fn matches(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let template: Vec<_> = template.trim_end_matches('/').split('/').collect();
    let path: Vec<_> = path.trim_end_matches('/').split('/').collect();
    if template.len() != path.len() {
        return None;
    }
    let mut values = Vec::new();
    for (expected, part) in template.into_iter().zip(path) {
        match expected
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some(name) if !part.is_empty() => {
                let part = percent_encoding::percent_decode_str(part).decode_utf8_lossy();
                values.push((name.to_owned(), part.into_owned()));
            }
            None if expected == part => {}
            _ => return None,
        }
    }
    Some(values)
}

/// The operation and version that a request names, wherever its scheme or vendor puts them.
pub(crate) fn names(
    profile: &Profile,
    received: &Received<'_>,
    claim: &Claim,
) -> (Option<String>, Option<String>) {
    let (action, version) = match &profile.wire.action {
        ActionStyle::Headers { action, version } => {
            (received.header(action), received.header(version))
        }
        ActionStyle::Parameters { action, version } => (
            received.flat(action),
            version
                .as_deref()
                .and_then(|version| received.flat(version)),
        ),
    };
    (
        claim.action.clone().or(action.map(str::to_owned)),
        claim.version.clone().or(version.map(str::to_owned)),
    )
}

/// Finds an operation by name and version; `among` is the service that path or signature name.
/// Where several services have one of that name, the parameters tell which is meant.
pub(crate) fn operation<'s>(
    profile: &Profile,
    services: &'s [Service],
    among: Option<&str>,
    action: Option<&str>,
    version: Option<&str>,
    params: &Params,
) -> Result<(&'s Service, &'s Operation), Refused> {
    let action = action
        .filter(|action| !action.is_empty())
        .ok_or_else(|| Refused::new(Cause::NoAction, action_name(profile)))?;
    let mut named: Vec<_> = services
        .iter()
        .filter(|service| among.is_none_or(|among| among == service.service))
        .filter_map(|service| Some((service, service.operation(action)?)))
        .collect();
    if named.is_empty() {
        return Err(Refused::new(Cause::UnknownAction, action));
    }
    if let Some(parameter) = version_name(profile) {
        let version = version
            .filter(|version| !version.is_empty())
            .ok_or_else(|| Refused::new(Cause::MissingParameter, parameter))?;
        named.retain(|(service, operation)| {
            let known = operation.version.as_deref().or(service.version.as_deref());
            let known = known.or(profile.versions.get(&service.service).map(String::as_str));
            known.is_none_or(|known| known == version)
        });
        if named.is_empty() {
            return Err(Refused::new(Cause::UnknownVersion, version));
        }
    }
    // The first of those that fit equally well.
    let nearest = named
        .into_iter()
        .min_by_key(|(_, operation)| misfit(operation, params));
    nearest.ok_or_else(|| Refused::new(Cause::UnknownAction, action))
}

/// How far parameters are from an operation's: needed ones that were not given, and given ones
/// that it does not have.
fn misfit(operation: &Operation, params: &Params) -> (usize, usize) {
    let given = params.tree.as_object();
    let is_given = |name: &str| given.is_some_and(|given| given.contains_key(name));
    let missing = |field: &&Field| field.is_required() && !is_given(&field.name);
    let fields = &operation.request;
    let is_known = |name: &String| fields.iter().any(|field| field.name == *name);
    let unknown = given.map_or(0, |given| given.keys().filter(|it| !is_known(it)).count());
    (fields.iter().filter(missing).count(), unknown)
}

/// What the vendor calls the operation's name, without the prefix of a header.
fn action_name(profile: &Profile) -> &str {
    match &profile.wire.action {
        ActionStyle::Headers { .. } => "Action",
        ActionStyle::Parameters { action, .. } => action,
    }
}

/// What the vendor calls the version; nothing if it has none.
fn version_name(profile: &Profile) -> Option<&str> {
    match &profile.wire.action {
        ActionStyle::Headers { .. } => Some("Version"),
        ActionStyle::Parameters { version, .. } => version.as_deref(),
    }
}

/// The path of a target, for logs: never the query string, which may hold keys.
pub(crate) fn shown_path(target: Option<&PathAndQuery>) -> String {
    target
        .map(|target| target.path().to_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn paths_match_templates() {
        let one = |name: &str, value: &str| Some(vec![(name.to_owned(), value.to_owned())]);
        assert_eq!(matches("/", "/"), Some(Vec::new()));
        assert_eq!(matches("/api", "/api/"), Some(Vec::new()));
        assert_eq!(matches("/api", "/"), None);
        assert_eq!(
            matches("/api/v2/{service}", "/api/v2/zec"),
            one("service", "zec")
        );
        assert_eq!(matches("/i/{Id}/x", "/i/a%2Fb/x"), one("Id", "a/b"));
        assert_eq!(matches("/i/{Id}/x", "/i//x"), None);
    }
}
