//! Vendor profiles: what all services of a vendor share. The content of
//! `specs/vendors/<vendor>.yaml`. Data only: what differs between vendors is written here
//! before it is written in code.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{CredentialSources, ErrorCase, Operation, PagingStyle, Refusals, Service};

/// What all services of a vendor share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The version of this form: [`crate::FORMAT`].
    pub format: u32,
    /// The vendor's name in paths and modules: `tencent`.
    pub vendor: String,
    /// The vendor's name for people: `Tencent Cloud`.
    pub title: String,
    /// The dialect that reads its pages, by name.
    pub dialect: String,
    /// Where the vendor shows a page to people: a URL with `{service}`, `{product}`, `{version}`,
    /// `{operation}` and `{page}` (the page's path without its ending).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs_url: Option<String>,
    /// What `{product}` is in that URL, by service; a service that is not here has no URL with it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub docs_products: BTreeMap<String, String>,
    /// Where requests go.
    pub endpoint: EndpointRule,
    /// How requests are signed.
    pub signing: Signing,
    /// Where the vendor's own tools look for keys.
    #[serde(default, skip_serializing_if = "CredentialSources::is_empty")]
    pub credentials: CredentialSources,
    /// How parameters travel.
    pub wire: Wire,
    /// What wraps a response, and how a failure looks.
    pub envelope: Envelope,
    /// Parameters that every request has and no operation lists as its own.
    #[serde(default)]
    pub common_parameters: Vec<String>,
    /// The common parameter that names the region, if the vendor has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region_parameter: Option<String>,
    /// Parameters that make two requests one.
    #[serde(default)]
    pub idempotency_tokens: Vec<String>,
    /// Prefixes of the names of operations that change nothing: `Describe`, `List`.
    #[serde(default)]
    pub read_prefixes: Vec<String>,
    /// Which codes may be tried again.
    #[serde(default)]
    pub retry: RetryRule,
    /// The conventions by which lists are read page by page, the preferred first.
    #[serde(default)]
    pub paging: Vec<PagingRule>,
    /// The codes that every operation of every service may answer.
    #[serde(default)]
    pub common_errors: Vec<CommonError>,
    /// How requests are turned away that are not fit for an operation.
    #[serde(default, skip_serializing_if = "Refusals::is_empty")]
    pub refusals: Refusals,
    /// API versions of services whose pages state none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub versions: BTreeMap<String, String>,
}

impl Profile {
    /// Where the vendor shows the page of an operation. The parts are the page's: what becomes of the
    /// address (a link, a comment) checks it at its own door.
    pub fn page_url(&self, service: &Service, operation: &Operation) -> Option<String> {
        let template = self.docs_url.as_ref()?;
        let page = &operation.page;
        let parts = [
            ("{service}", Some(service.service.as_str())),
            (
                "{product}",
                self.docs_products.get(&service.service).map(String::as_str),
            ),
            (
                "{version}",
                operation.version.as_deref().or(service.version.as_deref()),
            ),
            ("{operation}", Some(operation.name.as_str())),
            ("{page}", Some(page.strip_suffix(".md").unwrap_or(page))),
        ];
        let mut address = template.clone();
        for (mark, part) in parts
            .into_iter()
            .filter(|(mark, _)| template.contains(mark))
        {
            address = address.replace(mark, part?);
        }
        Some(address)
    }
}

/// Where requests go. Hosts may hold `{service}` and `{region}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndpointRule {
    /// The host when the request names no region, or when the vendor has one host for all.
    pub host: String,
    /// The host when the request names a region, if that matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regional: Option<String>,
    /// Regions that must be asked at a host of their own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub regions: BTreeMap<String, String>,
    /// Services with a rule of their own: name to host.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub services: BTreeMap<String, String>,
    /// The path: `/`, `/api/v2/{service}`.
    pub path: String,
}

/// How requests are signed. Names of schemes are those of the runtime.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// The scheme of choice.
    pub scheme: Scheme,
    /// Others that the vendor takes.
    #[serde(default)]
    pub also: Vec<Scheme>,
}

