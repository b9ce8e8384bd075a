//! Containers that a table leaves untyped (`array`, `object`) and the structures that stand on
//! the same page: which holds which. Four signs tell, the surest first: the description names a
//! structure, the sample's keys are a structure's fields, the names resemble each other, one
//! container and one structure are left over. What no sign tells stays open; nothing is guessed.

use std::collections::{BTreeSet, VecDeque};

use specwright_spec::{Field, Sample, SampleFormat, SampleKind, Structure, Type};

use crate::sample::{SampleValue, json, settle};

/// The documents that an operation's samples of responses hold, inside of the envelope's wrapper.
pub fn documents(samples: &[Sample], wrapper: Option<&str>) -> Vec<SampleValue> {
    let is_response = |sample: &&Sample| sample.kind == SampleKind::Response;
    let is_json = |sample: &&Sample| matches!(sample.format, SampleFormat::Json | SampleFormat::Http);
    let documents = samples.iter().filter(is_response).filter(is_json).flat_map(|sample| json::parse(&sample.text).documents);
    let inside = |document: SampleValue| match wrapper.and_then(|wrapper| document.get(wrapper)) {
        Some(inside) => inside.clone(),
        None => document,
    };
    documents.map(inside).collect()
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
    let mut walk = Walk { models: structures.to_vec(), seen: BTreeSet::new(), open: VecDeque::new() };
    walk.fields(fields, &documents.iter().collect::<Vec<_>>());
    while let Some((name, values)) = walk.open.pop_front() {
        if let Some(structure) = structures.iter_mut().find(|structure| structure.name == name) {
            walk.fields(&mut structure.fields, &values);
        }
    }
    by_name(fields, structures);
    by_elimination(fields, structures);
}

/// Members that only a sample shows, for a response that lists none.
pub fn members(documents: &[SampleValue], envelope: &[String], structures: &[Structure]) -> Vec<Field> {
    let common: Vec<&str> = envelope.iter().map(String::as_str).collect();
    let mut members: Vec<Field> = Vec::new();
    for entry in documents.iter().flat_map(|document| settle::unlisted(document, &[], &common)) {
        if members.iter().any(|member| member.name == entry.key) {
            continue;
        }
        let container = settle::container(&entry.value, structures).map(|settled| settled.ty);
        let ty = container.unwrap_or_else(|| crate::sample::check::shown_type(&entry.value));
        members.push(Field { derived: Some("only the sample shows it".to_owned()), ..Field::new(entry.key.clone(), ty) });
    }
    members
}

/// A walk over a page's fields, from the response down, with what the samples show of them.
struct Walk<'v> {
    models: Vec<Structure>,
    seen: BTreeSet<String>,
    /// Structures to walk.
    open: VecDeque<(String, Vec<&'v SampleValue>)>,
}

impl<'v> Walk<'v> {
    fn fields(&mut self, fields: &mut [Field], objects: &[&'v SampleValue]) {
        for field in fields {
            let values: Vec<&SampleValue> = objects.iter().filter_map(|object| object.get(&field.name)).collect();
            if is_untyped(field) {
                self.settle(field, &values);
            }
            match field.ty.structure() {
                Some(name) if self.seen.insert(name.to_owned()) => self.open.push_back((name.to_owned(), items(&values))),
                Some(_) => {}
                None => self.fields(&mut field.fields, &items(&values)),
            }
        }
    }

    fn settle(&self, field: &mut Field, values: &[&SampleValue]) {
        if let Some(model) = self.named_by(field.doc.as_deref().unwrap_or_default()) {
            put(field, Type::Structure(model));
            return;
        }
        let settled = values.iter().find_map(|value| settle::container(value, &self.models));
        let Some(settled) = settled.filter(|settled| settled.wrapper.is_none()) else { return };
        match settled.ty.leaf() {
            Type::Structure(name) => put(field, Type::Structure(name.clone())),
            // An object that fits no structure says nothing.
            Type::Object | Type::Any => {}
            _ if field.ty.is_list() => field.ty = settled.ty,
            _ => {}
        }
    }

    /// The one structure that a description names.
    fn named_by(&self, doc: &str) -> Option<String> {
        let is_sign = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
        let words: BTreeSet<&str> = doc.split(is_sign).collect();
        let mut named = self.models.iter().filter(|model| words.contains(model.name.as_str()));
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
fn by_elimination(fields: &mut [Field], structures: &mut [Structure]) {
    let free = free(fields, structures);
    if let ([only], 1) = (free.as_slice(), untyped(fields, structures)) {
        each_untyped(fields, structures, &mut |field| put(field, Type::Structure(only.clone())));
    }
}

/// The structures that nothing refers to.
fn free(fields: &[Field], structures: &[Structure]) -> Vec<String> {
    let all = structures.iter().flat_map(|structure| &structure.fields).chain(fields);
    let mut used = BTreeSet::new();
    all.for_each(|field| references(field, &mut used));
    structures.iter().map(|structure| structure.name.clone()).filter(|name| !used.contains(name.as_str())).collect()
}

fn references<'f>(field: &'f Field, used: &mut BTreeSet<&'f str>) {
    used.extend(field.ty.structure());
    field.fields.iter().for_each(|field| references(field, used));
}

fn each_untyped(fields: &mut [Field], structures: &mut [Structure], each: &mut impl FnMut(&mut Field)) {
    let mut visit = |fields: &mut [Field]| {
        crate::structures::visit(fields, &mut |field| {
            if is_untyped(field) {
                each(field);
            }
        });
    };
    visit(fields);
    structures.iter_mut().for_each(|structure| visit(&mut structure.fields));
}

/// Whether a field is a container of which nothing is known.
pub fn is_untyped(field: &Field) -> bool {
    field.fields.is_empty() && matches!(field.ty.leaf(), Type::Object | Type::Any) && field.ty != Type::Any
}

fn put(field: &mut Field, item: Type) {
    *field.ty.leaf_mut() = item;
}

/// The objects that values hold: themselves, or their items.
fn items<'v>(values: &[&'v SampleValue]) -> Vec<&'v SampleValue> {
    values.iter().flat_map(|value| if value.items().is_empty() { std::slice::from_ref(*value) } else { value.items() }).collect()
}

