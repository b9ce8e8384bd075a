//! Generated types with serde: there and back, leniently, and a program's test without a network.

#![cfg(all(feature = "serde", feature = "mock"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]
#![allow(missing_docs, reason = "the types of a test")]

use specwright_runtime as rt;
use specwright_runtime::Value;
use specwright_runtime::shape::{self, Unlisted};
use specwright_runtime::transport::{Limits, MockTransport, Transport, block_on};

rt::values! {
    /// How fast.
    pub enum Speed {
        /// `fast`.
        Fast = "fast",
    }
}

#[derive(Default)]
pub struct Disk {
    pub name: Option<String>,
    pub size: Option<i64>,
    pub speed: Option<Speed>,
    pub tags: Vec<String>,
    pub labels: rt::Map<f64>,
    pub inner: Option<Box<Disk>>,
    unlisted: Unlisted,
}

rt::shape!(Disk = DISK: name, size, speed, tags, labels, inner);

rt::fields! {
    DISK = "Disk" {
        "Name": "string", Yes;
        "Size": "integer";
        "Speed": "string";
        "Tags": "list<string>";
        "Labels": "map<number>";
        "Inner": "Disk" [Fields(rt::tables::Members::of(&DISK))];
    }
}

#[test]
fn there_and_back() {
    let mut disk = Disk {
        name: Some("a".into()),
        size: Some(5),
        speed: Some("warp".into()),
        tags: vec!["x".into()],
        labels: [("k".to_owned(), 0.5)].into(),
        inner: Some(Box::default()),
        ..Disk::default()
    };
    shape::set_unlisted(&mut disk, "New", Value::map([("A", 1_i64)]));
    let text = serde_json::to_string(&disk).unwrap();
    assert_eq!(
        text,
        r#"{"Name":"a","Size":5,"Speed":"warp","Tags":["x"],"Labels":{"k":0.5},"Inner":{},"New":{"A":1}}"#
    );
    assert_eq!(serde_json::from_str::<Disk>(&text).unwrap(), disk);
}

#[test]
fn reading_is_lenient_and_what_is_no_map_is_an_error() {
    let disk: Disk = serde_json::from_str(r#"{"Size":"7","Name":null}"#).unwrap();
    assert_eq!((disk.size, disk.name), (Some(7), None));
    assert!(serde_json::from_str::<Disk>("[1]").is_err());
    assert_eq!(
        serde_json::from_str::<Speed>("\"fast\"").unwrap(),
        Speed::Fast
    );
    assert!(serde_json::from_str::<Speed>("1").is_err());
}

#[test]
fn the_mock_answers_in_order_and_then_fails() {
    let mock = MockTransport::new().answer(200, "{}").answer(503, "");
    let limits = Limits {
        timeout: std::time::Duration::from_secs(1),
        max_body: 10,
    };
    let send = || block_on(mock.send(http::Request::new(bytes::Bytes::new()), limits));
    assert_eq!(send().unwrap().status(), 200);
    assert_eq!(send().unwrap().status(), 503);
    assert!(send().unwrap_err().to_string().contains("no answer left"));
    assert_eq!(mock.requests().len(), 3);
}
