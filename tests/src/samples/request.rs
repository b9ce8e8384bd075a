//! Request samples: read, filled into a request, and held against what would be sent.

use specwright_reader::sample::SlipKind;
use specwright_reader::sample::query::{self, Pair, Request};
use specwright_runtime::Client;
use specwright_runtime::call::Place;
use specwright_runtime::decode;
use specwright_runtime::encode;
use specwright_runtime::endpoint::EndpointRule;
use specwright_runtime::meta::{Fact, OperationMeta, Position};
use specwright_runtime::profile::Vendor;
use specwright_runtime::request::{Body, Unsigned};
use specwright_runtime::shape::Shape;
use specwright_runtime::wire::{Carrier, ListStyle, unflatten};
use specwright_runtime::{Value, operation};
use specwright_spec::{Profile, Sample};

use crate::services::vendor;

use super::compare::differences;
use super::{Class, Finding, merged, of_leniencies, without_numbers};

/// A request sample, read.
pub struct ShownRequest {
    /// The parameters without those that belong to no operation.
    pub parameters: Value,
    /// Whether they stand in query or form, where all is text.
    pub is_flat: bool,
    /// What was wrong on the way.
    pub findings: Vec<Finding>,
    /// Names and texts of query and form, as the sample has them.
    pairs: Vec<(String, String)>,
}

/// Reads a request sample of an operation.
pub fn shown_request(profile: &Profile, meta: &OperationMeta, sample: &Sample) -> ShownRequest {
    let mut findings = Vec::new();
    let request = query::parse(&sample.text);
    if request
        .slips
        .iter()
        .any(|slip| slip.kind == SlipKind::Skipped)
    {
        findings.push(Finding::new(Class::Unreadable, ""));
    }
    if action_of(profile, &request).is_some_and(|action| action != meta.name) {
        findings.push(Finding::new(Class::OtherOperation, "action"));
    }
    if let Some(host) = other_host(profile, meta, &request) {
        findings.push(Finding::new(Class::OtherHost, host));
    }
    let is_common = |name: &str| {
        let region = profile.region_parameter.as_deref() == Some(name);
        let listed = meta.request.field(name).is_some();
        !listed
            && (region
                || profile
                    .common_parameters
                    .iter()
                    .any(|common| common == name))
    };
    let mut own = request.clone();
    own.pairs.retain(|pair| !is_common(&pair.key));
    let pairs: Vec<_> = own
        .pairs
        .iter()
        .map(|p| (p.key.clone(), p.value.clone()))
        .collect();
    let mut parameters = merged(&own.tree().0, &mut findings);
    if let Value::Map(members) = &mut parameters {
        members.retain(|(name, _)| !is_common(name));
    }
    from_path(meta, &request, &mut parameters, &mut findings);
    ShownRequest {
        parameters,
        is_flat: request.body.is_none(),
        findings,
        pairs,
    }
}

/// The host of a sample, where the client would ask another: in the sample's region, or in none. A vendor whose hosts are its customers' own names none that could be held against it.
fn other_host(profile: &Profile, meta: &OperationMeta, request: &Request) -> Option<String> {
    let host = request.host.as_deref()?.split(':').next()?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let is_made_up = host.chars().all(|c| matches!(c, 'x' | '.'));
    if is_made_up || !host.contains('.') || !host.chars().all(is_name) {
        return None;
    }
    let host = host.to_ascii_lowercase();
    let service = operation::service(meta.service, vendor(&profile.vendor));
    let rule = service.endpoint_rule();
    let rule = match meta.endpoint {
        Some(host) => EndpointRule { host, ..*rule },
        None => *rule,
    };
    let named = profile.region_parameter.as_deref();
    let region = named.and_then(|name| request.get(name));
    let header = |header: &&Pair| header.key.to_ascii_lowercase().ends_with("-region");
    let region = region.or_else(|| request.headers.iter().find(header).map(|it| &*it.value));
    // Samples leave out regions that their host names.
    let regions = host.split('.').map(Some).chain([None, region]);
    let asked = regions.map(|region| rule.resolve(&service.name, region));
    let mut asked = asked.flatten().peekable();
    let is_known = asked.peek().is_none() || asked.any(|endpoint| endpoint.host == host);
    (!is_known).then(|| host.clone())
}

