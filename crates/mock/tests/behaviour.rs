//! What holds for every vendor and every operation of the specs, and what needs more than one
//! request: pages, nonces, scripts.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeSet;

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};
use specwright_mock::{Close, Delivery, Key, Mock, Options, Outcome, Step, script};
use specwright_spec::profile::{FailureSign, Scheme};
use specwright_spec::{Cause, Field, Http, Operation, PagingStyle, Place, Required, Service, Type};
use support::{Call, KEY, NOW, SECRET, VENDORS};

/// Every operation of the specs, with what is needed to ask for it.
fn every(mut each: impl FnMut(&Mock, &Service, &Operation, Call)) {
    for vendor in VENDORS {
        let mock = support::mock(vendor);
        for service in support::services(vendor) {
            for operation in &service.operations {
                let call = Call::new(mock.profile(), &service, &operation.name)
                    .with(support::needed(&service, &operation.name));
                each(&mock, &service, operation, call);
            }
        }
    }
}

/// A call with a nonce of its own.
fn fresh(call: &Call, number: usize) -> Call {
    Call {
        nonce: format!("{}-{number}", call.action.as_deref().unwrap_or_default()),
        ..call.clone()
    }
}

#[test]
fn every_operation_answers_all_of_its_members() {
    let mut count = 0;
    every(|mock, service, operation, call| {
        let answer = fresh(&call, 0).ask(mock);
        let name = format!("{} {}", service.service, operation.name);
        assert_eq!(
            (answer.status, answer.code(mock.profile())),
            (200, None),
            "{name}: {}",
            answer.text
        );
        let wrapper = mock.profile().envelope.wrapper.as_deref();
        let members = wrapper.map_or(&answer.body, |wrapper| &answer.body[wrapper]);
        for field in &operation.response {
            assert!(
                members.get(&field.name).is_some(),
                "{name}: no {}: {}",
                field.name,
                answer.text
            );
        }
        count += 1;
    });
    assert!(count >= 27, "only {count} operations");
}

#[test]
fn the_same_request_has_the_same_answer() {
    every(|mock, _, _, call| {
        let first = fresh(&call, 0).ask(mock);
        let vendor = mock.profile().vendor.clone();
        let again = fresh(&call, 0).ask(&support::mock(&vendor));
        let strip = |text: &str| text.replace(char::is_numeric, "");
        assert_eq!(strip(&first.text), strip(&again.text));
    });
}

#[test]
fn every_needed_parameter_is_missed() {
    let mut count = 0;
    every(|mock, service, operation, call| {
        let code = mock.profile().refusals.code(Cause::MissingParameter);
        let fields = operation.request.iter().filter(|field| field.is_required());
        for (number, field) in fields.enumerate() {
            let mut call = fresh(&call, number);
            call.params.as_object_mut().unwrap().remove(&field.name);
            let answer = call.ask(mock);
            let name = format!("{} {} {}", service.service, operation.name, field.name);
            assert_eq!(answer.code(mock.profile()).as_deref(), code, "{name}");
            assert!(
                answer
                    .message(mock.profile())
                    .is_some_and(|text| text.contains(&field.name)),
                "{name}"
            );
            count += 1;
        }
    });
    assert!(count >= 40, "only {count} parameters");
}

#[test]
fn every_code_can_be_had_on_demand() {
    let mut count = 0;
    every(|mock, service, operation, call| {
        let profile = mock.profile();
        let own = operation
            .errors
            .iter()
            .chain(&service.errors)
            .map(|error| (&error.code, error.statuses()));
        let common = profile
            .common_errors
            .iter()
            .map(|error| (&error.code, Vec::from_iter(error.status)));
        // The nearest statement of a code is the one that holds.
        let mut told = BTreeSet::new();
        let nearest = own.chain(common).filter(|(code, _)| told.insert(*code));
        for (number, (code, statuses)) in nearest.enumerate() {
            let answer = fresh(&call, number).header("X-Mock-Error", code).ask(mock);
            assert_eq!(answer.code(profile).as_ref(), Some(code));
            assert!(
                answer
                    .message(profile)
                    .is_some_and(|message| !message.is_empty()),
                "{code}"
            );
            assert!(answer.request_id(profile).is_some(), "{code}");
            let is_told_by_status = profile.envelope.error.when == FailureSign::Status;
            assert_eq!(
                answer.status >= 400,
                is_told_by_status,
                "{code}: {}",
                answer.status
            );
            if is_told_by_status && let Some(first) = statuses.first() {
                assert_eq!(answer.status, *first, "{code}");
            }
            count += 1;
        }
    });
    assert!(count >= 800, "only {count} codes");
}

