//! Building and signing a request, beside the bare hash work of the scheme over the same bytes.
//!
//! The aim is a ratio of 2 or less. "build and sign" goes from a tree of parameters to the finished
//! `http::Request`; "bare" hashes and macs the same bytes, as often as the scheme must, and does
//! nothing else. "request" makes an `http::Request` of texts that are there already: what no signer
//! can do without.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a bench that cannot unwrap has failed"
)]

use criterion::{Criterion, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use specwright_runtime::clock::Moment;
use specwright_runtime::endpoint::Endpoint;
use specwright_runtime::sign::{self, Options, Signed, Signing, Steps};
use specwright_runtime::wire::{Carrier, ParamStyle};
use specwright_runtime::{Call, Credentials, Scheme, Value};
use std::hint::black_box;

const SECRET: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";

const SCHEMES: [(Scheme, Carrier); 8] = [
    (Scheme::Tc3HmacSha256, Carrier::Json),
    (Scheme::TencentHmacSha256, Carrier::Form),
    (Scheme::TencentHmacSha1, Carrier::Form),
    (Scheme::Acs3HmacSha256, Carrier::Query),
    (Scheme::AcsRpcHmacSha1, Carrier::Query),
    (Scheme::AcsRoaHmacSha1, Carrier::Json),
    (Scheme::UcloudSha1, Carrier::Form),
    (Scheme::Zc2HmacSha256, Carrier::Json),
];

/// A request of middling size: a filter, a tag and a dozen ids.
fn call() -> Call {
    let ids: Vec<String> = (0..12).map(|n| format!("disk-{n:08}")).collect();
    let parameters = [
        ("DiskIds", Value::from(ids)),
        ("Limit", 20.into()),
        ("Offset", 0.into()),
        (
            "Filters",
            Value::List(vec![Value::map([
                ("Name", Value::from("zone")),
                ("Values", vec!["ap-guangzhou-1"].into()),
            ])]),
        ),
        ("SnapshotName", "nightly 快照 #1".into()),
        ("DryRun", true.into()),
    ];
    Call::new("2017-03-12", "DescribeSnapshots", Value::map(parameters))
}

fn endpoint() -> Endpoint {
    Endpoint {
        secure: true,
        host: "cbs.tencentcloudapi.com".into(),
        path: "/".into(),
    }
}

fn sign(
    scheme: Scheme,
    carrier: Carrier,
    call: &Call,
    endpoint: &Endpoint,
    credentials: &Credentials,
) -> Signed {
    let request = call
        .encode(endpoint, ParamStyle::FROM_ZERO, carrier)
        .unwrap();
    let signing = Signing {
        credentials,
        service: "cbs",
        version: &call.version,
        action: &call.action,
        region: Some("ap-guangzhou"),
        at: Moment::from_unix(1_795_305_797),
        nonce: "5227416907403563606",
        options: Options::default(),
    };
    sign::sign(scheme, request, &signing).unwrap()
}

/// The hashes and macs a scheme cannot do without, over texts of these lengths.
fn bare(scheme: Scheme, body: &[u8], steps: &Steps) {
    let mac = |key: &[u8], text: &[u8]| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        mac.update(text);
        mac.finalize().into_bytes()
    };
    let mac1 = |key: &[u8], text: &[u8]| {
        let mut mac = Hmac::<Sha1>::new_from_slice(key).unwrap();
        mac.update(text);
        mac.finalize().into_bytes()
    };
    let text = steps.string_to_sign().as_bytes();
    match scheme {
        Scheme::Tc3HmacSha256 => {
            black_box((
                Sha256::digest(body),
                Sha256::digest(steps.canonical_request()),
            ));
            let day = mac(SECRET.as_bytes(), b"2026-11-22");
            let scope = mac(&mac(&day, b"cbs"), b"tc3_request");
            black_box(mac(&scope, text));
        }
        Scheme::Acs3HmacSha256 | Scheme::Zc2HmacSha256 => {
            black_box((
                Sha256::digest(body),
                Sha256::digest(steps.canonical_request()),
            ));
            black_box(mac(SECRET.as_bytes(), text));
        }
        Scheme::TencentHmacSha256 => drop(black_box(mac(SECRET.as_bytes(), text))),
        Scheme::UcloudSha1 => {
            let hash = Sha1::new().chain_update(text).chain_update(SECRET);
            black_box(hash.finalize());
        }
        _ => drop(black_box(mac1(SECRET.as_bytes(), text))),
    }
}

/// The finished request once more, from its texts.
fn assemble(
    address: &str,
    headers: &[(http::HeaderName, String)],
    body: &[u8],
) -> http::Request<bytes::Bytes> {
    let mut request = http::Request::new(bytes::Bytes::copy_from_slice(body));
    *request.uri_mut() = address.to_owned().try_into().unwrap();
    request.headers_mut().reserve(headers.len());
    for (name, value) in headers {
        let value = value.as_str().try_into().unwrap();
        request.headers_mut().insert(name, value);
    }
    request
}

fn benches(c: &mut Criterion) {
    let (call, credentials) = (call(), Credentials::new("AKIDEXAMPLE", SECRET));
    let endpoint = endpoint();
    for (scheme, carrier) in SCHEMES {
        let signed = sign(scheme, carrier, &call, &endpoint, &credentials);
        let steps = signed.steps.clone();
        let request = signed.into_http().unwrap();
        let mut group = c.benchmark_group(scheme.name());
        group.bench_function("bare", |b| {
            b.iter(|| bare(scheme, black_box(request.body()), black_box(&steps)))
        });
        let address = request.uri().to_string();
        let text = |value: &http::HeaderValue| value.to_str().unwrap().to_owned();
        let headers: Vec<_> = request
            .headers()
            .iter()
            .map(|(name, value)| (name.clone(), text(value)))
            .collect();
        group.bench_function("request", |b| {
            b.iter(|| assemble(black_box(&address), &headers, request.body()))
        });
        group.bench_function("build and sign", |b| {
            b.iter(|| sign(scheme, carrier, black_box(&call), &endpoint, &credentials).into_http());
        });
        group.finish();
    }
}

criterion_group!(all, benches);
criterion_main!(all);
