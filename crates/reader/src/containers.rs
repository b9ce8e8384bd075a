//! Containers that a table leaves untyped (`array`, `object`) and the structures that stand on
//! the same page: which holds which. Four signs tell, the surest first: the description names a
//! structure, the sample's keys are a structure's fields, the names resemble each other, one
//! container and one structure are left over. What no sign tells stays open; nothing is guessed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use specwright_spec::{Field, Operation, Sample, SampleFormat, SampleKind, Structure, Type};

use crate::sample::{SampleValue, check, json, settle};

/// The documents that an operation's samples of responses hold, inside of the envelope's wrapper.
pub fn documents(samples: &[Sample], wrapper: Option<&str>) -> Vec<SampleValue> {
    let documents = of_kind(samples, SampleKind::Response);
    let inside = |document: SampleValue| match wrapper.and_then(|wrapper| document.get(wrapper)) {
        Some(inside) => inside.clone(),
        None => document,
    };
    documents.into_iter().map(inside).collect()
}

/// The documents that the samples of one kind hold.
pub fn of_kind(samples: &[Sample], kind: SampleKind) -> Vec<SampleValue> {
    let is_json = |sample: &&Sample| {
        sample.kind == kind && matches!(sample.format, SampleFormat::Json | SampleFormat::Http)
    };
    samples
        .iter()
        .filter(is_json)
        .flat_map(|sample| json::parse(&sample.text).documents)
        .collect()
}

/// The structures that an operation refers to, that are not known, and that its samples show.
pub fn shown(
    operation: &Operation,
    wrapper: Option<&str>,
    is_known: &dyn Fn(&str) -> bool,
) -> Vec<Structure> {
    let mut found = Vec::new();
    let sides = [
        (
            &operation.request,
            of_kind(&operation.samples, SampleKind::Request),
        ),
        (&operation.response, documents(&operation.samples, wrapper)),
    ];
    for (fields, documents) in sides {
        for field in fields {
            let values: Vec<&SampleValue> = documents
                .iter()
                .filter_map(|document| document.get(&field.name))
                .collect();
            let Some(name) = field.ty.structure().filter(|name| !is_known(name)) else {
                continue;
            };
            let members = shown_fields(&items(&values));
            if !members.is_empty() {
                found.push(Structure {
                    name: name.to_owned(),
                    page: operation.page.clone(),
                    derived: Some("no page lists it; a sample shows its members".to_owned()),
                    fields: members,
                    at: field.at,
                    ..Structure::default()
                });
            }
        }
    }
    found
}

/// The members that objects of samples have, each once.
fn shown_fields(objects: &[&SampleValue]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for entry in objects.iter().flat_map(|object| object.entries()) {
        let ty = check::shown_type(&entry.value);
        match fields.iter_mut().find(|field| field.name == entry.key) {
            Some(field) if field.ty == Type::Any => field.ty = ty,
            Some(_) => {}
            None => {
                let inner = shown_fields(&items(&[&entry.value]));
                let derived = Some("a sample shows it".to_owned());
                fields.push(Field {
                    fields: inner,
                    derived,
                    ..Field::new(entry.key.clone(), ty)
                });
            }
        }
    }
    fields
}

/// Settles the untyped containers among `fields` and among the fields of `structures`.
pub fn settle(fields: &mut [Field], structures: &mut [Structure], documents: &[SampleValue]) {
    // What is settled in one pass leads to the samples of what is inside, and leaves fewer structures for the rest.
    let mut left = untyped(fields, structures);
    while left > 0 {
        pass(fields, structures, documents);
        let now = untyped(fields, structures);
        if now == left {
            return;
        }
        left = now;
    }
}

fn untyped(fields: &mut [Field], structures: &mut [Structure]) -> usize {
    let mut count = 0;
    each_untyped(fields, structures, &mut |_| count += 1);
    count
}

