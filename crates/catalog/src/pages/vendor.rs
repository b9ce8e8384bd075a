//! The page of a vendor: how it is spoken to, its services, the codes that all of them share.

use specwright_spec::profile::{ActionStyle, CommonError, FailureSign, ParameterStyle, Scheme};

use super::frame::{Page, section};
use super::{ServiceEntry, Site, VendorEntry, count, history};
use crate::File;
use crate::html::{Element, el, link};

pub(crate) fn page(site: &Site<'_>, vendor: &VendorEntry<'_>) -> File {
    let page = Page {
        path: format!("{}/index.html", vendor.file),
        title: vendor.title.to_owned(),
        trail: Vec::new(),
        kind: "vendor",
        beside: None,
    };
    let operations: usize = vendor
        .services
        .iter()
        .map(|service| service.operations.len())
        .sum();
    let lead = format!(
        "{}, {}",
        count(vendor.services.len(), "service"),
        count(operations, "operation")
    );
    let services = vendor.services.iter().map(service);
    let codes = vendor.profile.common_errors.iter().map(code);
    page.with(vec![
        el("h1").text(vendor.title),
        el("p").class("lead").text(lead),
        section("services", "Services", None)
            .child(el("ul").class("cards small").children(services)),
        section("wire", "How it is spoken to", None).child(wire(vendor)),
        section("errors", "Codes that every operation may answer", None)
            .child(el("ul").class("codes").children(codes)),
        history::section(
            site,
            &(vendor.profile.vendor.clone(), String::new(), String::new()),
        ),
    ])
}

fn service(entry: &ServiceEntry<'_>) -> Element {
    let name = link("", &format!("{}/index.html", entry.file), None).text(&entry.service.service);
    el("li")
        .child(name)
        .child(el("span").text(count(entry.operations.len(), "operation")))
}

fn code(error: &CommonError) -> Element {
    let status = error
        .status
        .map(|status| format!("{status}. "))
        .unwrap_or_default();
    let doc = error.doc.clone().unwrap_or_default();
    el("li")
        .child(el("code").text(&error.code))
        .child(el("span").text(format!("{status}{doc}")))
}

fn wire(vendor: &VendorEntry<'_>) -> Element {
    let profile = vendor.profile;
    let style = match profile.wire.parameters {
        ParameterStyle::Json => "a JSON body".to_owned(),
        ParameterStyle::Form => format!("a form; lists as Name.{}", profile.wire.list_index),
        ParameterStyle::Query => format!(
            "the query string; lists as Name.{}",
            profile.wire.list_index
        ),
    };
    let named = match &profile.wire.action {
        ActionStyle::Headers { action, .. } => format!("the header {action}"),
        ActionStyle::Parameters { action, .. } => format!("the parameter {action}"),
    };
    let schemes: Vec<_> = std::iter::once(&profile.signing.scheme)
        .chain(&profile.signing.also)
        .map(|scheme| scheme_name(*scheme))
        .collect();
    let error = &profile.envelope.error;
    let failure = match error.when {
        FailureSign::CodePresent => format!("{} is there", error.code),
        FailureSign::CodeNotZero => format!("{} is not 0", error.code),
        FailureSign::Status => "the status is 400 or more".to_owned(),
    };
    let rows = [
        (
            "Host",
            profile
                .endpoint
                .regional
                .clone()
                .unwrap_or_else(|| profile.endpoint.host.clone()),
        ),
        ("Parameters travel in", style),
        ("Operations are named by", named),
        ("Signatures", schemes.join(", ")),
        ("A call failed if", failure),
    ];
    let rows = rows
        .into_iter()
        .flat_map(|(term, told)| [el("dt").text(term), el("dd").child(el("code").text(told))]);
    el("dl").class("wire").children(rows)
}

fn scheme_name(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Tc3HmacSha256 => "TC3-HMAC-SHA256",
        Scheme::HmacSha256 => "HMAC-SHA256",
        Scheme::HmacSha1 => "HMAC-SHA1",
        Scheme::Acs3HmacSha256 => "ACS3-HMAC-SHA256",
        Scheme::AcsRpcHmacSha1 => "HMAC-SHA1 over parameters",
        Scheme::AcsRoaHmacSha1 => "HMAC-SHA1 over headers",
        Scheme::UcloudSha1 => "SHA-1 with the private key",
        Scheme::Zc2HmacSha256 => "ZC2-HMAC-SHA256",
        Scheme::Bearer => "bearer token",
    }
}
