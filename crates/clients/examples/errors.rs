//! Errors: one that the program can do something about by its variant, the rest by their code.
//!
//! `cargo run -p specwright-clients --example errors`

mod against_mock;

use against_mock::{Result, Vendor, run};
use specwright_clients::tencent::cbs::{self, create_snapshot::CreateSnapshotError};

/// What the vendor answers, request by request; the last code stands on no page.
const FAULTS: &str = "
- { error: InvalidDisk.Busy }
- { error: InvalidDiskId.NotFound }
- { error: Weather.TooHot }
";

fn main() -> Result<()> {
    run(async {
        let vendor = Vendor::with_faults("tencent", "cbs", FAULTS)?;
        let client = cbs::Client::new(vendor.config("ap-guangzhou"));
        for _ in 0..4 {
            let sent = client.create_snapshot().disk_id("disk-1").send().await;
            let error = match sent {
                Ok(made) => {
                    println!("made {}", made.output.snapshot_id.unwrap_or_default());
                    continue;
                }
                Err(error) => error,
            };
            match error.service() {
                Some(CreateSnapshotError::InvalidDiskBusy) => println!("the disk is busy: later"),
                // A code that no page lists is kept, too.
                Some(_) => println!("refused with {}", error.code().unwrap_or_default()),
                None => return Err(error.into()),
            }
        }
        Ok(())
    })
}