fn pass(fields: &mut [Field], structures: &mut [Structure], documents: &[SampleValue]) {
    let mut walk = Walk {
        models: structures.to_vec(),
        ..Walk::default()
    };
    walk.fields(fields, &documents.iter().collect::<Vec<_>>());
    while let Some((name, values)) = walk.open.pop_front() {
        if let Some(structure) = structures
            .iter_mut()
            .find(|structure| structure.name == name)
        {
            walk.fields(&mut structure.fields, &values);
        }
    }
    let Walk { scalars, keys, .. } = walk;
    by_name(fields, structures);
    // A made-up sample may show texts where the objects of the page's one structure belong.
    by_elimination(fields, structures, &|field| {
        !scalars.contains_key(&key(field))
    });
    if structures.len() == 1 {
        by_elimination(fields, structures, &|_| true);
    }
    by_shared_keys(fields, structures, &keys);
    each_untyped(fields, structures, &mut |field| {
        if let Some(ty) = scalars.get(&key(field)).filter(|_| field.ty.is_list()) {
            field.ty.clone_from(ty);
        }
    });
}

/// What tells a row from the page's others.
fn key(field: &Field) -> (String, u32) {
    (field.name.clone(), field.at.line)
}

/// Members that only a sample shows, for a response that lists none. A parameter that comes back
/// as it was sent is none.
pub fn members(
    documents: &[SampleValue],
    envelope: &[String],
    request: &[Field],
    structures: &[Structure],
) -> Vec<Field> {
    let sent = request.iter().map(|field| field.name.as_str());
    let common: Vec<&str> = envelope.iter().map(String::as_str).chain(sent).collect();
    let mut members: Vec<Field> = Vec::new();
    for entry in documents
        .iter()
        .flat_map(|document| settle::unlisted(document, &[], &common))
    {
        if members.iter().any(|member| member.name == entry.key) {
            continue;
        }
        let container = settle::container(&entry.value, structures).map(|settled| settled.ty);
        let ty = container.unwrap_or_else(|| check::shown_type(&entry.value));
        members.push(Field {
            derived: Some("only the sample shows it".to_owned()),
            ..Field::new(entry.key.clone(), ty)
        });
    }
    members
}

/// A walk over a page's fields, from the response down, with what the samples show of them.
#[derive(Default)]
struct Walk<'v> {
    models: Vec<Structure>,
    seen: BTreeSet<String>,
    /// Structures to walk.
    open: VecDeque<(String, Vec<&'v SampleValue>)>,
    /// Lists of which a sample shows scalars.
    scalars: BTreeMap<(String, u32), Type>,
    /// Containers of which a sample shows objects, with the keys of these.
    keys: BTreeMap<(String, u32), BTreeSet<&'v str>>,
}

