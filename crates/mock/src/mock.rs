//! The mock without I/O: a request and a time in, a response out.

use std::io;
use std::net::ToSocketAddrs;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::header::DATE;
use http::{HeaderName, HeaderValue, Request, Response};
use serde_json::Value;
use specwright_spec::profile::{ActionStyle, Scheme};
use specwright_spec::{Cause, Operation, Profile, Service};

use crate::check::Check;
use crate::envelope::{self, Content, Wrap};
use crate::log::redacted;
use crate::params::Params;
use crate::refused::Refused;
use crate::route::{self, Path};
use crate::scheme::{self, Claim, Time};
use crate::state::State;
use crate::{Delivery, Entry, Options, Outcome, Received, Running, Step, answer, fault, server};

/// A vendor, as far as a spec tells.
#[derive(Debug)]
pub struct Mock {
    profile: Profile,
    services: Vec<Service>,
    options: Options,
    state: Mutex<State>,
}

/// An operation that was asked for by somebody who may.
struct Asked<'m> {
    service: &'m Service,
    operation: &'m Operation,
    claim: Claim,
    params: Params,
}

/// What is known of a request while it is looked at: what the log keeps.
#[derive(Default)]
struct Seen {
    scheme: Option<Scheme>,
    key: Option<String>,
    service: Option<String>,
    operation: Option<String>,
    by_path: bool,
}

/// What a request comes to.
enum Decision<'m> {
    Answer(Value),
    Step(Step, &'m Service, &'m Operation),
    Refuse(Refused),
    /// A path or a step that there is not: why.
    Astray(u16, String),
}

impl Mock {
    /// A mock of a vendor with these services. Services of other vendors are passed over.
    pub fn new(profile: Profile, mut services: Vec<Service>, mut options: Options) -> Self {
        services.retain(|service| service.vendor == profile.vendor);
        let script = std::mem::take(&mut options.script);
        Self {
            profile,
            services,
            options,
            state: Mutex::new(State::new(script)),
        }
    }

