//! Builds and signs the call of a record with our own code, and compares step by step.

use crate::compare::{Difference, same, same_json, same_meaning, same_params};
use crate::record::{Record, decoded};
use crate::sdk_notes;
use base64::Engine as _;
use sha2::Digest as _;
use specwright_runtime::call::{Call, Place};
use specwright_runtime::endpoint::Endpoint;
use specwright_runtime::request::{Body, Query, Unsigned};
use specwright_runtime::sign::{self, Options, Signed, Signing, acs3, aliyun_rpc, tencent_v1};
use specwright_runtime::wire::{Carrier, ListStyle, ParamStyle, Params, flatten, percent};
use specwright_runtime::{Scheme, Value};

/// Parameters that an SDK's configuration adds to a call by itself, by vendor. Everything else must
/// come from the record's own inputs.
const FROM_CONFIG: [(&str, &[&str]); 5] = [
    ("alibaba", &["Format", "SignatureType", "ClientToken"]),
    ("tencent", &["RequestClient", "Language", "ClientToken"]),
    ("ucloud", &["Zone", "ProjectId", "SecurityToken"]),
    ("ucloudstack", &["Zone", "ProjectId", "SecurityToken"]),
    ("zenlayer", &[]),
];

/// The whole way: encode, align what an SDK spells differently, sign, compare.
pub fn whole(record: &Record) -> Result<(), Difference> {
    let call = call(record)?;
    let mut request = encode(record, &call)?;
    take_from_config(record, &mut request);
    compare_target(record, &request)?;
    align(record, &mut request)?;
    let signed = sign(record, request)?;
    compare_steps(record, &signed)?;
    compare_result(record, signed)
}

/// A text whose source signs what the vendor does not take: ours must differ from it, and the
/// signature of the source's own text must still be the source's.
pub fn signature_only(record: &Record, reason: &str) -> Result<(), Difference> {
    let theirs = record.step("string_to_sign").unwrap_or_default();
    let secret = record.credentials.secret().expose();
    let signature = match record.scheme {
        Scheme::AcsRpcHmacSha1 => aliyun_rpc::signature(secret, theirs),
        Scheme::TencentHmacSha1 => {
            tencent_v1::signature(tencent_v1::Method::HmacSha1, secret, theirs)
        }
        Scheme::TencentHmacSha256 => {
            tencent_v1::signature(tencent_v1::Method::HmacSha256, secret, theirs)
        }
        other => {
            return Err(Difference::new(
                "signature",
                format!("{other} has no text to sign by itself"),
            ));
        }
    };
    same(
        "signature",
        &signature,
        record.step("signature").unwrap_or_default(),
    )?;
    let mut request = encode(record, &call(record)?)?;
    take_from_config(record, &mut request);
    let ours = sign(record, request)?.steps;
    let ours = ours.string_to_sign();
    if ours == theirs {
        return Err(Difference::new(
            "string to sign",
            format!("no longer wrong; drop the mark: {reason}"),
        ));
    }
    Ok(())
}

/// The call as the inputs mean it. What an untyped operation leaves open, such as the style of a
/// list, is a fact of the operation: it is read off the recorded request.
fn call(record: &Record) -> Result<Call, Difference> {
    let carried = record.carried(&["x-tc-action", "x-acs-action", "x-zc-action"], &["Action"]);
    if let (Some(action), Some(carried)) = (&record.action, &carried) {
        same("action", action, carried)?;
    }
    let mut call = Call::new(
        record.version(),
        record.action_name(),
        split_parameters(record),
    );
    call.method = record.method.clone();
    call.path = record.path.clone();
    call.carrier = Some(carrier(record));
    let (query, form) = (record.query(), record.form());
    for (name, value) in call.parameters.members() {
        let in_query = record.body.is_empty() || named(&query, name);
        let place = if in_query { Place::Query } else { Place::Body };
        call.places.push((name.to_owned(), place));
        let sent = query.get(name).or(form.get(name));
        if let (Value::List(_) | Value::Map(_), Some(sent)) = (value, sent) {
            let style = if sent.starts_with(['[', '{']) {
                ListStyle::Json
            } else {
                ListStyle::Commas
            };
            call.lists.push((name.to_owned(), style));
        }
    }
    Ok(call)
}

