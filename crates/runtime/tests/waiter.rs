//! Waiting for a state against a scripted transport in virtual time.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

mod support;

use specwright_runtime as rt;
use specwright_runtime::transport::block_on;
use specwright_runtime::waiter::{Absent, WaitError, WaiterMeta, Waiting};
use std::time::Duration;
use support::cbs::Client;
use support::cbs::describe::DescribeSnapshots;
use support::{Script, config, output, refusal};

const NORMAL: WaiterMeta = WaiterMeta {
    name: "SnapshotNormal",
    ids: "SnapshotIds",
    items: "SnapshotSet",
    state: Some("SnapshotState"),
    success: &["NORMAL"],
    failure: &["FAILED"],
    absent: Absent::Wait,
    every: 3,
    timeout: 60,
};
static WAITER: WaiterMeta = NORMAL;
static GONE: WaiterMeta = WaiterMeta {
    name: "SnapshotGone",
    state: None,
    success: &[],
    failure: &[],
    absent: Absent::Success,
    ..NORMAL
};

fn listed(states: &[&str]) -> support::Answered {
    let items: Vec<_> = states
        .iter()
        .map(|state| format!(r#"{{"SnapshotState":"{state}"}}"#))
        .collect();
    let (total, items) = (states.len(), items.join(","));
    output(&format!(r#""TotalCount":{total},"SnapshotSet":[{items}]"#))
}

fn wait(script: &Script, waiter: &'static WaiterMeta, ids: &[&str]) -> Waiting<DescribeSnapshots> {
    let client = Client::new(config(script));
    let ids = ids.iter().map(|&id| id.to_owned()).collect();
    Waiting::new(client.runtime().clone(), waiter, ids)
}

#[test]
fn it_looks_until_every_thing_is_in_a_good_state() {
    let script = Script::new([
        listed(&[]),
        listed(&["CREATING"]),
        listed(&["CREATING", "NORMAL"]),
        listed(&["NORMAL", "NORMAL"]),
    ]);
    let answer = block_on(wait(&script, &WAITER, &["a", "b"]).wait()).unwrap();
    assert_eq!(answer.output.snapshot_set.len(), 2);
    let slept: Vec<_> = script
        .lock()
        .slept
        .iter()
        .map(Duration::as_millis)
        .collect();
    assert_eq!(
        slept,
        [3000, 4500, 6750],
        "the longest waits, half as long again each time"
    );
    assert_eq!(script.bodies()[3], r#"{"SnapshotIds":["a","b"]}"#);
}

#[test]
fn a_bad_state_ends_it_at_once() {
    let script = Script::new([listed(&["NORMAL", "FAILED"])]);
    let error = wait(&script, &WAITER, &["a", "b"])
        .wait_blocking()
        .unwrap_err();
    assert_eq!(error.to_string(), "SnapshotNormal: it is FAILED");
}

#[test]
fn time_runs_out_and_the_last_states_are_told() {
    let script = Script::new((0..9).map(|_| listed(&["CREATING"])));
    let waiting = wait(&script, &WAITER, &["a"])
        .every(Duration::from_secs(1))
        .at_most(Duration::from_secs(20));
    let error = waiting.wait_blocking().unwrap_err();
    assert_eq!(
        error.to_string(),
        "SnapshotNormal: after 20s it is still CREATING"
    );
    let state = script.lock();
    assert!(state.time <= Duration::from_secs(20), "{:?}", state.time);
    assert_eq!(
        state
            .slept
            .iter()
            .map(Duration::as_millis)
            .collect::<Vec<_>>(),
        [1000, 1500, 2250, 3375, 5062, 6000]
    );
}

#[test]
fn a_look_that_fails_for_good_ends_it() {
    let script = Script::new([refusal("UnauthorizedOperation")]);
    let error = wait(&script, &WAITER, &["a"]).wait_blocking().unwrap_err();
    assert!(
        matches!(&error, WaitError::Call(error) if error.code() == Some("UnauthorizedOperation")),
        "{error}"
    );
}

#[test]
fn a_thing_that_is_gone_ends_it_as_the_data_says() {
    let script = Script::new([listed(&["NORMAL"]), listed(&[])]);
    block_on(wait(&script, &GONE, &["a"]).into_future()).unwrap();
    assert_eq!(script.sent(), 2);

    static LOST: WaiterMeta = WaiterMeta {
        absent: Absent::Failure,
        ..NORMAL
    };
    let script = Script::new([listed(&["NORMAL"])]);
    let error = wait(&script, &LOST, &["a", "b"])
        .wait_blocking()
        .unwrap_err();
    assert_eq!(error.to_string(), "SnapshotNormal: it is gone");
}

#[test]
fn a_long_list_is_read_to_its_end() {
    let page = |state: &str| {
        output(&format!(
            r#""TotalCount":2,"SnapshotSet":[{{"SnapshotState":"{state}"}}]"#
        ))
    };
    let script = Script::new([
        page("NORMAL"),
        page("CREATING"),
        page("NORMAL"),
        page("NORMAL"),
    ]);
    wait(&script, &WAITER, &["a", "b", "a"])
        .wait_blocking()
        .unwrap();
    assert_eq!(script.lock().slept.len(), 1);
    assert_eq!(
        script.bodies()[1],
        r#"{"SnapshotIds":["a","b"],"Offset":1}"#
    );
    assert_eq!(
        script.bodies()[2],
        r#"{"SnapshotIds":["a","b"]}"#,
        "the next look starts anew"
    );
}

#[test]
fn without_ids_nothing_is_sent() {
    let script = Script::default();
    let error = wait(&script, &WAITER, &[]).wait_blocking().unwrap_err();
    assert!(error.to_string().contains("SnapshotIds"), "{error}");
    assert_eq!(script.sent(), 0);
}

mod generated {
    //! The macro that generated clients use, for one id.
    use super::*;

    pub struct Client {
        runtime: rt::Client,
    }

    rt::waiter! {
        /// Looks until it is there.
        pub fn wait_until_snapshot_normal(id) -> DescribeSnapshots {
            name: "SnapshotNormal",
            ids: "SnapshotIds",
            ..NORMAL
        }
    }

    #[test]
    fn one_id_is_one_id() {
        let script = Script::new([listed(&["NORMAL"])]);
        let runtime = super::Client::new(config(&script)).runtime().clone();
        let mut waiting = Client { runtime }.wait_until_snapshot_normal("a");
        waiting.request().limit = Some(5);
        waiting.wait_blocking().unwrap();
        assert_eq!(script.bodies(), [r#"{"SnapshotIds":["a"],"Limit":5}"#]);
    }
}
