//! Waits for a state through generated clients, against the mock over loopback: one of each vendor.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use std::time::Duration;

use specwright_clients::{alibaba, tencent, ucloud, ucloudstack, zenlayer};
use specwright_mock::{Key, Mock, Options, Running};
use specwright_runtime::waiter::WaitError;
use specwright_runtime::{Config, Credentials};
use specwright_tests::specs;

/// A mock whose lists have so many items, each as in the page's sample.
fn serve(vendor: &str, items: u64) -> Running {
    let mut services = specs::services();
    services.retain(|service| service.vendor == vendor);
    let key = Key::new("made-up-id", "made-up-secret");
    let options = Options::default().key(key).items(items);
    let mock = Mock::new(specs::profile(vendor), services, options);
    mock.serve("127.0.0.1:0").unwrap()
}

fn config(running: &Running) -> Config {
    Config::new()
        .endpoint(format!("http://{}", running.address()))
        .credentials(Credentials::new("made-up-id", "made-up-secret"))
        .region("made-up-1")
}

#[test]
fn what_is_ready_ends_a_wait_with_the_first_look() {
    let running = serve("tencent", 1);
    let client = tencent::cbs::Client::new(config(&running));
    client
        .wait_until_snapshot_normal(["snap-1"])
        .wait_blocking()
        .unwrap();
    assert_eq!(running.mock().log().len(), 1);

    let running = serve("alibaba", 1);
    let client = alibaba::ecs::Client::new(config(&running));
    client
        .wait_until_snapshot_accomplished(["s-1"])
        .wait_blocking()
        .unwrap();
    let sent = &running.mock().log()[0].parameters;
    assert_eq!(sent["SnapshotIds"], "[\"s-1\"]", "ids as a JSON text");
    assert_eq!(sent["RegionId"], "made-up-1", "the config's region");

    let running = serve("ucloud", 1);
    let client = ucloud::udisk::Client::new(config(&running));
    client
        .wait_until_snapshot_normal("bs-1")
        .wait_blocking()
        .unwrap();
    assert_eq!(running.mock().log()[0].parameters["SnapshotId"], "bs-1");

    let running = serve("zenlayer", 0);
    let client = zenlayer::zec::Client::new(config(&running));
    client
        .wait_until_snapshot_gone(["x"])
        .wait_blocking()
        .unwrap();
}

#[test]
fn what_never_gets_ready_ends_a_wait_by_its_time() {
    let running = serve("ucloudstack", 0);
    let client = ucloudstack::ucloudstack::Client::new(config(&running));
    let waiting = client
        .wait_until_snapshot_normal(["snapshot-1"])
        .every(Duration::from_millis(10))
        .at_most(Duration::from_millis(200));
    let error = waiting.wait_blocking().unwrap_err();
    assert!(
        matches!(&error, WaitError::Timeout { states, .. } if states.is_empty()),
        "{error}"
    );
    assert!(running.mock().log().len() > 2);
}
