//! A response into its output or its refusal, through tables made of the case's fields.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use libtest_mimic::Failed;
use specwright_runtime::decode;
use specwright_runtime::encode;
use specwright_runtime::retry::{RetryClass, classify};
use specwright_spec::{Operation, Service};
use specwright_tests::dynamic::Dynamic;
use specwright_tests::services::vendor;
use specwright_tests::tables::ServiceTables;

use crate::case::{Outcome, ResponseCase};
use crate::same;

pub fn run(vendor_name: &str, case: &ResponseCase) -> Result<(), Failed> {
    let vendor = vendor(vendor_name);
    let envelope = &vendor.envelope;
    let status = StatusCode::from_u16(case.status)?;
    let mut headers = HeaderMap::new();
    for (name, value) in &case.headers {
        let name = HeaderName::from_bytes(name.as_bytes())?;
        headers.insert(name, HeaderValue::from_str(value)?);
    }
    let body = case.body.as_bytes();
    let judged = envelope.judge(status, &headers, body);
    match (&case.expect, judged) {
        (Outcome::Refusal { .. }, Ok(())) => Err("it was taken for an answer".into()),
        (Outcome::Output { .. }, Err(refusal)) => {
            Err(format!("it was taken for a refusal: {refusal:?}").into())
        }
        (
            Outcome::Refusal {
                code,
                message,
                request_id,
                class,
            },
            Err(refusal),
        ) => {
            same("code", &refusal.code, code)?;
            if let Some(message) = message {
                same("message", &refusal.message, message)?;
            }
            same("request id", &refusal.request_id, request_id)?;
            let code = refusal.code.as_deref().unwrap_or_default();
            same("class", word(classify(vendor.retry, code, status)), class)
        }
        (
            Outcome::Output {
                value,
                request_id,
                leniencies,
            },
            Ok(()),
        ) => {
            let mut output = Dynamic::new(layout(vendor_name, case));
            let found = decode::from_envelope(
                body,
                envelope.payload_path(),
                envelope.members,
                &mut output,
            )?;
            let written: serde_json::Value = serde_json::from_slice(&encode::to_json(&output))?;
            same("output", &written, value)?;
            let found: Vec<_> = found
                .iter()
                .map(|leniency| {
                    format!(
                        "{} {}",
                        leniency.path,
                        kebab(&format!("{:?}", leniency.kind))
                    )
                })
                .collect();
            same("leniencies", &found, leniencies)?;
            let id = envelope.request_id_near_the_end(&headers, body);
            same("request id", &id, request_id)
        }
    }
}

/// The layout of an output with the case's fields.
fn layout(vendor_name: &str, case: &ResponseCase) -> &'static specwright_tests::tables::Layout {
    let mut service = Service::new(vendor_name, "made-up");
    service.operations = vec![Operation {
        name: "MadeUp".into(),
        response: case.fields.clone(),
        ..Operation::default()
    }];
    let tables = ServiceTables::new(vendor(vendor_name), &service);
    let (_, tables) = tables.operations().next().expect("the operation");
    tables.response
}

fn word(class: RetryClass) -> &'static str {
    match class {
        RetryClass::Never => "never",
        RetryClass::Later => "later",
        RetryClass::Throttled => "throttled",
        RetryClass::Server => "server",
        RetryClass::ClockSkew => "clock-skew",
        _ => "another",
    }
}

/// `TextAsScalar` is `text-as-scalar`.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
