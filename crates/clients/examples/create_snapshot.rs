//! Creates a snapshot of a disk on each of five clouds: the same steps, each vendor's own words.
//!
//! `cargo run -p specwright-clients --example create_snapshot`

mod against_mock;

use against_mock::{Result, Vendor, run};
use specwright_clients::{alibaba, tencent, ucloud, ucloudstack, zenlayer};

fn main() -> Result<()> {
    run(async {
        println!("alibaba      {}", on_alibaba().await?);
        println!("tencent      {}", on_tencent().await?);
        println!("ucloud       {}", on_ucloud().await?);
        println!("ucloudstack  {}", on_ucloudstack().await?);
        println!("zenlayer     {}", on_zenlayer().await?);
        Ok(())
    })
}

async fn on_alibaba() -> Result<String> {
    let vendor = Vendor::start("alibaba", "ecs")?;
    let ecs = alibaba::ecs::Client::new(vendor.config("cn-hangzhou"));
    let call = ecs
        .create_snapshot()
        .disk_id("d-1")
        .snapshot_name("nightly");
    let made = call.send().await?;
    Ok(made.output.snapshot_id.ok_or("no snapshot")?)
}

async fn on_tencent() -> Result<String> {
    let vendor = Vendor::start("tencent", "cbs")?;
    let cbs = tencent::cbs::Client::new(vendor.config("ap-guangzhou"));
    let call = cbs
        .create_snapshot()
        .disk_id("disk-1")
        .snapshot_name("nightly");
    let made = call.send().await?;
    Ok(made.output.snapshot_id.ok_or("no snapshot")?)
}

async fn on_ucloud() -> Result<String> {
    let vendor = Vendor::start("ucloud", "udisk")?;
    let udisk = ucloud::udisk::Client::new(vendor.config("cn-bj2"));
    let call = udisk
        .create_udisk_snapshot()
        .region("cn-bj2")
        .zone("cn-bj2-04")
        .udisk_id("bsi-1")
        .name("nightly");
    let made = call.send().await?;
    // This vendor answers with a list: one disk may have several.
    Ok(made
        .output
        .snapshot_id
        .first()
        .cloned()
        .ok_or("no snapshot")?)
}

async fn on_ucloudstack() -> Result<String> {
    let vendor = Vendor::start("ucloudstack", "ucloudstack")?;
    let snapshots = ucloudstack::ucloudstack::Client::new(vendor.config("cn"));
    let call = snapshots
        .create_snapshot()
        .region("cn")
        .disk_id("disk-1")
        .name("nightly");
    let made = call.send().await?;
    Ok(made.output.snapshot_id.ok_or("no snapshot")?)
}

async fn on_zenlayer() -> Result<String> {
    let vendor = Vendor::start("zenlayer", "zec")?;
    let zec = zenlayer::zec::Client::new(vendor.config("asia-east-1"));
    let call = zec
        .create_snapshot()
        .disk_id("disk-1")
        .snapshot_name("nightly");
    let made = call.send().await?;
    Ok(made.output.snapshot_id.ok_or("no snapshot")?)
}
