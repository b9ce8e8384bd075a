//! Every recorded request and every printed signature of `tests/vectors`, one named test each:
//! the signature it has is the one worked out here, and a changed request does not keep it.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::{Request, Uri};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use specwright_mock::{Received, scheme};
use specwright_spec::{Profile, yaml};

const FILES: &[&str] = &[
    "sdk-requests.jsonl",
    "sdk-edge-cases.jsonl",
    "signatures.jsonl",
];

/// Recorded requests whose own signature is wrong, with the reason. One that turns out right fails.
const WRONG: &[(&str, &str)] = &[
    (
        "elasticsearch.PutThing",
        "the SDK signs names of the query string without encoding them",
    ),
    (
        "kms.CreateKey",
        "the page leaves the ampersands between the pairs unescaped",
    ),
];

fn main() {
    let mut trials = Vec::new();
    for file in FILES {
        let path = root().join("tests/vectors").join(file);
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (number, line) in text.lines().enumerate() {
            let vector: Value = serde_json::from_str(line)
                .unwrap_or_else(|error| panic!("{file}:{}: {error}", number + 1));
            let name = format!(
                "{file}:{} {} {} {}",
                number + 1,
                text_of(&vector["vendor"]),
                text_of(&vector["scheme"]),
                text_of(&vector["operation"])
            );
            trials.push(Trial::test(name, move || check(&vector)));
        }
    }
    assert!(
        trials.len() >= 130,
        "only {} vectors were read",
        trials.len()
    );
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn check(vector: &Value) -> Result<(), Failed> {
    let vendor = text_of(&vector["vendor"]);
    let profile = std::fs::read_to_string(root().join(format!("specs/vendors/{vendor}.yaml")))?;
    let profile: Profile = yaml::read(&profile)?;
    let credentials = &vector["credentials"];
    let secret = [
        "secret_key",
        "private_key",
        "access_key_secret",
        "access_key_password",
        "token",
    ]
    .iter()
    .find_map(|name| credentials[*name].as_str())
    .ok_or("no secret")?;

    let request = request(&vector["request"])?;
    let received = Received::read(&request);
    let (scheme, claim) =
        scheme::claim(&profile.signing, &received).ok_or("the request has no signature")?;
    if scheme::name(scheme) != text_of(&vector["scheme"]) {
        return Err(format!("taken for {}", scheme::name(scheme)).into());
    }
    let signed =
        scheme::sign(scheme, &received, &claim, secret).ok_or("there is no such scheme")?;
    let operation = text_of(&vector["operation"]);
    let is_wrong = WRONG.iter().any(|(wrong, _)| *wrong == operation);
    if is_wrong {
        let is_right = signed.signature == claim.signature;
        return if is_right {
            Err("listed as wrong, but it is right".into())
        } else {
            Ok(())
        };
    }
    if signed.signature != claim.signature {
        let text = signed.string_to_sign.unwrap_or_default();
        return Err(format!("{} is not {}\n{text}", signed.signature, claim.signature).into());
    }
    if let (Some(expected), Some(text)) = (
        vector["steps"]["string_to_sign"].as_str(),
        &signed.string_to_sign,
    ) && expected != text
    {
        return Err(
            format!("the string to sign is not the printed one:\n{expected}\n{text}").into(),
        );
    }
    // Another secret, and one more parameter where parameters are signed.
    let other =
        scheme::sign(scheme, &received, &claim, "another").ok_or("there is no such scheme")?;
    if other.signature == claim.signature {
        return Err("another secret gives the same signature".into());
    }
    let changed = changed(&vector["request"])?;
    let received = Received::read(&changed);
    let signed =
        scheme::sign(scheme, &received, &claim, secret).ok_or("there is no such scheme")?;
    let is_open = text_of(&vector["scheme"]) == "Bearer"
        || received.header("x-tc-content-sha256") == Some("UNSIGNED-PAYLOAD")
        // The digest of the body is signed in its place.
        || received.header("content-md5").is_some_and(|_| text_of(&vector["scheme"]) == "HMAC-SHA1-ROA");
    if signed.signature == claim.signature && !is_open {
        return Err("a changed request keeps its signature".into());
    }
    Ok(())
}

fn request(recorded: &Value) -> Result<Request<Bytes>, Failed> {
    let mut request = Request::builder()
        .method(text_of(&recorded["method"]))
        .uri(text_of(&recorded["target"]).parse::<Uri>()?);
    for (name, value) in recorded["headers"].as_object().into_iter().flatten() {
        request = request.header(name, text_of(value));
    }
    Ok(request.body(Bytes::from(text_of(&recorded["body"]).to_owned()))?)
}

/// The same request with something else in its body, or in its query string if it has no body.
fn changed(recorded: &Value) -> Result<Request<Bytes>, Failed> {
    let mut recorded = recorded.clone();
    let body = text_of(&recorded["body"]).to_owned();
    if body.is_empty() {
        let target = text_of(&recorded["target"]).to_owned();
        let sign = if target.contains('?') { '&' } else { '?' };
        recorded["target"] = format!("{target}{sign}Changed=1").into();
    } else if let Some(json) = body.strip_prefix('{') {
        let comma = if json.trim() == "}" { "" } else { "," };
        recorded["body"] = format!("{{\"Changed\":1{comma}{json}").into();
    } else {
        recorded["body"] = format!("{body}&Changed=1").into();
    }
    request(&recorded)
}
