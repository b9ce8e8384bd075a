//! A client against a scripted transport in virtual time: what is sent, how often, and what comes back.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

mod support;

use specwright_runtime::error::{TransportError, TransportKind};
use specwright_runtime::profile::Service;
use specwright_runtime::retry::{RetryClass, RetryPolicy};
use specwright_runtime::transport::block_on;
use specwright_runtime::wire::Params;
use specwright_runtime::{Client, Config, Error, Scheme, UnlistedCode, Value};
use std::time::Duration;
use support::{Script, TENCENT, answer, client, config, good, refusal};

fn call(
    script: &Script,
    action: &str,
) -> Result<specwright_runtime::Answer<Value>, Error<UnlistedCode>> {
    let parameters = Value::map([("DiskId", "disk-1")]);
    block_on(client(script).call("2017-03-12", action, parameters).send())
}

#[test]
fn a_client_can_be_shared_between_threads() {
    fn check<T: Send + Sync + Clone>() {}
    check::<Client>();
    check::<Config>();
}

#[test]
fn an_operation_without_generated_code_is_signed_sent_and_read() {
    let script = Script::new([good()]);
    let answer = call(&script, "CreateSnapshot").unwrap();
    assert_eq!(answer.output.get("SnapshotId"), Some(&"snap-1".into()));
    assert_eq!(
        (answer.request_id.as_deref(), answer.attempts),
        (Some("r-1"), 1)
    );
    let state = script.lock();
    let request = &state.sent[0];
    assert_eq!(request.uri(), "https://cbs.tencentcloudapi.com/");
    assert_eq!(request.body(), r#"{"DiskId":"disk-1"}"#);
    assert_eq!(request.headers()["x-tc-action"], "CreateSnapshot");
    assert_eq!(request.headers()["x-tc-version"], "2017-03-12");
    assert_eq!(request.headers()["x-tc-region"], "ap-guangzhou");
    assert_eq!(request.headers()["x-tc-token"], "hunter3");
}

#[test]
fn a_refusal_says_all_and_shows_no_secret() {
    let script = Script::new([refusal("InvalidDiskId.NotFound")]);
    let error = call(&script, "CreateSnapshot").unwrap_err();
    assert_eq!(
        error.to_string(),
        "cbs.CreateSnapshot: InvalidDiskId.NotFound (m), request r-9, HTTP 200"
    );
    assert_eq!(error.retry_class(), RetryClass::Never);
    assert_eq!(error.code(), Some("InvalidDiskId.NotFound"));
    let text = format!("{error:?} {:?}", client(&script));
    assert!(!text.contains("hunter"), "{text}");
}

#[test]
fn throttling_is_retried_for_writes_with_a_new_signature() {
    let script =
        Script::new([refusal("RequestLimitExceeded.Uin"), good()]).taking(Duration::from_secs(1));
    assert_eq!(call(&script, "CreateSnapshot").unwrap().attempts, 2);
    assert_eq!(script.lock().slept, [Duration::from_millis(500)]);
    assert_ne!(
        script.header(0, "authorization"),
        script.header(1, "authorization")
    );
    assert_ne!(
        script.header(0, "x-tc-timestamp"),
        script.header(1, "x-tc-timestamp")
    );
}

#[test]
fn a_server_error_is_retried_for_reads_and_tokens_only() {
    let script = Script::new([refusal("InternalError")]);
    assert_eq!(
        call(&script, "CreateSnapshot").unwrap_err().retry_class(),
        RetryClass::Server
    );
    assert_eq!(script.sent(), 1);

    let script = Script::new([
        refusal("InternalError.Db"),
        answer(502, &[], "<html>"),
        good(),
    ]);
    assert_eq!(call(&script, "DescribeSnapshots").unwrap().attempts, 3);

    let script = Script::new([refusal("InternalError"), good()]);
    let parameters = Value::map([("ClientToken", "t-1")]);
    block_on(
        client(&script)
            .call("2017-03-12", "CreateSnapshot", parameters)
            .send(),
    )
    .unwrap();
    let state = script.lock();
    assert_eq!(
        state.sent[0].body(),
        state.sent[1].body(),
        "the token stays"
    );
}

#[test]
fn a_request_that_never_left_is_retried_and_one_that_may_have_is_not() {
    let lost = |kind| Err(TransportError::new(kind, "gone"));
    let script = Script::new([
        lost(TransportKind::NotSent),
        lost(TransportKind::ConnectTimeout),
        good(),
    ]);
    assert_eq!(call(&script, "CreateSnapshot").unwrap().attempts, 3);

    let script = Script::new([lost(TransportKind::Broken)]);
    let error = call(&script, "CreateSnapshot").unwrap_err();
    assert_eq!(
        error.to_string(),
        "cbs.CreateSnapshot: gone (may have been sent, tried once)"
    );

    let script = Script::new((0..3).map(|_| lost(TransportKind::NotSent)));
    let error = call(&script, "CreateSnapshot").unwrap_err();
    assert_eq!(
        error.to_string(),
        "cbs.CreateSnapshot: gone (not sent, tried 3 times)"
    );
    assert!(!error.may_have_been_sent());

    let script = Script::new([lost(TransportKind::TooLarge)]);
    assert!(call(&script, "DescribeSnapshots").is_err());
}

#[test]
fn a_wrong_clock_is_corrected_once() {
    let script = Script::new([refusal("AuthFailure.SignatureExpire"), good()]);
    assert_eq!(call(&script, "CreateSnapshot").unwrap().attempts, 2);
    assert_eq!(script.header(0, "x-tc-timestamp"), "1795305797");
    assert_eq!(
        script.header(1, "x-tc-timestamp"),
        "1795309397",
        "one hour on, as the answer's date says"
    );

    let script = Script::new((0..2).map(|_| refusal("AuthFailure.SignatureExpire")));
    assert_eq!(
        call(&script, "DescribeSnapshots")
            .unwrap_err()
            .retry_class(),
        RetryClass::ClockSkew
    );
    assert_eq!(script.sent(), 2);
}

#[test]
fn retry_after_is_heeded_and_a_long_one_ends_it() {
    let wait = |seconds| answer(429, &[("retry-after", seconds)], "");
    let script = Script::new([wait("7"), good()]);
    call(&script, "CreateSnapshot").unwrap();
    assert_eq!(script.lock().slept, [Duration::from_secs(7)]);

    let script = Script::new([wait("3600")]);
    assert_eq!(
        call(&script, "CreateSnapshot").unwrap_err().retry_class(),
        RetryClass::Throttled
    );
}

#[test]
fn an_attempt_and_the_whole_have_their_time() {
    let script = Script::new((0..3).map(|_| good())).taking(Duration::from_secs(60));
    let error = call(&script, "DescribeSnapshots").unwrap_err();
    assert!(
        matches!(&error, Error::Timeout(timeout) if !timeout.total && timeout.sent && timeout.attempts == 3)
    );

    let script = Script::new((0..2).map(|_| good())).taking(Duration::from_secs(60));
    let policy = RetryPolicy {
        total_timeout: Duration::from_secs(40),
        ..RetryPolicy::default()
    };
    let client = Client::new(Service::new(&TENCENT, "cbs"), config(&script).retry(policy));
    let error = block_on(client.call("", "DescribeSnapshots", Value::Null).send()).unwrap_err();
    assert!(
        matches!(&error, Error::Timeout(timeout) if timeout.total && timeout.attempts == 2),
        "{error}"
    );
}

#[test]
fn the_same_call_blocks_without_a_runtime() {
    let script = Script::new([refusal("RequestLimitExceeded"), good()]);
    let answer = client(&script)
        .call("2017-03-12", "CreateSnapshot", Value::Null)
        .send_blocking()
        .unwrap();
    assert_eq!((answer.attempts, script.sent()), (2, 2));
}

#[test]
fn a_call_can_be_awaited_as_it_stands() {
    let script = Script::new([good()]);
    let client = client(&script);
    let answer =
        block_on(async { client.call("", "DescribeSnapshots", Value::Null).await }).unwrap();
    assert_eq!(answer.status, 200);
}

#[test]
fn an_older_scheme_takes_a_form() {
    let script = Script::new([good()]);
    let config = config(&script)
        .scheme(Scheme::TencentHmacSha256)
        .endpoint("http://127.0.0.1:9/");
    let client = Client::new(
        Service::new(&TENCENT, "cbs"),
        config.parameter("Language", "en-US"),
    );
    block_on(
        client
            .call(
                "2017-03-12",
                "DescribeDisks",
                Value::map([("DiskIds", vec!["d"])]),
            )
            .send(),
    )
    .unwrap();
    let state = script.lock();
    assert_eq!(state.sent[0].uri(), "http://127.0.0.1:9/");
    let form = Params::from_encoded(std::str::from_utf8(state.sent[0].body()).unwrap());
    assert_eq!(form.get("DiskIds.0"), Some("d"));
    assert_eq!(form.get("Language"), Some("en-US"));
    assert_eq!(form.get("Nonce"), Some("9223372036854775807"));
    assert!(form.contains("Signature"));
}

#[test]
fn nothing_is_sent_without_credentials_or_over_plain_http() {
    let script = Script::default();
    let bare = Config::new()
        .transport(script.clone())
        .clock(script.clone());
    let client = Client::new(Service::new(&TENCENT, "cbs"), bare);
    let error = block_on(client.call("", "DescribeDisks", Value::Null).send()).unwrap_err();
    assert!(matches!(error, Error::Credentials(_)), "{error}");

    let client = Client::new(
        Service::new(&TENCENT, "cbs"),
        config(&script).endpoint("http://example.com"),
    );
    let error = block_on(client.call("", "DescribeDisks", Value::Null).send()).unwrap_err();
    assert!(
        matches!(error, Error::Invalid(_)) && error.to_string().contains("allow_http"),
        "{error}"
    );
    assert_eq!(script.sent(), 0);
}

#[test]
fn an_answer_that_cannot_be_read_keeps_its_bytes() {
    let script = Script::new([answer(200, &[], "{\"Response\":")]);
    let error = call(&script, "CreateSnapshot").unwrap_err();
    assert!(matches!(error, Error::Decode(_)));
    assert_eq!(error.raw().unwrap(), "{\"Response\":");
}
