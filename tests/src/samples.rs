//! Samples of pages through typed requests and responses: each is filled into its type, written
//! again, and held against what the page shows. What differs is named by class and place.
//!
//! The types are generated ones or such as [`crate::dynamic`] makes of a spec; both go the same
//! way. Texts of samples never reach a finding: only names that stand in tables or keys do.

use std::fmt;

use specwright_reader::sample::query::Request;
use specwright_reader::sample::{Data, SampleValue, SlipKind, json, query, xml};
use specwright_runtime::Value;
use specwright_runtime::decode::{self, Leniency, LeniencyKind};
use specwright_runtime::encode;
use specwright_runtime::meta::OperationMeta;
use specwright_runtime::profile::Vendor;
use specwright_runtime::request::{Body, Unsigned};
use specwright_runtime::shape::Shape;
use specwright_runtime::wire::unflatten;
use specwright_spec::{Profile, Sample, SampleFormat};

/// What is wrong with a sample, or with what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// The text cannot be read.
    Unreadable,
    /// The text is no valid text of its format, and was read all the same.
    Slipped,
    /// It shows another operation, or another path.
    OtherOperation,
    /// A member or parameter that no table lists; kept, and sent.
    Unlisted,
    /// A value that is not of its field's type; kept.
    Misfit,
    /// A needed parameter is not in it.
    Missing,
    /// One name stands twice: a list without numbers.
    Repeated,
    /// Lists do not count from where the vendor's do, or have gaps.
    Numbered,
    /// It is a refusal where an answer is told, or the other way round.
    OtherKind,
    /// A value that a request cannot carry where it travels.
    Unsendable,
    /// Ours: something of the sample is not in what we write.
    Lost,
    /// Ours: something in what we write is not in the sample.
    Extra,
    /// Ours: a value is another one in what we write.
    Changed,
}

impl Class {
    /// Its name in data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Slipped => "slipped",
            Self::OtherOperation => "other-operation",
            Self::Unlisted => "unlisted",
            Self::Misfit => "misfit",
            Self::Missing => "missing",
            Self::Repeated => "repeated",
            Self::Numbered => "numbered",
            Self::OtherKind => "other-kind",
            Self::Unsendable => "unsendable",
            Self::Lost => "lost",
            Self::Extra => "extra",
            Self::Changed => "changed",
        }
    }

    /// Whether it is a fault of this project and never of a page.
    pub fn is_ours(self) -> bool {
        matches!(self, Self::Lost | Self::Extra | Self::Changed)
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What.
    pub class: Class,
    /// Where: the dotted name of a field or member; empty for the sample itself.
    pub at: String,
}

impl Finding {
    fn new(class: Class, at: impl Into<String>) -> Self {
        Self {
            class,
            at: at.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.class.name(), self.at)
    }
}

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

