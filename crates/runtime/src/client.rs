//! A client of one service: encodes, signs, sends, retries and reads.
//!
//! [`Client::send`] takes generated operations, [`Client::call`] any other by name. Both go the
//! same way; the `_blocking` forms go it on the thread that asks.

mod pending;

pub use pending::PendingCall;

use crate::call::Call;
use crate::clock::uuid;
use crate::config::Config;
use crate::credentials::{CredentialsError, ProvideCredentials, Refreshing};
use crate::decode::{self, Leniency};
use crate::encode;
use crate::endpoint::{Endpoint, EndpointRule};
use crate::error::{
    CredentialsFailure, DecodeFailure, Error, InvalidCall, TransportError, TransportFailure,
    TransportKind,
};
use crate::error_set::{ErrorSet, UnlistedCode};
use crate::exchange::{Exchange, Next, Outgoing, Shared};
use crate::meta::OperationMeta;
use crate::operation::{self, Operation, Sent};
use crate::profile::Service;
use crate::request::{Body, Unsigned};
use crate::shape::{self, Shape, View};
use crate::transport::{BlockingTransport, BoxFuture, Transport, block_on};
use crate::value::Value;
use crate::wire::Carrier;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A client of one service. Cheap to clone; clones share connections and what was learned of the
/// vendor's clock.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    /// In place of the config's.
    region: Option<Arc<str>>,
}

struct Inner {
    service: Service,
    config: Config,
    credentials: Arc<dyn ProvideCredentials>,
    shared: Shared,
}

/// What an operation gave, with everything around it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answer<T> {
    /// The output.
    pub output: T,
    /// The id of the request, where one was given.
    pub request_id: Option<String>,
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// The body as it came.
    pub raw: Bytes,
    /// Where the answer was read leniently.
    pub leniencies: Vec<Leniency>,
    /// How often the request was sent.
    pub attempts: u32,
}

impl Client {
    /// A client of a service.
    pub fn new(service: Service, config: Config) -> Self {
        let sources = service.vendor.credentials;
        let credentials = config
            .credentials
            .clone()
            .unwrap_or_else(|| Arc::new(Refreshing::new(sources.chain())));
        Self {
            inner: Arc::new(Inner {
                service,
                config,
                credentials,
                shared: Shared::default(),
            }),
            region: None,
        }
    }

    /// The same client for calls in another region. Connections, credentials and what was learned
    /// of the vendor's clock stay shared.
    #[must_use]
    pub fn in_region(&self, region: impl AsRef<str>) -> Self {
        Self {
            inner: self.inner.clone(),
            region: Some(region.as_ref().into()),
        }
    }

    /// The region of calls that name none.
    pub fn region(&self) -> Option<&str> {
        let config = self.inner.config.region.as_deref();
        self.region.as_deref().or(config)
    }

    /// The service it talks to.
    pub fn service(&self) -> &Service {
        &self.inner.service
    }