/// The operation that a sample names.
fn action_of(profile: &Profile, request: &Request) -> Option<String> {
    use specwright_spec::profile::ActionStyle;
    match &profile.wire.action {
        ActionStyle::Parameters { action, .. } => request.get(action).map(str::to_owned),
        ActionStyle::Headers { action, .. } => {
            let header = request
                .headers
                .iter()
                .find(|header| header.key.eq_ignore_ascii_case(action));
            let header = header.map(|header| header.value.clone());
            header.or_else(|| request.get("Action").map(str::to_owned))
        }
    }
}

/// Parameters in the path, by the operation's template.
fn from_path(
    meta: &OperationMeta,
    request: &Request,
    parameters: &mut Value,
    findings: &mut Vec<Finding>,
) {
    let (Some(http), Some(path)) = (meta.http, request.path.as_deref()) else {
        return;
    };
    let path = path.trim_end_matches('/');
    let parts = |path: &'_ str| -> Vec<String> {
        path.trim_matches('/')
            .split('/')
            .map(str::to_owned)
            .collect()
    };
    let (template, shown) = (parts(http.path), parts(path));
    let placeholder = |part: &str| {
        let inner = part
            .strip_prefix(['{', '['])
            .and_then(|p| p.strip_suffix(['}', ']']));
        inner.map(str::to_owned)
    };
    let fits = template.len() == shown.len()
        && template
            .iter()
            .zip(&shown)
            .all(|(told, shown)| placeholder(told).is_some() || told == shown);
    if !fits {
        findings.push(Finding::new(Class::OtherOperation, "path"));
        return;
    }
    for (told, shown) in template.iter().zip(&shown) {
        if let Some(name) = placeholder(told) {
            parameters.set(name, shown.as_str());
        }
    }
}

/// Fills a request with what a sample shows.
pub fn fill_request(shown: &ShownRequest, request: &mut dyn Shape) -> Vec<Finding> {
    let mut findings = shown.findings.clone();
    match decode::from_value(shown.parameters.clone(), request) {
        Ok(leniencies) => findings.extend(of_leniencies(&leniencies)),
        Err(_) => findings.push(Finding::new(Class::Unreadable, "")),
    }
    findings
}

/// Holds a request as it would be sent against the sample that it was filled from.
pub fn compare_request(
    vendor: &Vendor,
    meta: &OperationMeta,
    shown: &ShownRequest,
    request: &dyn Shape,
    sent: &Unsigned,
    findings: &mut Vec<Finding>,
) {
    for name in encode::missing(request) {
        findings.push(Finding::new(Class::Missing, without_numbers(&name)));
    }
    let (mut ours, mut tree) = sent_parameters(vendor, sent);
    // The client makes a token where the caller gives none.
    if let Some(token) = meta
        .idempotency_token
        .filter(|token| shown.parameters.get(token).is_none())
    {
        if let Value::Map(members) = &mut tree {
            members.retain(|(name, _)| name != token);
        }
        ours.retain(|(name, _)| name != token);
    }
    let parameters = in_query_and_body(meta, shown);
    let explained: Vec<&str> = findings
        .iter()
        // What no table lists has no place either: a name with dots cannot stand in a query.
        .filter(|finding| matches!(finding.class, Class::Misfit | Class::Unlisted))
        .map(|finding| finding.at.as_str())
        .collect();
    let mut found = Vec::new();
    differences("", &parameters, &tree, &explained, &mut found);
    let clean = found.is_empty() && findings.iter().all(|f| f.class != Class::Repeated);
    if clean && shown.is_flat {
        ours.sort();
        let mut theirs: Vec<_> = shown
            .pairs
            .iter()
            .filter(|(name, _)| !is_elsewhere(meta, name))
            .cloned()
            .collect();
        theirs.sort();
        let names = |pairs: &[(String, String)]| -> Vec<String> {
            pairs.iter().map(|(name, _)| name.clone()).collect()
        };
        let told = names(&theirs);
        for name in names(&ours).iter().filter(|name| !told.contains(name)) {
            found.push(Finding::new(Class::Numbered, without_numbers(name)));
        }
    }
    findings.extend(found);
}

