//! The golden code, compiled, and held to what it says.

#![allow(
    unexpected_cfgs,
    reason = "the features are those of the generated crate"
)]
#![allow(dead_code, reason = "no test uses all that is generated")]
#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

#[path = "golden/errors/generated/src/acme/mod.rs"]
#[rustfmt::skip]
mod vendor;

pub use vendor::{CommonError, VENDOR};

#[path = "golden/errors/generated/src/acme/errors/mod.rs"]
#[rustfmt::skip]
pub mod errors;
#[path = "golden/hostile/generated/src/acme/hostile/mod.rs"]
#[rustfmt::skip]
pub mod hostile;
#[path = "golden/names/generated/src/acme/names/mod.rs"]
#[rustfmt::skip]
pub mod names;
#[path = "golden/shapes/generated/src/acme/shapes/mod.rs"]
#[rustfmt::skip]
pub mod shapes;
#[path = "golden/sharing/generated/src/acme/sharing/mod.rs"]
#[rustfmt::skip]
pub mod sharing;
#[path = "golden/wire/generated/src/acme/wire/mod.rs"]
#[rustfmt::skip]
pub mod wire;

use specwright_runtime as rt;
use specwright_runtime::meta::{Fact, Required};
use specwright_runtime::request::Body;
use specwright_runtime::retry::RetryClass;
use specwright_runtime::{Config, ErrorSet, Operation, decode, encode};

#[test]
fn a_builder_fills_the_request() {
    let client = shapes::Client::new(Config::new());
    let mut call = client
        .put_everything()
        .text("a")
        .whole(5)
        .kind("fast")
        .kind("warp");
    for text in ["x", "y"] {
        call = call.texts([text]);
    }
    let rule = shapes::put_everything::PutEverythingRules::default().port(80);
    let mut call = call
        .rules([rule])
        .labels([("k", "v")])
        .filters(Vec::<shapes::structures::Filter>::new())
        .password("hunter2");
    let request = call.request().clone();
    assert_eq!(
        String::from_utf8(encode::to_json(&request)).unwrap(),
        r#"{"Text":"a","Whole":5,"Kind":"warp","Texts":["x","y"],"Labels":{"k":"v"},"Rules":[{"Port":80}],"Filters":[],"Password":"hunter2"}"#
    );
    assert!(!format!("{request:?}").contains("hunter2"));
}

#[test]
fn parameters_travel_where_the_page_says() {
    let client = wire::Client::new(Config::new());
    let call = client
        .put_thing()
        .thing_id("a/b")
        .x_trace("t")
        .verbose(true)
        .zones(["x", "y"])
        .sizes([1, 2]);
    let spec = wire::put_thing::PutThingSpec::default().size(3);
    let request = call.names(["n"]).name("c").spec(spec).request().clone();
    let outgoing = client.runtime().outgoing(&request).unwrap();
    assert_eq!(outgoing.request.host, "elsewhere.example.com");
    assert_eq!(
        (
            outgoing.request.method.as_str(),
            outgoing.request.path.as_str()
        ),
        ("PUT", "/v1/things/a%2Fb")
    );
    assert_eq!(outgoing.request.query.encoded(), "Verbose=true&Zones=x%2Cy");
    assert_eq!(outgoing.request.header("x-trace"), "t");
    let Body::Json(body) = &outgoing.request.body else {
        panic!("no JSON")
    };
    assert_eq!(
        body,
        r#"{"Sizes":"1,2","Names":"[\"n\"]","Name":"c","Spec":"{\"Size\":3}"}"#
    );
    let mut again = wire::put_thing::PutThing::default();
    assert!(decode::from_json(body, &mut again).unwrap().is_empty());
    assert_eq!((again.names, again.spec), (request.names, request.spec));
}

#[test]
fn recursion_goes_through_boxes_and_lists() {
    let body = br#"{"Id":"1","Root":{"Id":"a","Parent":{"Id":"b"},"Children":[{"Id":"c","State":"FAILED"}],"Twin":{"Of":{"Id":"d"}}}}"#;
    let mut output = shapes::put_everything::PutEverythingOutput::default();
    assert!(decode::from_json(body, &mut output).unwrap().is_empty());
    let root = output.root.as_ref().unwrap();
    assert_eq!(root.parent.as_ref().unwrap().id.as_deref(), Some("b"));
    assert_eq!(
        root.children[0].state,
        Some(shapes::structures::State::Failed)
    );
    assert_eq!(encode::to_json(&output), body);
}

