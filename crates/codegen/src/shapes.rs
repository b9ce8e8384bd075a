//! Structs, their metadata, their setters and their enums of values.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::docs;
use crate::layout::{self, Sheet};
use crate::plan::{FieldPlan, Origin, RustType, ShapePlan, ValuesPlan};
use crate::text::{self, code, literal};

/// Writes a struct, its place in the tables and, if callers build it, its setters.
///
/// # Errors
/// A defect of the generator: tokens that are no items.
pub fn shape(
    plan: &ShapePlan<'_>,
    place: &str,
    owner: &str,
    about_request: &[String],
    sheet: &mut Sheet,
) -> Result<(), syn::Error> {
    sheet.items(declaration(plan, owner, about_request))?;
    let fields: Vec<String> = plan.fields.iter().map(|field| field.name.clone()).collect();
    sheet.block(&layout::list(
        &format!("rt::shape!({} = {place}:", plan.name),
        &fields,
        ");",
    ));
    if plan.is_input && !matches!(plan.origin, Origin::Request) && !plan.fields.is_empty() {
        sheet.block(&setters(
            &format!("rt::setters! {{\n    {} {{\n", plan.name),
            plan,
        ));
    }
    Ok(())
}

fn declaration(plan: &ShapePlan<'_>, owner: &str, about_request: &[String]) -> TokenStream {
    let about = doc_attributes(&about(plan, owner, about_request));
    let name = ident(&plan.name);
    let is_parameter = plan.is_input;
    let fields = plan.fields.iter().map(|field| {
        let docs = doc_attributes(&docs::field(field.field, is_parameter));
        let name = ident(&field.name);
        let ty = field_type(field);
        quote!(#docs pub #name: #ty,)
    });
    quote! {
        #about
        #[derive(Default)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            unlisted: rt::shape::Unlisted,
        }
    }
}

fn about(plan: &ShapePlan<'_>, owner: &str, about_request: &[String]) -> Vec<String> {
    match plan.origin {
        Origin::Request => about_request.to_vec(),
        Origin::Output => vec![format!("What `{owner}` answers.")],
        Origin::Structure(structure) => docs::structure(structure),
        Origin::Inline(field) => vec![format!("{} of `{owner}`.", code(&field.name))],
        Origin::Lifted(field) => vec![format!("{} of several operations.", code(&field.name))],
    }
}

/// A block of setters: one line a field.
pub fn setters(head: &str, plan: &ShapePlan<'_>) -> String {
    let mut out = head.to_owned();
    for field in &plan.fields {
        let line = match &field.ty {
            RustType::List(item) => format!("list {}: {}", field.name, type_text(item)),
            RustType::Map(value) => format!("map {}: {}", field.name, type_text(value)),
            RustType::Int | RustType::Float | RustType::Truth => {
                format!("plain {}: {}", field.name, type_text(&field.ty))
            }
            other => format!("into {}: {}", field.name, type_text(other)),
        };
        out.push_str(&format!("        {line},\n"));
    }
    out.push_str("    }\n}");
    // Nothing between the braces reads better on one line.
    out.replace("{\n    }\n", "{}\n")
}

/// An enum of values, as a table for the runtime's macro.
pub fn value_enum(plan: &ValuesPlan<'_>, owner: &str) -> String {
    let about = match plan.structure {
        Some(structure) => docs::structure(structure),
        None if plan.is_lifted => {
            vec![format!(
                "Values of {} of several operations.",
                code(plan.field)
            )]
        }
        None => vec![format!("Values of {} of `{owner}`.", code(plan.field))],
    };
    let mut out = format!(
        "rt::values! {{\n{}    pub enum {} {{\n",
        layout::docs(&about, "    "),
        plan.name
    );
    for (variant, value) in &plan.variants {
        let doc = match &value.doc {
            Some(doc) => text::doc_lines(&text::paragraphs(doc)),
            None => Vec::new(),
        };
        let doc = if doc.is_empty() {
            vec![format!("{}.", code(&value.value))]
        } else {
            doc
        };
        out.push_str(&layout::docs(&doc, "        "));
        out.push_str(&format!("        {variant} = {},\n", literal(&value.value)));
    }
    out.push_str("    }\n}");
    out
}

fn field_type(plan: &FieldPlan<'_>) -> TokenStream {
    let ty = rust_type(&plan.ty);
    if plan.is_optional {
        quote!(Option<#ty>)
    } else {
        ty
    }
}

fn rust_type(ty: &RustType) -> TokenStream {
    match ty {
        RustType::Text => quote!(String),
        RustType::Int => quote!(i64),
        RustType::Float => quote!(f64),
        RustType::Truth => quote!(bool),
        RustType::Value => quote!(rt::Value),
        RustType::Here(name) => {
            let name = ident(name);
            quote!(#name)
        }
        RustType::Shared(name) => {
            let name = ident(name);
            quote!(structures::#name)
        }
        RustType::Boxed(name) => {
            let name = ident(name);
            quote!(Box<#name>)
        }
        RustType::List(item) => {
            let item = rust_type(item);
            quote!(Vec<#item>)
        }
        RustType::Map(value) => {
            let value = rust_type(value);
            quote!(rt::Map<#value>)
        }
    }
}

/// The type as it stands in the lines of macros.
pub fn type_text(ty: &RustType) -> String {
    rust_type(ty).to_string().replace(' ', "")
}

/// Lines as doc attributes, which prettyplease prints as comments.
pub fn doc_attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// `Some` of a literal, or `None`.
pub fn option(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}

/// An identifier that the naming pass gave.
pub fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
