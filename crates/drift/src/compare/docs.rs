//! Differences that are no facts: descriptions, notes, samples, provenance.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use specwright_spec::{Field, Operation, Sample, Service};

use super::Pair;
use super::facts::texts;
use super::sink::{Sink, Site};
use crate::{Action, Kind};

/// Whether any prose is at hand. A spec without any was stripped of it.
pub(super) fn has_prose(service: &Service) -> bool {
    let in_fields = |fields: &[Field]| fields.iter().any(field_has_prose);
    let in_errors = |errors: &[specwright_spec::ErrorCode]| {
        errors
            .iter()
            .flat_map(specwright_spec::ErrorCode::cases)
            .any(|case| case.message.is_some() || case.doc.is_some())
    };
    service.title.is_some()
        || in_errors(&service.errors)
        || service.operations.iter().any(|operation| {
            operation.title.is_some()
                || operation.doc.is_some()
                || !operation.notes.is_empty()
                || !operation.samples.is_empty()
                || in_fields(&operation.request)
                || in_fields(&operation.response)
                || in_errors(&operation.errors)
        })
        || service.structures.iter().any(|structure| {
            structure.doc.is_some()
                || in_fields(&structure.fields)
                || structure.values.iter().any(|value| value.doc.is_some())
        })
}

fn field_has_prose(field: &Field) -> bool {
    field.doc.is_some()
        || field.values.iter().any(|value| value.doc.is_some())
        || field.fields.iter().any(field_has_prose)
}

impl Pair<'_> {
    /// A text that changed, if texts are at hand.
    pub(super) fn doc(
        &self,
        sink: &mut Sink,
        site: &Site<'_>,
        old: &Option<String>,
        new: &Option<String>,
    ) {
        if self.prose && old != new {
            sink.text(site, texts(old, new));
        }
    }

    /// Title, description, notes and samples of an operation.
    pub(super) fn operation_docs(
        &self,
        sink: &mut Sink,
        site: &Site<'_>,
        old: &Operation,
        new: &Operation,
    ) {
        if !self.prose {
            return;
        }
        self.doc(sink, &site.at("title"), &old.title, &new.title);
        self.doc(sink, &site.at("doc"), &old.doc, &new.doc);
        if old.notes != new.notes {
            let facts = (json!(old.notes), json!(new.notes));
            sink.changed(&site.at("notes"), Kind::Notes, Action::Changed, facts);
        }
        samples(sink, site, &old.samples, &new.samples);
    }
}

/// Samples have no names: what matters is which texts of a kind are there.
fn samples(sink: &mut Sink, site: &Site<'_>, old: &[Sample], new: &[Sample]) {
    let of = |samples: &[Sample]| -> BTreeSet<(String, String, String)> {
        let word = |value: Value| value.as_str().unwrap_or_default().to_owned();
        samples
            .iter()
            .map(|s| (word(json!(s.kind)), word(json!(s.format)), s.text.clone()))
            .collect()
    };
    let (old, new) = (of(old), of(new));
    let kinds: BTreeSet<(&str, &str)> = old
        .symmetric_difference(&new)
        .map(|(kind, format, _)| (kind.as_str(), format.as_str()))
        .collect();
    for (kind, format) in kinds {
        let only = |here: &BTreeSet<(String, String, String)>, there: &BTreeSet<_>| {
            let texts: Vec<Value> = here
                .difference(there)
                .filter(|(k, f, _)| (k.as_str(), f.as_str()) == (kind, format))
                .map(|(_, _, text)| json!(text))
                .collect();
            (!texts.is_empty()).then_some(Value::Array(texts))
        };
        let facts = (only(&old, &new), only(&new, &old));
        sink.came_or_went(
            &site.at(format!("samples.{kind}.{format}")),
            Kind::Sample,
            facts,
        );
    }
}

/// How sure the reader is of a field, and where it has it from.
pub(super) fn field_provenance(sink: &mut Sink, site: &Site<'_>, old: &Field, new: &Field) {
    let of = |field: &Field| json!({ "derived": field.derived, "placed": field.placed });
    provenance(sink, site, of(old), of(new));
}

/// A difference in provenance.
pub(super) fn provenance(sink: &mut Sink, site: &Site<'_>, old: Value, new: Value) {
    if old != new {
        sink.changed(site, Kind::Provenance, Action::Changed, (old, new));
    }
}
