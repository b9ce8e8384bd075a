//! One tool for several clouds: `snapshots list` shows the snapshots of every vendor, or of those
//! that are named, in one table.
//!
//! `cargo run -p specwright-clients --example snapshots -- list --vendor tencent --vendor zenlayer`

mod against_mock;

use std::env;
use std::fmt::Display;

use against_mock::{Result, Vendor, run};
use specwright_clients::{alibaba, tencent, ucloud, ucloudstack, zenlayer};

const VENDORS: [&str; 5] = ["alibaba", "tencent", "ucloud", "ucloudstack", "zenlayer"];
const USAGE: &str = "usage: snapshots list [--vendor alibaba|tencent|ucloud|ucloudstack|zenlayer]…";

/// What all vendors tell of a snapshot.
struct Snapshot {
    id: Option<String>,
    disk: Option<String>,
    status: Option<String>,
}

fn main() -> Result<()> {
    let wanted = wanted(env::args().skip(1))?;
    run(async {
        println!("{:<12} {:<20} {:<20} status", "vendor", "snapshot", "disk");
        for vendor in wanted {
            let snapshots = match vendor {
                "alibaba" => of_alibaba().await?,
                "tencent" => of_tencent().await?,
                "ucloud" => of_ucloud().await?,
                "ucloudstack" => of_ucloudstack().await?,
                _ => of_zenlayer().await?,
            };
            for Snapshot { id, disk, status } in snapshots {
                let [id, disk, status] = [id, disk, status].map(Option::unwrap_or_default);
                println!("{vendor:<12} {id:<20} {disk:<20} {status}");
            }
        }
        Ok(())
    })
}

/// The vendors that were asked for; without any, all.
fn wanted(mut arguments: impl Iterator<Item = String>) -> Result<Vec<&'static str>> {
    match arguments.next().as_deref() {
        Some("list") | None => {}
        Some(_) => return Err(USAGE.into()),
    }
    let mut wanted = Vec::new();
    while let Some(argument) = arguments.next() {
        let name = arguments.next().filter(|_| argument == "--vendor");
        let known = VENDORS
            .into_iter()
            .find(|vendor| name.as_deref() == Some(vendor));
        wanted.push(known.ok_or(USAGE)?);
    }
    Ok(if wanted.is_empty() {
        VENDORS.into()
    } else {
        wanted
    })
}

async fn of_alibaba() -> Result<Vec<Snapshot>> {
    let vendor = Vendor::start("alibaba", "ecs")?;
    let client = alibaba::ecs::Client::new(vendor.config("cn-hangzhou"));
    let call = client.describe_snapshots().region_id("cn-hangzhou");
    let found = call.items().collect().await?;
    let snapshots = found.into_iter().map(|it| Snapshot {
        id: it.snapshot_id,
        disk: it.source_disk_id,
        status: text(it.status),
    });
    Ok(snapshots.collect())
}

async fn of_tencent() -> Result<Vec<Snapshot>> {
    let vendor = Vendor::start("tencent", "cbs")?;
    let client = tencent::cbs::Client::new(vendor.config("ap-guangzhou"));
    let found = client.describe_snapshots().items().collect().await?;
    let snapshots = found.into_iter().map(|it| Snapshot {
        id: it.snapshot_id,
        disk: it.disk_id,
        status: text(it.snapshot_state),
    });
    Ok(snapshots.collect())
}

async fn of_ucloud() -> Result<Vec<Snapshot>> {
    let vendor = Vendor::start("ucloud", "udisk")?;
    let client = ucloud::udisk::Client::new(vendor.config("cn-bj2"));
    let call = client.describe_udisk_snapshot().region("cn-bj2");
    let found = call.items().collect().await?;
    let snapshots = found.into_iter().map(|it| Snapshot {
        id: it.snapshot_id,
        disk: it.udisk_id,
        status: text(it.status),
    });
    Ok(snapshots.collect())
}

async fn of_ucloudstack() -> Result<Vec<Snapshot>> {
    let vendor = Vendor::start("ucloudstack", "ucloudstack")?;
    let client = ucloudstack::ucloudstack::Client::new(vendor.config("cn"));
    let found = client
        .describe_snapshot()
        .region("cn")
        .items()
        .collect()
        .await?;
    let snapshots = found.into_iter().map(|it| Snapshot {
        id: it.snapshot_id,
        disk: it.disk_id,
        status: text(it.snapshot_status),
    });
    Ok(snapshots.collect())
}

async fn of_zenlayer() -> Result<Vec<Snapshot>> {
    let vendor = Vendor::start("zenlayer", "zec")?;
    let client = zenlayer::zec::Client::new(vendor.config("asia-east-1"));
    let found = client.describe_snapshots().items().collect().await?;
    let snapshots = found.into_iter().map(|it| Snapshot {
        id: it.snapshot_id,
        disk: it.disk_id,
        status: text(it.status),
    });
    Ok(snapshots.collect())
}

fn text(status: Option<impl Display>) -> Option<String> {
    status.map(|status| status.to_string())
}