/// Inputs given apart as `path`, `query` and `body` are one map of parameters here.
fn split_parameters(record: &Record) -> Value {
    const PARTS: [&str; 5] = ["path", "query", "body", "header", "headers"];
    let apart = record.path.is_some()
        && record.params.members().all(|(name, part)| {
            PARTS.contains(&name) && matches!(part, Value::Null | Value::Map(_))
        });
    if !apart {
        return record.params.clone();
    }
    let parts = PARTS[..3].iter().filter_map(|part| record.params.get(part));
    Value::map(
        parts
            .flat_map(Value::members)
            .map(|(name, value)| (name, value.clone())),
    )
}

fn carrier(record: &Record) -> Carrier {
    match () {
        () if record.json().is_some() => Carrier::Json,
        () if record
            .content_type()
            .starts_with("application/x-www-form-urlencoded") =>
        {
            Carrier::Form
        }
        () => Carrier::Query,
    }
}

fn named(params: &Params, name: &str) -> bool {
    params.iter().any(|(n, _)| {
        n == name
            || n.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with('.'))
    })
}

fn style(record: &Record) -> ParamStyle {
    if record.vendor == "alibaba" {
        ParamStyle::FROM_ONE
    } else {
        ParamStyle::FROM_ZERO
    }
}

fn encode(record: &Record, call: &Call) -> Result<Unsigned, Difference> {
    let host = record.header("host").unwrap_or_default().to_owned();
    // An operation with a path of its own says it all; any other goes where the record went.
    let path = if record.path.is_some() {
        "/".to_owned()
    } else {
        record.target_path.clone()
    };
    let endpoint = Endpoint {
        secure: true,
        host,
        path,
    };
    call.encode(&endpoint, style(record), Carrier::Form)
        .map_err(|error| Difference::new("body", error.to_string()))
}

/// Takes over what the SDK's configuration adds, and the recorded headers, which may be signed.
fn take_from_config(record: &Record, request: &mut Unsigned) {
    let names = FROM_CONFIG
        .iter()
        .find(|(vendor, _)| *vendor == record.vendor)
        .map_or(&[][..], |(_, names)| names);
    let ours = request.query.params().into_owned();
    for (name, value) in record
        .query()
        .iter()
        .filter(|(name, _)| names.contains(name) && !ours.contains(name))
    {
        request.query.params_mut().push(name, value);
    }
    match &mut request.body {
        Body::Form(form) => {
            for (name, value) in record
                .form()
                .iter()
                .filter(|(name, _)| names.contains(name))
            {
                form.push_default(name, value);
            }
        }
        Body::Json(bytes) => {
            let mut tree = Value::from_json(bytes).unwrap_or_default();
            for (name, value) in record
                .json()
                .unwrap_or_default()
                .members()
                .filter(|(name, _)| names.contains(name))
            {
                if tree.get(name).is_none() {
                    tree.set(name, value.clone());
                }
            }
            *bytes = tree.to_string().into();
        }
        Body::Empty | Body::Other(_) => {}
    }
    const OURS: [&str; 3] = ["host", "authorization", "content-length"];
    for (name, value) in record
        .headers
        .iter()
        .filter(|(name, _)| !OURS.contains(&name.as_str()))
    {
        let name = http::HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, http::HeaderValue::from_str(value)) {
            request.headers.insert(name, value);
        }
    }
}

fn compare_target(record: &Record, request: &Unsigned) -> Result<(), Difference> {
    same(
        "path",
        &decoded(&request.path),
        &decoded(&record.target_path),
    )
}

