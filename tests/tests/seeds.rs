//! The five pages that the project began with, where they are at hand: their facts, exactly.
//! Nothing of the pages' text is kept here.

use std::path::{Path, PathBuf};

use specwright_reader::{PageFile, Reading};
use specwright_spec::{Field, Operation, Service};
use specwright_tests::specs;
use specwright_tests::tell;

/// The folder of the seeds, beside the checkout.
fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/seeds")
}

/// Reads one seed as a folder of its own; nothing, with a word, if it is not here.
fn read(vendor: &str, file: &str) -> Option<Service> {
    let path = seeds().join(file);
    let Ok(bytes) = std::fs::read(&path) else {
        tell!("../shared/seeds is not here: {file} was not read");
        return None;
    };
    let page = PageFile {
        path: file.to_owned(),
        bytes,
        date: None,
    };
    let reading: Reading = specwright_reader::read(&specs::profile(vendor), &[page]);
    tell!("{file}: 1 page read");
    let stats = reading.stats();
    assert_eq!(
        stats.rows,
        stats.rows_claimed + stats.rows_reported,
        "{file}: a row got lost"
    );
    assert_eq!(
        (stats.rows_reported, stats.blocks_unclaimed),
        (0, 0),
        "{file}: {:?}",
        reading.diagnostics
    );
    assert_eq!(reading.services.len(), 1, "{file}");
    reading.services.into_iter().next()
}

/// `name type required`, one a leaf or container, in the page's order.
fn lines(fields: &[Field]) -> Vec<String> {
    let mut lines = Vec::new();
    for field in fields {
        let required = field
            .required
            .map_or("", |required| match required.as_bool() {
                Some(true) => " yes",
                Some(false) => " no",
                None => " unknown",
            });
        lines.push(format!("{} {}{required}", field.name, field.ty));
        lines.extend(
            self::lines(&field.fields)
                .iter()
                .map(|line| format!("{}.{line}", field.name)),
        );
    }
    lines
}

fn rows(operation: &Operation) -> usize {
    operation
        .errors
        .iter()
        .map(|error| error.cases().count())
        .sum()
}

#[test]
fn ucloud() {
    let Some(service) = read("ucloud", "ucloud-CreateSnapshotService.md") else {
        return;
    };
    let [operation] = service.operations.as_slice() else {
        panic!("{} operations", service.operations.len())
    };
    assert_eq!(operation.name, "CreateSnapshotService");
    let expected = [
        "Region string yes",
        "Zone string yes",
        "ProjectId string no",
        "VDiskId string yes",
        "ChargeType string no",
        "Quantity integer no",
        "Tag string no",
        "BackupMode string no",
        "Journal integer no",
        "Hour integer no",
        "Day integer no",
        "CouponId string no",
    ];
    assert_eq!(lines(&operation.request), expected);
    assert_eq!(
        lines(&operation.response),
        ["SnapshotServiceId string yes", "Status string no"]
    );
    let default = |name: &str| {
        operation
            .request
            .iter()
            .find(|field| field.name == name)
            .and_then(|field| field.default.clone())
    };
    assert_eq!(default("ChargeType").as_deref(), Some("Month"));
    assert_eq!(default("Quantity").as_deref(), Some("1"));
    assert_eq!(default("Tag").as_deref(), Some("Default"));
}

