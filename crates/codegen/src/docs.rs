//! What generated documentation says: the page's description where the spec keeps it, then the
//! facts in our own words.

use specwright_spec::{ErrorCode, Field, Number, Operation, Profile, Required, Service, Structure};

use crate::text::{code, doc_lines, paragraphs, prose, sentence, url};

/// How many values a sentence lists before it leaves the rest to the table.
const VALUES: usize = 6;

/// The documentation of a field or parameter.
pub fn field(field: &Field, is_parameter: bool) -> Vec<String> {
    let facts = facts(field, is_parameter);
    match &field.doc {
        Some(doc) => doc_lines(&[paragraphs(doc), vec![facts.join(" ")]].concat()),
        None => doc_lines(&[[vec![format!("{}.", code(&field.name))], facts]
            .concat()
            .join(" ")]),
    }
}

/// The facts of a field as sentences.
fn facts(field: &Field, is_parameter: bool) -> Vec<String> {
    let mut facts = Vec::new();
    if is_parameter {
        match field.required {
            Some(Required::Yes) => facts.push("Required.".to_owned()),
            Some(Required::No) if field.conditional => {
                facts.push("Required under a condition.".to_owned())
            }
            Some(Required::Unknown) => {
                facts.push("The page does not say whether it is required.".to_owned())
            }
            Some(Required::No) | None => {}
        }
    }
    if field.nullable {
        facts.push("May be null.".to_owned());
    }
    if !field.values.is_empty() {
        let mut values: Vec<_> = field
            .values
            .iter()
            .take(VALUES)
            .map(|value| code(&value.value))
            .collect();
        if field.values.len() > VALUES {
            values.push("…".to_owned());
        }
        let each = if field.ty.is_list() {
            "Each one of"
        } else {
            "One of"
        };
        facts.push(format!("{each} {}.", values.join(", ")));
    }
    facts.extend(range(
        "",
        field.min.map(shown),
        field.max.map(shown),
        &unit(field),
    ));
    facts.extend(range(
        "",
        count(field.min_length),
        count(field.max_length),
        " characters",
    ));
    facts.extend(range(
        "",
        count(field.min_items),
        count(field.max_items),
        " items",
    ));
    if field.min.is_none()
        && field.max.is_none()
        && let Some(unit) = &field.unit
    {
        facts.push(format!("In {}.", code(unit)));
    }
    if let Some(format) = &field.format {
        facts.push(format!("Format {}.", code(format)));
    }
    if let Some(default) = &field.default {
        facts.push(format!("Default {}.", code(default)));
    }
    if let Some(deprecated) = &field.deprecated {
        facts.push(match &deprecated.replacement {
            Some(replacement) => format!("Deprecated: use {}.", code(replacement)),
            None => "Deprecated.".to_owned(),
        });
    }
    facts
}

fn unit(field: &Field) -> String {
    field
        .unit
        .as_ref()
        .map(|unit| format!(" {}", code(unit)))
        .unwrap_or_default()
}

fn shown(number: Number) -> String {
    number.to_string()
}

fn count(number: Option<u64>) -> Option<String> {
    number.map(|number| number.to_string())
}

fn range(what: &str, min: Option<String>, max: Option<String>, unit: &str) -> Option<String> {
    let text = match (min, max) {
        (Some(min), Some(max)) if min == max => format!("{what}exactly {min}{unit}."),
        (Some(min), Some(max)) => format!("{what}from {min} to {max}{unit}."),
        (Some(min), None) => format!("{what}at least {min}{unit}."),
        (None, Some(max)) => format!("{what}at most {max}{unit}."),
        (None, None) => return None,
    };
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().to_string() + chars.as_str())
}

/// The documentation of an operation, for its request and its module.
pub fn operation(operation: &Operation, profile: &Profile, service: &Service) -> Vec<String> {
    let doc = operation.doc.as_ref().or(operation.title.as_ref());
    let mut about = described(doc, format!("The operation {}.", code(&operation.name)));
    let mut facts = Vec::new();
    if let Some(limit) = operation.rate_limit {
        let per = format!("{:?}", limit.per).to_lowercase();
        facts.push(format!("At most {} requests a {per}.", limit.requests));
    }
    if let Some(region) = &operation.region {
        if region.unused {
            facts.push("Takes no region.".to_owned());
        }
        if !region.only.is_empty() {
            let only: Vec<_> = region.only.iter().map(|region| code(region)).collect();
            facts.push(format!("Only in {}.", only.join(", ")));
        }
    }
    if let Some(deprecated) = &operation.deprecated {
        facts.push(match &deprecated.replacement {
            Some(replacement) => format!("Deprecated: use {}.", code(replacement)),
            None => "Deprecated.".to_owned(),
        });
    }
    about.push(facts.join(" "));
    if let Some(link) = doc_url(operation, profile, service) {
        about.push(format!("[The vendor's page](<{link}>)"));
    }
    doc_lines(&about)
}

/// Where the vendor shows the page of an operation.
pub fn doc_url(operation: &Operation, profile: &Profile, service: &Service) -> Option<String> {
    Some(url(&profile.page_url(service, operation)?))
}

/// The documentation of a structure.
pub fn structure(structure: &Structure) -> Vec<String> {
    let otherwise = format!("The structure {}.", code(&structure.name));
    doc_lines(&described(structure.doc.as_ref(), otherwise))
}

/// The paragraphs of a description; what is said otherwise where there is none.
fn described(doc: Option<&String>, otherwise: String) -> Vec<String> {
    let about = doc.map(|doc| paragraphs(doc)).unwrap_or_default();
    if about.is_empty() {
        vec![otherwise]
    } else {
        about
    }
}

/// The documentation of an error code.
pub fn error(error: &ErrorCode) -> Vec<String> {
    let mut meanings: Vec<String> = Vec::new();
    for case in error.cases() {
        if let Some(text) = case.doc.or(case.message) {
            let text = sentence(&prose(&text));
            if !text.is_empty() && !meanings.contains(&text) {
                meanings.push(text);
            }
        }
    }
    let statuses = error
        .statuses()
        .iter()
        .map(u16::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let status = if statuses.is_empty() {
        String::new()
    } else {
        format!(" HTTP {statuses}.")
    };
    meanings.push(format!("{}.{status}", code(&error.code)));
    doc_lines(&[meanings.join(" ")])
}
