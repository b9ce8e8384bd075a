//! A vendor as data: what its profile in `specs/vendors` becomes in generated code.
//!
//! Everything is `const`, so that a table of a vendor costs nothing until it is read.

use crate::credentials::CredentialSources;
use crate::endpoint::EndpointRule;
use crate::envelope::Envelope;
use crate::retry::RetryRule;
use crate::sign::Scheme;
use crate::wire::{Carrier, ParamStyle};
use std::borrow::Cow;

/// What all services of a vendor share.
#[derive(Clone, Copy, Debug)]
pub struct Vendor {
    /// The vendor's name in specs, such as `tencent`.
    pub name: &'static str,
    /// Where requests go.
    pub endpoint: EndpointRule,
    /// How requests are signed unless the config says otherwise.
    pub scheme: Scheme,
    /// How parameters become text where they are not JSON.
    pub style: ParamStyle,
    /// Where parameters go unless the operation or the scheme says otherwise.
    pub carrier: Carrier,
    /// How answers and refusals look.
    pub envelope: Envelope,
    /// What codes say about trying again.
    pub retry: &'static [RetryRule],
    /// The parameter that names the region, where it travels with those of the operation and not
    /// in the protocol's headers.
    pub region_parameter: Option<&'static str>,
    /// Names of parameters that make a request safe to repeat, such as `ClientToken`.
    pub idempotency_tokens: &'static [&'static str],
    /// Starts of the names of operations that only read, for calls without generated code.
    pub read_verbs: &'static [&'static str],
    /// Where the vendor's own tools look for keys.
    pub credentials: CredentialSources,
}

/// A service of a vendor.
#[derive(Clone, Debug)]
pub struct Service {
    /// Whose it is.
    pub vendor: &'static Vendor,
    /// The name on the wire and in host names, such as `cbs`.
    pub name: Cow<'static, str>,
    /// The version of its API; empty where there is none.
    pub version: Cow<'static, str>,
    /// Where its requests go, if not by the vendor's rule.
    pub endpoint: Option<EndpointRule>,
}

impl Service {
    /// A service that follows its vendor's rules; enough for calls without generated code.
    pub fn new(vendor: &'static Vendor, name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            vendor,
            name: name.into(),
            version: Cow::Borrowed(""),
            endpoint: None,
        }
    }

    /// The rule its endpoint follows.
    pub fn endpoint_rule(&self) -> &EndpointRule {
        self.endpoint.as_ref().unwrap_or(&self.vendor.endpoint)
    }
}