/// What of a sample travels neither in the path nor in headers: those were compared on the way.
fn in_query_and_body(meta: &OperationMeta, shown: &ShownRequest) -> Value {
    let mut parameters = shown.parameters.clone();
    if let Value::Map(members) = &mut parameters {
        members.retain(|(name, _)| !is_elsewhere(meta, name));
    }
    parameters
}

fn is_elsewhere(meta: &OperationMeta, name: &str) -> bool {
    let field = meta.request.field(name);
    let position = field.and_then(|field| field.position());
    matches!(position, Some(Position::Path | Position::Header))
}

/// Query and body as names and texts, and as a tree.
fn sent_parameters(vendor: &Vendor, sent: &Unsigned) -> (Vec<(String, String)>, Value) {
    let params = sent.query.params();
    let mut ours: Vec<(String, String)> = pairs(params.iter());
    let mut tree = unflatten(&params, vendor.style.list_base);
    match &sent.body {
        Body::Form(form) => {
            ours.extend(pairs(form.iter()));
            for (name, value) in unflatten(form, vendor.style.list_base).members() {
                tree.set(name, value.clone());
            }
        }
        Body::Json(bytes) => {
            for (name, value) in Value::from_json(bytes).unwrap_or_default().members() {
                tree.set(name, value.clone());
            }
        }
        Body::Empty | Body::Other(_) => {}
    }
    (ours, tree)
}

/// Holds the same call by name against the sample: no table stands between, so that all of the
/// sample must be sent as it stands. What a page tells of places and lists is told to the call.
/// Nothing if the call cannot be sent.
pub fn by_name(
    client: &Client,
    meta: &OperationMeta,
    shown: &ShownRequest,
) -> Option<Vec<Finding>> {
    let version = meta.version.unwrap_or_default();
    let mut call = client.call(version, meta.name, shown.parameters.clone());
    if let Some(http) = meta.http {
        let method = http.methods.first().and_then(|method| method.parse().ok());
        call = call
            .method(method.unwrap_or(http::Method::POST))
            .path(http.path);
    }
    for field in meta.request.fields {
        let place = match field.position() {
            Some(Position::Query) => Some(Place::Query),
            Some(Position::Body) => Some(Place::Body),
            Some(Position::Header) => Some(Place::Header),
            Some(Position::Path) | None => None,
        };
        if let Some(place) = place {
            call = call.place(field.name, place);
        }
        for (fact, style) in [
            (Fact::AsJson, ListStyle::Json),
            (Fact::AsCommas, ListStyle::Commas),
        ] {
            if field.facts.contains(&fact) {
                call = call.list(field.name, style);
            }
        }
    }
    if shown.is_flat && client.service().vendor.carrier == Carrier::Json {
        call = call.carrier(Carrier::Form);
    }
    let sent = call.outgoing().ok()?.request;
    let (_, tree) = sent_parameters(client.service().vendor, &sent);
    let parameters = in_query_and_body(meta, shown);
    // A name with dots is one name in a sample and several in a query.
    let mut dotted = Vec::new();
    names_with_dots("", &parameters, &mut dotted);
    let dotted: Vec<&str> = dotted.iter().map(String::as_str).collect();
    let mut found = Vec::new();
    differences("", &parameters, &tree, &dotted, &mut found);
    Some(found)
}

fn names_with_dots(at: &str, value: &Value, found: &mut Vec<String>) {
    for (name, value) in value.members() {
        let below = format!("{at}{name}");
        names_with_dots(&format!("{below}."), value, found);
        if name.contains('.') {
            found.push(below);
        }
    }
}

fn pairs<'p>(of: impl Iterator<Item = (&'p str, &'p str)>) -> Vec<(String, String)> {
    of.map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// A request that its client does not send.
pub fn unsendable() -> Finding {
    Finding::new(Class::Unsendable, "")
}
