//! The files of a service: its module, its shared structures, one file an operation.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use specwright_spec::{Service, Structure};

use crate::errors::{self, ErrorsPlan};
use crate::layout::Sheet;
use crate::plan::ServicePlan;
use crate::shapes::{self, ident, option};
use crate::text::{code, doc_lines, prose, sentence};
use crate::{File, operation, tables, waiters};

/// No file may be longer.
const MOST_LINES: usize = 5_000;

/// All files of a service.
///
/// # Errors
/// A defect of the generator: tokens that are no items.
pub fn files(
    plan: &ServicePlan<'_>,
    folder: &str,
    is_default: bool,
) -> Result<Vec<File>, syn::Error> {
    let folder = format!("{folder}/{}", plan.module);
    let (structures, tables) = structures(plan, &folder)?;
    let mut files = vec![File {
        path: format!("{folder}/mod.rs"),
        text: module(plan, &tables)?,
    }];
    files.extend(structures);
    for operation in &plan.operations {
        let text = operation::file(operation, plan, is_default)?;
        files.push(File {
            path: format!("{folder}/{}.rs", operation.module),
            text,
        });
    }
    Ok(files)
}

/// The first sentence of the module: what service this is.
pub fn title(service: &Service, vendor: &str) -> String {
    match &service.title {
        Some(title) => sentence(&prose(title)),
        None => format!(
            "The service {} of {}.",
            code(&service.service),
            prose(vendor)
        ),
    }
}

fn spec_path(service: &Service) -> String {
    format!("specs/api/{}/{}.yaml", service.vendor, service.service)
}

fn module(plan: &ServicePlan<'_>, tables: &[TokenStream]) -> Result<String, syn::Error> {
    let service = plan.service;
    let mut sheet = Sheet::new("service.rs", &spec_path(service));
    let version = service
        .version
        .as_ref()
        .map(|version| format!("Version {} of the API.", code(version)));
    sheet.module_docs(&doc_lines(&[
        title(service, &plan.profile.title),
        version.unwrap_or_default(),
    ]));
    let mut imports =
        String::from("use specwright_runtime as rt;\nuse specwright_runtime::meta as m;\n");
    if service.errors.is_empty() {
        imports.push_str("\npub use super::CommonError;\n");
    }
    sheet.block(&imports);
    let mut modules = String::new();
    for module in plan
        .operations
        .iter()
        .map(|operation| operation.module.as_str())
        .chain(["structures"])
    {
        modules.push_str(&format!("#[rustfmt::skip]\npub mod {module};\n"));
    }
    sheet.block(&modules);
    sheet.block("rt::client!(SERVICE, super::VENDOR);");
    sheet.block(&operations(plan));
    for waiter in &service.waiters {
        if let Some(waiter) = waiters::waiter(waiter, plan) {
            sheet.block(&waiter);
        }
    }
    if !service.errors.is_empty() {
        sheet.block(&errors::table(&ErrorsPlan {
            name: "CommonError",
            about: vec!["What every operation of the service may refuse with.".to_owned()],
            codes: service.errors.clone(),
            other: ("Vendor", "super::CommonError"),
            tables: "ERRORS",
        }));
        let retry = &plan.profile.retry;
        sheet.block(&errors::statics(Some("SERVICE"), &service.errors, retry));
    }
    sheet.items(metadata(plan, tables))?;
    Ok(sheet.finish())
}

/// The requests, for those who must see every operation.
fn operations(plan: &ServicePlan<'_>) -> String {
    let mut out = String::from("rt::operations! {\n");
    for operation in &plan.operations {
        out.push_str(&format!(
            "    {}::{},\n",
            operation.module, operation.request
        ));
    }
    out.push('}');
    // Nothing between the braces reads better on one line.
    out.replace("{\n}", "{}")
}