/// Where the SDK spells a value differently (see `sdk_notes`), and only there, its spelling is
/// taken over, so that the signatures can be compared at all. Bodies that are hashed as they stand
/// are compared by meaning and then taken over byte by byte.
fn align(record: &Record, request: &mut Unsigned) -> Result<(), Difference> {
    let aligned = spelled_as(record, &request.query.params(), &record.query());
    *request.query.params_mut() = aligned;
    match &mut request.body {
        Body::Form(form) => *form = spelled_as(record, form, &record.form()),
        Body::Json(bytes) if record.scheme != Scheme::UcloudSha1 => {
            let ours = Value::from_json(bytes).unwrap_or_default();
            same_json("", &ours, &record.json().unwrap_or_default())?;
            *bytes = record.body.clone().into();
        }
        Body::Json(_) | Body::Empty | Body::Other(_) => {}
    }
    all_sent("query", &request.query.params(), &record.query())?;
    if let Body::Form(form) = &request.body {
        all_sent("body", form, &record.form())?;
    }
    if matches!(record.scheme, Scheme::Acs3HmacSha256) && record.is_form() {
        if let Body::Form(form) = &request.body {
            same_params("body", form, &record.form())?;
        }
        request.body = Body::Other(record.body.clone().into());
    }
    if matches!(record.scheme, Scheme::Tc3HmacSha256 | Scheme::Zc2HmacSha256) {
        // The query is signed as it is encoded, and an encoder may choose.
        same_params("query", &request.query.params(), &record.query())?;
        request.query = Query::Encoded(record.target_query.clone());
    }
    Ok(())
}

/// Every parameter of the inputs stands in the recorded request. What that carries beyond them is
/// looked at after signing, when ours carries the protocol's own parameters too.
fn all_sent(step: &'static str, ours: &Params, theirs: &Params) -> Result<(), Difference> {
    let theirs: Vec<_> = theirs.iter().collect();
    match ours.iter().find(|pair| !theirs.contains(pair)) {
        Some((name, value)) => Err(Difference::new(
            step,
            format!("the recorded request has no {name}={value}"),
        )),
        None => Ok(()),
    }
}

fn spelled_as(record: &Record, ours: &Params, theirs: &Params) -> Params {
    let nulls = nulls(record);
    let mut out = Params::new();
    for (name, value) in ours.iter() {
        let sent = theirs
            .get(name)
            .filter(|sent| same_meaning(value, sent) || base64_of(record, value, sent));
        out.push(name, sent.unwrap_or(value));
    }
    for (name, value) in theirs
        .iter()
        .filter(|(name, value)| *value == "None" && nulls.contains(&name.to_string()))
    {
        out.push_default(name, value);
    }
    out
}

/// UCloud's typed client encodes passwords and scripts, which the pages leave to the caller.
pub fn base64_of(record: &Record, ours: &str, theirs: &str) -> bool {
    record.vendor.starts_with("ucloud")
        && base64::engine::general_purpose::STANDARD.encode(ours) == theirs
}

/// The inputs as dotted names and texts.
pub fn flat(record: &Record) -> Params {
    flatten(split_parameters(record).members(), style(record), &[]).unwrap_or_default()
}

