//! What happens under throttling: the runtime waits and tries again, as often as the policy says.
//!
//! `cargo run -p specwright-clients --example throttled`

mod against_mock;

use std::time::Duration;

use against_mock::{Result, Vendor, run};
use specwright_clients::tencent::cbs;
use specwright_runtime::retry::{RetryClass, RetryPolicy};

/// The first two requests come too fast; a third one does, too, if there is no patience.
const FAULTS: &str = "[{ error: RequestLimitExceeded, times: 2 }]";

fn main() -> Result<()> {
    run(async {
        let vendor = Vendor::with_faults("tencent", "cbs", FAULTS)?;
        let patient = RetryPolicy {
            max_attempts: 5,
            throttled_delay: Duration::from_millis(20),
            ..RetryPolicy::default()
        };
        let client = cbs::Client::new(vendor.config("ap-guangzhou").retry(patient));
        client.create_snapshot().disk_id("disk-1").send().await?;
        println!("made after {} requests", vendor.requests());

        let vendor = Vendor::with_faults("tencent", "cbs", FAULTS)?;
        let hasty = vendor.config("ap-guangzhou").retry(RetryPolicy::never());
        let client = cbs::Client::new(hasty);
        match client.create_snapshot().disk_id("disk-1").send().await {
            Err(error) if error.retry_class() == RetryClass::Throttled => {
                println!("not made: {error}");
                Ok(())
            }
            other => Err(format!("the mock was to refuse this: {other:?}").into()),
        }
    })
}
