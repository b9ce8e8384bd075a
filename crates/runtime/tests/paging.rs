//! Lists page by page against a scripted transport: what each request asks for, and what ends it.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]
#![allow(missing_docs, reason = "the types of a test")]

mod support;

use futures_core::Stream;
use specwright_runtime as rt;
use specwright_runtime::meta as m;
use specwright_runtime::paging::Pages;
use specwright_runtime::transport::block_on;
use std::pin::pin;
use support::cbs::{self, Client};
use support::{Script, config, output, refusal};

fn client(script: &Script) -> Client {
    Client::new(config(script))
}

fn page(total: i64, ids: &[&str]) -> support::Answered {
    let items: Vec<_> = ids
        .iter()
        .map(|id| format!(r#"{{"SnapshotId":"{id}"}}"#))
        .collect();
    output(&format!(
        r#""TotalCount":{total},"SnapshotSet":[{}]"#,
        items.join(",")
    ))
}

fn ids(items: Vec<cbs::Snapshot>) -> Vec<String> {
    items.into_iter().filter_map(|it| it.snapshot_id).collect()
}

#[test]
fn an_offset_moves_by_what_came_until_the_total() {
    let script = Script::new([page(5, &["a", "b"]), page(5, &["c", "d"]), page(5, &["e"])]);
    let all = block_on(
        client(&script)
            .describe_snapshots()
            .limit(2)
            .items()
            .collect(),
    );
    assert_eq!(ids(all.unwrap()), ["a", "b", "c", "d", "e"]);
    assert_eq!(
        script.bodies(),
        [
            r#"{"Limit":2}"#,
            r#"{"Offset":2,"Limit":2}"#,
            r#"{"Offset":4,"Limit":2}"#
        ]
    );
}

#[test]
fn a_list_starts_where_the_caller_says() {
    let script = Script::new([page(5, &["d"]), page(5, &["e"])]);
    let all = block_on(
        client(&script)
            .describe_snapshots()
            .offset(3)
            .items()
            .collect(),
    );
    assert_eq!(ids(all.unwrap()), ["d", "e"]);
    assert_eq!(script.bodies(), [r#"{"Offset":3}"#, r#"{"Offset":4}"#]);
}

#[test]
fn an_empty_page_ends_a_list_whose_total_is_wrong() {
    let script = Script::new([page(9, &["a"]), page(9, &[])]);
    let pages = client(&script).describe_snapshots().pages().blocking();
    let sizes: Vec<_> = pages
        .map(|page| page.unwrap().output.snapshot_set.len())
        .collect();
    assert_eq!((sizes, script.sent()), (vec![1, 0], 2));
}

#[test]
fn an_error_is_given_once_and_ends_the_list() {
    let script = Script::new([page(9, &["a"]), refusal("InvalidParameter")]);
    let mut items = client(&script).describe_snapshots().items();
    block_on(async {
        assert_eq!(
            items.next().await.unwrap().unwrap().snapshot_id.as_deref(),
            Some("a")
        );
        assert_eq!(
            items.next().await.unwrap().unwrap_err().code(),
            Some("InvalidParameter")
        );
        assert!(items.next().await.is_none());
    });
    assert_eq!(script.sent(), 2);
}

#[test]
fn nothing_is_sent_before_it_is_needed() {
    let script = Script::new([page(4, &["a", "b"])]);
    let mut items = client(&script).describe_snapshots().items().blocking();
    assert_eq!(script.sent(), 0);
    assert!(items.next().unwrap().is_ok() && items.next().unwrap().is_ok());
    assert_eq!(script.sent(), 1, "the second page is not wanted yet");
}

#[test]
fn pages_and_items_are_streams() {
    fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
        block_on(std::future::poll_fn(|context| {
            pin!(&mut *stream).poll_next(context)
        }))
    }
    let script = Script::new([page(2, &["a"]), page(2, &["b"])]);
    let mut pages = client(&script).describe_snapshots().pages();
    assert_eq!(
        next(&mut pages).unwrap().unwrap().output.total_count,
        Some(2)
    );
    let mut items = pages.items();
    assert_eq!(
        next(&mut items).unwrap().unwrap().snapshot_id.as_deref(),
        Some("b")
    );
    assert!(next(&mut items).is_none());
}

/// A list whose paging each test chooses: numbers as texts and a total within a struct, as some
/// vendors have them.
macro_rules! listing {
    ($module:ident, $paging:expr) => {
        mod $module {
            use super::*;
            use super::cbs::SERVICE;

            rt::client!(SERVICE, support::TENCENT);

            pub fn call(script: &Script) -> lists::ListDisksCall {
                lists::ListDisksCall::new(&Client::new(config(script)))
            }

            pub mod lists {
            use super::*;

            #[derive(Default)]
            pub struct ListDisks {
                pub cursor: Option<String>,
                pub number: Option<i64>,
                pub size: Option<i64>,
                unlisted: rt::shape::Unlisted,
            }

            rt::shape!(ListDisks = REQUEST: cursor, number, size);

            #[derive(Default)]
            pub struct Disks {
                pub disk: Vec<String>,
                unlisted: rt::shape::Unlisted,
            }

            rt::shape!(Disks = DISKS: disk);

            #[derive(Default)]
            pub struct ListDisksOutput {
                pub disks: Option<Disks>,
                pub next: Option<String>,
                pub paging: Option<rt::Value>,
                unlisted: rt::shape::Unlisted,
            }

            rt::shape!(ListDisksOutput = RESPONSE: disks, next, paging);

            impl rt::Operation for ListDisks {
                type Output = ListDisksOutput;
                type Error = rt::UnlistedCode;
                const META: &'static rt::tables::Tables = &TABLES;
            }

            static TABLES: rt::tables::Tables = rt::tables::Tables::made(&m::OperationMeta {
                    name: "ListDisks",
                    paging: Some($paging),
                    is_read: true,
                    request: &REQUEST,
                    response: &RESPONSE,
                    ..m::OPERATION
                });

            rt::call! {
                /// A call in the making.
                pub type ListDisksCall for ListDisks {
                    into cursor: String,
                    plain number: i64,
                    plain size: i64,
                }
            }

            rt::paged!(ListDisks: String = disks / [disk]);

            rt::fields! {
                REQUEST = "ListDisks" {
                    "Cursor": "string", No;
                    "Number": "integer", No [Default("1")];
                    "Size": "integer", No [Default("2")];
                }
            }
            rt::fields! { DISKS = "Disks" { "Disk": "list<string>"; } }
            rt::fields! {
                RESPONSE = "ListDisksOutput" {
                    "Disks": "object" [Fields(rt::tables::Members::of(&DISKS))];
                    "Next": "string";
                    "Paging": "any";
                }
            }
            }
        }
    };
}

const TOKEN: m::PagingMeta = m::PagingMeta {
    style: m::PagingStyle::Token,
    cursor: "Cursor",
    limit: None,
    next: Some("Next"),
    total: None,
    items: Some("Disks.Disk"),
};
listing!(by_token, TOKEN);
listing!(
    by_page,
    m::PagingMeta {
        style: m::PagingStyle::Page,
        cursor: "Number",
        limit: Some("Size"),
        next: None,
        total: Some("Paging.Total"),
        ..TOKEN
    }
);
listing!(
    by_nothing,
    m::PagingMeta {
        style: m::PagingStyle::Page,
        cursor: "Number",
        items: None,
        ..TOKEN
    }
);

fn disks(more: &str, disks: &[&str]) -> support::Answered {
    output(&format!(r#""Disks":{{"Disk":{disks:?}}}{more}"#))
}

#[test]
fn a_token_is_handed_back_until_there_is_none_or_the_same() {
    let script = Script::new([
        disks(r#","Next":"t1""#, &["a"]),
        disks(r#","Next":"t2""#, &["b"]),
        disks(r#","Next":"""#, &["c"]),
    ]);
    let all = block_on(by_token::call(&script).items().collect());
    assert_eq!(all.unwrap(), ["a", "b", "c"]);
    assert_eq!(
        script.bodies(),
        ["{}", r#"{"Cursor":"t1"}"#, r#"{"Cursor":"t2"}"#]
    );

    let script = Script::new([
        disks(r#","Next":"t1""#, &["a"]),
        disks(r#","Next":"t1""#, &["b"]),
    ]);
    let all = block_on(by_token::call(&script).items().collect());
    assert_eq!(
        all.unwrap(),
        ["a", "b"],
        "a token that stays would never end"
    );

    let script = Script::new([disks(r#","Next":"t1""#, &[])]);
    assert_eq!(by_token::call(&script).items().blocking().count(), 0);
    assert_eq!(script.sent(), 1, "an empty page ends the list");
}

#[test]
fn a_page_number_counts_on_until_the_total() {
    let total = r#","Paging":{"Total":"3"}"#;
    let script = Script::new([disks(total, &["a", "b"]), disks(total, &["c"])]);
    let all = block_on(by_page::call(&script).items().collect());
    assert_eq!(all.unwrap(), ["a", "b", "c"]);
    assert_eq!(script.bodies(), ["{}", r#"{"Number":2}"#]);

    let script = Script::new([disks(total, &["c"])]);
    let all = block_on(by_page::call(&script).number(2).items().collect());
    assert_eq!(all.unwrap(), ["c"], "the page before held two of the three");
}

#[test]
fn a_list_without_items_is_one_page() {
    let script = Script::new([disks("", &["a"])]);
    assert_eq!(by_nothing::call(&script).pages().blocking().count(), 1);
}

#[test]
fn an_operation_without_paging_is_one_page() {
    let script = Script::new([support::good()]);
    let request = {
        let mut call = client(&script).create_snapshot().disk_id("disk-1");
        call.request().clone()
    };
    let pages = Pages::new(client(&script).runtime().clone(), request);
    assert_eq!(pages.blocking().count(), 1);
}
