//! The file of a vendor: its services, its common errors, and its profile as data for the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use specwright_spec::Profile;
use specwright_spec::profile::ParameterStyle;

use crate::errors::{self, ErrorsPlan};
use crate::layout::Sheet;
use crate::names;
use crate::root::feature;
use crate::shapes::ident;
use crate::text::{code, prose};

/// The text of the file. `services` are those of the vendor, in order.
///
/// # Errors
/// A defect of the generator: tokens that are no items.
pub fn file(profile: &Profile, services: &[&str]) -> Result<String, syn::Error> {
    let mut sheet = Sheet::new(
        "vendor.rs",
        &format!("specs/vendors/{}.yaml", profile.vendor),
    );
    let title = prose(&profile.title);
    sheet.module_docs(&[format!(
        "Services of {title}; each is a feature of this crate."
    )]);
    sheet.block("use specwright_runtime as rt;");
    let mut modules = String::new();
    for service in services {
        let (feature, module) = (feature(&profile.vendor, service), names::module(service));
        modules.push_str(&format!(
            "#[cfg(feature = \"{feature}\")]\n#[rustfmt::skip]\npub mod {module};\n"
        ));
    }
    if !modules.is_empty() {
        sheet.block(&modules);
    }
    sheet.block(&errors::table(&ErrorsPlan {
        name: "CommonError",
        about: vec![format!("What every operation of {title} may refuse with.")],
        codes: errors::common(profile),
        other: ("Unlisted", "rt::UnlistedCode"),
        retry: &profile.retry,
    }));
    sheet.items(data(profile))?;
    Ok(sheet.finish())
}

fn data(profile: &Profile) -> TokenStream {
    let about = format!(
        " What {} has in common: how parameters travel ({}).",
        prose(&profile.title),
        code("wire")
    );
    let carrier = ident(match profile.wire.parameters {
        ParameterStyle::Json => "Json",
        ParameterStyle::Form => "Form",
        ParameterStyle::Query => "Query",
    });
    let base = Literal::u8_unsuffixed(profile.wire.list_index);
    quote! {
        #[doc = #about]
        pub static VENDOR: rt::operation::Wire = rt::operation::Wire {
            carrier: rt::wire::Carrier::#carrier,
            style: rt::wire::ParamStyle { list_base: #base, ..rt::wire::ParamStyle::FROM_ZERO },
        };
    }
}
