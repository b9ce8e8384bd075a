//! Generated operations through a client: what is filled in, what is refused before it is sent,
//! and how answers and errors come back typed.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

mod support;

use specwright_runtime::decode::LeniencyKind;
use specwright_runtime::endpoint::EndpointRule;
use specwright_runtime::profile::{Service, Vendor};
use specwright_runtime::retry::RetryClass;
use specwright_runtime::transport::block_on;
use specwright_runtime::wire::{Carrier, Params};
use specwright_runtime::{Error, ErrorSet as _, Scheme, Value};
use support::cbs::Client;
use support::cbs::create::CreateSnapshotError;
use support::{Script, TENCENT, answer, config, good, output, refusal};

fn client(script: &Script) -> Client {
    Client::new(config(script))
}

#[test]
fn a_typed_call_is_sent_and_its_answer_typed() {
    let script = Script::new([good()]);
    let sent = block_on(client(&script).create_snapshot().disk_id("disk-1").send());
    let answer = sent.unwrap();
    assert_eq!(answer.output.snapshot_id.as_deref(), Some("snap-1"));
    assert_eq!(
        (answer.request_id.as_deref(), answer.attempts),
        (Some("r-1"), 1)
    );
    assert_eq!(answer.status, 200);
    assert!(answer.leniencies.is_empty());
    assert!(
        answer.raw.starts_with(b"{\"Response\""),
        "the body stays reachable"
    );
    assert_eq!(script.header(0, "x-tc-action"), "CreateSnapshot");
    assert_eq!(script.header(0, "x-tc-version"), "2017-03-12");
}

#[test]
fn a_token_is_filled_in_once_and_kept_across_attempts() {
    let script = Script::new([refusal("InternalError"), answer(502, &[], "<html>"), good()]);
    client(&script)
        .create_snapshot()
        .disk_id("disk-1")
        .send_blocking()
        .unwrap();
    let bodies = script.bodies();
    assert_eq!(
        bodies[0],
        r#"{"DiskId":"disk-1","ClientToken":"ffffffff-ffff-4fff-bfff-ffffffffffff"}"#
    );
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:?}");

    let script = Script::new([good()]);
    let call = client(&script)
        .create_snapshot()
        .disk_id("disk-1")
        .client_token("mine");
    call.send_blocking().unwrap();
    assert_eq!(
        script.bodies(),
        [r#"{"DiskId":"disk-1","ClientToken":"mine"}"#]
    );
}

#[test]
fn a_missing_field_is_named_before_anything_is_sent_unless_switched_off() {
    let script = Script::default();
    let error = client(&script)
        .create_snapshot()
        .send_blocking()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "cbs.CreateSnapshot: required and not given: DiskId; nothing was sent"
    );
    assert_eq!(script.sent(), 0);

    let script = Script::new([good()]);
    let client = Client::new(config(&script).validate(false));
    client.create_snapshot().send_blocking().unwrap();
    assert_eq!(script.sent(), 1);
}

#[test]
fn a_refusal_is_a_variant_and_an_unlisted_code_is_kept() {
    let script = Script::new([refusal("InvalidDiskId.NotFound"), refusal("Brand.New")]);
    let call = || {
        client(&script)
            .create_snapshot()
            .disk_id("d")
            .send_blocking()
            .unwrap_err()
    };
    let error = call();
    assert!(error.service().is_some_and(CreateSnapshotError::is_no_disk));
    assert_eq!(
        (
            error.code(),
            error.message(),
            error.request_id(),
            error.retry_class()
        ),
        (
            Some("InvalidDiskId.NotFound"),
            Some("m"),
            Some("r-9"),
            RetryClass::Never
        )
    );
    let error = call();
    assert_eq!(error.service().map(|error| error.code()), Some("Brand.New"));
    assert!(matches!(error, Error::Service(_)));
}

