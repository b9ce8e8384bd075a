//! How a mock behaves, whatever the vendor, and what needs more than one request.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod admission;
mod demands;
mod operations;
mod routes;
#[path = "../support/mod.rs"]
mod support;

use specwright_spec::profile::Scheme;
use support::Call;

/// A call with a nonce of its own.
fn fresh(call: &Call, number: usize) -> Call {
    Call {
        nonce: format!("{}-{number}", call.action.as_deref().unwrap_or_default()),
        ..call.clone()
    }
}

fn scheme_name(scheme: Scheme) -> String {
    specwright_mock::scheme::name(scheme).to_owned()
}