/// A signing scheme.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// Tencent Cloud's third: a derived key, headers.
    Tc3HmacSha256,
    /// Tencent Cloud's first, with SHA-256: a parameter.
    HmacSha256,
    /// Tencent Cloud's first, with SHA-1: a parameter.
    HmacSha1,
    /// Alibaba Cloud's third: headers.
    Acs3HmacSha256,
    /// Alibaba Cloud's first for operations by name: a parameter.
    AcsRpcHmacSha1,
    /// Alibaba Cloud's first for operations by path: headers.
    AcsRoaHmacSha1,
    /// UCloud's: a hash over all parameters and the private key.
    UcloudSha1,
    /// Zenlayer's: headers.
    Zc2HmacSha256,
    /// A token in the `Authorization` header.
    Bearer,
}

/// How parameters travel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wire {
    /// The method of operations that state none.
    pub method: String,
    /// Where parameters stand.
    pub parameters: ParameterStyle,
    /// The index of a list's first item in `Name.0` or `Name.1`.
    #[serde(default)]
    pub list_index: u8,
    /// How the operation is named.
    pub action: ActionStyle,
}

/// Where parameters stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ParameterStyle {
    /// A JSON object in the body.
    Json,
    /// Flat names in a form body.
    Form,
    /// Flat names in the query string.
    Query,
}

/// How a request names its operation and version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ActionStyle {
    /// Headers of these names.
    Headers {
        /// `X-TC-Action`.
        action: String,
        /// `X-TC-Version`.
        version: String,
    },
    /// Parameters of these names.
    Parameters {
        /// `Action`.
        action: String,
        /// `Version`; absent if the vendor has no versions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version: Option<String>,
    },
}

/// What wraps a response, and how a failure looks. Paths are dotted, from the body's root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The member that holds the response proper; absent if the body is the response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrapper: Option<String>,
    /// Members that every response has and no operation lists as its own.
    pub members: Vec<String>,
    /// Where the id of the request stands: a path, or `header:` and a name.
    pub request_id: String,
    /// How a failure looks.
    pub error: ErrorShape,
}

/// How a failure looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorShape {
    /// What tells a failure from a success.
    pub when: FailureSign,
    /// Where the code stands.
    pub code: String,
    /// Where the message stands.
    pub message: String,
    /// The member that is false in a failure under a good status, if a code stands beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success: Option<String>,
    /// The body may be XML.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub xml: bool,
}

/// What tells a failure from a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailureSign {
    /// The code is there, whatever the status.
    CodePresent,
    /// The code is not zero (a number, or a number as text).
    CodeNotZero,
    /// The HTTP status is 400 or more.
    Status,
}

/// Which codes may be tried again. A code also stands for all below it: `RequestLimitExceeded`
/// for `RequestLimitExceeded.UinLimitExceeded`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetryRule {
    /// The caller asked too often: safe to try again after a pause.
    #[serde(default)]
    pub throttled: Vec<String>,
    /// The service failed: safe to try again if the operation may be repeated.
    #[serde(default)]
    pub transient: Vec<String>,
    /// The state forbids it now and may allow it later.
    #[serde(default)]
    pub later: Vec<String>,
    /// The caller's clock is wrong.
    #[serde(default)]
    pub clock_skew: Vec<String>,
    /// Numeric codes from this one on are transient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transient_from: Option<i64>,
}

/// A convention by which lists are read page by page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PagingRule {
    /// What moves from page to page.
    pub style: PagingStyle,
    /// The request parameter that moves.
    pub cursor: String,
    /// The request parameter that bounds a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// Members that hold the next cursor, the preferred first.
    #[serde(default)]
    pub next: Vec<String>,
    /// Members that count all items, the preferred first.
    #[serde(default)]
    pub totals: Vec<String>,
}

/// A code that every operation of every service may answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommonError {
    /// The code on the wire.
    pub code: String,
    /// The HTTP status, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What it means, in our words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
}

impl CommonError {
    /// The same as a case of a page's error code.
    pub fn case(&self) -> ErrorCase {
        ErrorCase {
            status: self.status,
            doc: self.doc.clone(),
            ..ErrorCase::default()
        }
    }
}
