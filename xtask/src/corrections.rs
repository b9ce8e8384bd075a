//! Overlays, applied to what was just read. What stays from the spec was corrected when it was read.

use specwright_spec::{Correction, Overlay, Service, Waiter};

use crate::workspace::OverlayFile;

/// What overlays led to: errors where the workspace's own pages do not fit, remarks where other pages do not.
#[derive(Debug, Default)]
pub struct Applied {
    /// Corrections that no longer match the pages they were made for.
    pub errors: Vec<String>,
    /// Corrections that do not fit pages from elsewhere.
    pub remarks: Vec<String>,
}

/// Applies every correction of a service. `strict` when the workspace's own pages were read, all of them;
/// `old` is the spec so far, which may hold operations from other folders.
pub fn apply(
    overlays: &[OverlayFile],
    service: &mut Service,
    old: Option<&Service>,
    strict: bool,
) -> Applied {
    let mut applied = Applied::default();
    let (vendor, name) = (service.vendor.clone(), service.service.clone());
    let is_of_service = |overlay: &Overlay| overlay.vendor == vendor && overlay.service == name;
    for file in overlays.iter().filter(|file| is_of_service(&file.overlay)) {
        for correction in &file.overlay.corrections {
            let is_missed = strict && !old.is_some_and(|old| is_elsewhere(correction, old));
            if !is_at_hand(correction, service) && !is_missed {
                continue;
            }
            for error in one(&file.overlay, correction, service) {
                let text = format!("{}: {error}", file.path);
                if strict {
                    applied.errors.push(text);
                } else {
                    applied.remarks.push(text);
                }
            }
        }
    }
    applied
}

/// Sets the waiters of a service to those of its overlays. Gives a remark for each whose operation no
/// page describes.
pub fn set_waiters(overlays: &[OverlayFile], service: &mut Service) -> Vec<String> {
    let is_of_service =
        |overlay: &Overlay| overlay.vendor == service.vendor && overlay.service == service.service;
    let of_service = overlays.iter().filter(|file| is_of_service(&file.overlay));
    let (usable, others): (Vec<_>, Vec<_>) = of_service
        .flat_map(|file| {
            file.overlay
                .waiters
                .iter()
                .map(move |waiter| (&file.path, waiter))
        })
        .partition(|(_, waiter)| service.operation(&waiter.operation).is_some());
    service.waiters = usable
        .into_iter()
        .map(|(_, waiter)| waiter.clone())
        .collect();
    let remark = |(path, waiter): (&String, &Waiter)| {
        let (name, operation) = (&waiter.name, &waiter.operation);
        format!("{path}: the waiter {name} is left out: no page describes {operation}")
    };
    others.into_iter().map(remark).collect()
}

/// Overlays of services that a vendor does not have, each an error to print.
pub fn strays(overlays: &[OverlayFile], vendor: &str, has: impl Fn(&str) -> bool) -> Vec<String> {
    overlays
        .iter()
        .filter(|file| file.overlay.vendor == vendor && !has(&file.overlay.service))
        .map(|file| {
            format!(
                "error: {}: {vendor} has no service `{}`: correct the name or remove the file",
                file.path, file.overlay.service
            )
        })
        .collect()
}

/// One at a time, so that one that does not fit stops no other.
fn one(
    overlay: &Overlay,
    correction: &Correction,
    service: &mut Service,
) -> Vec<specwright_spec::overlay::OverlayError> {
    let single = Overlay {
        corrections: vec![correction.clone()],
        ..overlay.clone()
    };
    single.apply(service).err().unwrap_or_default()
}

/// Whether the operation or structure that a correction names was read.
fn is_at_hand(correction: &Correction, service: &Service) -> bool {
    source(correction, service).is_some()
}

/// Whether the spec has the operation or structure from another folder than the workspace's own.
fn is_elsewhere(correction: &Correction, old: &Service) -> bool {
    source(correction, old).is_some_and(|source| source.is_some() || old.source.is_some())
}

/// The source of the operation or structure that a correction names, if there is one.
fn source<'s>(correction: &Correction, service: &'s Service) -> Option<&'s Option<String>> {
    let mut parts = correction.item.split('/');
    match (parts.next()?, parts.next()?) {
        ("operations", name) => Some(&service.operation(name)?.source),
        ("structures", name) => Some(&service.structure(name)?.source),
        _ => None,
    }
}