#[test]
fn the_metadata_holds_the_page() {
    let meta = shapes::put_everything::PutEverything::META;
    assert_eq!(
        (meta.name, meta.idempotency_token, meta.is_read),
        ("PutEverything", Some("ClientToken"), false)
    );
    let whole = meta.request.field("Whole").unwrap();
    assert_eq!((whole.ty, whole.required), ("integer", Required::No));
    assert_eq!(
        whole.facts,
        [
            Fact::Default("10"),
            Fact::Min(1),
            Fact::Max(100),
            Fact::Unit("GB")
        ]
    );
    assert_eq!(
        meta.request.field("Big").unwrap().required,
        Required::Unknown
    );
    assert_eq!(
        meta.request.field("Fraction").unwrap().required,
        Required::Unstated
    );
    let rules = meta.request.field("Rules").unwrap().fields().unwrap();
    assert_eq!(rules.fields[0].name, "Port");
    let node = meta.response.field("Root").unwrap().fields().unwrap();
    assert!(std::ptr::eq(
        node.field("Parent").unwrap().fields().unwrap(),
        node
    ));

    let list = shapes::SERVICE.operation("DescribeNodes").unwrap();
    assert!(list.is_read);
    let paging = list.paging.unwrap();
    assert_eq!(
        (paging.cursor, paging.items, paging.next),
        ("Offset", Some("Nodes"), None)
    );
    assert_eq!(list.region.unwrap().only, ["east-1", "west-1"]);
    assert_eq!(
        (list.section, list.version, list.source),
        (
            Some("Describe nodes"),
            Some("2021-03-03"),
            Some("elsewhere")
        )
    );
    assert_eq!(list.deprecated.unwrap().replacement, Some("ListNodes"));
    let names: Vec<_> = shapes::SERVICE
        .shapes()
        .map(|structure| structure.name)
        .collect();
    assert_eq!(names, ["Node", "NodeInline", "Leaf", "Filter"]);
    assert_eq!(shapes::SERVICE.value_sets[0].values, ["NORMAL", "FAILED"]);
    assert_eq!(names::SERVICE.version, Some("2001-01-01"));
}

#[test]
fn codes_become_variants_and_none_is_lost() {
    use errors::fail::FailError;
    let of = FailError::from_code;
    assert!(of("NotFound").is_not_found());
    assert_eq!(of("NotFound").statuses(), [404, 400]);
    assert_eq!(
        of("NotFound").messages(),
        [
            "There is no such disk: %s.",
            "There is no such snapshot.",
            "%s"
        ]
    );
    assert_eq!(
        (of("Not.Found"), of("not_found")),
        (FailError::NotFound2, FailError::NotFound3)
    );
    assert_eq!(
        of("Limit.Quota.Disks").retry_class(),
        Some(RetryClass::Later)
    );
    assert_eq!(of("17007").retry_class(), Some(RetryClass::Server));
    assert_eq!(of("404").retry_class(), Some(RetryClass::Never));
    assert_eq!(
        of("Busy.Now"),
        FailError::Common(errors::CommonError::BusyNow)
    );
    assert_eq!(
        of("Internal"),
        FailError::Common(errors::CommonError::Vendor(CommonError::Internal))
    );
    assert_eq!(of("Internal").statuses(), [500]);
    let unheard = of("Unheard.Of");
    assert_eq!(
        (
            unheard.code(),
            unheard.retry_class(),
            unheard.to_string().as_str()
        ),
        ("Unheard.Of", None, "Unheard.Of")
    );
    let codes: Vec<_> = FailError::table()
        .codes
        .iter()
        .map(|error| error.code)
        .collect();
    assert_eq!(codes.len(), 9);
    assert!(codes.iter().all(|code| of(code).code() == *code));
}

#[test]
fn hostile_text_is_only_text() {
    use hostile::etc_passwd::{EtcPasswd, EtcPasswdE};
    let meta = EtcPasswd::META;
    assert_eq!(meta.name, "../../etc/passwd");
    assert_eq!(
        meta.request.fields[0].facts,
        [Fact::Default("\"; panic!(\"x\"); \"")]
    );
    assert_eq!(EtcPasswdE::VALUES[2], "\n");
    assert_eq!(EtcPasswdE::from("*/"), EtcPasswdE::Star);
    assert_eq!(
        meta.errors[0].cases().next().unwrap().message(),
        Some("\\\" %s {} \n")
    );
}

#[test]
fn vendor_data_follows_the_profile() {
    let host = |service: &str, region| VENDOR.endpoint.resolve(service, region).unwrap().host;
    assert_eq!(host("cbs", None), "cbs.example.com");
    assert_eq!(host("cbs", Some("east-1")), "cbs.east-1.example.com");
    assert_eq!(host("cbs", Some("walled-1")), "cbs.walled-1.example.com");
    assert_eq!(host("legacy", Some("east-1")), "legacy.example.com");
    let class = |code| rt::retry::classify(VENDOR.retry, code, http_ok());
    assert_eq!(
        [
            "Limit",
            "Limit.X",
            "Limit.Quota.X",
            "Limited",
            "5000",
            "4999"
        ]
        .map(class),
        [
            RetryClass::Throttled,
            RetryClass::Throttled,
            RetryClass::Later,
            RetryClass::Never,
            RetryClass::Server,
            RetryClass::Never
        ]
    );
    assert_eq!(
        (VENDOR.envelope.payload, VENDOR.envelope.error),
        (Some("Response"), Some("Error"))
    );
}

fn http_ok() -> http::StatusCode {
    http::StatusCode::OK
}

#[test]
fn what_operations_share_is_one_type() {
    use sharing::structures::{State, Tag};
    let client = sharing::Client::new(Config::new());
    let tag = Tag::default().key("k");
    let mut tagging = client.tag_things().tag([tag.clone()]).state("Up");
    let mut untagging = client.untag_things().tag([tag]);
    assert_eq!(tagging.request().tag, untagging.request().tag);
    assert_eq!(tagging.request().state, Some(State::Up));
    // The metadata keeps to the page's words.
    let meta = sharing::tag_things::TagThings::META.request;
    assert_eq!(meta.field("Tag").unwrap().ty, "list<object>");
    assert_eq!(meta.field("Tag").unwrap().fields().unwrap().fields.len(), 2);
}
