//! Structs, their metadata, their setters and their enums of values.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use specwright_spec::{Encoding, Field, Number, Required};

use crate::docs;
use crate::layout::{self, Sheet};
use crate::plan::{FieldPlan, Origin, RustType, ShapePlan, ValuesPlan};
use crate::text::{self, code, literal};

/// Parts of names whose values must not show in logs; compared in small letters without signs.
const SECRET_PARTS: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "privatekey",
    "accesskey",
    "credential",
    "securitytoken",
];

/// Writes a struct, its place in the runtime and, if callers build it, its setters.
///
/// # Errors
/// A defect of the generator: tokens that are no items.
pub fn shape(
    plan: &ShapePlan<'_>,
    owner: &str,
    about_request: &[String],
    sheet: &mut Sheet,
) -> Result<(), syn::Error> {
    sheet.items(declaration(plan, owner, about_request))?;
    let fields: Vec<String> = plan.fields.iter().map(|field| field.name.clone()).collect();
    sheet.block(&layout::list(
        &format!("rt::shape!({} = {}:", plan.name, plan.meta),
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

/// The table of a struct, for the runtime's macro.
pub fn metadata(plan: &ShapePlan<'_>) -> String {
    let mut out = format!(
        "rt::fields! {{\n    {} = {} {{\n",
        plan.meta,
        literal(&plan.wire_name)
    );
    for field in &plan.fields {
        let name = literal(&field.field.name);
        let mut line = format!("        {name}: {}", literal(&field.field.ty.to_string()));
        if let Some(required) = field.field.required {
            line.push_str(&format!(", {required:?}"));
        }
        let facts = facts(field.field, field.members.as_deref());
        if !facts.is_empty() {
            line.push_str(&facts_text(&facts, line.len()));
        }
        out.push_str(&line);
        out.push_str(";\n");
    }
    out.push_str("    }\n}");
    // Nothing between the braces reads better on one line.
    out.replace("{\n    }\n", "{}\n")
}

/// Facts in brackets, each on a line of its own where one line is too long.
fn facts_text(facts: &[String], before: usize) -> String {
    let one_line = format!(" [{}]", facts.join(", "));
    if before + one_line.len() <= 100 {
        return one_line;
    }
    format!(
        " [\n            {}\n        ]",
        facts.join(",\n            ")
    )
}

/// A list of values, broken where a line would hold many of them.
fn value_list(values: &[String]) -> String {
    const A_LINE: usize = 4;
    if values.len() <= A_LINE && values.iter().map(String::len).sum::<usize>() <= 60 {
        return format!("&[{}]", values.join(", "));
    }
    let mut lines = String::new();
    let mut words = 0;
    for value in values {
        let of_value = value.split(|c: char| !c.is_ascii_alphanumeric()).count();
        if words + of_value > 2 * A_LINE || words == 0 {
            lines.push_str("\n               ");
            words = 0;
        }
        words += of_value;
        lines.push_str(&format!(" {value},"));
    }
    format!("&[{lines}\n            ]")
}

/// The runtime's word for what a page says of the need for something.
pub fn required(required: Option<Required>) -> TokenStream {
    let need = match required {
        Some(required) => ident(&format!("{required:?}")),
        None => ident("Unstated"),
    };
    quote!(m::Required::#need)
}

fn facts(field: &Field, members: Option<&str>) -> Vec<String> {
    let mut facts = Vec::new();
    let mut fact = |name: &str, value: Option<String>| {
        facts.extend(value.map(|value| format!("{name}({value})")));
    };
    fact("Default", field.default.as_deref().map(literal));
    let values: Vec<_> = field
        .values
        .iter()
        .map(|value| literal(&value.value))
        .collect();
    fact("Values", (!values.is_empty()).then(|| value_list(&values)));
    for (name, bound) in [("Min", field.min), ("Max", field.max)] {
        match bound {
            Some(Number::Int(bound)) => fact(name, Some(bound.to_string())),
            // A bound that is no number is none of a page.
            Some(Number::Float(bound)) if bound.is_finite() => {
                fact(&format!("{name}Fraction"), Some(format!("{bound:?}")))
            }
            _ => {}
        }
    }
    let counts = [
        ("MinLength", field.min_length),
        ("MaxLength", field.max_length),
        ("MinItems", field.min_items),
        ("MaxItems", field.max_items),
    ];
    for (name, count) in counts {
        fact(name, count.map(|count| count.to_string()));
    }
    fact("Format", field.format.as_deref().map(literal));
    fact("Unit", field.unit.as_deref().map(literal));
    fact(
        "Position",
        field
            .position
            .map(|place| format!("rt::meta::Position::{place:?}")),
    );
    let marks = [
        (field.encoding == Some(Encoding::Json), "AsJson"),
        (field.encoding == Some(Encoding::Comma), "AsCommas"),
        (field.conditional, "Conditional"),
        (field.nullable, "Nullable"),
        (!field.placed.is_certain(), "PlacedUncertainly"),
        (is_secret(&field.name), "Secret"),
    ];
    facts.extend(
        marks
            .into_iter()
            .filter(|(is_set, _)| *is_set)
            .map(|(_, mark)| mark.to_owned()),
    );
    let mut fact = |name: &str, value: Option<String>| {
        facts.extend(value.map(|value| format!("{name}({value})")));
    };
    fact(
        "Deprecated",
        field
            .deprecated
            .as_ref()
            .map(|deprecated| match &deprecated.replacement {
                Some(replacement) => format!("Some({})", literal(replacement)),
                None => "None".to_owned(),
            }),
    );
    fact("Derived", field.derived.as_deref().map(literal));
    fact("Fields", members.map(|members| format!("&{members}")));
    facts
}

fn is_secret(name: &str) -> bool {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    SECRET_PARTS.iter().any(|part| name.contains(part))
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
            Some(doc) => text::doc_lines(&[text::sentence(&text::prose(doc))]),
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
