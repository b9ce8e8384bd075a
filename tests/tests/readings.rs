//! Every row of every page's tables next to what the spec made of it, as one snapshot a page:
//! for people to review when a page or the reader changes. Rows are read by this suite's own
//! small reader and joined to the spec by their lines.

use std::collections::BTreeMap;
use std::fmt::Write;

use libtest_mimic::{Arguments, Failed, Trial};
use specwright_reader::{PageFile, Reading};
use specwright_spec::{Field, Required, Service};
use specwright_tests::pages::{self, Table};
use specwright_tests::specs;
use specwright_tests::vendors::{self, Tables};

fn main() {
    let mut trials = Vec::new();
    for tables in vendors::VENDORS {
        let folder = pages::root().join(tables.vendor);
        let pages = pages::below(&folder);
        let files: Vec<PageFile> = pages
            .iter()
            .map(|(path, text)| PageFile {
                path: path.clone(),
                bytes: text.clone().into_bytes(),
                date: None,
            })
            .collect();
        let reading = std::sync::Arc::new(specwright_reader::read(
            &specs::profile(tables.vendor),
            &files,
        ));
        for (path, text) in pages {
            let reading = std::sync::Arc::clone(&reading);
            let name = format!("{}/{path}", tables.vendor);
            trials.push(Trial::test(name, move || {
                review(tables, &reading, &path, &text)
            }));
        }
    }
    assert!(!trials.is_empty(), "no page was read");
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn review(
    tables: &'static Tables,
    reading: &Reading,
    path: &str,
    text: &str,
) -> Result<(), Failed> {
    let made = made_of_lines(reading, path);
    let mut shown = String::new();
    for table in pages::tables(text) {
        show(tables, &table, &made, &mut shown);
    }
    for diagnostic in reading
        .diagnostics
        .iter()
        .filter(|diagnostic| &*diagnostic.primary.place.page == path)
    {
        let place = &diagnostic.primary.place;
        writeln!(
            shown,
            "{}[{}] {}:{} {}",
            diagnostic.level.as_str(),
            diagnostic.code.as_str(),
            place.line,
            place.column,
            diagnostic.message
        )?;
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path(format!("snapshots/readings/{}", tables.vendor));
    settings.set_omit_expression(true);
    let name = path.trim_end_matches(".md").replace('/', "-");
    settings.bind(|| insta::assert_snapshot!(name, shown));
    Ok(())
}

fn show(tables: &Tables, table: &Table, made: &BTreeMap<u32, Vec<String>>, shown: &mut String) {
    let _ = writeln!(shown, "# {}", table.heading());
    let columns: Vec<usize> = [
        tables.name,
        tables.ty,
        tables.required,
        tables.code,
        tables.status,
    ]
    .iter()
    .filter_map(|titles| table.column(titles))
    .collect();
    for row in &table.rows {
        let cells: Vec<&str> = columns
            .iter()
            .map(|&at| row.cells.get(at).map_or("", String::as_str))
            .collect();
        let line = u32::try_from(row.line).unwrap_or(u32::MAX);
        let items = made
            .get(&line)
            .map_or("-".to_owned(), |items| items.join(" & "));
        let _ = writeln!(shown, "{:>3} {} => {items}", row.line, cells.join(" | "));
    }
}

/// What the spec has of each line of a page.
fn made_of_lines(reading: &Reading, path: &str) -> BTreeMap<u32, Vec<String>> {
    let mut made: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut add = |line: u32, item: String| made.entry(line).or_default().push(item);
    for service in &reading.services {
        for operation in service
            .operations
            .iter()
            .filter(|operation| operation.page == path)
        {
            fields(&operation.request, "request", "", &mut add);
            fields(&operation.response, "response", "", &mut add);
            for error in &operation.errors {
                for case in error.cases() {
                    add(
                        case.at.line,
                        format!("error {} {}", error.code, status(case.status)),
                    );
                }
            }
        }
        shared(service, path, &mut add);
    }
    made
}

fn shared(service: &Service, path: &str, add: &mut impl FnMut(u32, String)) {
    for structure in service
        .structures
        .iter()
        .filter(|structure| structure.page == path)
    {
        fields(&structure.fields, &structure.name, "", add);
    }
    // Codes of a service know their line, not their page: only a page of codes has them.
    let is_operation = service
        .operations
        .iter()
        .any(|operation| operation.page == path);
    let is_structures = service
        .structures
        .iter()
        .any(|structure| structure.page == path);
    let is_of_service = path.starts_with(&format!("{}/", service.service));
    if is_of_service && !is_operation && !is_structures {
        for error in &service.errors {
            add(
                error.at.line,
                format!("service error {} {}", error.code, status(error.status)),
            );
        }
    }
}

fn status(status: Option<u16>) -> String {
    status.map_or(String::new(), |status| status.to_string())
}

fn fields(fields_: &[Field], side: &str, above: &str, add: &mut impl FnMut(u32, String)) {
    for field in fields_ {
        let path = format!("{above}{}", field.name);
        if field.at.is_known() {
            add(
                field.at.line,
                format!("{side} {path} {}{}", field.ty, facts(field)),
            );
        }
        fields(&field.fields, side, &format!("{path}."), add);
    }
}

/// What else the spec knows of a field, in few words.
fn facts(field: &Field) -> String {
    let required = field.required.map(|required| match required {
        Required::Yes => "required".to_owned(),
        Required::No => "optional".to_owned(),
        Required::Unknown => "required?".to_owned(),
    });
    let values: Vec<&str> = field
        .values
        .iter()
        .map(|value| value.value.as_str())
        .collect();
    let known = [
        required,
        field
            .default
            .as_ref()
            .map(|default| format!("default={default}")),
        (!values.is_empty()).then(|| format!("values={}", values.join(","))),
        field.min.map(|min| format!("min={min}")),
        field.max.map(|max| format!("max={max}")),
        field.min_length.map(|min| format!("min_length={min}")),
        field.max_length.map(|max| format!("max_length={max}")),
        field.min_items.map(|min| format!("min_items={min}")),
        field.max_items.map(|max| format!("max_items={max}")),
        field.unit.as_ref().map(|unit| format!("unit={unit}")),
        field
            .format
            .as_ref()
            .map(|format| format!("format={format}")),
        field.conditional.then(|| "conditional".to_owned()),
        field.nullable.then(|| "nullable".to_owned()),
        field
            .deprecated
            .as_ref()
            .map(|deprecated| match &deprecated.replacement {
                Some(replacement) => format!("deprecated(use {replacement})"),
                None => "deprecated".to_owned(),
            }),
        (!field.placed.is_certain()).then(|| "place uncertain".to_owned()),
    ];
    known
        .into_iter()
        .flatten()
        .map(|fact| format!(" {fact}"))
        .collect()
}
