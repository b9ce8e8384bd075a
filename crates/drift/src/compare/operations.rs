//! Operations as wholes: which there are, how often, where and by what path they are called.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use specwright_spec::{Http, Operation, Paging, RateLimit, Region, Required, Service};

use super::docs::provenance;
use super::fields::{Scope, deprecation};
use super::sink::{Sides, Sink, Site};
use super::{Pair, facts, first_by, renames};
use crate::{Action, Kind, Place, Where};

impl<'s> Pair<'s> {
    pub(super) fn operations(&self, sink: &mut Sink) {
        let names = |service: &'s Service| first_by(&service.operations, |o| o.name.as_str());
        let (olds, news) = (names(self.old), names(self.new));
        let gone = lacking(&olds, &news);
        let fresh = lacking(&news, &olds);
        let renamed = renames::operations(&gone, &fresh);
        let pages = pages(self.new);
        for (name, old) in &olds {
            match news.get(name).or_else(|| renamed.get(name)) {
                Some(new) => self.operation(sink, old, new),
                None => self.removed(sink, old, &pages),
            }
        }
        let taken: BTreeSet<&str> = renamed.values().map(|new| new.name.as_str()).collect();
        for new in fresh
            .iter()
            .filter(|new| !taken.contains(new.name.as_str()))
        {
            sink.stand(sides(None, Some(new)));
            let fresh = (Value::Null, summary(new));
            sink.changed(&self.site(&new.name), Kind::Operation, Action::Added, fresh);
        }
    }

    fn site(&self, operation: &'s str) -> Site<'s> {
        Site {
            operation: Some(operation),
            place: Where::Operation,
            ..Site::service(&self.old.vendor, &self.old.service)
        }
    }

    fn removed(&self, sink: &mut Sink, old: &'s Operation, pages: &BTreeSet<&str>) {
        let action = if pages.contains(old.page.as_str()) {
            Action::Removed
        } else {
            Action::Vanished
        };
        sink.stand(sides(Some(old), None));
        let gone = (summary(old), Value::Null);
        sink.changed(&self.site(&old.name), Kind::Operation, action, gone);
    }

    fn operation(&self, sink: &mut Sink, old: &'s Operation, new: &'s Operation) {
        let site = self.site(&old.name);
        sink.stand(sides(Some(old), Some(new)));
        if old.name != new.name {
            let names = (json!(old.name), json!(new.name));
            sink.changed(&site, Kind::Operation, Action::Renamed, names);
        }
        if (&old.page, &old.section) != (&new.page, &new.section) {
            let stands = (json!(place(old).to_string()), json!(place(new).to_string()));
            sink.changed(&site, Kind::Page, Action::Moved, stands);
        }
        provenance(
            sink,
            &site.at("source"),
            json!(old.source),
            json!(new.source),
        );
        self.version_and_endpoint(sink, &site, old, new);
        http(sink, &site, &old.http, &new.http);
        rate_limit(sink, &site.at("rate_limit"), old.rate_limit, new.rate_limit);
        region(sink, &site.at("region"), &old.region, &new.region);
        deprecation(sink, &site, &old.deprecated, &new.deprecated);
        paging(sink, &site.at("paging"), &old.paging, &new.paging);
        idempotency(sink, &site.at("idempotency"), old, new);
        self.operation_docs(sink, &site, old, new);

        let scope = Scope::new(pages_of(old, new));
        let request = site.within(Where::Request);
        self.fields(sink, &request, (&old.request, &new.request), &scope);
        let response = site.within(Where::Response);
        self.fields(sink, &response, (&old.response, &new.response), &scope);
        let errors = site.within(Where::Errors);
        self.errors(
            sink,
            &errors,
            (&old.errors, &new.errors),
            &pages_of(old, new),
        );
    }

    /// What an operation takes from its service changes with the service, and is told there.
    fn version_and_endpoint(
        &self,
        sink: &mut Sink,
        site: &Site<'_>,
        old: &Operation,
        new: &Operation,
    ) {
        let of =
            |own: &Option<String>, common: &Option<String>| own.clone().or_else(|| common.clone());
        let versions = (
            of(&old.version, &self.old.version),
            of(&new.version, &self.new.version),
        );
        if (&versions.0, &versions.1) != (&self.old.version, &self.new.version) {
            sink.fact(
                &site.at("version"),
                Kind::Version,
                facts::texts(&versions.0, &versions.1),
            );
        }
        let hosts = (
            of(&old.endpoint, &self.old.endpoint),
            of(&new.endpoint, &self.new.endpoint),
        );
        if (&hosts.0, &hosts.1) != (&self.old.endpoint, &self.new.endpoint) {
            self.endpoint(sink, &site.at("endpoint"), (&hosts.0, &hosts.1));
        }
    }
}

fn lacking<'o>(
    here: &BTreeMap<&str, &'o Operation>,
    there: &BTreeMap<&str, &'o Operation>,
) -> Vec<&'o Operation> {
    here.iter()
        .filter(|(name, _)| !there.contains_key(*name))
        .map(|(_, operation)| *operation)
        .collect()
}

