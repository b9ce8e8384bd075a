//! Requests and what they must be answered with, one named test a case of `tests/cases`.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use serde_json::Value;
use specwright_mock::Mock;
use specwright_spec::profile::Scheme;
use support::{Call, KEY, NOW, SECRET};

/// A request, and what must come back.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    service: String,
    call: Option<String>,
    #[serde(default)]
    with: Value,
    scheme: Option<Scheme>,
    version: Option<String>,
    key: Option<String>,
    secret: Option<String>,
    token: Option<String>,
    path: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    strict: bool,
    /// Seconds that the caller's clock is ahead.
    #[serde(default)]
    ahead: i64,
    /// The status; 200 unless said otherwise.
    status: Option<u16>,
    /// The code of the failure; without one it must be a success.
    code: Option<String>,
    /// Words that the message holds.
    message: Option<String>,
    /// Values by JSON pointer.
    #[serde(default)]
    answer: BTreeMap<String, Value>,
    /// Numbers of items by JSON pointer.
    #[serde(default)]
    counts: BTreeMap<String, usize>,
    /// The whole text, where it is no JSON.
    text: Option<String>,
}

fn main() {
    let mut trials = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for vendor in support::VENDORS {
        let path = folder.join(format!("{vendor}.yaml"));
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let cases: Vec<Case> = serde_saphyr::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(!cases.is_empty(), "{} holds no case", path.display());
        for case in cases {
            trials.push(Trial::test(format!("{vendor}: {}", case.name), move || {
                check(vendor, &case)
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn check(vendor: &str, case: &Case) -> Result<(), Failed> {
    let profile = support::profile(vendor);
    let services = support::services(vendor);
    let service = services
        .iter()
        .find(|service| service.service == case.service)
        .ok_or("no such service")?;
    let mut call = Call::new(&profile, service, case.call.as_deref().unwrap_or_default());
    call.action.clone_from(&case.call);
    call.version = case.version.clone().or(call.version);
    call.scheme = case.scheme.unwrap_or(call.scheme);
    call.key = case.key.clone().unwrap_or_else(|| KEY.into());
    call.secret = case.secret.clone().unwrap_or_else(|| SECRET.into());
    call.token.clone_from(&case.token);
    call.path = case.path.clone().unwrap_or(call.path);
    call.time = NOW + case.ahead;
    call.headers = case.headers.clone().into_iter().collect();
    if case.with.is_object() {
        call.params = case.with.clone();
    }
    let options = support::options()
        .strict(case.strict)
        .key(specwright_mock::Key::new("AKIDTEMP", "made-up-too").session_token("made-up-token"))
        .key(specwright_mock::Key::bearer("made-up-bearer"));
    let mock = Mock::new(profile.clone(), services.clone(), options);
    let answer = call.ask(&mock);

    same(
        "status",
        &answer.status,
        &case.status.unwrap_or(200),
        &answer.text,
    )?;
    if let Some(text) = &case.text {
        return same(
            "text",
            &answer.text.as_str(),
            &text.trim_end(),
            &answer.text,
        );
    }
    same("code", &answer.code(&profile), &case.code, &answer.text)?;
    let id = answer.request_id(&profile);
    same(
        "request id",
        &id.as_deref(),
        &Some("00000000-0000-4000-8000-000000000001"),
        &answer.text,
    )?;
    if case.code.is_some() && answer.message(&profile).is_none_or(str::is_empty) {
        return Err("a failure without a message".into());
    }
    if let Some(words) = &case.message {
        let message = answer.message(&profile).unwrap_or_default();
        if !message.contains(words) {
            return Err(format!("{message:?} does not hold {words:?}").into());
        }
    }
    for (pointer, expected) in &case.answer {
        same(
            pointer,
            &answer.body.pointer(pointer),
            &Some(expected),
            &answer.text,
        )?;
    }
    for (pointer, expected) in &case.counts {
        let count = answer
            .body
            .pointer(pointer)
            .and_then(Value::as_array)
            .map(Vec::len);
        same(pointer, &count, &Some(*expected), &answer.text)?;
    }
    Ok(())
}

fn same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    got: &T,
    expected: &T,
    text: &str,
) -> Result<(), Failed> {
    if got == expected {
        return Ok(());
    }
    Err(format!("{what}: {got:?} is not {expected:?}\n{text}").into())
}