#[test]
fn every_list_is_whole_page_by_page() {
    let mut count = 0;
    every(|mock, _, operation, call| {
        let Some(paging) = &operation.paging else {
            return;
        };
        let (items, total) = (
            paging.items.as_deref().unwrap(),
            paging.total.as_deref().unwrap(),
        );
        let wrapper = mock
            .profile()
            .envelope
            .wrapper
            .clone()
            .map_or(String::new(), |wrapper| wrapper + ".");
        for size in [1, 7, 25, 30] {
            let mut seen = BTreeSet::new();
            let mut pages = 0;
            loop {
                let mut call = fresh(&call, pages * 100 + size);
                let cursor = match paging.style {
                    PagingStyle::Offset => pages * size,
                    PagingStyle::Page => pages + 1,
                    PagingStyle::Token => panic!("no spec has a list by token alone"),
                };
                call.params[&paging.cursor] = cursor.into();
                call.params[paging.limit.as_deref().unwrap()] = size.into();
                let answer = call.ask(mock);
                assert_eq!(
                    answer.at(&format!("{wrapper}{total}")),
                    Some(&25.into()),
                    "{}",
                    answer.text
                );
                let page = answer
                    .at(&format!("{wrapper}{items}"))
                    .and_then(Value::as_array)
                    .unwrap()
                    .clone();
                seen.extend(page.iter().map(Value::to_string));
                pages += 1;
                if page.len() < size {
                    break;
                }
            }
            assert_eq!(seen.len(), 25, "{} by {size}", operation.name);
            assert_eq!(pages, 25 / size + 1);
            count += 1;
        }
    });
    assert!(count >= 20, "only {count} walks");
}

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

fn scheme_name(scheme: Scheme) -> String {
    specwright_mock::scheme::name(scheme).to_owned()
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

/// A service of operations by path, in the vendor's own form.
fn by_path() -> Service {
    let mut service = Service::new("alibaba", "elasticsearch");
    service.version = Some("2017-06-13".into());
    let field = |name: &str, ty: Type, position: Place| Field {
        required: Some(Required::Yes),
        position: Some(position),
        ..Field::new(name, ty)
    };
    service.operations.push(Operation {
        name: "GetInstance".into(),
        http: Some(Http {
            methods: vec!["GET".into()],
            path: "/openapi/instances/{InstanceId}".into(),
        }),
        request: vec![
            field("InstanceId", Type::String, Place::Path),
            field("page", Type::Int32, Place::Query),
        ],
        response: vec![Field::new("InstanceId", Type::String)],
        ..Operation::default()
    });
    service
}

#[test]
fn operations_by_path_are_found_and_checked() {
    let service = by_path();
    let mock = Mock::new(
        support::profile("alibaba"),
        vec![service.clone()],
        support::options(),
    );
    for scheme in [Scheme::AcsRoaHmacSha1, Scheme::Acs3HmacSha256] {
        let mut call = Call::new(mock.profile(), &service, "GetInstance").with(json!({"page": 1}));
        call.scheme = scheme;
        call.method = "GET";
        call.path = "/openapi/instances/es%2Fcn".into();
        call.nonce = scheme_name(scheme);
        call.action = None;
        let answer = call.ask(&mock);
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.body["InstanceId"], "mock-instanceid");
        assert_eq!(
            mock.log().last().unwrap().operation.as_deref(),
            Some("GetInstance")
        );

        let bad = Call {
            nonce: "2".to_owned() + &scheme_name(scheme),
            ..call.clone()
        }
        .with(json!({"page": "first"}));
        assert_eq!(
            bad.ask(&mock).code(mock.profile()).as_deref(),
            Some("InvalidParameter")
        );
        let forged = Call {
            secret: "another".into(),
            ..call.clone()
        };
        assert_eq!(
            forged.ask(&mock).code(mock.profile()).as_deref(),
            Some("SignatureDoesNotMatch")
        );
        let astray = Call {
            path: "/openapi/others/a".into(),
            ..call.clone()
        };
        assert_eq!(astray.ask(&mock).status, 404);
        assert_eq!(
            Call {
                method: "DELETE",
                ..call
            }
            .ask(&mock)
            .status,
            404
        );
    }
}