/// Every page that gave the spec an item.
fn pages(service: &Service) -> BTreeSet<&str> {
    let operations = service
        .operations
        .iter()
        .map(|operation| operation.page.as_str());
    let structures = service
        .structures
        .iter()
        .map(|structure| structure.page.as_str());
    operations.chain(structures).collect()
}

fn summary(operation: &Operation) -> Value {
    let names = |fields: &[specwright_spec::Field]| -> Vec<String> {
        fields.iter().map(|field| field.name.clone()).collect()
    };
    json!({ "request": names(&operation.request), "response": names(&operation.response) })
}

fn place(operation: &Operation) -> Place {
    Place {
        page: operation.page.clone(),
        section: operation.section.clone(),
        line: None,
    }
}

/// The pages of an operation, without lines.
fn pages_of(old: &Operation, new: &Operation) -> Sides {
    Sides {
        from: Some(place(old)),
        to: Some(place(new)),
    }
}

/// Where an operation's headings stand.
fn sides(old: Option<&Operation>, new: Option<&Operation>) -> Sides {
    let pages = Sides {
        from: old.map(place),
        to: new.map(place),
    };
    pages.lines(old.map(|o| o.at), new.map(|o| o.at))
}

fn http(sink: &mut Sink, site: &Site<'_>, old: &Option<Http>, new: &Option<Http>) {
    let path = |http: &Option<Http>| json!(http.as_ref().map(|http| &http.path));
    sink.fact(
        &site.at("http.path"),
        Kind::HttpPath,
        (path(old), path(new)),
    );
    let (Some(old), Some(new)) = (old, new) else {
        return;
    };
    each(
        sink,
        &site.at("http.method"),
        Kind::HttpMethod,
        &old.methods,
        &new.methods,
    );
}

/// One change for each item that only one side has.
fn each(sink: &mut Sink, site: &Site<'_>, kind: Kind, old: &[String], new: &[String]) {
    let (old, new): (BTreeSet<&String>, BTreeSet<&String>) =
        (old.iter().collect(), new.iter().collect());
    for gone in old.difference(&new) {
        sink.changed(site, kind, Action::Removed, (json!(gone), Value::Null));
    }
    for fresh in new.difference(&old) {
        sink.changed(site, kind, Action::Added, (Value::Null, json!(fresh)));
    }
}

