//! A call by name in the making: for operations without generated code.

use super::{Answer, Client};
use crate::call::{Call, Place};
use crate::error::Error;
use crate::error_set::UnlistedCode;
use crate::exchange::Outgoing;
use crate::transport::BoxFuture;
use crate::value::Value;
use crate::wire::{Carrier, ListStyle};
use http::Method;
use std::borrow::Cow;
use std::future::IntoFuture;

/// A call by name that has not been sent.
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct PendingCall<'c> {
    pub(super) client: &'c Client,
    pub(super) call: Call,
    pub(super) region: Option<String>,
    pub(super) repeatable: Option<bool>,
}

impl PendingCall<'_> {
    /// With this method in place of POST.
    pub fn method(mut self, method: Method) -> Self {
        self.call.method = method;
        self
    }

    /// With a path of its own, whose bracketed names are filled from the parameters.
    pub fn path(mut self, template: impl Into<String>) -> Self {
        self.call.path = Some(template.into());
        self
    }

    /// In this region in place of the config's.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// With all parameters in one place.
    pub fn carrier(mut self, carrier: Carrier) -> Self {
        self.call.carrier = Some(carrier);
        self
    }

    /// With a parameter that goes elsewhere than the others.
    pub fn place(mut self, name: impl Into<String>, place: Place) -> Self {
        self.call.places.push((name.into(), place));
        self
    }

    /// With a list that goes otherwise than a name an item.
    pub fn list(mut self, name: impl Into<String>, style: ListStyle) -> Self {
        self.call.lists.push((name.into(), style));
        self
    }

    /// Says whether it may be sent twice. Without a word, a call that reads by its name or carries
    /// an idempotency token may.
    pub fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }

    /// Sends it.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn send(self) -> Result<Answer<Value>, Error<UnlistedCode>> {
        let done = match self.outgoing() {
            Ok(outgoing) => self.client.dispatch(outgoing).await,
            Err(error) => Err(error),
        };
        self.client.read_untyped(&self.call.action, done)
    }

    /// Sends it and waits on this thread.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn send_blocking(self) -> Result<Answer<Value>, Error<UnlistedCode>> {
        let done = self
            .outgoing()
            .and_then(|outgoing| self.client.dispatch_blocking(outgoing));
        self.client.read_untyped(&self.call.action, done)
    }

    /// The call, encoded.
    ///
    /// # Errors
    /// A value cannot be sent, or there is no endpoint.
    pub fn outgoing(&self) -> Result<Outgoing, Error<()>> {
        let client = self.client;
        let vendor = client.inner.service.vendor;
        let region = self.region_of_call();
        let call = &self.with_region(region);
        let endpoint = client.endpoint(&call.action, None, region)?;
        let request = call.encode(&endpoint, vendor.style, client.carrier(vendor.carrier));
        let request =
            request.map_err(|error| client.invalid(&call.action, Vec::new(), error.to_string()))?;
        let reads = vendor
            .read_verbs
            .iter()
            .any(|verb| call.action.starts_with(verb));
        let token = || {
            vendor
                .idempotency_tokens
                .iter()
                .any(|name| call.parameters.get(name).is_some())
        };
        Ok(Outgoing {
            request,
            action: call.action.clone(),
            version: call.version.clone(),
            region: region.map(str::to_owned),
            repeatable: self.repeatable.unwrap_or_else(|| reads || token()),
            skip_signature: false,
            rate_limit: None,
        })
    }
}

impl PendingCall<'_> {
    /// The region that was set, the one among the parameters, or the client's.
    fn region_of_call(&self) -> Option<&str> {
        let name = self.client.inner.service.vendor.region_parameter;
        let own = name.and_then(|name| self.call.parameters.get(name)?.as_str());
        self.region.as_deref().or(own).or(self.client.region())
    }

    /// The call with its region among the parameters, where the vendor wants it there. Operations
    /// with a path of their own name the region in it, in a header or not at all.
    fn with_region(&self, region: Option<&str>) -> Cow<'_, Call> {
        let name = self.client.inner.service.vendor.region_parameter;
        let (Some(name), Some(region), None) = (name, region, &self.call.path) else {
            return Cow::Borrowed(&self.call);
        };
        if self.call.parameters.get(name).is_some() {
            return Cow::Borrowed(&self.call);
        }
        let mut call = self.call.clone();
        call.parameters.set(name, region);
        Cow::Owned(call)
    }
}

impl<'c> IntoFuture for PendingCall<'c> {
    type Output = Result<Answer<Value>, Error<UnlistedCode>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
