//! The file of an operation: request, output, builder, errors and facts.

use proc_macro2::TokenStream;
use quote::quote;

use crate::errors::{self, ErrorsPlan};
use crate::layout::Sheet;
use crate::plan::{OperationPlan, ServicePlan};
use crate::shapes::{self, doc_attributes, ident};
use crate::{docs, examples, paging, tables};

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
    let about = docs::operation(plan.operation, service.profile, spec);
    let first = about.split(String::is_empty).next().unwrap_or_default();
    let mut module_docs = [first, &[String::new()]].concat();
    module_docs.extend(examples::operation(plan, service, is_default));
    sheet.module_docs(&module_docs);
    sheet.block(&imports(plan));
    for (at, shape) in plan.types.shapes.iter().enumerate() {
        let place = format!("TABLES[{at}]");
        shapes::shape(shape, &place, &plan.request, &about, &mut sheet)?;
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
        tables: "TABLES",
    }));
    sheet.block(&format!(
        "pub(crate) static TABLES: rt::tables::Tables = rt::tables::Tables::new(&super::SERVICE, {});",
        tables::operation(plan, service)
    ));
    Ok(sheet.finish())
}

fn imports(plan: &OperationPlan<'_>) -> String {
    let fields = plan.types.shapes.iter().flat_map(|shape| &shape.fields);
    let uses_shared = fields.into_iter().any(|field| leads_to_shared(&field.ty));
    let mut imports = String::new();
    if uses_shared {
        imports.push_str("use super::structures;\n");
    }
    imports.push_str("use specwright_runtime as rt;");
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
        "rt::call! {{\n    /// A call of `{}` in the making.\n    pub type {} for {} {{\n",
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
            const META: &'static rt::tables::Tables = &TABLES;
        }
        impl super::Client {
            #about
            pub fn #method(&self) -> #call {
                #call::new(self)
            }
        }
    }
}
