//! Waits until a snapshot can be used. What to look at, how often and how long is the spec's.
//!
//! `cargo run -p specwright-clients --example wait_for_snapshot`

mod against_mock;

use std::time::Duration;

use against_mock::{Result, Vendor, run};
use specwright_clients::tencent::cbs;

fn main() -> Result<()> {
    run(async {
        let vendor = Vendor::start("tencent", "cbs")?;
        let client = cbs::Client::new(vendor.config("ap-guangzhou"));
        let made = client.create_snapshot().disk_id("disk-1").send().await?;
        let id = made.output.snapshot_id.ok_or("no snapshot")?;
        let seen = client
            .wait_until_snapshot_normal([&id])
            .every(Duration::from_millis(50))
            .at_most(Duration::from_secs(5))
            .await?;
        println!(
            "{id} is ready, says request {}",
            seen.request_id.unwrap_or_default()
        );
        Ok(())
    })
}
