//! Pages through a list: item by item, and page by page where the answer around the items counts.
//!
//! `cargo run -p specwright-clients --example list_snapshots`

mod against_mock;

use against_mock::{Result, Vendor, run};
use specwright_clients::tencent::cbs;

fn main() -> Result<()> {
    run(async {
        let vendor = Vendor::start("tencent", "cbs")?;
        let client = cbs::Client::new(vendor.config("ap-guangzhou"));

        // The next page is asked for when the items of the last are used up.
        let mut items = client.describe_snapshots().limit(3).items();
        let mut count = 0;
        while let Some(snapshot) = items.next().await {
            let snapshot = snapshot?;
            println!("{}", snapshot.snapshot_id.unwrap_or_default());
            count += 1;
        }
        println!("{count} snapshots in {} requests", vendor.requests());

        let mut pages = client.describe_snapshots().limit(4).pages();
        while let Some(page) = pages.next().await {
            let page = page?;
            let (here, all) = (page.output.snapshot_set.len(), page.output.total_count);
            println!(
                "{here} of {}, request {}",
                all.unwrap_or_default(),
                page.request_id.unwrap_or_default()
            );
        }
        Ok(())
    })
}
