//! Response samples: decoded, written again, and held against themselves; refusals, judged.

use specwright_reader::sample::{json, xml};
use specwright_runtime::decode::{self, LeniencyKind};
use specwright_runtime::encode;
use specwright_runtime::meta::OperationMeta;
use specwright_runtime::profile::Vendor;
use specwright_runtime::shape::Shape;
use specwright_runtime::transport::MockTransport;
use specwright_runtime::{Client, Config, Credentials, Value, operation};
use specwright_spec::{Sample, SampleFormat};

use super::compare::differences;
use super::{Class, Finding, merged, of_leniencies, without_numbers};

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

/// The same answer through [`Client::call`]: all of the sample must be in the tree that comes
/// back. Nothing if the sample is no answer.
pub fn answer_by_name(
    vendor: &'static Vendor,
    meta: &'static OperationMeta,
    sample: &Sample,
) -> Option<Vec<Finding>> {
    let shown = shown_response(meta, sample, &mut Vec::new())?;
    let body = shown.to_string().into_bytes();
    let envelope = &vendor.envelope;
    let payload = envelope.payload_path();
    let theirs = payload
        .iter()
        .try_fold(&shown, |tree, name| tree.get(name))?;
    let judged = envelope.judge(http::StatusCode::OK, &http::HeaderMap::new(), &body);
    judged.ok()?;
    let config = Config::new()
        .endpoint("https://made-up.example")
        .credentials(Credentials::new("made-up", "made-up"))
        .blocking_transport(MockTransport::new().answer(200, body));
    let client = Client::new(operation::service(meta.service, vendor), config);
    let call = client.call("1", meta.name, Value::Null);
    let Ok(answer) = call.send_blocking() else {
        return Some(vec![Finding::new(Class::OtherKind, "")]);
    };
    let own = |tree: &Value| {
        let mut tree = tree.clone();
        if let Value::Map(members) = &mut tree {
            members.retain(|(name, _)| !envelope.members.contains(&name.as_str()));
        }
        tree
    };
    let mut found = Vec::new();
    differences("", &own(theirs), &own(&answer.output), &[], &mut found);
    Some(found)
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