/// Whether a container's name is a structure's, up to number and to the words that such names end
/// in or begin with: `DiskInfos` and `VMDiskInfo`, `Set` and `DataSet` do not.
fn resembles(field: &str, model: &str) -> bool {
    const ENDINGS: &[&str] = &["infos", "info", "sets", "set", "list", "items", "item", "data", "s"];
    let bare = |name: &str| {
        let lower = name.to_ascii_lowercase();
        let bare = ENDINGS.iter().find_map(|ending| lower.strip_suffix(ending)).map(str::to_owned);
        bare.unwrap_or(lower)
    };
    let (field, model) = (bare(field), bare(model));
    !field.is_empty() && model.ends_with(&field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn structure(name: &str, fields: &[&str]) -> Structure {
        let fields = fields.iter().map(|name| Field::new(*name, Type::String)).collect();
        Structure { name: name.into(), fields, ..Structure::default() }
    }

    fn settled(mut fields: Vec<Field>, mut structures: Vec<Structure>, sample: &str) -> Vec<String> {
        let documents = json::parse(sample).documents;
        settle(&mut fields, &mut structures, &documents);
        fields.iter().map(|field| field.ty.to_string()).collect()
    }

    fn list(name: &str) -> Field {
        Field::new(name, Type::list(Type::Any))
    }

    #[test]
    fn the_description_names_the_structure() {
        let field = Field { doc: Some("see BSet below".into()), ..list("DataSet") };
        assert_eq!(settled(vec![field], vec![structure("ASet", &["A"]), structure("BSet", &["B"])], "{}"), ["list<BSet>"]);
    }

    #[test]
    fn the_samples_keys_tell_the_structure() {
        let models = vec![structure("A", &["X", "Y"]), structure("B", &["Z", "W"])];
        let sample = r#"{"Set": [{"Z": 1, "W": 2}], "Names": ["a"]}"#;
        assert_eq!(settled(vec![list("Set"), list("Names")], models, sample), ["list<B>", "list<string>"]);
    }

    #[test]
    fn names_tell_and_what_is_left_over() {
        let models = vec![structure("VMDiskInfo", &["A"]), structure("VMIPInfo", &["B"]), structure("Other", &["C"])];
        assert_eq!(
            settled(vec![list("DiskInfos"), list("IPInfos"), list("Rest")], models, ""),
            ["list<VMDiskInfo>", "list<VMIPInfo>", "list<Other>"]
        );
    }

    #[test]
    fn nothing_is_guessed() {
        let models = vec![structure("A", &["X"]), structure("B", &["X"])];
        assert_eq!(settled(vec![list("Set")], models, r#"{"Set": [{"X": 1}]}"#), ["list<any>"]);
    }

    #[test]
    fn members_that_only_the_sample_shows() {
        let documents = json::parse(r#"{"RetCode": 0, "VPCID": "vpc-1", "TotalCount": 1, "Infos": [{"X": 1}]}"#).documents;
        let found = members(&documents, &["RetCode".to_owned()], &[structure("Info", &["X"])]);
        let shown: Vec<String> = found.iter().map(|field| format!("{} {}", field.name, field.ty)).collect();
        assert_eq!(shown, ["VPCID string", "TotalCount integer", "Infos list<Info>"]);
        assert!(found.iter().all(|field| field.derived.is_some()));
    }
}