impl<'v> Walk<'v> {
    fn fields(&mut self, fields: &mut [Field], objects: &[&'v SampleValue]) {
        for field in fields {
            let values: Vec<&SampleValue> = objects
                .iter()
                .filter_map(|object| object.get(&field.name))
                .collect();
            if is_untyped(field) {
                self.settle(field, &values);
            }
            match field.ty.structure() {
                Some(name) if self.seen.insert(name.to_owned()) => {
                    self.open.push_back((name.to_owned(), items(&values)))
                }
                Some(_) => {}
                None => self.fields(&mut field.fields, &items(&values)),
            }
        }
    }

    fn settle(&mut self, field: &mut Field, values: &[&'v SampleValue]) {
        if let Some(model) = self.named_by(field.doc.as_deref().unwrap_or_default()) {
            put(field, Type::Structure(model));
            return;
        }
        let settled = values
            .iter()
            .find_map(|value| settle::container(value, &self.models));
        let shown = items(values)
            .into_iter()
            .flat_map(SampleValue::entries)
            .map(|entry| entry.key.as_str());
        self.keys.insert(key(field), shown.collect());
        let Some(settled) = settled.filter(|settled| settled.wrapper.is_none()) else {
            return;
        };
        match settled.ty.leaf() {
            Type::Structure(name) => put(field, Type::Structure(name.clone())),
            // An object that fits no structure says nothing.
            Type::Object | Type::Any => {}
            _ => drop(self.scalars.insert(key(field), settled.ty)),
        }
    }

    /// The one structure that a description names.
    fn named_by(&self, doc: &str) -> Option<String> {
        let is_sign = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
        let words: BTreeSet<&str> = doc.split(is_sign).collect();
        let mut named = self
            .models
            .iter()
            .filter(|model| words.contains(model.name.as_str()));
        match (named.next(), named.next()) {
            (Some(only), None) => Some(only.name.clone()),
            _ => None,
        }
    }
}

/// Containers whose name is that of one structure that nothing refers to: `DiskInfos` of `VMDiskInfo`.
fn by_name(fields: &mut [Field], structures: &mut [Structure]) {
    let free = free(fields, structures);
    each_untyped(fields, structures, &mut |field| {
        let mut alike = free.iter().filter(|model| resembles(&field.name, model));
        if let (Some(only), None) = (alike.next(), alike.next()) {
            put(field, Type::Structure(only.clone()));
        }
    });
}

/// The last container holds the last structure.
fn by_elimination(
    fields: &mut [Field],
    structures: &mut [Structure],
    counts: &dyn Fn(&Field) -> bool,
) {
    let mut containers = 0;
    each_untyped(fields, structures, &mut |field| {
        containers += usize::from(counts(field))
    });
    if let ([only], 1) = (free(fields, structures).as_slice(), containers) {
        each_untyped(fields, structures, &mut |field| {
            if counts(field) {
                put(field, Type::Structure(only.clone()));
            }
        });
    }
}

/// The last structure is that of every container whose samples have a key of it.
fn by_shared_keys(
    fields: &mut [Field],
    structures: &mut [Structure],
    keys: &BTreeMap<(String, u32), BTreeSet<&str>>,
) {
    let free = free(fields, structures);
    let [only] = free.as_slice() else { return };
    let members = structures
        .iter()
        .find(|structure| structure.name == *only)
        .map(|structure| structure.fields.clone());
    let members = members.unwrap_or_default();
    each_untyped(fields, structures, &mut |field| {
        let shown = keys.get(&key(field));
        if shown.is_some_and(|shown| {
            members
                .iter()
                .any(|member| shown.contains(member.name.as_str()))
        }) {
            put(field, Type::Structure(only.clone()));
        }
    });
}

/// The structures that nothing refers to.
fn free(fields: &[Field], structures: &[Structure]) -> Vec<String> {
    let all = structures
        .iter()
        .flat_map(|structure| &structure.fields)
        .chain(fields);
    let mut used = BTreeSet::new();
    all.for_each(|field| references(field, &mut used));
    structures
        .iter()
        .map(|structure| structure.name.clone())
        .filter(|name| !used.contains(name.as_str()))
        .collect()
}

fn references<'f>(field: &'f Field, used: &mut BTreeSet<&'f str>) {
    used.extend(field.ty.structure());
    field
        .fields
        .iter()
        .for_each(|field| references(field, used));
}

fn each_untyped(
    fields: &mut [Field],
    structures: &mut [Structure],
    each: &mut impl FnMut(&mut Field),
) {
    let mut visit = |fields: &mut [Field]| {
        crate::structures::visit(fields, &mut |field| {
            if is_untyped(field) {
                each(field);
            }
        });
    };
    visit(fields);
    structures
        .iter_mut()
        .for_each(|structure| visit(&mut structure.fields));
}

/// Whether a field is a container of which nothing is known.
pub fn is_untyped(field: &Field) -> bool {
    field.fields.is_empty()
        && matches!(field.ty.leaf(), Type::Object | Type::Any)
        && field.ty != Type::Any
}

fn put(field: &mut Field, item: Type) {
    *field.ty.leaf_mut() = item;
}

/// The objects that values hold: themselves, or their items.
pub fn items<'v>(values: &[&'v SampleValue]) -> Vec<&'v SampleValue> {
    values
        .iter()
        .flat_map(|value| {
            if value.items().is_empty() {
                std::slice::from_ref(*value)
            } else {
                value.items()
            }
        })
        .collect()
}