/// A sample's value as a tree. Of members that stand twice in a map the texts become one list.
fn merged(value: &SampleValue, findings: &mut Vec<Finding>) -> Value {
    match &value.data {
        Data::Null => Value::Null,
        Data::Bool(it) => Value::Bool(*it),
        Data::String(it) => Value::String(it.clone()),
        Data::Number(it) => match (it.parse::<i64>(), it.parse::<u64>(), it.parse::<f64>()) {
            (Ok(it), _, _) => it.into(),
            (_, Ok(it), _) => it.into(),
            (_, _, Ok(it)) if it.is_finite() => it.into(),
            _ => it.as_str().into(),
        },
        Data::List(items) => Value::List(items.iter().map(|item| merged(item, findings)).collect()),
        Data::Map(entries) => {
            let mut members: Vec<(String, Value)> = Vec::new();
            for entry in entries {
                let value = merged(&entry.value, findings);
                let Some((_, old)) = members.iter_mut().find(|(name, _)| *name == entry.key) else {
                    members.push((entry.key.clone(), value));
                    continue;
                };
                findings.push(Finding::new(Class::Repeated, entry.key.clone()));
                match old {
                    Value::List(items) => items.push(value),
                    old => *old = Value::List(vec![std::mem::take(old), value]),
                }
            }
            Value::Map(members)
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
    // What travels in the path or in headers was compared on the way there.
    let elsewhere = |name: &str| {
        use specwright_runtime::meta::Position;
        let field = request.meta().field(name);
        matches!(
            field.and_then(|field| field.position()),
            Some(Position::Path | Position::Header)
        )
    };
    let mut parameters = shown.parameters.clone();
    if let Value::Map(members) = &mut parameters {
        members.retain(|(name, _)| !elsewhere(name));
    }
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
            .filter(|(name, _)| !elsewhere(name))
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

fn pairs<'p>(of: impl Iterator<Item = (&'p str, &'p str)>) -> Vec<(String, String)> {
    of.map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Fills a response with what a sample shows, writes it again, and compares.
pub fn response(
    vendor: &Vendor,
    meta: &OperationMeta,
    sample: &Sample,
    output: &mut dyn Shape,
) -> (Vec<Finding>, Vec<LeniencyKind>) {
    let mut findings = Vec::new();
    let Some(shown) = shown_response(meta, sample, &mut findings) else {
        return (vec![Finding::new(Class::Unreadable, "")], Vec::new());
    };
    let body = shown.to_string().into_bytes();
    let envelope = &vendor.envelope;
    let judged = envelope.judge(http::StatusCode::OK, &http::HeaderMap::new(), &body);
    if judged.is_err() {
        findings.push(Finding::new(Class::OtherKind, ""));
        return (findings, Vec::new());
    }
    // Some pages show what is within the envelope.
    let payload = envelope.payload_path();
    let has_payload = payload.iter().all(|name| shown.get(name).is_some());
    let path = if has_payload { payload } else { &[] };
    if !has_payload {
        findings.push(Finding::new(Class::Slipped, "envelope"));
    }
    let leniencies = match decode::from_envelope(&body, path, envelope.members, output) {
        Ok(leniencies) => leniencies,
        Err(_) => return (vec![Finding::new(Class::Unreadable, "")], Vec::new()),
    };
    findings.extend(of_leniencies(&leniencies));
    let written = Value::from_json(&encode::to_json(output)).unwrap_or_default();
    let mut theirs = path
        .iter()
        .fold(&shown, |tree, name| tree.get(name).unwrap_or(tree))
        .clone();
    if let Value::Map(members) = &mut theirs {
        members.retain(|(name, _)| {
            !envelope.members.contains(&name.as_str()) || meta.response.field(name).is_some()
        });
    }
    let explained: Vec<String> = leniencies
        .iter()
        .filter(|leniency| leniency.kind == LeniencyKind::Misfit)
        .map(|leniency| without_numbers(&leniency.path))
        .collect();
    let explained: Vec<&str> = explained.iter().map(String::as_str).collect();
    differences("", &theirs, &written, &explained, &mut findings);
    (
        findings,
        leniencies.iter().map(|leniency| leniency.kind).collect(),
    )
}

/// What is wrong with the sample of a refusal: it must be seen as one, and hold a code.
pub fn refusal(vendor: &Vendor, meta: &OperationMeta, sample: &Sample) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(shown) = shown_response(meta, sample, &mut findings) else {
        return vec![Finding::new(Class::Unreadable, "")];
    };
    let body = shown.to_string().into_bytes();
    let judge = |status| {
        vendor
            .envelope
            .judge(status, &http::HeaderMap::new(), &body)
    };
    // Pages rarely tell the status: one of the two ways must do.
    let refused = judge(http::StatusCode::OK).err();
    let refused = refused.or_else(|| judge(http::StatusCode::BAD_REQUEST).err());
    if refused.is_none_or(|refusal| refusal.code.is_none()) {
        findings.push(Finding::new(Class::OtherKind, ""));
    }
    findings
}

/// A request that its client does not send.
pub fn unsendable() -> Finding {
    Finding::new(Class::Unsendable, "")
}

/// A response sample as a tree.
fn shown_response(
    meta: &OperationMeta,
    sample: &Sample,
    findings: &mut Vec<Finding>,
) -> Option<Value> {
    let reading = match sample.format {
        SampleFormat::Xml => xml::parse(&sample.text),
        _ => json::parse(&sample.text),
    };
    if !reading.is_strict() {
        findings.push(Finding::new(Class::Slipped, ""));
    }
    let document = reading.documents.first()?;
    let document = match sample.format {
        SampleFormat::Xml => xml::body(document, meta.name),
        _ => document,
    };
    let mut repeated = Vec::new();
    let tree = merged(document, &mut repeated);
    if sample.format != SampleFormat::Xml {
        findings.append(&mut repeated);
    }
    tree.as_map().is_some().then_some(tree)
}

fn of_leniencies(leniencies: &[Leniency]) -> impl Iterator<Item = Finding> {
    leniencies.iter().filter_map(|leniency| {
        let class = match leniency.kind {
            LeniencyKind::UnlistedMember => Class::Unlisted,
            LeniencyKind::Misfit => Class::Misfit,
            _ => return None,
        };
        Some(Finding::new(class, without_numbers(&leniency.path)))
    })
}

/// A path without the numbers of items: `Disks[2].Size` is `Disks.Size`.
pub fn without_numbers(path: &str) -> String {
    let mut out = String::new();
    let mut within = false;
    for c in path.chars() {
        match c {
            '[' => within = true,
            ']' => within = false,
            c if !within => out.push(c),
            _ => {}
        }
    }
    let parts = out.split('.').filter(|part| part.parse::<u32>().is_err());
    parts.collect::<Vec<_>>().join(".")
}

/// What of `theirs` is lost, extra or changed in `ours`. Values count by their meaning: `"1"` and
/// `1` are one value, and null, an empty text and an empty list are nothing.
fn differences(
    at: &str,
    theirs: &Value,
    ours: &Value,
    explained: &[&str],
    found: &mut Vec<Finding>,
) {
    // A name with dots is one name in a table and several in a tree.
    let is_explained = explained.iter().any(|known| {
        let parts_of = |whole: &str, part: &str| {
            whole
                .strip_prefix(part)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        parts_of(at, known) || !at.is_empty() && is_nothing(theirs) && parts_of(known, at)
    });
    if is_explained || is_nothing(theirs) && is_nothing(ours) || same_scalar(theirs, ours) {
        return;
    }
    let below = |name: &str| {
        if at.is_empty() {
            name.to_owned()
        } else {
            format!("{at}.{name}")
        }
    };
    match (theirs, ours) {
        (Value::Map(a), Value::Map(b)) => {
            for (name, value) in a {
                differences(
                    &below(name),
                    value,
                    ours.get(name).unwrap_or(&Value::Null),
                    explained,
                    found,
                );
            }
            for (name, value) in b.iter().filter(|(name, _)| theirs.get(name).is_none()) {
                differences(&below(name), &Value::Null, value, explained, found);
            }
        }
        (Value::List(a), Value::List(b)) => {
            let longer = a.len().max(b.len());
            let item = |items: &[Value], n: usize| items.get(n).cloned().unwrap_or_default();
            for n in 0..longer {
                differences(at, &item(a, n), &item(b, n), explained, found);
            }
        }
        // A list that went as one text, and a text that was read as a list.
        (Value::String(text), tree @ (Value::List(_) | Value::Map(_))) => {
            let read = Value::from_json(text.as_bytes()).ok();
            match read.filter(|read| matches!(read, Value::List(_) | Value::Map(_))) {
                Some(read) => differences(at, &read, tree, explained, found),
                None => by_commas(at, text, tree, explained, found),
            }
        }
        (tree @ (Value::List(_) | Value::Map(_)), Value::String(text)) => {
            let read = Value::from_json(text.as_bytes()).ok();
            match read.filter(|read| matches!(read, Value::List(_) | Value::Map(_))) {
                Some(read) => differences(at, tree, &read, explained, found),
                None => by_commas(at, text, tree, explained, found),
            }
        }
        (Value::String(a), Value::String(b)) if both_json(a, b).is_some() => {
            if let Some((a, b)) = both_json(a, b) {
                differences(at, &a, &b, explained, found);
            }
        }
        // What is gone is named as deep as it goes: a part of it may be explained.
        (Value::Map(members), ours) if is_nothing(ours) => {
            for (name, value) in members {
                differences(&below(name), value, &Value::Null, explained, found);
            }
        }
        // A single item for a list, and a list within an object of one member.
        (single, Value::List(items)) if items.len() == 1 && !matches!(single, Value::Null) => {
            differences(at, single, &items[0], explained, found);
        }
        (Value::Map(wrapper), Value::List(_)) if wrapper.len() == 1 => {
            differences(at, &wrapper[0].1, ours, explained, found);
        }
        (_, ours) if is_nothing(ours) => found.push(Finding::new(Class::Lost, at)),
        (theirs, _) if is_nothing(theirs) => found.push(Finding::new(Class::Extra, at)),
        _ => found.push(Finding::new(Class::Changed, at)),
    }
}

fn by_commas(at: &str, text: &str, tree: &Value, explained: &[&str], found: &mut Vec<Finding>) {
    let items: Vec<Value> = text.split(',').map(Value::from).collect();
    match tree {
        Value::List(items) if items.len() == 1 && same_scalar(&text.into(), &items[0]) => {}
        Value::List(_) => differences(at, &Value::List(items), tree, explained, found),
        _ => found.push(Finding::new(Class::Changed, at)),
    }
}

/// Two texts that hold lists or objects in JSON.
fn both_json(a: &str, b: &str) -> Option<(Value, Value)> {
    let read = |text: &str| {
        let tree = Value::from_json(text.as_bytes()).ok()?;
        matches!(tree, Value::List(_) | Value::Map(_)).then_some(tree)
    };
    Some((read(a)?, read(b)?))
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => matches!(text.as_str(), "" | "[]" | "{}"),
        Value::List(items) => items.iter().all(is_nothing),
        Value::Map(members) => members.iter().all(|(_, value)| is_nothing(value)),
        _ => false,
    }
}

fn same_scalar(a: &Value, b: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::Null | Value::List(_) | Value::Map(_) => None,
        Value::String(text) => Some(text.trim().to_owned()),
        other => Some(other.to_string()),
    };
    let (Some(a), Some(b)) = (text(a), text(b)) else {
        return false;
    };
    if a == b || a.eq_ignore_ascii_case(&b) && matches!(&*b.to_ascii_lowercase(), "true" | "false")
    {
        return true;
    }
    let truth = |text: &str| match &*text.to_ascii_lowercase() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    };
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    matches!((number(&a), number(&b)), (Some(a), Some(b)) if a == b)
        || matches!((truth(&a), truth(&b)), (Some(a), Some(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(theirs: &str, ours: &str, explained: &[&str]) -> Vec<String> {
        let read = |text: &str| Value::from_json(text.as_bytes()).expect("JSON");
        let mut found = Vec::new();
        differences("", &read(theirs), &read(ours), explained, &mut found);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_lost_extra_or_changed_is_named() {
        let theirs = r#"{"A": {"B": 1}, "C": [1, 2], "D": "x", "E": null}"#;
        let ours = r#"{"C": [1], "D": "y", "F": true}"#;
        let all = ["lost A.B", "lost C", "changed D", "extra F"];
        assert_eq!(found(theirs, ours, &[]), all);
        assert_eq!(found(theirs, ours, &["A", "D"]), ["lost C", "extra F"]);
    }

    #[test]
    fn one_value_in_other_letters_is_no_difference() {
        let theirs =
            r#"{"A": "1", "B": "True", "C": "[]", "D": "a,b", "E": "[{\"k\": 1}]", "F": 1.0}"#;
        let ours = r#"{"A": 1, "B": true, "D": ["a", "b"], "E": [{"k": 1}], "F": 1}"#;
        assert_eq!(found(theirs, ours, &[]), Vec::<String>::new());
    }

    #[test]
    fn numbers_of_items_are_no_part_of_a_place() {
        assert_eq!(without_numbers("Disks[2].Tags.0.Key"), "Disks.Tags.Key");
    }
}