#[test]
fn json_bodies_of_ucloud_are_checked_by_content() {
    let mock = support::mock("ucloud");
    // Signed by hand: the names and values in order, then the private key.
    let text = format!("ActionDescribeUDiskSnapshotLimit2PublicKey{KEY}Regioncn-bj2{SECRET}");
    let digest: String = {
        use sha1::Digest;
        sha1::Sha1::digest(text.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    };
    for (limit, code) in [(2, 0), (3, 171)] {
        let body = json!({"Action": "DescribeUDiskSnapshot", "Region": "cn-bj2", "Limit": limit,
            "PublicKey": KEY, "Signature": digest});
        let request = Request::builder()
            .method("POST")
            .uri("/")
            .header("content-type", "application/json");
        let response = mock.answer(
            request.body(Bytes::from(body.to_string())).unwrap(),
            support::at(NOW),
        );
        let answer: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(answer["RetCode"], code, "{answer}");
    }
}

#[test]
fn a_script_stands_in_for_answers_in_order() {
    let steps = script(
        "[{ error: RequestLimitExceeded, times: 2, on: DescribeSnapshots }, { status: 503, body: down }]",
    );
    let services = support::services("tencent");
    let mock = Mock::new(
        support::profile("tencent"),
        services.clone(),
        support::options().script(steps.unwrap()),
    );
    let call = |action: &str| {
        Call::new(mock.profile(), &services[0], action)
            .with(support::needed(&services[0], action))
            .ask(&mock)
    };
    assert_eq!(
        call("DescribeSnapshots").code(mock.profile()).as_deref(),
        Some("RequestLimitExceeded")
    );
    assert_eq!(call("CreateSnapshot").text, "down");
    assert_eq!(call("CreateSnapshot").code(mock.profile()), None);
    assert_eq!(
        call("DescribeSnapshots").code(mock.profile()).as_deref(),
        Some("RequestLimitExceeded")
    );
    assert_eq!(call("DescribeSnapshots").code(mock.profile()), None);
    mock.script([Step {
        error: Some("InternalError".into()),
        ..Step::default()
    }]);
    assert_eq!(
        call("CreateSnapshot").code(mock.profile()).as_deref(),
        Some("InternalError")
    );
    let outcomes: Vec<_> = mock.log().into_iter().map(|entry| entry.outcome).collect();
    assert_eq!(outcomes[1], Outcome::Stepped { code: None });
    assert_eq!(outcomes[2], Outcome::Answered);
}

#[test]
fn the_log_tells_what_came_and_no_secret() {
    let services = support::services("ucloud");
    let udisk = &services[0];
    let options =
        support::options().key(Key::new("temporary", "made-up-too").session_token("made-up-token"));
    assert!(!format!("{options:?}").contains("made-up"));
    let mock = Mock::new(support::profile("ucloud"), services.clone(), options);
    let call = Call {
        key: "temporary".into(),
        secret: "made-up-too".into(),
        token: Some("made-up-token".into()),
        ..Call::new(mock.profile(), udisk, "DescribeUDiskSnapshot")
    };
    let request = call
        .clone()
        .with(json!({"Region": "cn-bj2", "Password": "made-up-word"}))
        .ask(&mock);
    assert_eq!(request.code(mock.profile()), None, "{}", request.text);
    Call {
        token: Some("made-up-other".into()),
        ..call
    }
    .ask(&mock);
    let log = mock.log();
    assert_eq!(log[0].parameters["Region"], "cn-bj2");
    assert_eq!(log[0].parameters["Password"], "***");
    assert_eq!(log[0].key.as_deref(), Some("temporary"));
    assert_eq!(
        log[1].outcome,
        Outcome::Refused {
            cause: Cause::BadToken,
            code: "174".into()
        }
    );
    for entry in log {
        let shown = format!("{entry} {entry:?}");
        assert!(!shown.contains("made-up"), "{shown}");
        assert!(
            shown.contains("udisk") || shown.contains("?.DescribeUDiskSnapshot"),
            "{shown}"
        );
    }
}

#[test]
fn hostile_requests_are_answered() {
    for vendor in VENDORS {
        let mock = support::mock(vendor);
        let path = mock
            .profile()
            .endpoint
            .path
            .replace("{service}", &mock.services()[0].service);
        let deep = "a.".repeat(100_000) + "=1";
        let bodies: &[&[u8]] = &[
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff\xfe",
            deep.as_bytes(),
            b"Action=&Action=.&.=&..1=2&%zz=%",
        ];
        for body in bodies {
            for kind in [
                "application/json",
                "application/x-www-form-urlencoded",
                "text/html",
            ] {
                let request = Request::builder()
                    .method("POST")
                    .uri(&path)
                    .header("content-type", kind);
                let response = mock.answer(
                    request.body(Bytes::copy_from_slice(body)).unwrap(),
                    support::at(0),
                );
                assert!(!response.body().is_empty());
            }
        }
    }
}

#[test]
fn deliveries_reach_those_who_serve_themselves() {
    let mock = support::mock("tencent");
    let service = &mock.services()[0].clone();
    let call = Call::new(mock.profile(), service, "DeleteSnapshots")
        .header("X-Mock-Step", r#"{"close": "after-head"}"#);
    let answer = call.ask(&mock);
    let delivery = answer.response.extensions().get::<Delivery>().unwrap();
    assert_eq!(delivery.close, Some(Close::AfterHead));
}

#[test]
fn every_response_tells_the_time() {
    let now = std::time::UNIX_EPOCH + std::time::Duration::from_secs(NOW as u64);
    let request = Request::post("/").body(Bytes::new()).unwrap();
    for vendor in VENDORS {
        let response = support::mock(vendor).answer(request.clone(), now);
        assert_eq!(response.headers()["date"], "Sun, 22 Nov 2026 00:03:17 GMT");
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
