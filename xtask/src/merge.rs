//! One service, several folders of pages: what was just read takes the place of what the spec had from
//! the same folder, and of operations of the same name; what came from other folders stays.

use std::collections::BTreeSet;

use specwright_spec::{Field, Operation, Service, Source, Structure};

use crate::pages;

/// Where the fresh part came from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'o> {
    /// The collection; nothing for the workspace's own pages.
    pub collection: Option<&'o str>,
    /// The part of the collection that was read.
    pub scope: &'o str,
}

/// The outcome for one service.
#[derive(Debug)]
pub struct Merged {
    /// The service, whole.
    pub service: Service,
    /// How many operations come from other folders.
    pub kept: usize,
    /// Operations that were taken away: their pages are gone or describe them no longer.
    pub removed: Vec<String>,
}

/// Whether a spec has an operation from there, on a page below a folder.
pub fn has_from(service: &Service, origin: Origin<'_>, folder: &str) -> bool {
    let shared = service.source.clone().map(name);
    service.operations.iter().any(|operation| {
        operation
            .source
            .as_ref()
            .or(shared.as_ref())
            .map(String::as_str)
            == origin.collection
            && pages::is_in(origin.scope, &operation.page)
            && pages::is_in(folder, &operation.page)
    })
}

/// Puts what was read into what there was.
pub fn merge(old: Option<Service>, mut fresh: Service, origin: Origin<'_>) -> Merged {
    for operation in &mut fresh.operations {
        operation.source = origin.collection.map(str::to_owned);
    }
    for structure in &mut fresh.structures {
        structure.source = origin.collection.map(str::to_owned);
    }
    fresh.source = None;
    let Some(mut old) = old else {
        share_source(&mut fresh);
        return Merged {
            service: fresh,
            kept: 0,
            removed: Vec::new(),
        };
    };
    spell_out(&mut old);

    let is_elsewhere = |source: &Option<String>, page: &str| {
        source.as_deref() != origin.collection || !pages::is_in(origin.scope, page)
    };
    let (kept, gone): (Vec<_>, Vec<_>) = old
        .operations
        .into_iter()
        .filter(|operation| !has(&fresh, &operation.name))
        .partition(|operation| is_elsewhere(&operation.source, &operation.page));
    let (mut structures, others): (Vec<_>, Vec<_>) = old
        .structures
        .into_iter()
        .filter(|structure| fresh.structure(&structure.name).is_none())
        .partition(|structure| is_elsewhere(&structure.source, &structure.page));
    take_referenced(&kept, &mut structures, others);

    let count = kept.len();
    if count > 0 {
        fresh.title = fresh.title.or(old.title);
        fresh.version = fresh.version.or(old.version);
        fresh.endpoint = fresh.endpoint.or(old.endpoint);
        for error in old.errors {
            if !fresh.errors.iter().any(|known| known.code == error.code) {
                fresh.errors.push(error);
            }
        }
        fresh.operations.extend(kept);
        fresh.operations.sort_by(|a, b| a.page.cmp(&b.page));
    }
    if !structures.is_empty() {
        fresh.structures.extend(structures);
        fresh.structures.sort_by(|a, b| a.page.cmp(&b.page));
    }
    drop_repetition(&mut fresh);
    share_source(&mut fresh);
    Merged {
        service: fresh,
        kept: count,
        removed: gone.into_iter().map(|operation| operation.name).collect(),
    }
}

/// Whether a service has an operation: names that differ only in case are one.
fn has(service: &Service, name: &str) -> bool {
    let mut operations = service.operations.iter();
    operations.any(|operation| operation.name.eq_ignore_ascii_case(name))
}

/// Writes on each operation and structure what it has from the service.
fn spell_out(service: &mut Service) {
    let source = service.source.take().map(name);
    for operation in &mut service.operations {
        fill(&mut operation.source, &source);
        fill(&mut operation.version, &service.version);
        fill(&mut operation.endpoint, &service.endpoint);
    }
    for structure in &mut service.structures {
        fill(&mut structure.source, &source);
    }
}

/// Takes version and host off operations that have them from the service.
fn drop_repetition(service: &mut Service) {
    for operation in &mut service.operations {
        if operation.version == service.version {
            operation.version = None;
        }
        if operation.endpoint == service.endpoint {
            operation.endpoint = None;
        }
    }
}

/// Names the collection once, on the service, unless a part of it is the workspace's own.
fn share_source(service: &mut Service) {
    let operations = service.operations.iter().map(|operation| &operation.source);
    let structures = service.structures.iter().map(|structure| &structure.source);
    let sources: Vec<_> = operations.chain(structures).collect();
    if sources.iter().any(|source| source.is_none()) {
        return;
    }
    let Some(shared) = sources.first().copied().cloned().flatten() else {
        return;
    };
    for operation in &mut service.operations {
        operation.source.take_if(|source| *source == shared);
    }
    for structure in &mut service.structures {
        structure.source.take_if(|source| *source == shared);
    }
    let (pages, revision) = match shared.split_once('@') {
        Some((pages, revision)) => (pages.to_owned(), Some(revision.to_owned())),
        None => (shared, None),
    };
    service.source = Some(Source { pages, revision });
}

fn name(source: Source) -> String {
    match source.revision {
        Some(revision) => format!("{}@{revision}", source.pages),
        None => source.pages,
    }
}