/// Whether a container's name is a structure's, up to number and to the words that such names end
/// in or begin with: `DiskInfos` and `VMDiskInfo`, `Set` and `DataSet` do not.
fn resembles(field: &str, model: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "infos", "info", "sets", "set", "list", "items", "item", "data", "s",
    ];
    let bare = |name: &str| {
        let lower = name.to_ascii_lowercase();
        let bare = ENDINGS
            .iter()
            .find_map(|ending| lower.strip_suffix(ending))
            .map(str::to_owned);
        bare.unwrap_or(lower)
    };
    let (field, model) = (bare(field), bare(model));
    !field.is_empty() && model.ends_with(&field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn structure(name: &str, fields: &[&str]) -> Structure {
        let fields = fields
            .iter()
            .map(|name| Field::new(*name, Type::String))
            .collect();
        Structure {
            name: name.into(),
            fields,
            ..Structure::default()
        }
    }

    fn settled(
        mut fields: Vec<Field>,
        mut structures: Vec<Structure>,
        sample: &str,
    ) -> Vec<String> {
        let documents = json::parse(sample).documents;
        settle(&mut fields, &mut structures, &documents);
        fields.iter().map(|field| field.ty.to_string()).collect()
    }

    fn list(name: &str) -> Field {
        Field::new(name, Type::list(Type::Any))
    }

    #[test]
    fn the_description_names_the_structure() {
        let field = Field {
            doc: Some("see BSet below".into()),
            ..list("DataSet")
        };
        assert_eq!(
            settled(
                vec![field],
                vec![structure("ASet", &["A"]), structure("BSet", &["B"])],
                "{}"
            ),
            ["list<BSet>"]
        );
    }

    #[test]
    fn the_samples_keys_tell_the_structure() {
        let models = vec![structure("A", &["X", "Y"]), structure("B", &["Z", "W"])];
        let sample = r#"{"Set": [{"Z": 1, "W": 2}], "Names": ["a"]}"#;
        assert_eq!(
            settled(vec![list("Set"), list("Names")], models, sample),
            ["list<B>", "list<string>"]
        );
    }

    #[test]
    fn names_tell_and_what_is_left_over() {
        let models = vec![
            structure("VMDiskInfo", &["A"]),
            structure("VMIPInfo", &["B"]),
            structure("Other", &["C"]),
        ];
        assert_eq!(
            settled(
                vec![list("DiskInfos"), list("IPInfos"), list("Rest")],
                models,
                ""
            ),
            ["list<VMDiskInfo>", "list<VMIPInfo>", "list<Other>"]
        );
    }

    #[test]
    fn one_structure_may_be_in_several_containers() {
        let sample = r#"{"Up": [{"Value": 1, "Time": 2}], "Down": [{"Value": 1, "Time": 2}]}"#;
        let models = vec![structure("QosItem", &["Value", "TimeStamp", "Unit"])];
        assert_eq!(
            settled(vec![list("Up"), list("Down")], models, sample),
            ["list<QosItem>", "list<QosItem>"]
        );
    }

    #[test]
    fn made_up_samples_do_not_count_against_a_structure() {
        let models = vec![structure("DiskInfo", &["Id"])];
        assert_eq!(
            settled(vec![list("Infos")], models, r#"{"Infos": ["x"]}"#),
            ["list<DiskInfo>"]
        );
    }

    #[test]
    fn nothing_is_guessed() {
        let models = vec![structure("A", &["X"]), structure("B", &["X"])];
        assert_eq!(
            settled(vec![list("Set")], models, r#"{"Set": [{"X": 1}]}"#),
            ["list<any>"]
        );
    }

    #[test]
    fn members_that_only_the_sample_shows() {
        let documents = json::parse(
            r#"{"RetCode": 0, "VPCID": "vpc-1", "TotalCount": 1, "Infos": [{"X": 1}]}"#,
        )
        .documents;
        let found = members(
            &documents,
            &["RetCode".to_owned()],
            &[],
            &[structure("Info", &["X"])],
        );
        let shown: Vec<String> = found
            .iter()
            .map(|field| format!("{} {}", field.name, field.ty))
            .collect();
        assert_eq!(
            shown,
            ["VPCID string", "TotalCount integer", "Infos list<Info>"]
        );
        assert!(found.iter().all(|field| field.derived.is_some()));
    }
}
