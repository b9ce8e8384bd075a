//! The file of an operation: request, output, builder, errors and facts.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use specwright_spec::{Paging, PagingStyle};

use crate::errors::{self, ErrorsPlan};
use crate::layout::Sheet;
use crate::plan::{OperationPlan, ServicePlan};
use crate::shapes::{self, doc_attributes, ident, option, required};
use crate::{docs, examples, paging};

/// The text of the file.
///
/// # Errors
/// A defect of the generator: tokens that are no items.
pub fn file(
    plan: &OperationPlan<'_>,
    service: &ServicePlan<'_>,
    is_default: bool,
) -> Result<String, syn::Error> {
    let spec = service.service;
    let mut sheet = Sheet::new(
        "operation.rs",
        &format!("specs/api/{}/{}.yaml", spec.vendor, spec.service),
    );
    let about = docs::operation(plan.operation, service.profile, &spec.service);
    let mut module_docs = vec![about[0].clone(), String::new()];
    module_docs.extend(examples::operation(plan, service, is_default));
    sheet.module_docs(&module_docs);
    sheet.block(&imports(plan));
    for (at, shape) in plan.types.shapes.iter().enumerate() {
        shapes::shape(shape, &plan.request, &about, &mut sheet)?;
        if at == 0 {
            sheet.block(&builder(plan));
            sheet.items(implementations(plan))?;
            if let Some(paged) = paging::paged(plan, service) {
                sheet.block(&paged);
            }
        }
    }
    for values in &plan.types.values {
        sheet.block(&shapes::value_enum(values, &plan.request));
    }
    sheet.block(&errors::table(&ErrorsPlan {
        name: &plan.error,
        about: vec![format!("What `{}` may refuse with.", plan.request)],
        codes: plan.operation.errors.clone(),
        other: ("Common", "super::CommonError"),
        retry: &service.profile.retry,
    }));
    sheet.items(metadata(plan, service))?;
    for shape in &plan.types.shapes {
        sheet.block(&shapes::metadata(shape));
    }
    Ok(sheet.finish())
}

fn imports(plan: &OperationPlan<'_>) -> String {
    let uses_shared = plan
        .types
        .shapes
        .iter()
        .flat_map(|shape| &shape.fields)
        .any(|field| {
            field
                .members
                .as_deref()
                .is_some_and(|members| members.contains("::"))
                || leads_to_shared(&field.ty)
        });
    let mut imports = String::new();
    if uses_shared {
        imports.push_str("use super::structures;\n");
    }
    imports.push_str("use specwright_runtime as rt;\nuse specwright_runtime::meta as m;");
    imports
}

fn leads_to_shared(ty: &crate::plan::RustType) -> bool {
    use crate::plan::RustType::{List, Map, Shared};
    match ty {
        Shared(_) => true,
        List(inner) | Map(inner) => leads_to_shared(inner),
        _ => false,
    }
}

fn builder(plan: &OperationPlan<'_>) -> String {
    let head = format!(
        "rt::call! {{\n    /// A call of `{}` in the making.\n    pub struct {} for {} {{\n",
        plan.operation_name(),
        plan.call,
        plan.request
    );
    shapes::setters(&head, &plan.types.shapes[0])
}

impl OperationPlan<'_> {
    /// The wire name, if it can stand in a comment; the request's otherwise.
    fn operation_name(&self) -> &str {
        let name = &self.operation.name;
        if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            name
        } else {
            &self.request
        }
    }
}

fn implementations(plan: &OperationPlan<'_>) -> TokenStream {
    let [request, output, error, call, method] = [
        &plan.request,
        &plan.output,
        &plan.error,
        &plan.call,
        &plan.module,
    ]
    .map(|name| ident(name));
    let about = doc_attributes(&[format!("Begins a call of [`{}`].", plan.request)]);
    quote! {
        impl rt::Operation for #request {
            type Output = #output;
            type Error = #error;
            const META: &'static m::OperationMeta = &OPERATION;
        }
        impl super::Client {
            #about
            pub fn #method(&self) -> #call {
                #call::new(self)
            }
        }
    }
}

fn metadata(plan: &OperationPlan<'_>, service: &ServicePlan<'_>) -> TokenStream {
    let operation = plan.operation;
    let (name, page) = (&operation.name, &operation.page);
    let mut rest = Vec::new();
    let mut text = |member: &str, value: Option<&str>| {
        if let Some(value) = value {
            let member = ident(member);
            rest.push(quote!(#member: Some(#value)));
        }
    };
    let doc_url = docs::doc_url(operation, service.profile, &service.service.service);
    text("section", operation.section.as_deref());
    text("source", operation.source.as_deref());
    text("doc_url", doc_url.as_deref());
    text("version", operation.version.as_deref());
    text("endpoint", operation.endpoint.as_deref());
    text(
        "idempotency_token",
        operation
            .idempotency
            .as_ref()
            .map(|idempotency| idempotency.token.as_str()),
    );
    if let Some(http) = &operation.http {
        let (methods, path) = (&http.methods, &http.path);
        rest.push(quote!(http: Some(m::HttpMeta { methods: &[#(#methods),*], path: #path })));
    }
    if let Some(limit) = operation.rate_limit {
        let [requests, seconds] =
            [limit.requests, limit.per.seconds()].map(Literal::u32_unsuffixed);
        rest.push(
            quote!(rate_limit: Some(m::RateLimit { requests: #requests, seconds: #seconds })),
        );
    }
    if let Some(region) = &operation.region {
        let (required, unused, only) = (required(region.required), region.unused, &region.only);
        rest.push(quote! {
            region: Some(m::RegionUse { required: #required, unused: #unused, only: &[#(#only),*] })
        });
    }
    if let Some(deprecated) = &operation.deprecated {
        let replacement = option(deprecated.replacement.as_deref());
        rest.push(quote!(deprecated: Some(m::Deprecation { replacement: #replacement })));
    }
    if let Some(paging) = &operation.paging {
        let paging = paging_meta(paging);
        rest.push(quote!(paging: Some(#paging)));
    }
    if service
        .profile
        .read_prefixes
        .iter()
        .any(|prefix| operation.name.starts_with(prefix.as_str()))
    {
        rest.push(quote!(is_read: true));
    }
    quote! {
        pub(crate) static OPERATION: m::OperationMeta = m::OperationMeta {
            service: &super::SERVICE,
            name: #name,
            page: #page,
            #(#rest,)*
            request: &REQUEST,
            response: &RESPONSE,
            errors: ERRORS.codes,
            ..m::OPERATION
        };
    }
}

fn paging_meta(paging: &Paging) -> TokenStream {
    let style = ident(match paging.style {
        PagingStyle::Offset => "Offset",
        PagingStyle::Page => "Page",
        PagingStyle::Token => "Token",
    });
    let cursor = &paging.cursor;
    let [limit, next, total, items] = [&paging.limit, &paging.next, &paging.total, &paging.items]
        .map(|name| option(name.as_deref()));
    quote! {
        m::PagingMeta {
            style: m::PagingStyle::#style, cursor: #cursor, limit: #limit, next: #next, total: #total, items: #items,
        }
    }
}
