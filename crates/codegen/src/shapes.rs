//! Structs, their metadata, their setters and their enums of values.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use specwright_spec::{Encoding, Field, Number, Place, Required};

use crate::docs;
use crate::layout::{self, Sheet};
use crate::plan::{FieldPlan, Origin, RustType, ShapePlan, ValuesPlan};
use crate::text::{self, code};

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
        #[derive(Clone, Default)]
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
    out
}

/// The table of a struct.
pub fn metadata(plan: &ShapePlan<'_>) -> TokenStream {
    let (name, meta) = (&plan.wire_name, ident(&plan.meta));
    let fields = plan.fields.iter().map(field_meta);
    quote! {
        pub(crate) static #meta: m::ShapeMeta = m::ShapeMeta { name: #name, fields: &[#(#fields),*] };
    }
}

fn field_meta(plan: &FieldPlan<'_>) -> TokenStream {
    let field = plan.field;
    let (name, ty) = (&field.name, field.ty.to_string());
    let required = required(field.required);
    let facts = facts(field, plan.members.as_deref());
    quote!(m::field(#name, #ty, #required, &[#(#facts),*]))
}

/// The constant that says what the page says.
pub fn required(required: Option<Required>) -> TokenStream {
    match required {
        Some(Required::Yes) => quote!(m::YES),
        Some(Required::No) => quote!(m::NO),
        Some(Required::Unknown) => quote!(m::UNKNOWN),
        None => quote!(m::UNSTATED),
    }
}

fn facts(field: &Field, members: Option<&str>) -> Vec<TokenStream> {
    let mut facts = Vec::new();
    if let Some(default) = &field.default {
        facts.push(quote!(m::Fact::Default(#default)));
    }
    if !field.values.is_empty() {
        let values = field.values.iter().map(|value| &value.value);
        facts.push(quote!(m::Fact::Values(&[#(#values),*])));
    }
    facts.extend(field.min.map(|min| bound("min", "Min", min)));
    facts.extend(field.max.map(|max| bound("max", "Max", max)));
    let counts = [
        ("MinLength", field.min_length),
        ("MaxLength", field.max_length),
        ("MinItems", field.min_items),
        ("MaxItems", field.max_items),
    ];
    for (fact, count) in counts
        .into_iter()
        .filter_map(|(fact, count)| Some((fact, count?)))
    {
        let (fact, count) = (ident(fact), Literal::u64_unsuffixed(count));
        facts.push(quote!(m::Fact::#fact(#count)));
    }
    if let Some(format) = &field.format {
        facts.push(quote!(m::Fact::Format(#format)));
    }
    if let Some(unit) = &field.unit {
        facts.push(quote!(m::Fact::Unit(#unit)));
    }
    facts.extend(field.position.map(position));
    facts.extend(field.encoding.map(|encoding| match encoding {
        Encoding::Json => quote!(m::Fact::AsJson),
        Encoding::Comma => quote!(m::Fact::AsCommas),
    }));
    let marks = [
        (field.conditional, "Conditional"),
        (field.nullable, "Nullable"),
        (!field.placed.is_certain(), "PlacedUncertainly"),
        (is_secret(&field.name), "Secret"),
    ];
    for (_, mark) in marks.into_iter().filter(|(is_set, _)| *is_set) {
        let mark = ident(mark);
        facts.push(quote!(m::Fact::#mark));
    }
    if let Some(deprecated) = &field.deprecated {
        let replacement = option(deprecated.replacement.as_deref());
        facts.push(quote!(m::Fact::Deprecated(#replacement)));
    }
    if let Some(derived) = &field.derived {
        facts.push(quote!(m::Fact::Derived(#derived)));
    }
    if let Some(members) = members {
        let path = path(members);
        facts.push(quote!(m::Fact::Fields(&#path)));
    }
    facts
}

fn bound(short: &str, long: &str, number: Number) -> TokenStream {
    match number {
        Number::Int(number) => {
            let (short, number) = (ident(short), Literal::i64_unsuffixed(number));
            quote!(m::#short(#number))
        }
        Number::Float(number) => {
            let long = ident(long);
            // A bound that is no number is none of a page; zero keeps the table whole.
            let number = Literal::f64_unsuffixed(if number.is_finite() { number } else { 0.0 });
            quote!(m::Fact::#long(m::Bound::Float(#number)))
        }
    }
}

fn position(place: Place) -> TokenStream {
    let place = ident(match place {
        Place::Header => "Header",
        Place::Query => "Query",
        Place::Path => "Path",
        Place::Body => "Body",
    });
    quote!(m::Fact::Position(m::Position::#place))
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
        out.push_str(&format!(
            "        {variant} = {},\n",
            text::literal(&value.value)
        ));
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

fn type_text(ty: &RustType) -> String {
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

/// A path of identifiers that the naming pass gave.
pub fn path(text: &str) -> TokenStream {
    let segments = text.split("::").map(ident);
    quote!(#(#segments)::*)
}
