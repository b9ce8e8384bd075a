//! Answers on demand, and what the mock tells of what it got.

use bytes::Bytes;
use http::Request;
use serde_json::json;
use specwright_mock::{Close, Delivery, Key, Mock, Outcome, Step, script};
use specwright_spec::Cause;

use crate::support::{self, Call, NOW, VENDORS};

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
