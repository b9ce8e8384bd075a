//! What a traced call tells, and what it never tells.

#![cfg(feature = "tracing")]
#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

mod support;

use specwright_runtime::error::{TransportError, TransportKind};
use specwright_runtime::profile::Service;
use specwright_runtime::{Client, Scheme, Value};
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};
use support::{Script, TENCENT, config, good, refusal};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down everything there is to see.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<String>>);

impl Visit for Notes {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0.lock().unwrap(), " {}={value:?}", field.name()).unwrap();
    }
}

impl Notes {
    fn line(&self, head: &str) {
        write!(self.0.lock().unwrap(), "\n{head}").unwrap();
    }
}

impl Subscriber for Notes {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.line(span.metadata().name());
        span.record(&mut self.clone());
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        self.line("record");
        values.record(&mut self.clone());
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        self.line("event");
        event.record(&mut self.clone());
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn traced(script: &Script, scheme: Scheme) -> String {
    let notes = Notes::default();
    tracing::subscriber::with_default(notes.clone(), || {
        let client = Client::new(Service::new(&TENCENT, "cbs"), config(script).scheme(scheme));
        let parameters = Value::map([("Password", "hunter4")]);
        let _ = client.call("", "DescribeDisks", parameters).send_blocking();
    });
    notes.0.lock().unwrap().clone()
}

#[test]
fn a_call_tells_its_attempts_waits_and_end() {
    let lost = Err(TransportError::new(TransportKind::Broken, "hunter5"));
    let script = Script::new([refusal("RequestLimitExceeded"), lost, good()]);
    let text = traced(&script, Scheme::Tc3HmacSha256);
    for part in [
        "call vendor=\"tencent\" service=\"cbs\" operation=\"DescribeDisks\" region=\"ap-guangzhou\"",
        "attempts=3",
        "code=\"RequestLimitExceeded\" class=Throttled",
        "time=500ms",
        "kind=Broken",
        "status=200",
        "request_id=\"r-1\"",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
}

#[test]
fn no_secret_is_told_whatever_the_scheme() {
    for (scheme, _) in Scheme::ALL {
        let script = Script::new([refusal("RequestLimitExceeded"), refusal("AuthFailure")]);
        let text = traced(&script, scheme);
        assert!(text.contains("attempts=2"), "{scheme}: {text}");
        let requests = script.lock();
        for secret in ["hunter", "AKID", "Signature", "Bearer"] {
            assert!(!text.contains(secret), "{scheme}: {secret} in {text}");
        }
        assert!(requests.sent.len() == 2);
    }
}