fn rate_limit(sink: &mut Sink, site: &Site<'_>, old: Option<RateLimit>, new: Option<RateLimit>) {
    let (Some(a), Some(b)) = (old, new) else {
        let facts = (old.as_ref().map(facts::rate), new.as_ref().map(facts::rate));
        let value = Option::unwrap_or_default;
        return sink.fact(site, Kind::RateLimit, (value(facts.0), value(facts.1)));
    };
    if a == b {
        return;
    }
    // Crosswise, so that nothing is rounded.
    let rate = |limit: RateLimit, other: RateLimit| {
        u64::from(limit.requests) * u64::from(other.per.seconds())
    };
    let action = match rate(b, a).cmp(&rate(a, b)) {
        std::cmp::Ordering::Less => Action::Tightened,
        std::cmp::Ordering::Greater => Action::Loosened,
        std::cmp::Ordering::Equal => Action::Restated,
    };
    sink.changed(
        site,
        Kind::RateLimit,
        action,
        (facts::rate(&a), facts::rate(&b)),
    );
}

fn region(sink: &mut Sink, site: &Site<'_>, old: &Option<Region>, new: &Option<Region>) {
    let (old, new) = (
        old.clone().unwrap_or_default(),
        new.clone().unwrap_or_default(),
    );
    if old.unused != new.unused {
        let action = if new.unused {
            Action::Removed
        } else {
            Action::Added
        };
        sink.changed(
            site,
            Kind::RegionUse,
            action,
            (json!(!old.unused), json!(!new.unused)),
        );
    }
    let need = |region: &Region| region.required.and_then(Required::as_bool);
    let action = match (need(&old), need(&new)) {
        (a, b) if a == b => None,
        (Some(false), Some(_)) => Some(Action::Required),
        (Some(true), Some(_)) => Some(Action::Optional),
        (None, Some(true)) => Some(Action::RequiredStated),
        (Some(true), None) => Some(Action::RequiredUnstated),
        (None, _) => Some(Action::OptionalStated),
        (_, None) => Some(Action::OptionalUnstated),
    };
    if let Some(action) = action {
        let word = |need: Option<bool>| need.map_or(json!("unknown"), Value::from);
        let facts = (word(need(&old)), word(need(&new)));
        sink.changed(site, Kind::RegionNeed, action, facts);
    }
    if old.only.is_empty() || new.only.is_empty() {
        let list = |only: &[String]| {
            if only.is_empty() {
                Value::Null
            } else {
                json!(only)
            }
        };
        sink.fact(site, Kind::RegionList, (list(&old.only), list(&new.only)));
    } else {
        each(sink, site, Kind::Region, &old.only, &new.only);
    }
}

fn paging(sink: &mut Sink, site: &Site<'_>, old: &Option<Paging>, new: &Option<Paging>) {
    let facts = (
        old.as_ref().map(paging_facts),
        new.as_ref().map(paging_facts),
    );
    let (Some(a), Some(b)) = (old, new) else {
        return sink.came_or_went(site, Kind::Paging, facts);
    };
    // Another way is another reason; only the same way for another reason is worth telling.
    if facts.0 == facts.1 {
        return provenance(sink, site, json!(a.derived), json!(b.derived));
    }
    let moving = |p: &Paging| (p.style, p.cursor.clone(), p.next.clone(), p.items.clone());
    let action = if moving(a) == moving(b) {
        Action::Restated
    } else {
        Action::Changed
    };
    let value = Option::unwrap_or_default;
    sink.changed(site, Kind::Paging, action, (value(facts.0), value(facts.1)));
}

/// All but why it is thought so.
fn paging_facts(paging: &Paging) -> Value {
    let mut facts = json!(paging);
    if let Some(facts) = facts.as_object_mut() {
        facts.shift_remove("derived");
    }
    facts
}

fn idempotency(sink: &mut Sink, site: &Site<'_>, old: &Operation, new: &Operation) {
    let (old, new) = (&old.idempotency, &new.idempotency);
    if let (Some(old), Some(new)) = (old, new)
        && old.token == new.token
    {
        provenance(sink, site, json!(old.derived), json!(new.derived));
    }
    let token = |idempotency: &Option<specwright_spec::Idempotency>| {
        idempotency
            .as_ref()
            .map(|idempotency| json!(idempotency.token))
    };
    sink.came_or_went(site, Kind::Idempotency, (token(old), token(new)));
}
