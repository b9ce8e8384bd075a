//! A call into a request, held against the case byte by byte where bytes are signed.

use std::collections::BTreeMap;

use libtest_mimic::Failed;
use specwright_runtime::call::{Call, Place};
use specwright_runtime::clock::Moment;
use specwright_runtime::sign::{self, Options, Signing};
use specwright_runtime::wire::{self, ListStyle, Params};
use specwright_runtime::{Credentials, Scheme, Value};
use specwright_tests::services::vendor;

use crate::case::{Carrier, RequestCase, Style};
use crate::same;

pub fn run(vendor_name: &str, case: &RequestCase) -> Result<(), Failed> {
    let vendor = vendor(vendor_name);
    let scheme = match &case.scheme {
        Some(name) => name.parse()?,
        None => vendor.scheme,
    };
    let endpoint = vendor
        .endpoint
        .resolve(&case.service, case.region.as_deref())?;
    let request = call(case)?.encode(&endpoint, vendor.style, vendor.carrier)?;
    let signing = Signing {
        credentials: &credentials(case),
        service: &case.service,
        version: &case.version,
        action: &case.operation,
        region: case.region.as_deref(),
        at: Moment::parse_iso(&case.at).ok_or("`at` is no time")?,
        nonce: &case.nonce,
        options: Options::default(),
    };
    let signed = sign::sign(scheme, request, &signing)?;
    let expected = &case.expect;
    // The steps say where a wrong signature comes from.
    let steps = format!(
        "{}\n{}",
        signed.steps.canonical_request(),
        signed.steps.string_to_sign()
    );
    let sent = signed.into_http()?;
    same("method", sent.method().as_str(), &expected.method)?;
    let url = sent.uri().to_string();
    let (url, query) = url.split_once('?').unwrap_or((&url, ""));
    same("url", url, &expected.url)?;
    same("query", decoded(query), expected.query.clone())?;
    for (name, value) in &expected.headers {
        let got = sent
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok());
        same(name, got, Some(value.as_str()))?;
    }
    let body = std::str::from_utf8(sent.body())?;
    match (&expected.form, &expected.json) {
        (Some(form), _) => same("form", decoded(body), form.clone())?,
        // Where names and values are signed, members stand in any order.
        (None, Some(json)) if scheme == Scheme::UcloudSha1 => {
            let read = serde_json::from_str::<serde_json::Value>;
            same("body", read(body)?, read(json)?)?;
        }
        (None, Some(json)) => same("body", body, json)?,
        (None, None) => same("body", body, "")?,
    }
    let carried = [query, body, header(&sent, "authorization")]
        .iter()
        .any(|text| {
            decoded(text)
                .values()
                .any(|value| value == &expected.signature)
                || text.contains(&expected.signature)
        });
    if carried {
        return Ok(());
    }
    let ours = decoded(query)
        .remove("Signature")
        .or_else(|| decoded(body).remove("Signature"));
    let ours = ours.unwrap_or_else(|| header(&sent, "authorization").to_owned());
    Err(format!(
        "signature\n  got      {ours}\n  expected {}\n{steps}",
        expected.signature
    )
    .into())
}

fn header<'r>(request: &'r http::Request<bytes::Bytes>, name: &str) -> &'r str {
    let value = request.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

fn decoded(encoded: &str) -> BTreeMap<String, String> {
    let params = Params::from_encoded(encoded);
    params
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn credentials(case: &RequestCase) -> Credentials {
    let given = &case.credentials;
    let credentials = Credentials::new(given.id.as_str(), given.secret.as_str());
    match &given.token {
        Some(token) => credentials.with_token(token.as_str()),
        None => credentials,
    }
}

fn call(case: &RequestCase) -> Result<Call, Failed> {
    let inputs = Value::from(case.inputs.clone());
    let mut call = Call::new(case.version.as_str(), case.operation.as_str(), inputs);
    if let Some(method) = &case.method {
        call.method = method.parse()?;
    }
    call.path.clone_from(&case.path);
    call.carrier = case.carrier.map(|carrier| match carrier {
        Carrier::Query => wire::Carrier::Query,
        Carrier::Form => wire::Carrier::Form,
        Carrier::Json => wire::Carrier::Json,
    });
    let in_body = case.in_body.iter().map(|name| (name.clone(), Place::Body));
    call.places = in_body.collect();
    let style = |style: &Style| match style {
        Style::Json => ListStyle::Json,
        Style::Commas => ListStyle::Commas,
    };
    let styles = case
        .styles
        .iter()
        .map(|(name, how)| (name.clone(), style(how)));
    call.lists = styles.collect();
    Ok(call)
}