fn metadata(plan: &ServicePlan<'_>, tables: &[TokenStream]) -> TokenStream {
    let service = plan.service;
    let (vendor, name) = (&service.vendor, &service.service);
    let stated = service
        .version
        .as_deref()
        .or(plan.profile.versions.get(name).map(String::as_str));
    let (version, endpoint) = (option(stated), option(service.endpoint.as_deref()));
    let operations = plan
        .operations
        .iter()
        .map(|operation| ident(&operation.module));
    let value_sets = plan
        .structures
        .values
        .iter()
        .filter_map(|values| Some(value_set(values.structure?)));
    let errors = if service.errors.is_empty() {
        quote!(&m::NO_CODES)
    } else {
        quote!(&ERRORS)
    };
    quote! {
        /// The facts of the service.
        pub static SERVICE: m::ServiceMeta = m::ServiceMeta {
            vendor: #vendor,
            name: #name,
            version: #version,
            endpoint: #endpoint,
            operations: &[#(&#operations::TABLES),*],
            structures: &[#(&#tables),*],
            value_sets: &[#(#value_sets),*],
            errors: #errors,
        };
    }
}

fn value_set(structure: &Structure) -> TokenStream {
    let (name, values) = (
        &structure.name,
        structure.values.iter().map(|value| &value.value),
    );
    quote!(m::ValueSetMeta { name: #name, values: &[#(#values),*] })
}

/// The shared structures, and the ways to their tables: in one file, or in one for each first letter
/// where there are many.
fn structures(
    plan: &ServicePlan<'_>,
    folder: &str,
) -> Result<(Vec<File>, Vec<TokenStream>), syn::Error> {
    let about = ["Structures that operations of the service share.".to_owned()];
    let mut head = Sheet::new("service.rs", &spec_path(plan.service));
    head.module_docs(&about);
    if plan.structures.groups.is_empty() {
        let path = format!("{folder}/structures.rs");
        let text = head.finish();
        return Ok((vec![File { path, text }], Vec::new()));
    }
    let parts = parts(plan)?;
    if let [(_, only)] = parts.as_slice() {
        head.block("use specwright_runtime as rt;");
        head.append(only);
        let path = format!("{folder}/structures.rs");
        let text = head.finish();
        return Ok((vec![File { path, text }], vec![quote!(structures::TABLES)]));
    }
    head.block("use specwright_runtime as rt;");
    let mut files = Vec::new();
    let mut modules = String::new();
    let mut tables = Vec::new();
    for (part, text) in parts {
        modules.push_str(&format!(
            "#[rustfmt::skip]\npub(crate) mod {part};\npub use {part}::*;\n"
        ));
        let name = ident(&part);
        tables.push(quote!(structures::#name::TABLES));
        let mut sheet = Sheet::new("service.rs", &spec_path(plan.service));
        sheet.module_docs(&[format!(
            "Structures whose names begin with `{}`.",
            &part[..1]
        )]);
        sheet.block("use super::*;");
        sheet.append(&text);
        files.push(File {
            path: format!("{folder}/structures/{part}.rs"),
            text: sheet.finish(),
        });
    }
    head.block(&modules);
    files.push(File {
        path: format!("{folder}/structures/mod.rs"),
        text: head.finish(),
    });
    Ok((files, tables))
}

/// The texts of the files: one, or one for each first letter, in two where that is too long.
fn parts(plan: &ServicePlan<'_>) -> Result<Vec<(String, String)>, syn::Error> {
    let all: Vec<usize> = (0..plan.structures.groups.len()).collect();
    let whole = part(plan, &all, "super::SERVICE")?;
    let lines = |text: &str| text.lines().count();
    if lines(&whole) + 8 <= MOST_LINES {
        return Ok(vec![(String::new(), whole)]);
    }
    let mut letters: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in all {
        let name = crate::names::snake(&plan.structures.groups[at], "t");
        let letter = name.get(..1).unwrap_or("t").to_owned();
        letters.entry(letter).or_default().push(at);
    }
    let mut parts = Vec::new();
    for (letter, groups) in letters {
        let mut open = vec![groups];
        let mut number = 1;
        while let Some(groups) = open.pop() {
            let text = part(plan, &groups, "super::super::SERVICE")?;
            if lines(&text) + 8 > MOST_LINES && groups.len() > 1 {
                let (first, rest) = groups.split_at(groups.len() / 2);
                open.extend([rest.to_vec(), first.to_vec()]);
                continue;
            }
            let name = if number == 1 {
                letter.clone()
            } else {
                format!("{letter}_{number}")
            };
            parts.push((name, text));
            number += 1;
        }
    }
    Ok(parts)
}

/// What some groups bring: their structs and sets of values, and the tables of the structs.
fn part(plan: &ServicePlan<'_>, groups: &[usize], service: &str) -> Result<String, syn::Error> {
    let (shapes, values) = (&plan.structures.shapes, &plan.structures.values);
    let mut piece = Sheet::empty();
    let mut listed = Vec::new();
    for &at in groups {
        let group = &plan.structures.groups[at];
        for shape in shapes.iter().filter(|shape| shape.group == at) {
            let place = format!("TABLES[{}]", listed.len());
            shapes::shape(shape, &place, group, &[], &mut piece)?;
            listed.push(shape);
        }
        for values in values.iter().filter(|values| values.group == at) {
            piece.block(&shapes::value_enum(values, group));
        }
    }
    let tables = tables::shapes(listed);
    piece.block(&format!(
        "pub(crate) static TABLES: rt::tables::Tables = rt::tables::Tables::new(&{service}, {tables});"
    ));
    Ok(piece.finish())
}
