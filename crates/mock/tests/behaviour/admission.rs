//! Who is let in: signatures, nonces, keys, and what a refusal is called.

use bytes::Bytes;
use http::Request;
use serde_json::json;
use specwright_mock::{Mock, Options};
use specwright_spec::Cause;
use specwright_spec::profile::Scheme;

use crate::scheme_name;
use crate::support::{self, Call, NOW, VENDORS};

#[test]
fn a_nonce_is_taken_once_for_a_key_and_a_while() {
    let mock = support::mock("alibaba");
    let services = support::services("alibaba");
    let params = json!({"SnapshotId": "s-1", "Format": "JSON"});
    for scheme in [Scheme::Acs3HmacSha256, Scheme::AcsRpcHmacSha1] {
        let call = Call {
            scheme,
            nonce: scheme_name(scheme),
            ..Call::new(mock.profile(), &services[0], "DeleteSnapshot")
        };
        let call = call.with(params.clone());
        let code = |answer: support::Answer| answer.code(mock.profile());
        assert_eq!(code(call.ask(&mock)), None);
        assert_eq!(code(call.ask(&mock)).as_deref(), Some("SignatureNonceUsed"));
        assert_eq!(
            code(
                Call {
                    nonce: "another".to_owned() + &scheme_name(scheme),
                    ..call.clone()
                }
                .ask(&mock)
            ),
            None
        );
        // Much later the nonce may come again.
        let later = Call {
            time: NOW + 3600,
            ..call
        };
        let request = later.request(mock.profile());
        assert_eq!(mock.answer(request, support::at(NOW + 3600)).status(), 200);
    }
    // A request with a wrong signature does not use up a nonce.
    let call = Call::new(mock.profile(), &services[0], "DeleteSnapshot").with(params);
    let forged = Call {
        secret: "another".into(),
        nonce: "kept".into(),
        ..call.clone()
    };
    assert_eq!(
        forged.ask(&mock).code(mock.profile()).as_deref(),
        Some("SignatureDoesNotMatch")
    );
    assert_eq!(
        Call {
            nonce: "kept".into(),
            ..call
        }
        .ask(&mock)
        .code(mock.profile()),
        None
    );
}

#[test]
fn every_profile_has_codes_for_what_can_be_wrong() {
    use Cause::{
        BadSignature, MissingParameter, NoAction, Stale, UnknownAction, UnknownKey, Unsigned,
        WrongType, WrongValue,
    };
    for vendor in VENDORS {
        let refusals = support::profile(vendor).refusals;
        for cause in [
            Unsigned,
            UnknownKey,
            BadSignature,
            Stale,
            NoAction,
            UnknownAction,
            MissingParameter,
            WrongType,
            WrongValue,
        ] {
            assert!(
                refusals.code(cause).is_some(),
                "{vendor} has no code for {cause:?}"
            );
        }
    }
}

#[test]
fn what_is_not_signed_is_refused() {
    for vendor in VENDORS {
        let mock = support::mock(vendor);
        let path = mock
            .profile()
            .endpoint
            .path
            .replace("{service}", &mock.services()[0].service);
        let forms = [
            "",
            "Bearer ",
            "TC3-HMAC-SHA256 Credential=a/b, SignedHeaders=, Signature=",
            "ACS3-HMAC-SHA256 x",
            "acs x",
        ];
        for form in forms {
            let request = Request::builder()
                .method("POST")
                .uri(&path)
                .header("authorization", form);
            let response = mock.answer(request.body(Bytes::new()).unwrap(), support::at(NOW));
            let text = String::from_utf8_lossy(response.body()).into_owned();
            let expected = [Cause::Unsigned, Cause::UnknownKey]
                .map(|cause| mock.profile().refusals.code(cause).unwrap().to_owned());
            assert!(
                expected.iter().any(|code| text.contains(code)),
                "{vendor} {form:?}: {text}"
            );
        }
    }
}

#[test]
fn empty_signatures_and_unsigned_headers_are_refused() {
    let mock = support::mock("tencent");
    let services = support::services("tencent");
    let call = Call::new(mock.profile(), &services[0], "DescribeSnapshots");
    let good = call.request(mock.profile());
    let text = good.headers()["authorization"].to_str().unwrap().to_owned();
    let (head, _) = text.split_once("Signature=").unwrap();
    for authorization in [
        format!("{head}Signature="),
        // Nothing but the content type under an empty signature.
        format!("{}Signature=", head.replace(";host", "")),
        text.replace("/2026-11-22/", "/2026-11-21/"),
    ] {
        let (mut parts, body) = good.clone().into_parts();
        parts
            .headers
            .insert("authorization", authorization.parse().unwrap());
        let response = mock.answer(Request::from_parts(parts, body), support::at(NOW));
        assert!(
            String::from_utf8_lossy(response.body()).contains("AuthFailure.SignatureFailure"),
            "{authorization}"
        );
    }
}

#[test]
fn without_keys_nobody_is_let_in() {
    let services = support::services("tencent");
    let mock = Mock::new(
        support::profile("tencent"),
        services.clone(),
        Options::default(),
    );
    let answer = Call::new(mock.profile(), &services[0], "DescribeSnapshots").ask(&mock);
    assert_eq!(
        answer.code(mock.profile()).as_deref(),
        Some("AuthFailure.SecretIdNotFound")
    );
}