#[test]
fn leniencies_are_recorded_and_the_rest_is_kept() {
    let script = Script::new([output(r#""SnapshotId":7,"New":{"a":1}"#)]);
    let answer = client(&script)
        .create_snapshot()
        .disk_id("d")
        .send_blocking()
        .unwrap();
    assert_eq!(answer.output.snapshot_id.as_deref(), Some("7"));
    let kinds: Vec<_> = answer
        .leniencies
        .iter()
        .map(|l| (l.path.as_str(), l.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("SnapshotId", LeniencyKind::NumberAsText),
            ("New", LeniencyKind::UnlistedMember)
        ]
    );
}

#[test]
fn a_body_that_is_no_answer_is_an_error_with_its_bytes() {
    let script = Script::new([answer(200, &[], "[]")]);
    let error = client(&script)
        .create_snapshot()
        .disk_id("d")
        .send_blocking()
        .unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
    assert_eq!(error.raw().unwrap(), "[]");
}

/// Names the region in a parameter and in the host, as Alibaba Cloud does.
static BY_PARAMETER: Vendor = Vendor {
    scheme: Scheme::Acs3HmacSha256,
    carrier: Carrier::Query,
    region_parameter: Some("RegionId"),
    endpoint: EndpointRule {
        host: "{service}.{region}.example.com",
        host_without_region: Some("{service}.example.com"),
        special: &[],
        path: "/",
    },
    ..TENCENT
};

/// Host and region parameter of the last request.
fn went_to(script: &Script) -> (String, Option<String>) {
    let state = script.lock();
    let uri = state.sent.last().unwrap().uri();
    let query = Params::from_encoded(uri.query().unwrap_or_default());
    (
        uri.host().unwrap().to_owned(),
        query.get("RegionId").map(str::to_owned),
    )
}

#[test]
fn a_region_is_the_parameters_the_calls_the_clients_or_the_configs() {
    let script = Script::new((0..4).map(|_| good()));
    let service = Service::new(&BY_PARAMETER, "ecs");
    let client = specwright_runtime::Client::new(service, config(&script));
    let call = |client: &specwright_runtime::Client, region: Option<&str>, parameters: Value| {
        let call = client.call("", "DescribeDisks", parameters);
        let call = match region {
            Some(region) => call.region(region),
            None => call,
        };
        call.send_blocking().unwrap();
        went_to(&script)
    };
    let at = |region: &str| (format!("ecs.{region}.example.com"), Some(region.to_owned()));
    assert_eq!(call(&client, None, Value::Null), at("ap-guangzhou"));
    let elsewhere = client.in_region("b");
    assert_eq!(call(&elsewhere, None, Value::Null), at("b"));
    assert_eq!(
        call(&elsewhere, None, Value::map([("RegionId", "c")])),
        at("c")
    );
    assert_eq!(call(&elsewhere, Some("d"), Value::Null), at("d"));
}

#[test]
fn a_region_in_a_header_changes_with_the_call() {
    let script = Script::new((0..3).map(|_| output(r#""TotalCount":0"#)));
    let client = client(&script);
    client.describe_snapshots().send_blocking().unwrap();
    client
        .in_region("ap-a")
        .describe_snapshots()
        .send_blocking()
        .unwrap();
    client
        .describe_snapshots()
        .in_region("ap-b")
        .send_blocking()
        .unwrap();
    let regions: Vec<_> = (0..3).map(|at| script.header(at, "x-tc-region")).collect();
    assert_eq!(regions, ["ap-guangzhou", "ap-a", "ap-b"]);
}

mod disks {
    //! An operation whose page lists the region among its parameters.
    #![allow(missing_docs, reason = "the types of a test")]

    use specwright_runtime as rt;
    use specwright_runtime::meta as m;

    #[derive(Default)]
    pub struct ListDisks {
        pub region_id: Option<String>,
        unlisted: rt::shape::Unlisted,
    }

    rt::shape!(ListDisks = REQUEST: region_id);

    #[derive(Default)]
    pub struct ListDisksOutput {
        unlisted: rt::shape::Unlisted,
    }

    rt::shape!(ListDisksOutput = RESPONSE:);

    impl rt::Operation for ListDisks {
        type Output = ListDisksOutput;
        type Error = rt::UnlistedCode;
        const META: &'static rt::tables::Tables = &TABLES;
    }

    static TABLES: rt::tables::Tables = rt::tables::Tables::made(&m::OperationMeta {
        name: "ListDisks",
        request: &REQUEST,
        response: &RESPONSE,
        ..m::OPERATION
    });

    rt::fields! { REQUEST = "ListDisks" { "RegionId": "string", Yes; } }
    rt::fields! { RESPONSE = "ListDisksOutput" {} }
}

#[test]
fn a_region_that_the_page_lists_is_filled_in_and_the_callers_own_counts() {
    let script = Script::new((0..2).map(|_| good()));
    let service = Service::new(&BY_PARAMETER, "ecs");
    let client = specwright_runtime::Client::new(service, config(&script));
    let mut request = disks::ListDisks::default();
    client.send_blocking(&request).unwrap();
    let at = |region: &str| (format!("ecs.{region}.example.com"), Some(region.to_owned()));
    assert_eq!(went_to(&script), at("ap-guangzhou"));
    request.region_id = Some("mine".to_owned());
    client.send_blocking(&request).unwrap();
    assert_eq!(went_to(&script), at("mine"));
}
