//! The comparison: services by name, operations and structures in them, fields in those.
//!
//! Items are found by name through maps, so the time grows with the size of the specs. A
//! structure is compared once, by the directions in which operations lead to it, so a
//! structure that leads to itself ends like any other. The order of inputs does not matter.

mod docs;
mod errors;
mod facts;
mod fields;
mod operations;
mod renames;
mod sink;
mod structures;
mod types;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use specwright_spec::profile::EndpointRule;
use specwright_spec::{Profile, Service};

use crate::{Action, Change, Direction, Kind, Where};
pub(crate) use sink::message;
use sink::{Sides, Sink, Site};
use structures::Structures;

/// Every change between two revisions, in the order of subjects, each once.
///
/// A service is known by its vendor and name; of two with one name the first counts, as of
/// two operations, structures, fields or codes (a valid spec has none). `profiles` tell what
/// is common to a vendor's services: which codes may be tried again, where requests go by
/// default, how parameters travel. A vendor without a profile is compared without that.
pub fn compare(old: &[Service], new: &[Service], profiles: &[Profile]) -> Vec<Change> {
    let profiles: BTreeMap<&str, &Profile> = first_by(profiles, |profile| profile.vendor.as_str());
    let key = |service: &Service| (service.vendor.clone(), service.service.clone());
    let (old, new) = (first_by(old, key), first_by(new, key));
    let mut sink = Sink::default();
    for key in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
        let site = Site::service(&key.0, &key.1);
        match (old.get(key), new.get(key)) {
            (Some(old), Some(new)) => {
                let profile = profiles.get(key.0.as_str()).copied();
                Pair::new(old, new, profile).compare(&mut sink);
            }
            (old, new) => sink.came_or_went(
                &site,
                Kind::Service,
                (
                    old.map(|service| size(service)),
                    new.map(|service| size(service)),
                ),
            ),
        }
    }
    sink.finish()
}

/// The items by key; of two with the same key, the first.
fn first_by<'a, T, K: Ord>(items: &'a [T], key: impl Fn(&'a T) -> K) -> BTreeMap<K, &'a T> {
    let mut map = BTreeMap::new();
    for item in items {
        map.entry(key(item)).or_insert(item);
    }
    map
}

fn size(service: &Service) -> Value {
    json!({ "operations": service.operations.len(), "structures": service.structures.len() })
}

/// Two revisions of one service, and what is known of both as a whole.
struct Pair<'s> {
    old: &'s Service,
    new: &'s Service,
    profile: Option<&'s Profile>,
    /// Descriptions are at hand on both sides. A spec that was stripped of its prose says
    /// nothing about prose.
    prose: bool,
    structures: Structures<'s>,
}

impl<'s> Pair<'s> {
    fn new(old: &'s Service, new: &'s Service, profile: Option<&'s Profile>) -> Self {
        Self {
            old,
            new,
            profile,
            prose: docs::has_prose(old) && docs::has_prose(new),
            structures: Structures::new(old, new),
        }
    }

    fn compare(&self, sink: &mut Sink) {
        self.service(sink);
        self.operations(sink);
        self.structures(sink);
    }

    fn service(&self, sink: &mut Sink) {
        let (old, new) = (self.old, self.new);
        let site = Site::service(&old.vendor, &old.service);
        sink.fact(
            &site.at("version"),
            Kind::Version,
            facts::texts(&old.version, &new.version),
        );
        self.endpoint(sink, &site.at("endpoint"), (&old.endpoint, &new.endpoint));
        if self.prose && old.title != new.title {
            sink.text(&site.at("title"), facts::texts(&old.title, &new.title));
        }
        if old.source != new.source {
            let change = (json!(old.source), json!(new.source));
            sink.changed(
                &site.at("source"),
                Kind::Provenance,
                Action::Changed,
                change,
            );
        }
        let errors = site.within(Where::Errors);
        self.errors(sink, &errors, (&old.errors, &new.errors), &Sides::default());
    }

    /// A host that the pages begin to name, or cease to, is the one that requests went to
    /// before, unless it is not the one that the profile gives.
    fn endpoint(
        &self,
        sink: &mut Sink,
        site: &Site<'_>,
        hosts: (&Option<String>, &Option<String>),
    ) {
        let usual = self
            .profile
            .and_then(|profile| usual_host(&profile.endpoint, &self.old.service));
        let differs = |host: &Option<String>| usual.is_some() && *host != usual;
        match hosts {
            (None, Some(_)) if differs(hosts.1) => {
                sink.changed(
                    site,
                    Kind::Endpoint,
                    Action::Changed,
                    (json!(usual), json!(hosts.1)),
                );
            }
            (Some(_), None) if differs(hosts.0) => {
                sink.changed(
                    site,
                    Kind::Endpoint,
                    Action::Changed,
                    (json!(hosts.0), json!(usual)),
                );
            }
            _ => sink.fact(site, Kind::Endpoint, facts::texts(hosts.0, hosts.1)),
        }
    }

    /// Whether parameters travel as flat text, where `7` and `"7"` are the same bytes.
    fn is_flat(&self, direction: Direction) -> bool {
        use specwright_spec::profile::ParameterStyle::Json;
        direction == Direction::Request
            && self
                .profile
                .is_some_and(|profile| profile.wire.parameters != Json)
    }
}

/// The host of a service by its vendor's rule, unless it depends on the region.
fn usual_host(rule: &EndpointRule, service: &str) -> Option<String> {
    let host = rule.services.get(service).unwrap_or(&rule.host);
    let host = host.replace("{service}", service);
    (!host.contains('{')).then_some(host)
}
