//! The files of a service: its module, its shared structures, one file an operation.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use specwright_spec::{Service, Structure};

use crate::errors::{self, ErrorsPlan};
use crate::layout::Sheet;
use crate::plan::{Origin, ServicePlan};
use crate::shapes::{self, ident, option};
use crate::text::{code, doc_lines, prose, sentence};
use crate::{File, operation, waiters};

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
    let mut files = vec![File {
        path: format!("{folder}/mod.rs"),
        text: module(plan)?,
    }];
    files.extend(structures(plan, &folder)?);
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

fn module(plan: &ServicePlan<'_>) -> Result<String, syn::Error> {
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
            retry: &plan.profile.retry,
        }));
    }
    sheet.items(metadata(plan))?;
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

fn metadata(plan: &ServicePlan<'_>) -> TokenStream {
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
    let structures = plan
        .structures
        .shapes
        .iter()
        .filter(|shape| matches!(shape.origin, Origin::Structure(_)));
    let structures = structures.map(|shape| ident(&shape.meta));
    let value_sets = plan
        .structures
        .values
        .iter()
        .filter_map(|values| Some(value_set(values.structure?)));
    let errors = if service.errors.is_empty() {
        quote!(&[])
    } else {
        quote!(ERRORS.codes)
    };
    quote! {
        /// The facts of the service.
        pub static SERVICE: m::ServiceMeta = m::ServiceMeta {
            vendor: #vendor,
            name: #name,
            version: #version,
            endpoint: #endpoint,
            operations: &[#(&#operations::OPERATION),*],
            structures: &[#(&structures::#structures),*],
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

/// The shared structures: in one file, or in one for each first letter where there are many.
fn structures(plan: &ServicePlan<'_>, folder: &str) -> Result<Vec<File>, syn::Error> {
    let about = ["Structures that operations of the service share.".to_owned()];
    let mut head = Sheet::new("service.rs", &spec_path(plan.service));
    head.module_docs(&about);
    let (shapes, values) = (&plan.structures.shapes, &plan.structures.values);
    if !shapes.is_empty() || !values.is_empty() {
        head.block("use specwright_runtime as rt;");
    }
    let mut pieces = Vec::new();
    for (at, group) in plan.structures.groups.iter().enumerate() {
        let mut piece = Sheet::empty();
        for shape in shapes.iter().filter(|shape| shape.group == at) {
            shapes::shape(shape, group, &[], &mut piece)?;
            piece.block(&shapes::metadata(shape));
        }
        for values in values.iter().filter(|values| values.group == at) {
            piece.block(&shapes::value_enum(values, group));
        }
        let name = crate::names::snake(group, "t");
        pieces.push((name.get(..1).unwrap_or("t").to_owned(), piece.finish()));
    }
    let lines = |text: &str| text.lines().count();
    if pieces.iter().map(|(_, piece)| lines(piece)).sum::<usize>() + 8 <= MOST_LINES {
        for (_, piece) in &pieces {
            head.append(piece);
        }
        return Ok(vec![File {
            path: format!("{folder}/structures.rs"),
            text: head.finish(),
        }]);
    }
    let mut parts: BTreeMap<String, String> = BTreeMap::new();
    for (letter, piece) in pieces {
        let fits = |part: &String| {
            parts
                .get(part)
                .is_none_or(|text| lines(text) + lines(&piece) < MOST_LINES - 8)
        };
        let numbered = (2..).map(|number| format!("{letter}_{number}"));
        // The numbers do not end, so one always fits.
        let part = std::iter::once(letter.clone())
            .chain(numbered)
            .find(fits)
            .unwrap_or(letter);
        parts.entry(part).or_default().push_str(&piece);
    }
    let mut files = Vec::new();
    let mut modules = String::new();
    for (part, text) in parts {
        modules.push_str(&format!(
            "#[rustfmt::skip]\nmod {part};\npub use {part}::*;\n"
        ));
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
    Ok(files)
}
