//! A service in the form that the generator writes: a list, a write with an idempotency token, and
//! codes.

use specwright_runtime as rt;
use specwright_runtime::meta as m;

rt::client!(SERVICE, super::TENCENT);

pub static SERVICE: m::ServiceMeta = m::ServiceMeta {
    vendor: "tencent",
    name: "cbs",
    version: Some("2017-03-12"),
    endpoint: None,
    operations: &[&describe::TABLES, &create::TABLES],
    structures: &[],
    value_sets: &[],
    errors: &m::NO_CODES,
};

#[derive(Default)]
pub struct Snapshot {
    pub snapshot_id: Option<String>,
    pub state: Option<String>,
    unlisted: rt::shape::Unlisted,
}

rt::shape!(Snapshot = SNAPSHOT: snapshot_id, state);

rt::fields! {
    SNAPSHOT = "Snapshot" {
        "SnapshotId": "string";
        "SnapshotState": "string";
    }
}

pub mod describe {
    use super::Snapshot;
    use specwright_runtime as rt;
    use specwright_runtime::meta as m;

    #[derive(Default)]
    pub struct DescribeSnapshots {
        pub snapshot_ids: Option<Vec<String>>,
        pub offset: Option<i64>,
        pub limit: Option<i64>,
        unlisted: rt::shape::Unlisted,
    }

    rt::shape!(DescribeSnapshots = REQUEST: snapshot_ids, offset, limit);

    rt::call! {
        /// A call in the making.
        pub type DescribeSnapshotsCall for DescribeSnapshots {
            list snapshot_ids: String,
            plain offset: i64,
            plain limit: i64,
        }
    }

    impl rt::Operation for DescribeSnapshots {
        type Output = DescribeSnapshotsOutput;
        type Error = rt::UnlistedCode;
        const META: &'static rt::tables::Tables = &TABLES;
    }

    impl super::Client {
        pub fn describe_snapshots(&self) -> DescribeSnapshotsCall {
            DescribeSnapshotsCall::new(self)
        }
    }

    rt::paged!(DescribeSnapshots: Snapshot = [snapshot_set]);

    #[derive(Default)]
    pub struct DescribeSnapshotsOutput {
        pub total_count: Option<i64>,
        pub snapshot_set: Vec<Snapshot>,
        unlisted: rt::shape::Unlisted,
    }

    rt::shape!(DescribeSnapshotsOutput = RESPONSE: total_count, snapshot_set);

    pub(crate) static TABLES: rt::tables::Tables = rt::tables::Tables::made(&OPERATION);

    static OPERATION: m::OperationMeta = m::OperationMeta {
        service: &super::SERVICE,
        name: "DescribeSnapshots",
        rate_limit: Some(m::RateLimit {
            requests: 2,
            seconds: 1,
        }),
        paging: Some(m::PagingMeta {
            style: m::PagingStyle::Offset,
            cursor: "Offset",
            limit: Some("Limit"),
            next: None,
            total: Some("TotalCount"),
            items: Some("SnapshotSet"),
        }),
        is_read: true,
        request: &REQUEST,
        response: &RESPONSE,
        ..m::OPERATION
    };

    rt::fields! {
        REQUEST = "DescribeSnapshots" {
            "SnapshotIds": "list<string>", No;
            "Offset": "integer", No;
            "Limit": "integer", No;
        }
    }

    rt::fields! {
        RESPONSE = "DescribeSnapshotsOutput" {
            "TotalCount": "integer";
            "SnapshotSet": "list<Snapshot>" [Fields(rt::tables::Members::of(&super::SNAPSHOT))];
        }
    }
}

pub mod create {
    use specwright_runtime as rt;
    use specwright_runtime::meta as m;

    #[derive(Default)]
    pub struct CreateSnapshot {
        pub disk_id: Option<String>,
        pub client_token: Option<String>,
        unlisted: rt::shape::Unlisted,
    }

    rt::shape!(CreateSnapshot = REQUEST: disk_id, client_token);

    rt::call! {
        /// A call in the making.
        pub type CreateSnapshotCall for CreateSnapshot {
            into disk_id: String,
            into client_token: String,
        }
    }

    impl rt::Operation for CreateSnapshot {
        type Output = CreateSnapshotOutput;
        type Error = CreateSnapshotError;
        const META: &'static rt::tables::Tables = &TABLES;
    }

    impl super::Client {
        pub fn create_snapshot(&self) -> CreateSnapshotCall {
            CreateSnapshotCall::new(self)
        }
    }

    #[derive(Default)]
    pub struct CreateSnapshotOutput {
        pub snapshot_id: Option<String>,
        unlisted: rt::shape::Unlisted,
    }

    rt::shape!(CreateSnapshotOutput = RESPONSE: snapshot_id);

    rt::errors! {
        /// What it may refuse with.
        pub enum CreateSnapshotError in ERRORS {
            /// There is no such disk.
            NoDisk, is_no_disk = "InvalidDiskId.NotFound";
            ..Unlisted(rt::UnlistedCode)
        }
    }

    pub(crate) static TABLES: rt::tables::Tables = rt::tables::Tables::made(&OPERATION);

    static OPERATION: m::OperationMeta = m::OperationMeta {
        service: &super::SERVICE,
        name: "CreateSnapshot",
        idempotency_token: Some("ClientToken"),
        request: &REQUEST,
        response: &RESPONSE,
        ..m::OPERATION
    };

    rt::fields! {
        REQUEST = "CreateSnapshot" {
            "DiskId": "string", Yes;
            "ClientToken": "string", No;
        }
    }

    rt::fields! {
        RESPONSE = "CreateSnapshotOutput" {
            "SnapshotId": "string";
        }
    }
}