#[test]
fn tencent() {
    let Some(service) = read("tencent", "tencent-cbs-CreateSnapshot.md") else {
        return;
    };
    assert_eq!(
        (service.service.as_str(), service.version.as_deref()),
        ("cbs", Some("2017-03-12"))
    );
    assert_eq!(service.endpoint.as_deref(), Some("cbs.tencentcloudapi.com"));
    let [operation] = service.operations.as_slice() else {
        panic!("{} operations", service.operations.len())
    };
    assert_eq!(operation.name, "CreateSnapshot");
    assert_eq!(
        operation
            .rate_limit
            .map(|limit| (limit.requests, limit.per.seconds())),
        Some((20, 1))
    );
    assert_eq!(
        lines(&operation.request),
        ["DiskId string yes", "SnapshotName string no"]
    );
    assert_eq!(lines(&operation.response), ["SnapshotId string"]);
    let codes: Vec<&str> = operation
        .errors
        .iter()
        .map(|error| error.code.as_str())
        .collect();
    let expected = [
        "InsufficientSnapshotQuota",
        "InvalidAccount.InsufficientBalance",
        "InvalidDisk.Busy",
        "InvalidDisk.NotSupportSnapshot",
        "InvalidDisk.NotSupported",
        "InvalidDisk.SnapshotCreating",
        "InvalidDisk.TypeError",
        "InvalidDiskId.NotFound",
        "LimitExceeded.InstanceAttachedDisk",
        "MissingParameter",
        "ResourceBusy",
        "ResourceInsufficient.OverQuota",
        "ResourceUnavailable.TooManyCreatingSnapshot",
        "UnsupportedOperation.DiskEncrypt",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn alibaba() {
    let Some(service) = read("alibaba", "alibaba-ecs-CreateSnapshot.md") else {
        return;
    };
    assert_eq!(
        (service.service.as_str(), service.version.as_deref()),
        ("ecs", Some("2014-05-26"))
    );
    let [operation] = service.operations.as_slice() else {
        panic!("{} operations", service.operations.len())
    };
    assert_eq!(operation.name, "CreateSnapshot");
    let expected = [
        "DiskId string yes",
        "SnapshotName string no",
        "Description string no",
        "RetentionDays int32 no",
        "Category string no",
        "ClientToken string no",
        "Tag list<object>",
        "Tag.value string no",
        "Tag.key string no",
        "Tag.Key string no",
        "Tag.Value string no",
        "ResourceGroupId string no",
    ];
    assert_eq!(lines(&operation.request), expected);
    assert_eq!(lines(&operation.response), ["SnapshotId string"]);
    assert_eq!((rows(operation), operation.errors.len()), (31, 30));
    let twice = operation
        .errors
        .iter()
        .find(|error| !error.also.is_empty())
        .expect("a code that stands twice");
    assert_eq!(
        (twice.code.as_str(), twice.statuses()),
        ("InternalError", vec![500])
    );
    let tags = operation
        .errors
        .iter()
        .find(|error| error.code == "QuotaExceed.Tags")
        .expect("QuotaExceed.Tags");
    assert_eq!(tags.message.as_deref(), Some("%s"));
    let field = |name: &str| {
        operation
            .request
            .iter()
            .find(|field| field.name == name)
            .expect("a parameter")
    };
    let values: Vec<&str> = field("Category")
        .values
        .iter()
        .map(|value| value.value.as_str())
        .collect();
    assert_eq!(values, ["Standard", "Flash"]);
    assert!(field("Category").deprecated.is_some());
    assert_eq!(
        field("Description").default,
        None,
        "an empty default is none"
    );
    let members = &field("Tag").fields;
    let replacement = |name: &str| {
        let member = members
            .iter()
            .find(|member| member.name == name)
            .expect("a member of Tag");
        member
            .deprecated
            .as_ref()
            .and_then(|deprecated| deprecated.replacement.clone())
    };
    assert_eq!(replacement("key").as_deref(), Some("Tag.N.Key"));
    assert_eq!(replacement("value").as_deref(), Some("Tag.N.Value"));
    assert!(replacement("Key").is_none());
    assert_eq!(
        operation
            .idempotency
            .as_ref()
            .map(|idempotency| idempotency.token.as_str()),
        Some("ClientToken")
    );
}

#[test]
fn ucloudstack() {
    let Some(service) = read("ucloudstack", "ucloudstack-snapshots.md") else {
        return;
    };
    let counts: Vec<(&str, usize, usize)> = service
        .operations
        .iter()
        .map(|o| (o.name.as_str(), o.request.len(), o.response.len()))
        .collect();
    let expected = [
        ("CreateSnapshot", 8, 1),
        ("DescribeSnapshot", 9, 2),
        ("RollbackSnapshot", 5, 0),
        ("DeleteSnapshot", 4, 0),
    ];
    assert_eq!(counts, expected);
    let describe = service
        .operation("DescribeSnapshot")
        .expect("DescribeSnapshot");
    assert_eq!(
        lines(&describe.response),
        ["TotalCount integer", "Infos list<SnapshotInfo>"]
    );
    let dotted = ["ProjectIDs list<string> no", "SnapshotIDs list<string> no"];
    assert_eq!(lines(&describe.request)[6..8], dotted);
    let [info] = service.structures.as_slice() else {
        panic!("{} structures", service.structures.len())
    };
    assert_eq!(
        (info.name.as_str(), info.fields.len()),
        ("SnapshotInfo", 16)
    );
    let email = info
        .fields
        .iter()
        .find(|field| field.name == "Email")
        .expect("Email");
    assert_eq!(
        email.ty.to_string(),
        "integer",
        "the page says so; an overlay corrects it"
    );
}

#[test]
fn zenlayer() {
    let Some(service) = read("zenlayer", "zenlayer-zec-CreateSnapshot.md") else {
        return;
    };
    assert_eq!(service.service, "zec");
    let [operation] = service.operations.as_slice() else {
        panic!("{} operations", service.operations.len())
    };
    assert_eq!(
        lines(&operation.request),
        [
            "diskId string yes",
            "snapshotName string yes",
            "retentionTime string no"
        ]
    );
    assert_eq!(lines(&operation.response), ["snapshotId string"]);
    let errors: Vec<(&str, Option<u16>)> = operation
        .errors
        .iter()
        .map(|error| (error.code.as_str(), error.status))
        .collect();
    let expected = [
        ("INVALID_DISK_NOT_FOUND", Some(404)),
        ("INVALID_SNAPSHOT_QUOTA_EXCEED", Some(400)),
        ("INVALID_SNAPSHOT_RETENTION_TIME", Some(400)),
        ("UNSUPPORTED_OPERATION_DISK_STATUS", Some(400)),
    ];
    assert_eq!(errors, expected);
    // What stands below the page's own text is addressed to programs and is no part of the API.
    let text = format!("{operation:?}").to_lowercase();
    assert!(
        !text.contains("agent") && !text.contains("?ask="),
        "text below the end of the page reached the spec"
    );
}
