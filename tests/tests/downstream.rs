//! What a downstream crate would write: the mock as a library, generated clients against it over
//! loopback, through both shells.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use std::time::Duration;

use specwright_clients::{alibaba, tencent};
use specwright_mock::{Close, Delivery, Key, Mock, Options, Outcome, Running, Step, script};
use specwright_runtime::clock::{Clock, Moment, SystemClock};
use specwright_runtime::meta::Required;
use specwright_runtime::operation::{self, Visit};
use specwright_runtime::paging::Pages;
use specwright_runtime::retry::{RetryClass, RetryPolicy};
use specwright_runtime::{Client, Config, Credentials, Error, Operation, Value};
use specwright_runtime::{decode, encode};
use specwright_tests::{services, specs};

/// How many items every list of these mocks has.
const ITEMS: u64 = 25;

fn serve(vendor: &str, options: Options) -> Running {
    let mut services = specs::services();
    services.retain(|service| service.vendor == vendor);
    let options = options
        .key(Key::new("made-up-id", "made-up-secret"))
        .items(ITEMS);
    let mock = Mock::new(specs::profile(vendor), services, options);
    mock.serve("127.0.0.1:0").unwrap()
}

fn config(running: &Running) -> Config {
    Config::new()
        .endpoint(format!("http://{}", running.address()))
        .credentials(Credentials::new("made-up-id", "made-up-secret"))
        .region("made-up-1")
        .retry(RetryPolicy {
            base_delay: Duration::from_millis(1),
            throttled_delay: Duration::from_millis(1),
            ..RetryPolicy::default()
        })
}

fn wait_for<F: Future>(future: F) -> F::Output {
    let mut tokio = tokio::runtime::Builder::new_current_thread();
    tokio.enable_all().build().unwrap().block_on(future)
}

#[test]
fn a_call_is_answered_and_logged() {
    let running = serve("tencent", Options::default().strict(true));
    let cbs = tencent::cbs::Client::new(config(&running));
    let call = || {
        cbs.create_snapshot()
            .disk_id("disk-1")
            .snapshot_name("nightly 快照")
    };
    let made = wait_for(call().send()).unwrap();
    assert!(made.output.snapshot_id.is_some() && made.request_id.is_some());
    assert_eq!(made.leniencies, []);
    let again = call().send_blocking().unwrap();
    assert_eq!(again.output, made.output);
    let log = running.mock().log();
    assert_eq!(log.len(), 2);
    assert_eq!(log[1].parameters["SnapshotName"], "nightly 快照");
    assert_eq!(log[1].outcome, Outcome::Answered);
    assert!(!format!("{log:?}").contains("made-up-secret"));
}

#[test]
fn a_wrong_secret_is_refused_as_its_variant() {
    let running = serve("alibaba", Options::default());
    let wrong = Credentials::new("made-up-id", "another");
    let ecs = alibaba::ecs::Client::new(config(&running).credentials(wrong));
    let error = ecs
        .delete_snapshot()
        .snapshot_id("s-1")
        .send_blocking()
        .unwrap_err();
    assert_eq!(error.code(), Some("SignatureDoesNotMatch"));
    assert_eq!(error.retry_class(), RetryClass::Never);
    assert!(!error.to_string().contains("another"), "{error}");
}

#[test]
fn throttling_is_waited_out_and_a_cut_connection_only_where_it_is_safe() {
    let steps = script("[{ error: RequestLimitExceeded, times: 2 }]").unwrap();
    let running = serve("tencent", Options::default().script(steps));
    let cbs = tencent::cbs::Client::new(config(&running));
    let made = cbs
        .create_snapshot()
        .disk_id("disk-1")
        .send_blocking()
        .unwrap();
    assert_eq!(made.attempts, 3);

    let cut = || Step {
        delivery: Delivery {
            close: Some(Close::BeforeHead),
            ..Delivery::default()
        },
        ..Step::default()
    };
    running.mock().script([cut()]);
    let error = cbs
        .create_snapshot()
        .disk_id("disk-1")
        .send_blocking()
        .unwrap_err();
    assert!(
        matches!(error, Error::Transport(_)) && error.may_have_been_sent(),
        "{error}"
    );
    running.mock().script([cut()]);
    let listed = wait_for(cbs.describe_snapshots().send()).unwrap();
    assert_eq!(listed.attempts, 2);
}