    /// Answers a request. `now` is the service's clock. A [`Delivery`] in the response's extensions
    /// says how a server should send it, where a step asks for more than a response.
    pub fn answer(&self, request: Request<Bytes>, now: SystemTime) -> Response<Bytes> {
        let received = Received::read(&request);
        let now = now
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs() as i64);
        let mut seen = Seen::default();
        let mut state = self.state();
        let number = state.next();
        let request_id = format!("00000000-0000-4000-8000-{number:012}");
        let decision = self.decide(&request, &received, now, &mut seen, &mut state);
        let wrap = Wrap {
            profile: &self.profile,
            received: &received,
            operation: seen.operation.as_deref(),
            by_path: seen.by_path,
            request_id: &request_id,
        };
        let (mut response, outcome) = self.carry_out(decision, &wrap);
        // What clients with a wrong clock set theirs by; a step may say another time.
        if let Some(date) = http_date(now) {
            response.headers_mut().entry(DATE).or_insert(date);
        }
        let entry = Entry {
            number,
            method: received.method.to_owned(),
            path: route::shown_path(request.uri().path_and_query()),
            service: seen.service,
            operation: seen.operation,
            scheme: seen.scheme.map(scheme::name),
            key: seen.key,
            parameters: redacted(&self.params(&received).shown),
            request_id,
            outcome,
            status: response.status().as_u16(),
        };
        state.keep(entry.clone());
        drop(state);
        if let Some(watch) = self.options.watch {
            watch(&entry);
        }
        response
    }

    /// Serves on a loopback address: `127.0.0.1:0` takes a free port. Any other address is refused.
    pub fn serve(self, address: impl ToSocketAddrs) -> io::Result<Running> {
        server::start(self, address)
    }

    /// What came so far, the oldest first.
    pub fn log(&self) -> Vec<Entry> {
        self.state().log.iter().cloned().collect()
    }

    /// Adds steps after those that are left.
    pub fn script(&self, steps: impl IntoIterator<Item = Step>) {
        self.state().script.extend(steps);
    }

    /// The vendor's profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The services that are answered for.
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves counts and lists that are still good.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn decide(
        &self,
        request: &Request<Bytes>,
        received: &Received<'_>,
        now: i64,
        seen: &mut Seen,
        state: &mut State,
    ) -> Decision<'_> {
        let path = route::path(&self.profile, &self.services, received);
        if let Path::Astray = path {
            return Decision::Astray(404, format!("there is nothing at {}", received.path));
        }
        seen.by_path = matches!(path, Path::Operation(..));
        let asked = match self.ask(received, path, now, seen, state) {
            Ok(asked) => asked,
            Err(refused) => return Decision::Refuse(refused),
        };
        match fault::of_headers(request.headers()) {
            Err(error) => return Decision::Astray(400, error.to_string()),
            Ok(Some(step)) => return Decision::Step(step, asked.service, asked.operation),
            Ok(None) => {}
        }
        if let Some(step) = fault::take(&mut state.script, &asked.operation.name) {
            return Decision::Step(step, asked.service, asked.operation);
        }
        self.perform(received, &asked)
            .map_or_else(Decision::Refuse, Decision::Answer)
    }

    /// Who asks for what; refuses who may not, and what there is not.
    fn ask<'m>(
        &'m self,
        received: &Received<'_>,
        path: Path<'m>,
        now: i64,
        seen: &mut Seen,
        state: &mut State,
    ) -> Result<Asked<'m>, Refused> {
        let found = scheme::claim(&self.profile.signing, received);
        let claim = found
            .as_ref()
            .map(|(_, claim)| claim.clone())
            .unwrap_or_default();
        let (action, version) = route::names(&self.profile, received, &claim);
        seen.operation.clone_from(&action);
        let (scheme, claim) = found.ok_or_else(|| Refused::new(Cause::Unsigned, ""))?;
        seen.scheme = Some(scheme);
        seen.key = Some(claim.key.clone());
        self.admit(received, scheme, &claim, now, state)?;
        let mut params = self.params(received);
        let (service, operation) = match path {
            Path::Operation(service, operation, values) => {
                for (name, value) in values {
                    params.add(&name, &value);
                }
                (service, operation)
            }
            Path::Named(service) => {
                let signed_for = claim.service.as_deref();
                let among = service.or(signed_for);
                route::operation(
                    &self.profile,
                    &self.services,
                    among,
                    action.as_deref(),
                    version.as_deref(),
                    &params,
                )?
            }
            Path::Astray => return Err(Refused::new(Cause::UnknownAction, received.path)),
        };
        seen.service = Some(service.service.clone());
        seen.operation = Some(operation.name.clone());
        Ok(Asked {
            service,
            operation,
            claim,
            params,
        })
    }

    /// Checks key, signature, session token, time and nonce, in this order.
    fn admit(
        &self,
        received: &Received<'_>,
        scheme: Scheme,
        claim: &Claim,
        now: i64,
        state: &mut State,
    ) -> Result<(), Refused> {
        let keys: Vec<_> = self
            .options
            .keys
            .iter()
            .filter(|key| key.id == claim.key)
            .collect();
        if keys.is_empty() {
            return Err(Refused::new(Cause::UnknownKey, &claim.key));
        }
        let signed = |secret: &str| scheme::sign(scheme, received, claim, secret);
        let fits = |secret: &str| {
            !claim.signature.is_empty()
                && signed(secret).is_some_and(|signed| signed.signature == claim.signature)
        };
        let Some(key) = keys.iter().find(|key| fits(&key.secret)) else {
            let text = signed("").and_then(|signed| signed.string_to_sign);
            return Err(Refused::new(Cause::BadSignature, text.unwrap_or_default()));
        };
        if key.token != claim.token {
            return Err(Refused::new(Cause::BadToken, ""));
        }
        let refusals = &self.profile.refusals;
        let tolerance = i64::from(refusals.clock_tolerance.unwrap_or(0));
        if refusals.clock_tolerance.is_some() && scheme != Scheme::Bearer {
            match claim.time {
                Time::At(time) if (now - time).abs() <= tolerance => {}
                Time::At(time) => {
                    return Err(Refused::new(
                        Cause::Stale,
                        format!("{time}, here it is {now}"),
                    ));
                }
                Time::Unstated | Time::Malformed => return Err(Refused::new(Cause::BadTime, "")),
            }
        }
        if let (true, Some(nonce)) = (refusals.codes.contains_key(&Cause::NonceUsed), &claim.nonce)
            && !state.is_new(&claim.key, nonce, now, tolerance)
        {
            return Err(Refused::new(Cause::NonceUsed, nonce));
        }
        Ok(())
    }

    /// The parameters of a request, without those that belong to no operation.
    fn params(&self, received: &Received<'_>) -> Params {
        let takes_flat = !matches!(self.profile.wire.action, ActionStyle::Headers { .. });
        match &received.json {
            Some(body) => {
                let mut params = Params::json(body, takes_flat);
                for (name, value) in received.query.iter().filter(|_| takes_flat) {
                    params.add(name, value);
                }
                params
            }
            None if received.is_json() => Params::json(&Value::Null, takes_flat),
            None => Params::flat(received.flats()),
        }
    }

    /// Checks the parameters and makes the answer.
    fn perform(&self, received: &Received<'_>, asked: &Asked<'_>) -> Result<Value, Refused> {
        if received.is_broken_json() {
            return Err(Refused::new(Cause::BadBody, ""));
        }
        let Asked {
            service,
            operation,
            claim,
            params,
        } = asked;
        self.check_region(operation, claim, params)?;
        let check = Check {
            service,
            is_text: params.is_text,
            strict: self.options.strict,
            list_index: u64::from(self.profile.wire.list_index),
        };
        let region = self.profile.region_parameter.iter();
        let common: Vec<&str> = self
            .profile
            .common_parameters
            .iter()
            .chain(region)
            .map(String::as_str)
            .collect();
        check.request(&operation.request, params, &common)?;
        answer::members(
            &self.profile,
            service,
            operation,
            params,
            self.options.items,
        )
    }

    fn check_region(
        &self,
        operation: &Operation,
        claim: &Claim,
        params: &Params,
    ) -> Result<(), Refused> {
        let (Some(rule), Some(name)) = (&operation.region, &self.profile.region_parameter) else {
            return Ok(());
        };
        let region = claim.region.clone().or_else(|| params.text(name));
        let Some(region) = region.filter(|region| !region.is_empty()) else {
            let is_needed = rule.required == Some(specwright_spec::Required::Yes);
            return if is_needed {
                Err(Refused::new(Cause::MissingParameter, name))
            } else {
                Ok(())
            };
        };
        if self.options.strict && !rule.only.is_empty() && !rule.only.contains(&region) {
            return Err(Refused::new(Cause::UnknownRegion, region));
        }
        Ok(())
    }

    fn carry_out(&self, decision: Decision<'_>, wrap: &Wrap<'_>) -> (Response<Bytes>, Outcome) {
        match decision {
            Decision::Answer(members) => {
                (wrap.response(Content::Members(members)), Outcome::Answered)
            }
            Decision::Refuse(refused) => {
                let cause = refused.cause;
                // A profile without a code for any of these says so in the answer.
                let code = self
                    .profile
                    .refusals
                    .code(cause)
                    .unwrap_or("mock:no-code-in-profile");
                let status = envelope::status(&self.profile, None, None, code);
                let message = refused.message();
                let content = Content::Failure {
                    code,
                    message: &message,
                    status,
                };
                let code = code.to_owned();
                (wrap.response(content), Outcome::Refused { cause, code })
            }
            Decision::Step(step, service, operation) => {
                let response = self.stepped(&step, service, operation, wrap);
                (response, Outcome::Stepped { code: step.error })
            }
            Decision::Astray(status, why) => (
                envelope::plain(status, "text/plain; charset=utf-8", why),
                Outcome::Astray,
            ),
        }
    }

    fn stepped(
        &self,
        step: &Step,
        service: &Service,
        operation: &Operation,
        wrap: &Wrap<'_>,
    ) -> Response<Bytes> {
        let mut response = match &step.error {
            Some(code) => {
                let (message, status) = self.error(step, code, service, operation);
                wrap.response(Content::Failure {
                    code,
                    message: &message,
                    status,
                })
            }
            None => {
                let members = answer::members(
                    &self.profile,
                    service,
                    operation,
                    &self.params(wrap.received),
                    self.options.items,
                );
                wrap.response(Content::Members(members.unwrap_or(Value::Null)))
            }
        };
        if let Some(status) = step
            .status
            .and_then(|status| http::StatusCode::from_u16(status).ok())
        {
            *response.status_mut() = status;
        }
        for (name, value) in &step.headers {
            if let (Ok(name), Ok(value)) =
                (name.parse::<HeaderName>(), value.parse::<HeaderValue>())
            {
                response.headers_mut().insert(name, value);
            }
        }
        if let Some(body) = &step.body {
            *response.body_mut() = Bytes::from(body.clone());
        }
        let delivery: Delivery = step.delivery;
        response.extensions_mut().insert(delivery);
        response
    }

    /// The message and status of an error on demand: the asked case's of the code.
    fn error(
        &self,
        step: &Step,
        code: &str,
        service: &Service,
        operation: &Operation,
    ) -> (String, u16) {
        let listed = operation
            .errors
            .iter()
            .chain(&service.errors)
            .find(|error| error.code == code);
        let case = listed.and_then(|error| error.cases().nth(step.case));
        let common = self
            .profile
            .common_errors
            .iter()
            .find(|error| error.code == code);
        let case = case.or(common.map(specwright_spec::profile::CommonError::case));
        let usual = envelope::status(&self.profile, Some(service), Some(operation), code);
        let status = case
            .as_ref()
            .and_then(|case| case.status)
            .filter(|status| *status >= 400);
        let page = case.and_then(|case| case.message.or(case.doc));
        let message = step
            .message
            .clone()
            .or(page)
            .unwrap_or_else(|| format!("{code}, on demand."));
        (message, status.unwrap_or(usual))
    }
}

/// A time as the `Date` header says it; nothing for one that no calendar holds.
fn http_date(now: i64) -> Option<HeaderValue> {
    let now = jiff::Timestamp::from_second(now).ok()?;
    let text = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&now);
    text.ok()?.parse().ok()
}
