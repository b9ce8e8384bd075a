//! The form of a neutral case. Nothing in it is of this project: a client of another language
//! can be held against the same files.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;
use serde_json::Value;
use specwright_spec::Field;

/// One case: one of a request, a response and a list page by page.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it shows.
    #[expect(dead_code, reason = "for those who read the file")]
    pub title: String,
    /// The row of CONFORMANCE.md that it stands for.
    pub capability: Capability,
    /// Why this project's clients are known to fail it; absent where they pass.
    #[serde(default)]
    pub fails: Option<String>,
    /// A call, and the request that it becomes.
    #[serde(default)]
    pub request: Option<Box<RequestCase>>,
    /// A response, and what is made of it.
    #[serde(default)]
    pub response: Option<Box<ResponseCase>>,
    /// The pages of a list, and the requests that they lead to.
    #[serde(default)]
    pub paging: Option<Box<PagingCase>>,
}

/// What a client must be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Capability {
    /// The signature of the vendor's present scheme.
    Signature,
    /// A scheme that the vendor takes besides.
    OlderSignature,
    /// Temporary keys with a session token.
    SessionToken,
    /// Where requests of a region go.
    Endpoint,
    /// Lists of texts, lists of structs, maps.
    Lists,
    /// Lists as one JSON text or with commas.
    ListsInOneText,
    /// Truth values, fractions, large numbers, empty texts, absent values.
    Scalars,
    /// Letters that must be escaped.
    Escaping,
    /// Parameters in the path and in the body.
    PathAndBody,
    /// A good answer into values.
    Answer,
    /// A refusal in the vendor's form.
    Refusal,
    /// A refusal by something in front of the vendor.
    Gateway,
    /// An answer that differs from its page.
    Leniency,
    /// A list page by page.
    Paging,
}

/// A call, and the request that it becomes.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequestCase {
    /// The service.
    pub service: String,
    /// The version of the API.
    #[serde(default)]
    pub version: String,
    /// The operation.
    pub operation: String,
    /// The region, where the call has one.
    #[serde(default)]
    pub region: Option<String>,
    /// The signing scheme, in place of the vendor's present one.
    #[serde(default)]
    pub scheme: Option<String>,
    /// The method, in place of POST.
    #[serde(default)]
    pub method: Option<String>,
    /// A path of its own, with bracketed names of parameters.
    #[serde(default)]
    pub path: Option<String>,
    /// Where parameters go, in place of the vendor's usual place.
    #[serde(default)]
    pub carrier: Option<Carrier>,
    /// Parameters that travel in the body where the others do not.
    #[serde(default)]
    pub in_body: Vec<String>,
    /// Lists that travel as one text.
    #[serde(default)]
    pub styles: BTreeMap<String, Style>,
    /// The parameters.
    #[serde(default)]
    pub inputs: Value,
    /// Who signs. Made up.
    pub credentials: Credentials,
    /// When: `2026-11-22T00:03:17Z`.
    pub at: String,
    /// The nonce, where the scheme has one.
    #[serde(default)]
    pub nonce: String,
    /// The request.
    pub expect: Request,
}

/// Where parameters go.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Carrier {
    /// The query.
    Query,
    /// A form.
    Form,
    /// A JSON body.
    Json,
}

/// How a list travels.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// As one JSON text.
    Json,
    /// As one text with commas.
    Commas,
}

/// A key.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Its id.
    #[serde(default)]
    pub id: String,
    /// Its secret; the token itself for bearer tokens.
    pub secret: String,
    /// The session token of a temporary key.
    #[serde(default)]
    pub token: Option<String>,
}

/// A request as it must stand on the wire.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The address without its query.
    pub url: String,
    /// The decoded query, in any order.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
    /// Headers that must be there; there may be others.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The decoded form of the body, in any order.
    #[serde(default)]
    pub form: Option<BTreeMap<String, String>>,
    /// The body as JSON: byte by byte where it is signed as it stands, else by its values.
    #[serde(default)]
    pub json: Option<String>,
    /// The signature, wherever it travels.
    pub signature: String,
}

/// A response, and what is made of it.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResponseCase {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
    /// What the page says of the output, in the form of specs.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// What must come of it.
    pub expect: Outcome,
}

/// What must come of a response.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Outcome {
    /// The output, with members that no page lists.
    Output {
        /// The values, in the types of their fields.
        value: Value,
        /// The id of the request.
        #[serde(default)]
        request_id: Option<String>,
        /// What differs from the page: `Disks[0].Size text-as-scalar`.
        #[serde(default)]
        leniencies: Vec<String>,
    },
    /// A refusal.
    Refusal {
        /// The vendor's code.
        #[serde(default)]
        code: Option<String>,
        /// The message; absent where a client may word it itself.
        #[serde(default)]
        message: Option<String>,
        /// The id of the request.
        #[serde(default)]
        request_id: Option<String>,
        /// What it says about trying again: never, later, throttled, server, clock-skew.
        class: String,
    },
}

/// The pages of a list.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PagingCase {
    /// The service.
    pub service: String,
    /// The operation, which has a page in this repository.
    pub operation: String,
    /// The parameters of the first request.
    #[serde(default)]
    pub inputs: Value,
    /// The bodies that are answered, one a request.
    pub answers: Vec<String>,
    /// The parameters of paging that each request must have.
    pub expect: Vec<BTreeMap<String, String>>,
}

/// The JSON Schema of a case.
pub fn schema() -> String {
    let schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Case>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