#[test]
fn a_missing_parameter_is_said_before_sending_or_by_the_vendor() {
    let running = serve("tencent", Options::default());
    let cbs = tencent::cbs::Client::new(config(&running));
    let error = cbs.create_snapshot().send_blocking().unwrap_err();
    assert!(
        matches!(&error, Error::Invalid(call) if call.missing == ["DiskId"]),
        "{error}"
    );
    assert_eq!(running.mock().log(), []);
    let cbs = tencent::cbs::Client::new(config(&running).validate(false));
    let error = cbs.create_snapshot().send_blocking().unwrap_err();
    assert!(error.service().unwrap().is_missing_parameter(), "{error}");
}

/// A clock that is two hours late.
struct Late(SystemClock);

impl Clock for Late {
    fn now(&self) -> Moment {
        self.0.now().plus_millis(-7_200_000)
    }
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

#[test]
fn a_late_clock_is_set_by_the_vendors_once() {
    for vendor in ["alibaba", "tencent", "zenlayer"] {
        let running = serve(vendor, Options::default());
        let config = config(&running).clock(Late(SystemClock::new()));
        let client = Client::new(service(vendor), config);
        let (version, action) = read(vendor);
        let ask = || client.call(version, action, Value::Null).send_blocking();
        let first = ask().unwrap_or_else(|error| panic!("{vendor}: {error}"));
        assert_eq!(first.attempts, 2, "{vendor}");
        // What was learned holds for later calls.
        assert_eq!(ask().unwrap().attempts, 1, "{vendor}");
    }
}

fn service(vendor: &str) -> specwright_runtime::profile::Service {
    let meta = services::SERVICES
        .iter()
        .find(|service| service.vendor == vendor);
    operation::service(meta.unwrap(), services::vendor(vendor))
}

/// A version and an operation that reads.
fn read(vendor: &str) -> (&'static str, &'static str) {
    let service = services::SERVICES
        .iter()
        .find(|service| service.vendor == vendor);
    (
        service.unwrap().version.unwrap_or_default(),
        "DescribeSnapshots",
    )
}

#[test]
fn every_list_is_read_to_its_end() {
    let mut lists = Lists(0);
    services::visit(&mut lists);
    assert!(lists.0 >= 5, "only {} lists", lists.0);
}

struct Lists(usize);

impl Visit for Lists {
    fn visit<O: Operation>(&mut self) {
        let Some((paging, items)) = O::META
            .paging
            .and_then(|paging| Some((paging, paging.items?)))
        else {
            return;
        };
        let vendor = O::META.service.vendor;
        let running = serve(vendor, Options::default());
        let service = operation::service(O::META.service, services::vendor(vendor));
        let client = Client::new(service, config(&running).validate(false));
        let mut request = O::default();
        let needed = O::META.request.fields.iter();
        let needed = needed.filter(|field| field.required == Required::Yes);
        // Where a list begins and how much of it comes, some services want to be told.
        let needed = needed.filter_map(|field| match field.ty {
            "string" => Some((field.name, "made-up")),
            _ if field.name == paging.cursor => Some((field.name, "0")),
            _ if Some(field.name) == paging.limit => Some((field.name, "20")),
            _ => None,
        });
        let needed = Value::map(needed);
        decode::from_value(needed, &mut request).unwrap();
        let mut seen = 0;
        for page in Pages::new(client, request).blocking() {
            let page = page.unwrap_or_else(|error| panic!("{vendor} {}: {error}", O::META.name));
            let tree = Value::from_json(&encode::to_json(&page.output)).unwrap();
            let path: Vec<&str> = items.split('.').collect();
            seen += tree
                .at(&path)
                .and_then(Value::as_list)
                .map_or(0, <[Value]>::len);
        }
        assert_eq!(seen as u64, ITEMS, "{vendor} {}", O::META.name);
        self.0 += 1;
    }
}
