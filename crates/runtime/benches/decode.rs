//! Decoding a large list, beside serde_json into derived structs of the same shape.
//!
//! The aim is to be no slower. Both read the same bytes into owned values; ours goes through the
//! envelope, notes what differs from the page, and would keep what no page lists.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a bench that cannot unwrap has failed"
)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde::Deserialize;
use specwright_runtime as rt;
use specwright_runtime::decode;
use std::hint::black_box;

#[derive(Default)]
pub struct Output {
    pub total_count: Option<i64>,
    pub snapshot_set: Vec<Snapshot>,
    unlisted: rt::shape::Unlisted,
}

rt::shape!(Output = OUTPUT: total_count, snapshot_set);

#[derive(Default)]
pub struct Snapshot {
    pub snapshot_id: Option<String>,
    pub placement: Option<Placement>,
    pub disk_usage: Option<String>,
    pub disk_id: Option<String>,
    pub disk_size: Option<i64>,
    pub snapshot_state: Option<String>,
    pub snapshot_name: Option<String>,
    pub percent: Option<i64>,
    pub create_time: Option<String>,
    pub encrypt: Option<bool>,
    pub is_permanent: Option<bool>,
    pub copying_to_regions: Vec<String>,
    pub images: Vec<Image>,
    pub rate: Option<f64>,
    unlisted: rt::shape::Unlisted,
}

rt::shape!(Snapshot = SNAPSHOT:
    snapshot_id, placement, disk_usage, disk_id, disk_size, snapshot_state, snapshot_name, percent,
    create_time, encrypt, is_permanent, copying_to_regions, images, rate,
);

#[derive(Default)]
pub struct Placement {
    pub zone: Option<String>,
    pub project_id: Option<i64>,
    unlisted: rt::shape::Unlisted,
}

rt::shape!(Placement = PLACEMENT: zone, project_id);

#[derive(Default)]
pub struct Image {
    pub image_id: Option<String>,
    pub image_name: Option<String>,
    unlisted: rt::shape::Unlisted,
}

rt::shape!(Image = IMAGE: image_id, image_name);

rt::fields! {
    OUTPUT = "Output" {
        "TotalCount": "integer";
        "SnapshotSet": "list<Snapshot>" [Fields(rt::tables::Members::of(&SNAPSHOT))];
    }
}
rt::fields! {
    SNAPSHOT = "Snapshot" {
        "SnapshotId": "string";
        "Placement": "Placement" [Fields(rt::tables::Members::of(&PLACEMENT))];
        "DiskUsage": "string";
        "DiskId": "string";
        "DiskSize": "integer";
        "SnapshotState": "string";
        "SnapshotName": "string";
        "Percent": "integer";
        "CreateTime": "string";
        "Encrypt": "boolean";
        "IsPermanent": "boolean";
        "CopyingToRegions": "list<string>";
        "Images": "list<Image>" [Fields(rt::tables::Members::of(&IMAGE))];
        "Rate": "number";
    }
}
rt::fields! { PLACEMENT = "Placement" { "Zone": "string"; "ProjectId": "integer"; } }
rt::fields! { IMAGE = "Image" { "ImageId": "string"; "ImageName": "string"; } }

/// The same with derived code. The members are read, not looked at.
#[allow(dead_code, reason = "members are there to be filled")]
mod derived {
    use super::Deserialize;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Envelope {
        pub response: Output,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Output {
        pub total_count: Option<i64>,
        pub snapshot_set: Vec<Snapshot>,
        pub request_id: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Snapshot {
        pub snapshot_id: Option<String>,
        pub placement: Option<Placement>,
        pub disk_usage: Option<String>,
        pub disk_id: Option<String>,
        pub disk_size: Option<i64>,
        pub snapshot_state: Option<String>,
        pub snapshot_name: Option<String>,
        pub percent: Option<i64>,
        pub create_time: Option<String>,
        pub encrypt: Option<bool>,
        pub is_permanent: Option<bool>,
        #[serde(default)]
        pub copying_to_regions: Vec<String>,
        #[serde(default)]
        pub images: Vec<Image>,
        pub rate: Option<f64>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Placement {
        pub zone: Option<String>,
        pub project_id: Option<i64>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Image {
        pub image_id: Option<String>,
        pub image_name: Option<String>,
    }
}

/// A page of so many snapshots, about 400 bytes each.
fn body(count: usize) -> String {
    let items: Vec<_> = (0..count)
        .map(|n| {
            format!(
                concat!(
                    r#"{{"SnapshotId":"snap-{0:08}","Placement":{{"Zone":"ap-guangzhou-1","ProjectId":{0}}},"#,
                    r#""DiskUsage":"DATA_DISK","DiskId":"disk-{0:08}","DiskSize":50,"SnapshotState":"NORMAL","#,
                    r#""SnapshotName":"nightly 快照 {0}","Percent":100,"CreateTime":"2026-11-22T00:03:17+08:00","#,
                    r#""Encrypt":false,"IsPermanent":true,"CopyingToRegions":["ap-beijing","ap-shanghai"],"#,
                    r#""Images":[{{"ImageId":"img-{0:08}","ImageName":"base"}}],"Rate":0.5}}"#
                ),
                n
            )
        })
        .collect();
    format!(
        r#"{{"Response":{{"TotalCount":{count},"SnapshotSet":[{}],"RequestId":"r-1"}}}}"#,
        items.join(",")
    )
}

fn ours(body: &[u8]) -> Output {
    let mut output = Output::default();
    let notes = decode::from_envelope(body, &["Response"], &["RequestId"], &mut output).unwrap();
    assert!(notes.is_empty());
    output
}

fn derived(body: &[u8]) -> derived::Output {
    serde_json::from_slice::<derived::Envelope>(body)
        .unwrap()
        .response
}

fn benches(c: &mut Criterion) {
    let body = body(1000);
    let (one, other) = (ours(body.as_bytes()), derived(body.as_bytes()));
    assert_eq!(one.snapshot_set.len(), other.snapshot_set.len());
    let mut group = c.benchmark_group("decode 1000 snapshots");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("derived", |b| {
        b.iter(|| derived(black_box(body.as_bytes())))
    });
    group.bench_function("ours", |b| b.iter(|| ours(black_box(body.as_bytes()))));
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
