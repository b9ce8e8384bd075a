//! Rate limits of pages, kept by the client: in virtual time, and only where asked for.

#![cfg(feature = "rate-limit")]
#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

mod support;

use specwright_runtime::retry::RetryPolicy;
use specwright_runtime::transport::block_on;
use std::time::Duration;
use support::cbs::Client;
use support::{Script, config, output, refusal};

fn empty() -> support::Answered {
    output(r#""TotalCount":0"#)
}

/// The page allows two requests a second.
fn millis(script: &Script) -> Vec<u128> {
    script
        .lock()
        .slept
        .iter()
        .map(Duration::as_millis)
        .collect()
}

#[test]
fn calls_wait_for_their_share() {
    let script = Script::new((0..5).map(|_| empty()));
    let client = Client::new(config(&script).keep_rate_limits(true));
    for _ in 0..4 {
        block_on(client.clone().describe_snapshots().send()).unwrap();
    }
    assert_eq!(
        millis(&script),
        [500, 500],
        "two at once, then two a second"
    );
    client
        .describe_snapshots()
        .in_region("other")
        .send_blocking()
        .unwrap();
    assert_eq!(script.lock().slept.len(), 2, "each region counts apart");
}

#[test]
fn attempts_count_and_an_operation_without_a_limit_does_not_wait() {
    let script = Script::new([refusal("InternalError"), refusal("InternalError"), empty()]);
    let client = Client::new(config(&script).keep_rate_limits(true));
    client.describe_snapshots().send_blocking().unwrap();
    // Two waits before retries, and what the limit asks for beyond them.
    assert_eq!(millis(&script), [100, 200, 200]);

    let script = Script::new((0..5).map(|_| support::good()));
    let client = Client::new(config(&script).keep_rate_limits(true));
    for _ in 0..5 {
        client
            .create_snapshot()
            .disk_id("d")
            .send_blocking()
            .unwrap();
    }
    assert!(script.lock().slept.is_empty());
}

#[test]
fn nobody_waits_who_did_not_ask() {
    let script = Script::new((0..5).map(|_| empty()));
    let client = Client::new(config(&script));
    for _ in 0..5 {
        client.describe_snapshots().send_blocking().unwrap();
    }
    assert!(script.lock().slept.is_empty());
}

#[test]
fn a_wait_beyond_the_call_s_time_is_a_timeout_that_sent_nothing() {
    let script = Script::new((0..2).map(|_| empty()));
    let policy = RetryPolicy {
        total_timeout: Duration::from_millis(300),
        ..RetryPolicy::default()
    };
    let client = Client::new(config(&script).retry(policy).keep_rate_limits(true));
    client.describe_snapshots().send_blocking().unwrap();
    client.describe_snapshots().send_blocking().unwrap();
    let error = client.describe_snapshots().send_blocking().unwrap_err();
    assert_eq!(
        error.to_string(),
        "cbs.DescribeSnapshots: no answer within the 300ms given to all attempts (not sent, tried 0 times)"
    );
    assert_eq!(millis(&script), [300]);
}