    /// Its settings.
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// A call of an operation by name: for those without generated code. An empty version means
    /// the service's own.
    pub fn call(
        &self,
        version: impl Into<String>,
        action: impl Into<String>,
        parameters: impl Into<Value>,
    ) -> PendingCall<'_> {
        let mut call = Call::new(version, action, parameters);
        if call.version.is_empty() {
            call.version = self.inner.service.version.clone().into_owned();
        }
        PendingCall {
            client: self,
            call,
            region: None,
            repeatable: None,
        }
    }

    /// Sends a generated operation.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn send<O: Operation>(&self, operation: &O) -> Sent<O> {
        let filled = self.filled(operation);
        let mut output = O::Output::default();
        let request: &dyn Shape = filled.as_ref().unwrap_or(operation);
        let sent = self.carry(request, O::META, &mut output).await;
        typed::<O>(sent, output)
    }

    /// Sends a generated operation and waits on this thread.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn send_blocking<O: Operation>(&self, operation: &O) -> Sent<O> {
        let filled = self.filled(operation);
        let mut output = O::Output::default();
        let request: &dyn Shape = filled.as_ref().unwrap_or(operation);
        let sent = self.carry_blocking(request, O::META, &mut output);
        typed::<O>(sent, output)
    }

    /// A generated operation, encoded.
    ///
    /// # Errors
    /// A required field is missing, a value cannot be sent, or there is no endpoint.
    pub fn outgoing<O: Operation>(&self, operation: &O) -> Result<Outgoing, Error<()>> {
        let filled = self.filled(operation);
        self.encode(filled.as_ref().unwrap_or(operation), O::META)
    }

    /// The way of all operations with generated code, without their types: what is not generic is
    /// compiled once.
    fn carry<'c>(
        &'c self,
        request: &dyn Shape,
        meta: &'static OperationMeta,
        output: &'c mut dyn Shape,
    ) -> BoxFuture<'c, Result<Answer<()>, Error<()>>> {
        let outgoing = self.encode(request, meta);
        Box::pin(async move {
            let dispatched = self.dispatch(outgoing?).await?;
            self.read(dispatched, meta, output)
        })
    }

    fn carry_blocking(
        &self,
        request: &dyn Shape,
        meta: &'static OperationMeta,
        output: &mut dyn Shape,
    ) -> Result<Answer<()>, Error<()>> {
        let dispatched = self.dispatch_blocking(self.encode(request, meta)?)?;
        self.read(dispatched, meta, output)
    }

    /// A copy of the operation with what the client knows and the caller left out, if there is any.
    fn filled<O: Operation>(&self, operation: &O) -> Option<O> {
        let known = self.known(operation, O::META)?;
        let mut copy = operation.clone();
        // What the request has no place for is left out; the call is the caller's then.
        let _ = decode::from_value(known, &mut copy);
        Some(copy)
    }

    /// The idempotency token and the region, where the request has a parameter for them and the
    /// caller gave none.
    fn known(&self, request: &dyn Shape, meta: &'static OperationMeta) -> Option<Value> {
        let is_open = |name: &&str| {
            let is_listed = request.meta().field(name).is_some();
            is_listed && matches!(shape::member(request, name), View::Absent)
        };
        let mut known = Value::Null;
        if let Some(token) = meta.idempotency_token.filter(is_open) {
            known.set(token, uuid(self.inner.config.entropy.bits()));
        }
        let vendor = self.inner.service.vendor;
        if let (Some(name), Some(region)) = (vendor.region_parameter.filter(is_open), self.region())
        {
            known.set(name, region);
        }
        (!known.is_null()).then_some(known)
    }

    fn encode(
        &self,
        request: &dyn Shape,
        meta: &'static OperationMeta,
    ) -> Result<Outgoing, Error<()>> {
        let (config, service) = (&self.inner.config, &self.inner.service);
        if config.validate {
            let is_common =
                |name: &String| config.parameters.iter().any(|(given, _)| given == name);
            let mut missing = encode::missing(request);
            missing.retain(|name| !is_common(name));
            if !missing.is_empty() {
                return Err(self.invalid(meta.name, missing, String::new()));
            }
        }
        let vendor = service.vendor;
        let own = vendor.region_parameter.and_then(|name| {
            let own = shape::member(request, name);
            encode::scalar(own).map(|own| own.into_owned())
        });
        let region = own.or_else(|| self.region().map(str::to_owned));
        let endpoint = self.endpoint(meta.name, meta.endpoint, region.as_deref())?;
        let carrier = self.carrier(vendor.carrier);
        let unsigned = operation::unsigned(request, meta, &endpoint, carrier, vendor.style);
        let request =
            unsigned.map_err(|error| self.invalid(meta.name, Vec::new(), error.to_string()))?;
        Ok(Outgoing {
            request,
            action: meta.name.to_owned(),
            version: meta.version.unwrap_or(&service.version).to_owned(),
            region,
            repeatable: meta.is_read || meta.idempotency_token.is_some(),
            skip_signature: false,
            rate_limit: meta.rate_limit,
        })
    }

    /// Sends an encoded call; the answer is a success and not read yet.
    ///
    /// # Errors
    /// Everything but [`Error::Decode`].
    pub async fn dispatch(&self, outgoing: Outgoing) -> Result<Dispatched, Error<()>> {
        let mut exchange = self.exchange(outgoing)?;
        let transport = self.transport();
        let transport = transport.map_err(|error| no_transport(error, &exchange))?;
        loop {
            let pause = exchange.pace();
            if !pause.is_zero() {
                transport.sleep(pause).await;
            }
            let credentials = self.inner.credentials.provide(exchange.now()).await;
            let credentials = credentials.map_err(|error| no_credentials(error, &exchange))?;
            let (request, limits) = exchange.request(&credentials)?;
            let result = transport.send(request, limits).await;
            match exchange.done(result) {
                Next::Answer(response) => {
                    return Ok(Dispatched {
                        response,
                        attempts: exchange.attempts,
                    });
                }
                Next::Wait(time) => transport.sleep(time).await,
                Next::Fail(error) => return Err(error),
            }
        }
    }

    /// Sends an encoded call and waits on this thread.
    ///
    /// # Errors
    /// Everything but [`Error::Decode`].
    pub fn dispatch_blocking(&self, outgoing: Outgoing) -> Result<Dispatched, Error<()>> {
        let mut exchange = self.exchange(outgoing)?;
        let transport = self.blocking_transport();
        let transport = transport.map_err(|error| no_transport(error, &exchange))?;
        loop {
            let pause = exchange.pace();
            if !pause.is_zero() {
                transport.sleep(pause);
            }
            let credentials = block_on(self.inner.credentials.provide(exchange.now()));
            let credentials = credentials.map_err(|error| no_credentials(error, &exchange))?;
            let (request, limits) = exchange.request(&credentials)?;
            let result = transport.send(request, limits);
            match exchange.done(result) {
                Next::Answer(response) => {
                    return Ok(Dispatched {
                        response,
                        attempts: exchange.attempts,
                    });
                }
                Next::Wait(time) => transport.sleep(time),
                Next::Fail(error) => return Err(error),
            }
        }
    }

    fn exchange(&self, mut outgoing: Outgoing) -> Result<Exchange<'_>, Error<()>> {
        let inner = &*self.inner;
        self.add_common(&mut outgoing.request);
        let agent = outgoing
            .request
            .header_default(http::header::USER_AGENT, inner.config.user_agent.clone());
        agent.map_err(|error| self.invalid(&outgoing.action, Vec::new(), error.to_string()))?;
        Ok(Exchange::new(
            &inner.config,
            &inner.service,
            &inner.shared,
            outgoing,
        ))
    }

    /// Parameters of the config, where the call does not set them.
    fn add_common(&self, request: &mut Unsigned) {
        let common = &self.inner.config.parameters;
        if common.is_empty() {
            return;
        }
        if let Body::Json(bytes) = &mut request.body {
            let mut tree = Value::from_json(bytes).unwrap_or_default();
            for (name, value) in common {
                if tree.get(name).is_none() {
                    tree.set(name.as_str(), value.as_str());
                }
            }
            *bytes = tree.to_string().into();
        } else {
            for (name, value) in common {
                request.params_mut().push_default(name, value);
            }
        }
    }

    /// A scheme that signs names and values cannot do with a JSON body.
    fn carrier(&self, carrier: Carrier) -> Carrier {
        let scheme = self
            .inner
            .config
            .scheme
            .unwrap_or(self.inner.service.vendor.scheme);
        if scheme.signs_parameters() && carrier == Carrier::Json {
            Carrier::Form
        } else {
            carrier
        }
    }

    /// `own` is the host of an operation whose page names another than its service's.
    fn endpoint(
        &self,
        action: &str,
        own: Option<&'static str>,
        region: Option<&str>,
    ) -> Result<Endpoint, Error<()>> {
        let (config, service) = (&self.inner.config, &self.inner.service);
        let rule = service.endpoint_rule();
        let endpoint = match (&config.endpoint, own) {
            (Some(text), _) => Endpoint::parse(
                text,
                &rule.path.replace("{service}", &service.name),
                config.allow_http,
            ),
            (None, Some(host)) => EndpointRule { host, ..*rule }.resolve(&service.name, region),
            (None, None) => rule.resolve(&service.name, region),
        };
        endpoint.map_err(|error| self.invalid(action, Vec::new(), error.to_string()))
    }

    fn read(
        &self,
        dispatched: Dispatched,
        meta: &'static OperationMeta,
        output: &mut dyn Shape,
    ) -> Result<Answer<()>, Error<()>> {
        let envelope = &self.inner.service.vendor.envelope;
        let body = dispatched.response.body();
        let leniencies =
            decode::from_envelope(body, envelope.payload_path(), envelope.members, output);
        let leniencies = leniencies
            .map_err(|error| self.unreadable(meta.name, &dispatched, error.to_string()))?;
        let request_id = envelope.request_id_near_the_end(dispatched.response.headers(), body);
        Ok(dispatched.answer((), request_id, leniencies))
    }

    fn read_untyped(
        &self,
        action: &str,
        done: Result<Dispatched, Error<()>>,
    ) -> Result<Answer<Value>, Error<UnlistedCode>> {
        let dispatched = done.map_err(with_set)?;
        let envelope = &self.inner.service.vendor.envelope;
        let (output, request_id) = envelope
            .open(dispatched.response.headers(), dispatched.response.body())
            .map_err(|error| self.unreadable(action, &dispatched, error.to_string()))?;
        Ok(dispatched.answer(output, request_id, Vec::new()))
    }

    fn operation_name(&self, action: &str) -> String {
        format!("{}.{action}", self.inner.service.name)
    }

    fn invalid(&self, action: &str, missing: Vec<String>, message: String) -> Error<()> {
        Error::Invalid(Box::new(InvalidCall {
            missing,
            message,
            operation: self.operation_name(action),
        }))
    }

    fn unreadable<E>(&self, action: &str, dispatched: &Dispatched, message: String) -> Error<E> {
        Error::Decode(Box::new(DecodeFailure {
            message,
            status: dispatched.response.status(),
            request_id: None,
            operation: self.operation_name(action),
            raw: dispatched.response.body().clone(),
        }))
    }

    /// Waits as the transport does: on its runtime, or in a test's time.
    pub(crate) async fn sleep(&self, time: Duration) {
        // Without a transport nothing was sent, and so nothing is waited for.
        if let Ok(transport) = self.transport() {
            transport.sleep(time).await;
        }
    }

    pub(crate) fn sleep_blocking(&self, time: Duration) {
        if let Ok(transport) = self.blocking_transport() {
            transport.sleep(time);
        }
    }

    fn transport(&self) -> Result<Arc<dyn Transport>, TransportError> {
        let given = self.inner.config.transport.clone();
        given.map_or_else(default_transport, Ok)
    }

    fn blocking_transport(&self) -> Result<Arc<dyn BlockingTransport>, TransportError> {
        let given = self.inner.config.blocking_transport.clone();
        given.map_or_else(default_blocking_transport, Ok)
    }
}

