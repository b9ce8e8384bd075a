//! How facts and the whole reader's diagnostics are written down in a case.

use std::fmt::Write;
use std::path::Path;

use serde_json::Value;
use specwright_reader::{PageFile, Reading};
use specwright_spec::{Operation, Profile, Required, Service, yaml};

use crate::case::CasePage;

/// Reads the pages of a case with their vendor's profile.
pub fn read(pages: &[CasePage<'_>]) -> Result<Reading, String> {
    let files = pages.iter().map(|page| PageFile {
        path: page.path.to_owned(),
        bytes: page.bytes.clone(),
        date: page.date.map(str::to_owned),
    });
    let vendor = pages.first().map_or("", |page| page.vendor);
    read_files(vendor, &files.collect::<Vec<_>>())
}

/// Reads pages with a vendor's profile.
pub fn read_files(vendor: &str, files: &[PageFile]) -> Result<Reading, String> {
    let profile =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../specs/vendors/{vendor}.yaml"));
    let profile = std::fs::read_to_string(profile)
        .map_err(|error| format!("no profile of {vendor}: {error}"))?;
    let profile: Profile = yaml::read(&profile).map_err(|error| error.to_string())?;
    Ok(specwright_reader::read(&profile, files))
}

/// An operation a line with its facts, notes and samples below, then the service's codes; pages that became nothing else.
pub fn facts(reading: &Reading) -> String {
    let mut out = String::new();
    for service in &reading.services {
        let facts = specwright_spec::facts(service);
        for operation in &service.operations {
            let _ = writeln!(out, "{}", operation_line(service, operation));
            let own = facts
                .iter()
                .filter(|fact| fact["operation"] == operation.name.as_str());
            own.for_each(|fact| fact_line(fact, &mut out));
            other_lines(operation, &mut out);
        }
        for error in &service.errors {
            let cases = if error.also.is_empty() {
                String::new()
            } else {
                format!(" × {}", error.also.len() + 1)
            };
            let _ = writeln!(out, "every operation: error {}{cases}", error.code);
        }
    }
    for page in reading
        .pages
        .iter()
        .filter(|page| page.stats.operations == 0)
    {
        let _ = writeln!(out, "page {}: {}", page.path, page.kind.as_str());
    }
    out
}

fn operation_line(service: &Service, operation: &Operation) -> String {
    let mut line = format!("operation {}/{}", service.service, operation.name);
    if let Some(http) = &operation.http {
        let _ = write!(line, " {} {}", http.methods.join("|"), http.path);
    }
    if let Some(endpoint) = operation.endpoint.as_ref().or(service.endpoint.as_ref()) {
        let _ = write!(line, " at {endpoint}");
    }
    if let Some(version) = &service.version {
        let _ = write!(line, " of {version}");
    }
    line
}

/// What is no fact of a field: notes, and what samples show.
fn other_lines(operation: &Operation, out: &mut String) {
    if let Some(region) = &operation.region {
        let need = match (region.unused, region.required.and_then(Required::as_bool)) {
            (true, _) => "unused",
            (_, Some(true)) => "required",
            (_, Some(false)) => "optional",
            (_, None) => "of unknown need",
        };
        let only = match region.only.as_slice() {
            [] => String::new(),
            only => format!(", only {}", only.join(" ")),
        };
        let _ = writeln!(out, "region {need}{only}");
    }
    if let Some(deprecated) = &operation.deprecated {
        let replacement = deprecated.replacement.as_deref();
        let by = replacement.map_or(String::new(), |name| format!(", by {name}"));
        let _ = writeln!(out, "deprecated{by}");
    }
    for note in &operation.notes {
        let _ = writeln!(out, "{:?}: {}", note.kind, note.text.replace('\n', "⏎"));
    }
    for sample in &operation.samples {
        let _ = writeln!(
            out,
            "sample {:?} {:?} of {} bytes",
            sample.kind,
            sample.format,
            sample.text.len()
        );
    }
}

fn fact_line(fact: &specwright_spec::facts::Fact, out: &mut String) {
    const SHOWN: &[&str] = &[
        "http_status",
        "position",
        "values",
        "default",
        "min",
        "max",
        "min_length",
        "max_length",
        "format",
        "unit",
        "conditional",
        "nullable",
        "deprecated",
        "derived",
        "placed",
    ];
    let text = |key: &str| fact.get(key).and_then(Value::as_str).unwrap_or_default();
    let _ = write!(out, "{} {}", text("in"), text("path"));
    if !text("type").is_empty() {
        let _ = write!(out, " {}", text("type"));
    }
    match fact.get("required").and_then(Value::as_bool) {
        Some(true) => out.push_str(" required"),
        Some(false) => out.push_str(" optional"),
        None => {}
    }
    for key in SHOWN {
        match fact.get(*key) {
            None | Some(Value::Null) => {}
            Some(Value::Bool(_)) => drop(write!(out, " {key}")),
            Some(Value::String(text)) => drop(write!(out, " {key}={text}")),
            Some(Value::Array(items)) => {
                let items: Vec<_> = items.iter().filter_map(Value::as_str).collect();
                let _ = write!(out, " {key}={}", items.join(","));
            }
            Some(other) => drop(write!(out, " {key}={other}")),
        }
    }
    out.push('\n');
}

/// A finding a line: place, level, code, message.
pub fn diagnostics(reading: &Reading) -> String {
    let several = reading.pages.len() > 1;
    let line = |found: &specwright_reader::diagnostic::Diagnostic| {
        let place = &found.primary.place;
        let page = if several {
            format!("{}:", place.page)
        } else {
            String::new()
        };
        format!(
            "{page}{}:{} {} {} {}\n",
            place.line,
            place.column,
            found.level.as_str(),
            found.code.as_str(),
            found.message
        )
    };
    reading.diagnostics.iter().map(line).collect()
}