fn fill(own: &mut Option<String>, shared: &Option<String>) {
    if own.is_none() {
        own.clone_from(shared);
    }
}

/// Those of some structures that operations refer to, at any depth.
pub fn referenced(operations: &[Operation], structures: Vec<Structure>) -> Vec<Structure> {
    let mut found = Vec::new();
    take_referenced(operations, &mut found, structures);
    found
}

/// Moves into `kept` those of `others` that kept operations and structures refer to, at any depth.
fn take_referenced(operations: &[Operation], kept: &mut Vec<Structure>, others: Vec<Structure>) {
    let mut names = BTreeSet::new();
    for operation in operations {
        references(&operation.request, &mut names);
        references(&operation.response, &mut names);
    }
    for structure in kept.iter() {
        references(&structure.fields, &mut names);
    }
    let mut others = others;
    loop {
        let (found, rest): (Vec<_>, Vec<_>) = others
            .into_iter()
            .partition(|structure| names.contains(&structure.name));
        if found.is_empty() {
            return;
        }
        for structure in &found {
            references(&structure.fields, &mut names);
        }
        kept.extend(found);
        others = rest;
    }
}

fn references(fields: &[Field], names: &mut BTreeSet<String>) {
    for field in fields {
        names.extend(field.ty.structure().map(str::to_owned));
        references(&field.fields, names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use specwright_spec::Type;

    const OWN: Origin<'_> = Origin {
        collection: None,
        scope: "",
    };
    const OTHER: Origin<'_> = Origin {
        collection: Some("docs@2025"),
        scope: "",
    };

    fn service(operations: &[&str]) -> Service {
        let mut service = Service::new("v", "s");
        service.operations = operations
            .iter()
            .map(|name| Operation {
                name: (*name).to_owned(),
                page: format!("s/{name}.md"),
                ..Operation::default()
            })
            .collect();
        service
    }

    fn names(service: &Service) -> Vec<&str> {
        service.operations.iter().map(|o| o.name.as_str()).collect()
    }

    #[test]
    fn what_comes_from_elsewhere_stays() {
        let own = merge(None, service(&["A", "C"]), OWN).service;
        let both = merge(Some(own), service(&["B"]), OTHER);
        assert_eq!(names(&both.service), ["A", "B", "C"]);
        assert_eq!((both.kept, both.removed.len()), (2, 0));
        assert_eq!(
            both.service.operations[1].source.as_deref(),
            Some("docs@2025")
        );

        let again = merge(Some(both.service.clone()), service(&["A", "C"]), OWN);
        assert_eq!(again.service, both.service);
        assert_eq!(again.kept, 1);
    }

    #[test]
    fn what_vanished_from_the_folder_read_goes() {
        let own = merge(None, service(&["A", "B"]), OWN).service;
        let merged = merge(Some(own), service(&["B"]), OWN);
        assert_eq!(names(&merged.service), ["B"]);
        assert_eq!(merged.removed, ["A"]);
    }

    #[test]
    fn what_lies_outside_the_part_that_was_read_stays() {
        let old = merge(None, service(&["A", "B"]), OTHER).service;
        assert_eq!(
            old.source,
            Some(Source {
                pages: "docs".into(),
                revision: Some("2025".into())
            })
        );
        let part = Origin {
            scope: "s/B.md",
            ..OTHER
        };
        let merged = merge(Some(old), service(&[]), part);
        assert_eq!(names(&merged.service), ["A"]);
        assert_eq!(merged.removed, ["B"]);
    }

    #[test]
    fn an_operation_read_anew_changes_its_folder() {
        let own = merge(None, service(&["A"]), OWN).service;
        let merged = merge(Some(own), service(&["A"]), OTHER);
        assert_eq!(merged.kept, 0);
        assert!(
            merged.service.operations[0].source.is_none(),
            "the service names it"
        );
        assert_eq!(merged.service.source.unwrap().pages, "docs");
    }

    #[test]
    fn a_version_of_the_kept_part_is_not_lost() {
        let mut old = service(&["A"]);
        old.version = Some("1".into());
        let mut fresh = service(&["B"]);
        fresh.version = Some("2".into());
        let merged = merge(Some(merge(None, old, OWN).service), fresh, OTHER).service;
        assert_eq!(merged.version.as_deref(), Some("2"));
        assert_eq!(merged.operations[0].version.as_deref(), Some("1"));
        assert_eq!(merged.operations[1].version, None);
    }

    #[test]
    fn structures_that_kept_operations_need_stay() {
        let structure = |name: &str, member: Type| Structure {
            name: name.into(),
            page: "s/types.md".into(),
            fields: vec![Field::new("F", member)],
            ..Structure::default()
        };
        let mut old = service(&["A"]);
        old.operations[0].source = Some("docs".into());
        old.operations[0].response =
            vec![Field::new("X", Type::list(Type::Structure("Used".into())))];
        old.structures = vec![
            structure("Used", Type::Structure("Deeper".into())),
            structure("Deeper", Type::String),
            structure("Unused", Type::String),
        ];
        let merged = merge(Some(old), service(&[]), OWN).service;
        let left: Vec<_> = merged.structures.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(left, ["Used", "Deeper"]);
    }
}
