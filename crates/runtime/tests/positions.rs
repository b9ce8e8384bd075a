//! Where the parameters of a generated operation travel: what only its table tells.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use specwright_runtime as rt;
use specwright_runtime::endpoint::Endpoint;
use specwright_runtime::meta::{self as m, Position};
use specwright_runtime::operation::unsigned;
use specwright_runtime::request::Body;
use specwright_runtime::wire::{Carrier, ParamStyle};

#[derive(Default)]
struct Put {
    id: Option<String>,
    zone: Option<String>,
    rules: Option<Vec<String>>,
    unlisted: rt::shape::Unlisted,
}

rt::fields! {
    REQUEST = "Put" {
        "Id": "string", Yes [Position(Position::Path)];
        "Zone": "string";
        "Rules": "list<string>" [Position(Position::Body)];
    }
}
rt::shape!(Put = REQUEST: id, zone, rules);

static BY_PATH: m::OperationMeta = m::OperationMeta {
    name: "Put",
    http: Some(m::HttpMeta {
        methods: &["PATCH"],
        path: "/things/{Id}/rules",
    }),
    request: &REQUEST,
    ..m::OPERATION
};
static BY_NAME: m::OperationMeta = m::OperationMeta {
    name: "Put",
    request: &REQUEST,
    ..m::OPERATION
};

fn encoded(operation: &m::OperationMeta) -> (String, String, Body) {
    let mut put = Put {
        id: Some("a/1".into()),
        zone: Some("z".into()),
        rules: Some(vec!["r".into()]),
        ..Put::default()
    };
    rt::shape::set_unlisted(&mut put, "New", 1);
    let endpoint = Endpoint {
        secure: true,
        host: "h".into(),
        path: "/".into(),
    };
    let request = unsigned(
        &put,
        operation,
        &endpoint,
        Carrier::Query,
        ParamStyle::FROM_ONE,
    );
    let request = request.unwrap();
    let query = request.query.encoded().into_owned();
    (request.path, query, request.body)
}

#[test]
fn a_body_beside_the_query_is_json_where_the_operation_has_a_path() {
    let (path, query, body) = encoded(&BY_PATH);
    assert_eq!(
        (path.as_str(), query.as_str()),
        ("/things/a%2F1/rules", "Zone=z")
    );
    let Body::Json(body) = body else {
        panic!("{body:?}")
    };
    assert_eq!(body, r#"{"Rules":["r"],"New":1}"#);
}

#[test]
fn a_body_beside_the_query_is_a_form_where_the_operation_is_a_parameter() {
    let (path, query, body) = encoded(&BY_NAME);
    assert_eq!((path.as_str(), query.as_str()), ("/", "Zone=z&New=1"));
    let Body::Form(form) = body else {
        panic!("{body:?}")
    };
    assert_eq!(form.encoded(), "Rules.1=r");
}