/// Dotted names of parameters given as null.
pub fn nulls(record: &Record) -> Vec<String> {
    fn mark(tree: &Value) -> Value {
        match tree {
            Value::Null => "null".into(),
            Value::Map(members) => Value::map(members.iter().map(|(n, v)| (n.clone(), mark(v)))),
            Value::List(items) => Value::List(items.iter().map(mark).collect()),
            _ => Value::Bool(true),
        }
    }
    let marked = mark(&record.params);
    let params = flatten(marked.members(), style(record), &[]).unwrap_or_default();
    params
        .iter()
        .filter(|(_, value)| *value == "null")
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn sign(record: &Record, request: Unsigned) -> Result<Signed, Difference> {
    let also: Vec<_> = record.signed_headers();
    let also: Vec<&str> = also
        .iter()
        .map(String::as_str)
        .filter(|name| *name != "host")
        .collect();
    let nonce = record.nonce();
    let service = scope_service(record).unwrap_or_else(|| record.service.clone());
    let region = record
        .region
        .as_deref()
        .filter(|region| sends_region(record, region));
    let signing = Signing {
        credentials: &record.credentials,
        service: &service,
        version: &record.version(),
        action: &record.action_name(),
        region,
        at: record
            .moment()
            .map_err(|problem| Difference::new("time", problem))?,
        nonce: &nonce,
        options: Options {
            also_sign: &also,
            unsigned_payload: record.header("x-tc-content-sha256") == Some("UNSIGNED-PAYLOAD"),
            skip: record.authorization() == Some("SKIP"),
        },
    };
    sign::sign(record.scheme, request, &signing)
        .map_err(|error| Difference::new("signature", error.to_string()))
}

/// The service as the credential of a version 3 signature names it.
fn scope_service(record: &Record) -> Option<String> {
    let scope = record
        .authorization()?
        .split("Credential=")
        .nth(1)?
        .split(',')
        .next()?;
    record
        .header("x-zc-service")
        .or(scope.split('/').nth(2))
        .map(str::to_owned)
}

/// A region is configuration: some SDKs use it for the host only and send none.
fn sends_region(record: &Record, region: &str) -> bool {
    let sent = record.carried(&["x-tc-region", "x-acs-region-id"], &["Region", "RegionId"]);
    sent.as_deref() == Some(region)
}

fn compare_steps(record: &Record, signed: &Signed) -> Result<(), Difference> {
    let steps = &signed.steps;
    let hashed = |text: &str| -> String {
        sha2::Sha256::digest(text)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect()
    };
    if let Some(theirs) = record.step("canonical_request") {
        same("canonical request", steps.canonical_request(), theirs)?;
    }
    if let Some(theirs) = record.step("hashed_payload") {
        same(
            "canonical request (payload)",
            steps.canonical_request().lines().last().unwrap_or_default(),
            theirs,
        )?;
    }
    if let Some(theirs) = record.step("hashed_canonical_request") {
        same(
            "canonical request (hash)",
            &hashed(steps.canonical_request()),
            theirs,
        )?;
    }
    if let Some(theirs) = record.step("string_to_sign") {
        let mut ours = steps.string_to_sign().to_owned();
        if record.scheme == Scheme::UcloudSha1 {
            ours.push_str(record.credentials.secret().expose());
        }
        same("string to sign", &ours, theirs)?;
    }
    match record.step("signature") {
        Some(theirs) => same("signature", steps.signature(), theirs),
        None => Ok(()),
    }
}

/// The signature an SDK makes that leaves the names in the canonical query unescaped.
fn with_unescaped_names(record: &Record, canonical_request: &str) -> String {
    let query = record.query();
    let pairs = query
        .sorted()
        .into_iter()
        .map(|(name, value)| format!("{name}={}", percent::encode(value)));
    let line = pairs.collect::<Vec<_>>().join("&");
    let mut lines: Vec<&str> = canonical_request.split('\n').collect();
    lines[2] = &line;
    let secret = record.credentials.secret().expose();
    acs3::signature(secret, &acs3::string_to_sign(&lines.join("\n")))
}

/// Signature first, so that a difference in it is not told as one of the body.
fn compare_result(record: &Record, signed: Signed) -> Result<(), Difference> {
    let (parts, steps) = (signed.parts, signed.steps);
    if let Some(theirs) = record.authorization() {
        let ours = parts.header("authorization");
        if sdk_notes::unescaped_names(record) {
            let as_sent = with_unescaped_names(record, steps.canonical_request());
            same(
                "signature",
                &ours.replace(steps.signature(), &as_sent),
                theirs,
            )?;
        } else {
            same("signature", ours, theirs)?;
        }
    } else {
        let theirs = record.carried(&[], &["Signature"]);
        let theirs = theirs
            .ok_or_else(|| Difference::new("signature", "the recorded request carries none"))?;
        same("signature", steps.signature(), &theirs)?;
    }
    for (name, theirs) in &record.headers {
        if ["x-tc-", "x-acs-", "x-zc-", "u-"]
            .iter()
            .any(|start| name.starts_with(start))
        {
            same("headers", parts.header(name.as_str()), theirs)?;
        }
    }
    let request = parts
        .into_http()
        .map_err(|error| Difference::new("request", error.to_string()))?;
    same("method", request.method().as_str(), record.method.as_str())?;
    let query = Params::from_encoded(request.uri().query().unwrap_or_default());
    same_params("query", &query, &record.query())?;
    let body = String::from_utf8_lossy(request.body()).into_owned();
    match record.json() {
        Some(theirs) => same_json(
            "",
            &Value::from_json(body.as_bytes()).unwrap_or_default(),
            &theirs,
        ),
        None if record.is_form() => {
            same_params("body", &Params::from_encoded(&body), &record.form())
        }
        None => same("body", &body, &record.body),
    }
}
