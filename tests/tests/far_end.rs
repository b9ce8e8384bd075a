//! From the far end back: the tables of every page, compared cell by cell with the rows that the
//! generated crate's metadata gives. A row lost anywhere between page and Rust fails here.
//! One named test a table.

use std::fmt::Debug;

use libtest_mimic::{Arguments, Failed, Trial};
use specwright_runtime::meta::{OperationMeta, ServiceMeta};
use specwright_tests::pages::{self, Table};
use specwright_tests::rows::{self, ErrorRow};
use specwright_tests::services::SERVICES;
use specwright_tests::specs;
use specwright_tests::vendors::{self, Tables};

fn main() {
    let mut trials = Vec::new();
    let mut compared = 0;
    for &service in SERVICES {
        let tables = vendors::find(service.vendor);
        for (path, text) in pages::below(&pages::root().join(service.vendor)) {
            if !path.starts_with(&format!("{}/", service.name)) {
                continue;
            }
            for (number, table) in pages::tables(&text).into_iter().enumerate() {
                let name = format!(
                    "{}/{path} table {} ({})",
                    service.vendor,
                    number + 1,
                    table.heading()
                );
                let path = path.clone();
                compared += 1;
                trials.push(Trial::test(name, move || {
                    compare(tables, service, &path, &table)
                }));
            }
        }
        let is_own = |operation: &&OperationMeta| operation.source.is_none();
        for operation in service.operations().filter(is_own) {
            let name = format!(
                "{}/{} {} has tables",
                service.vendor, service.name, operation.name
            );
            trials.push(Trial::test(name, move || has_tables(operation)));
        }
    }
    assert!(compared > 0, "no page was read");
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// Compares a table with what the crate says it holds. A table that nothing claims fails.
fn compare(
    tables: &Tables,
    service: &ServiceMeta,
    path: &str,
    table: &Table,
) -> Result<(), Failed> {
    let heading = table.heading();
    if tables.common_headings.contains(&heading) {
        return Ok(());
    }
    if let Some(on_page) = rows::errors_of_table(tables, table) {
        let operation = service
            .operations()
            .find(|operation| operation.page == path);
        return match operation {
            Some(operation) => same(&on_page, &rows::of_errors(operation.errors)),
            None => service_codes(service, on_page),
        };
    }
    if let Some(structure) = service.shapes().find(|structure| structure.name == heading) {
        let mut on_page = rows::fields_of_table(tables, table, &[])
            .ok_or("a structure without names and types")?;
        specs::correct(service, &format!("structures/{heading}"), &mut on_page);
        return same(&on_page, &rows::of_shape(tables, structure, false));
    }
    let operation = operation_of(service, path, table)?;
    let is_request = heading.contains("请求参数") || heading.contains("输入参数");
    let (shape, common) = match is_request {
        true => (operation.request, tables.common_request),
        false => (operation.response, tables.common_response),
    };
    let mut on_page =
        rows::fields_of_table(tables, table, common).ok_or("a table without names and types")?;
    let side = if is_request { "request" } else { "response" };
    specs::correct(
        service,
        &format!("operations/{}/{side}", operation.name),
        &mut on_page,
    );
    same(&on_page, &rows::of_shape(tables, shape, is_request))
}

/// A page of codes: those of the vendor's profile belong to every service, the others to this one.
fn service_codes(service: &ServiceMeta, on_page: Vec<ErrorRow>) -> Result<(), Failed> {
    let profile = specs::profile(service.vendor);
    let is_common = |row: &ErrorRow| {
        profile
            .common_errors
            .iter()
            .any(|common| common.code == row.code)
    };
    let (common, own): (Vec<_>, Vec<_>) = on_page.into_iter().partition(is_common);
    if own.is_empty() {
        // The vendor's own table: all of its codes, and nothing else.
        let listed = common.len() == profile.common_errors.len();
        return if listed {
            Ok(())
        } else {
            Err(format!("{} codes of {}", common.len(), profile.common_errors.len()).into())
        };
    }
    // Other pages of the service may list codes too; those of this one are all there.
    let mut listed = rows::of_errors(service.errors.error_codes());
    listed.retain(|row| own.iter().any(|own| own.code == row.code));
    same(&own, &listed)
}

/// The operation that a page describes, or the one whose section a table stands in.
fn operation_of(
    service: &ServiceMeta,
    path: &str,
    table: &Table,
) -> Result<&'static OperationMeta, Failed> {
    let mut of_page = service
        .operations()
        .filter(|operation| operation.page == path);
    let in_section = |operation: &&OperationMeta| match operation.section {
        Some(section) => table
            .headings
            .iter()
            .any(|(_, title)| title.ends_with(section)),
        None => true,
    };
    of_page
        .find(in_section)
        .ok_or_else(|| format!("no operation claims the table {:?}", table.headings).into())
}

fn same<T: PartialEq + Debug>(on_page: &[T], in_crate: &[T]) -> Result<(), Failed> {
    if on_page.is_empty() && in_crate.is_empty() || on_page == in_crate {
        return Ok(());
    }
    let lines = |rows: &[T]| {
        rows.iter()
            .map(|row| format!("{row:?}\n"))
            .collect::<String>()
    };
    let diff = similar::TextDiff::from_lines(lines(on_page), lines(in_crate))
        .unified_diff()
        .header("page", "crate")
        .to_string();
    Err(diff.into())
}

/// An operation of the crate whose page has no table would make all comparisons above empty.
fn has_tables(operation: &OperationMeta) -> Result<(), Failed> {
    let path = pages::root()
        .join(operation.service.vendor)
        .join(operation.page);
    let text =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    if pages::tables(&text).is_empty() {
        Err("the page has no table".into())
    } else {
        Ok(())
    }
}
