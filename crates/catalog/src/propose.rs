//! Proposals for `specs/capabilities.yaml`: operations by the words of their names, parameters by names,
//! types and values. People decide; a proposal is never taken by itself.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use specwright_spec::{Field, Operation, Profile, Service};

use crate::capabilities::{Answer, Capabilities, Capability, Offer};

/// Words that vendors put before or between those that matter.
const NOISE: &[&str] = &["u", "vm", "id", "s", "the", "of"];

/// The same file with proposals in place of the reviewed answers, where there are any; reviewed answers
/// stay where nothing fits.
pub fn propose(
    reviewed: &Capabilities,
    services: &[Service],
    profiles: &[Profile],
) -> Capabilities {
    let mut proposed = reviewed.clone();
    for capability in &mut proposed.capabilities {
        for profile in profiles {
            if let Some(offer) = offer(capability, services, &profile.vendor) {
                capability
                    .vendors
                    .insert(profile.vendor.clone(), Answer::Operation(offer));
            }
        }
    }
    proposed
}

fn offer(capability: &Capability, services: &[Service], vendor: &str) -> Option<Offer> {
    let of_vendor = services.iter().filter(|service| service.vendor == vendor);
    let operations =
        of_vendor.flat_map(|service| service.operations.iter().map(move |one| (service, one)));
    let fits = operations.filter_map(|(service, operation)| {
        Some((score(capability, operation)?, service, operation))
    });
    // Of equals the first by name counts, so that the answer is the same each time.
    let (_, service, operation) = fits.max_by(|a, b| {
        let name = |one: &(f64, &Service, &Operation)| (one.1.service.clone(), one.2.name.clone());
        a.0.total_cmp(&b.0).then_with(|| name(b).cmp(&name(a)))
    })?;
    Some(Offer {
        service: service.service.clone(),
        operation: operation.name.clone(),
        pairs: pairs(capability, operation, services),
        reason: None,
    })
}

/// How well an operation's name fits: it has a word of both lists, and few others.
fn score(capability: &Capability, operation: &Operation) -> Option<f64> {
    let words = words(&operation.name);
    let hit = |listed: &[String]| listed.iter().position(|word| words.contains(&stem(word)));
    let (verb, noun) = (hit(&capability.words[0])?, hit(&capability.words[1])?);
    let rest = words.len().saturating_sub(2);
    // Words are listed in the order of preference.
    Some(10.0 - position(verb) - position(noun) - 3.0 * position(rest))
}

fn position(at: usize) -> f64 {
    f64::from(u32::try_from(at).unwrap_or(u32::MAX))
}

/// Each concept with the parameter that is most like those paired with it already.
fn pairs(
    capability: &Capability,
    operation: &Operation,
    services: &[Service],
) -> BTreeMap<String, String> {
    let mut pairs = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for concept in &capability.concepts {
        let known: Vec<_> = known(capability, &concept.id, services).collect();
        let best = operation
            .request
            .iter()
            .filter(|field| !taken.contains(&field.name))
            .map(|field| {
                (
                    known
                        .iter()
                        .map(|other| likeness(field, other))
                        .fold(0.0, f64::max),
                    field,
                )
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.name.cmp(&a.1.name)));
        if let Some((likeness, field)) = best
            && likeness >= 0.5
        {
            taken.insert(field.name.clone());
            let lists = if field.ty.is_list() { "[]" } else { "" };
            pairs.insert(concept.id.clone(), format!("{}{lists}", field.name));
        }
    }
    pairs
}

/// The parameters that reviewed answers pair with a concept.
fn known<'s>(
    capability: &'s Capability,
    concept: &'s str,
    services: &'s [Service],
) -> impl Iterator<Item = &'s Field> {
    capability
        .vendors
        .iter()
        .filter_map(move |(vendor, answer)| {
            let Answer::Operation(offer) = answer else {
                return None;
            };
            let service = services
                .iter()
                .find(|s| s.vendor == *vendor && s.service == offer.service)?;
            let name = offer.pairs.get(concept)?.trim_end_matches("[]");
            let request = &service.operation(&offer.operation)?.request;
            request.iter().find(|field| field.name == name)
        })
}

/// From 0 to 1: words of the names, then types and values.
fn likeness(one: &Field, other: &Field) -> f64 {
    let (a, b) = (words(&one.name), words(&other.name));
    let shared = a.intersection(&b).count();
    let all = a.union(&b).count().max(1);
    let name = position(shared) / position(all);
    let same_type = if one.ty.leaf() == other.ty.leaf() {
        0.2
    } else {
        0.0
    };
    let values = |field: &Field| {
        field
            .values
            .iter()
            .map(|v| v.value.to_lowercase())
            .collect::<BTreeSet<_>>()
    };
    let same_values = if values(one).intersection(&values(other)).next().is_some() {
        0.3
    } else {
        0.0
    };
    (0.7 * name + same_type + same_values).min(1.0)
}

/// The words of a name that tell something, in the singular.
fn words(name: &str) -> BTreeSet<String> {
    let snake = name.to_snake_case();
    let words = snake
        .split('_')
        .filter(|word| !word.is_empty() && !NOISE.contains(word));
    words.map(stem).collect()
}

/// A word in the singular, without the vendor's letter before it: `udisks` and `disks` are `disk`.
fn stem(word: &str) -> String {
    let singular = match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word
            .strip_suffix('s')
            .filter(|stem| stem.len() > 2)
            .unwrap_or(word)
            .to_owned(),
    };
    match singular.as_str() {
        "udisk" => "disk".to_owned(),
        "uhost" | "host" => "instance".to_owned(),
        _ => singular,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use specwright_spec::Type;

    #[test]
    fn names_are_told_by_their_words() {
        assert_eq!(words("DescribeUDisks"), words("DescribeDisk"));
        assert_ne!(words("CreateDisk"), words("CreateSnapshot"));
    }

    #[test]
    fn names_types_and_values_tell_parameters() {
        let field = |name: &str| Field::new(name, Type::String);
        assert!(likeness(&field("DiskId"), &field("UDiskId")) >= 0.5);
        assert!(likeness(&field("DiskId"), &field("SnapshotName")) < 0.5);
    }
}
