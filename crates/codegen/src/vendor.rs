//! The file of a vendor: its services, its common errors, and its profile as data for the runtime.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use specwright_spec::credentials::FileLayout;
use specwright_spec::profile::{FailureSign, ParameterStyle, Scheme};
use specwright_spec::{CredentialSources, Profile};

use crate::errors::{self, ErrorsPlan};
use crate::layout::Sheet;
use crate::names;
use crate::root::feature;
use crate::shapes::{ident, option};
use crate::text::prose;

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
        // A vendor of one service may call it as itself.
        let allow = if module == names::module(&profile.vendor) {
            "#[allow(clippy::module_inception)]\n"
        } else {
            ""
        };
        modules.push_str(&format!(
            "#[cfg(feature = \"{feature}\")]\n{allow}#[rustfmt::skip]\npub mod {module};\n"
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
        tables: "ERRORS",
    }));
    sheet.block(&errors::statics(
        None,
        &errors::common(profile),
        &profile.retry,
    ));
    sheet.items(data(profile))?;
    Ok(sheet.finish())
}

fn data(profile: &Profile) -> TokenStream {
    let name = &profile.vendor;
    let about = format!(
        " What all services of {} have in common.",
        prose(&profile.title)
    );
    let carrier = ident(match profile.wire.parameters {
        ParameterStyle::Json => "Json",
        ParameterStyle::Form => "Form",
        ParameterStyle::Query => "Query",
    });
    let base = Literal::u8_unsuffixed(profile.wire.list_index);
    let (endpoint, envelope, scheme) = (
        endpoint(profile),
        envelope(profile),
        scheme(profile.signing.scheme),
    );
    let retry = retry_rules(profile);
    let credentials = credentials(&profile.credentials);
    // Among the common parameters it is the protocol's, and the signature places it.
    let is_common = |name: &&String| profile.common_parameters.contains(name);
    let region = option(
        profile
            .region_parameter
            .as_ref()
            .filter(|name| !is_common(name))
            .map(String::as_str),
    );
    let (tokens, verbs) = (&profile.idempotency_tokens, &profile.read_prefixes);
    quote! {
        #[doc = #about]
        pub static VENDOR: rt::profile::Vendor = rt::profile::Vendor {
            name: #name,
            endpoint: #endpoint,
            scheme: rt::Scheme::#scheme,
            style: rt::wire::ParamStyle { list_base: #base, ..rt::wire::ParamStyle::FROM_ZERO },
            carrier: rt::wire::Carrier::#carrier,
            envelope: #envelope,
            retry: &[#(#retry),*],
            region_parameter: #region,
            idempotency_tokens: &[#(#tokens),*],
            read_verbs: &[#(#verbs),*],
            credentials: #credentials,
        };
    }
}

fn endpoint(profile: &Profile) -> TokenStream {
    let rule = &profile.endpoint;
    let (host, without_region) = match &rule.regional {
        Some(regional) => (regional, option(Some(&rule.host))),
        None => (&rule.host, option(None)),
    };
    let path = &rule.path;
    let by_region = rule
        .regions
        .iter()
        .map(|(region, host)| special("*", region, host));
    let by_service = rule
        .services
        .iter()
        .map(|(service, host)| special(service, "*", host));
    let special = by_region.chain(by_service);
    quote! {
        rt::endpoint::EndpointRule {
            host: #host, host_without_region: #without_region, special: &[#(#special),*], path: #path,
        }
    }
}

fn special(service: &str, region: &str, host: &str) -> TokenStream {
    quote!(rt::endpoint::SpecialHost { service: #service, region: #region, host: #host })
}

fn envelope(profile: &Profile) -> TokenStream {
    let envelope = &profile.envelope;
    let payload = option(envelope.wrapper.as_deref());
    let own = &envelope.members;
    let (code_at, code) = split(&envelope.error.code);
    let (_, message) = split(&envelope.error.message);
    let is = |sign| envelope.error.when == sign;
    let error = option(
        code_at
            .filter(|_| is(FailureSign::CodePresent))
            .map(|at| split(at).1),
    );
    let success = option(envelope.error.success.as_deref());
    let ret_code = option(is(FailureSign::CodeNotZero).then_some(code));
    let header = envelope
        .request_id
        .strip_prefix("header:")
        .map(str::to_ascii_lowercase);
    let (headers, members) = match &header {
        Some(header) => (quote!(&[#header]), quote!(&[])),
        None => {
            let (_, member) = split(&envelope.request_id);
            (quote!(&[]), quote!(&[#member]))
        }
    };
    quote! {
        rt::envelope::Envelope {
            payload: #payload, error: #error, ret_code: #ret_code, success: #success, code: &[#code],
            message: &[#message], request_id: #members, request_id_headers: #headers,
            members: &[#(#own),*],
        }
    }
}

/// What stands before the last dot of a path, and behind it.
fn split(path: &str) -> (Option<&str>, &str) {
    path.rsplit_once('.')
        .map_or((None, path), |(before, last)| (Some(before), last))
}

fn scheme(scheme: Scheme) -> Ident {
    ident(match scheme {
        Scheme::Tc3HmacSha256 => "Tc3HmacSha256",
        Scheme::HmacSha256 => "TencentHmacSha256",
        Scheme::HmacSha1 => "TencentHmacSha1",
        Scheme::Acs3HmacSha256 => "Acs3HmacSha256",
        Scheme::AcsRpcHmacSha1 => "AcsRpcHmacSha1",
        Scheme::AcsRoaHmacSha1 => "AcsRoaHmacSha1",
        Scheme::UcloudSha1 => "UcloudSha1",
        Scheme::Zc2HmacSha256 => "Zc2HmacSha256",
        Scheme::Bearer => "Bearer",
    })
}

fn credentials(sources: &CredentialSources) -> TokenStream {
    if sources.is_empty() {
        return quote!(rt::credentials::CredentialSources::NONE);
    }
    let environment = sources.environment.iter().map(|names| {
        let (id, secret, token) = (&names.id, &names.secret, option(names.token.as_deref()));
        quote!(rt::credentials::EnvironmentNames { id: #id, secret: #secret, token: #token })
    });
    let files = sources.files.iter().map(|file| {
        let (path, format) = (&file.path, file_format(&file.layout));
        let (id, secret, token) = (
            &file.key.id,
            &file.key.secret,
            option(file.key.token.as_deref()),
        );
        quote! {
            rt::credentials::CredentialFile {
                path: #path, format: #format, id: #id, secret: #secret, token: #token,
            }
        }
    });
    quote! {
        rt::credentials::CredentialSources { environment: &[#(#environment),*], files: &[#(#files),*] }
    }
}

fn file_format(layout: &FileLayout) -> TokenStream {
    match layout {
        FileLayout::Ini => quote!(rt::credentials::FileFormat::Ini),
        FileLayout::Json => quote!(rt::credentials::FileFormat::Json),
        FileLayout::Profiles {
            list,
            name,
            current,
        } => {
            let [list, current] = [list, current].map(|name| option(name.as_deref()));
            quote! {
                rt::credentials::FileFormat::JsonProfiles { list: #list, name: #name, current: #current }
            }
        }
    }
}

/// Codes and all below them, the longest first: the runtime takes the first that fits.
fn retry_rules(profile: &Profile) -> Vec<TokenStream> {
    let rule = &profile.retry;
    let classes = [
        (&rule.throttled, "Throttled"),
        (&rule.clock_skew, "ClockSkew"),
        (&rule.later, "Later"),
        (&rule.transient, "Server"),
    ];
    let mut rules: Vec<(String, &str)> = Vec::new();
    for (codes, class) in classes {
        for code in codes {
            rules.extend([(code.clone(), class), (format!("{code}.*"), class)]);
        }
    }
    rules.sort_by_key(|(code, _)| std::cmp::Reverse(code.len()));
    rules.extend(
        rule.transient_from
            .map(|from| (format!("{from}.."), "Server")),
    );
    rules
        .iter()
        .map(|(code, class)| {
            let class = ident(class);
            quote!(rt::retry::RetryRule { code: #code, class: rt::retry::RetryClass::#class })
        })
        .collect()
}