/// Puts output and errors into an answer.
fn typed<O: Operation>(sent: Result<Answer<()>, Error<()>>, output: O::Output) -> Sent<O> {
    sent.map(|answer| answer.with(output)).map_err(with_set)
}

impl Answer<()> {
    fn with<T>(self, output: T) -> Answer<T> {
        Answer {
            output,
            request_id: self.request_id,
            status: self.status,
            headers: self.headers,
            raw: self.raw,
            leniencies: self.leniencies,
            attempts: self.attempts,
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("vendor", &self.inner.service.vendor.name)
            .field("service", &self.inner.service.name)
            .field("config", &self.inner.config)
            .field("credentials", &self.inner.credentials.name())
            .finish()
    }
}

/// A success that has not been read.
#[derive(Clone, Debug)]
pub struct Dispatched {
    /// The answer as it came.
    pub response: http::Response<Bytes>,
    /// How often the request was sent.
    pub attempts: u32,
}

impl Dispatched {
    fn answer<T>(
        self,
        output: T,
        request_id: Option<String>,
        leniencies: Vec<Leniency>,
    ) -> Answer<T> {
        let (parts, raw) = self.response.into_parts();
        let (status, headers, attempts) = (parts.status, parts.headers, self.attempts);
        Answer {
            output,
            request_id,
            status,
            headers,
            raw,
            leniencies,
            attempts,
        }
    }
}

fn with_set<E: ErrorSet>(error: Error<()>) -> Error<E> {
    error.with_errors(|refusal| E::from_code(refusal.code.as_deref().unwrap_or_default()))
}

fn no_credentials(error: CredentialsError, exchange: &Exchange<'_>) -> Error<()> {
    Error::Credentials(Box::new(CredentialsFailure {
        error,
        operation: exchange.operation(),
    }))
}

fn no_transport(error: TransportError, exchange: &Exchange<'_>) -> Error<()> {
    Error::Transport(Box::new(TransportFailure {
        error,
        operation: exchange.operation(),
        attempts: 0,
    }))
}

/// One for the process, so that clients share connections.
#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Arc<dyn Transport>, TransportError> {
    use std::sync::OnceLock;
    static SHARED: OnceLock<Result<Arc<crate::transport::ReqwestTransport>, TransportError>> =
        OnceLock::new();
    let shared = SHARED.get_or_init(|| crate::transport::ReqwestTransport::new().map(Arc::new));
    shared
        .clone()
        .map(|transport| transport as Arc<dyn Transport>)
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Arc<dyn Transport>, TransportError> {
    Err(absent("`transport`", "reqwest"))
}

#[cfg(feature = "blocking")]
fn default_blocking_transport() -> Result<Arc<dyn BlockingTransport>, TransportError> {
    use std::sync::OnceLock;
    static SHARED: OnceLock<Arc<crate::transport::UreqTransport>> = OnceLock::new();
    Ok(SHARED
        .get_or_init(|| Arc::new(crate::transport::UreqTransport::new()))
        .clone())
}

#[cfg(not(feature = "blocking"))]
fn default_blocking_transport() -> Result<Arc<dyn BlockingTransport>, TransportError> {
    Err(absent("`blocking_transport`", "blocking"))
}

#[allow(dead_code, reason = "unused when both shells are built in")]
fn absent(setting: &str, feature: &str) -> TransportError {
    let message = format!(
        "no transport: give {setting} to the config, or build with the feature `{feature}`"
    );
    TransportError::new(TransportKind::NotSent, message)
}
