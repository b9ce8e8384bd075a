//! Waiting for a state: look with an operation until every thing is in a good one, or one is in a
//! bad one, or time is up.
//!
//! Which operation, member and states those are is data ([`WaiterMeta`]) that generated clients
//! bring. A look reads the whole list, page by page. Looks get further apart, never more than six
//! times the first distance.

use crate::Value;
use crate::client::{Answer, Client};
use crate::decode;
use crate::error::{Error, InvalidCall};
use crate::meta::Fact;
use crate::operation::{Operation, Sent};
use crate::paging::{Walk, at};
use crate::shape::{Shape, View};
use crate::transport::BoxFuture;
use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

/// What a wait looks at, and what ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaiterMeta {
    /// What is waited for: `SnapshotNormal`.
    pub name: &'static str,
    /// The request parameter that names the things.
    pub ids: &'static str,
    /// The response member that holds the list of things, dotted.
    pub items: &'static str,
    /// The member of each thing that holds its state, dotted; none where only presence counts.
    pub state: Option<&'static str>,
    /// The states that end the wait well.
    pub success: &'static [&'static str],
    /// The states that no good one follows.
    pub failure: &'static [&'static str],
    /// What it means that a thing is not in the list.
    pub absent: Absent,
    /// Seconds between the first looks.
    pub every: u32,
    /// Seconds after which the wait is given up.
    pub timeout: u32,
}

/// What it means that a thing is not in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// It is not there yet.
    Wait,
    /// It is gone, as was waited for.
    Success,
    /// It is gone, so that nothing more will happen.
    Failure,
}

/// A wait that has not begun; await it, or call [`Waiting::wait_blocking`].
#[must_use = "a wait does nothing until it is awaited"]
pub struct Waiting<O: Operation> {
    client: Client,
    request: O,
    waiter: &'static WaiterMeta,
    /// How many things are waited for.
    wanted: usize,
    every: Duration,
    timeout: Duration,
}

/// What a wait came to: the last answer.
pub type Waited<O> = Result<Answer<<O as Operation>::Output>, WaitError<<O as Operation>::Error>>;

/// Why a wait ended before what it waited for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum WaitError<E> {
    /// A look failed for good.
    Call(Error<E>),
    /// A thing is in a state that no good one follows; empty if it is gone.
    Failed {
        /// What was waited for.
        waiter: &'static str,
        /// The state.
        state: String,
    },
    /// Time is up.
    Timeout {
        /// What was waited for.
        waiter: &'static str,
        /// The time that was given.
        limit: Duration,
        /// The states at the last look.
        states: Vec<String>,
    },
}

impl<E> fmt::Display for WaitError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Failed { waiter, state } if state.is_empty() => {
                write!(f, "{waiter}: it is gone")
            }
            Self::Failed { waiter, state } => write!(f, "{waiter}: it is {state}"),
            Self::Timeout {
                waiter,
                limit,
                states,
            } => {
                let states = if states.is_empty() {
                    "not there".to_owned()
                } else {
                    states.join(", ")
                };
                write!(f, "{waiter}: after {limit:?} it is still {states}")
            }
        }
    }
}

impl<E: fmt::Debug> std::error::Error for WaitError<E> {}

impl<O: Operation> Waiting<O> {
    /// A wait for things of these ids.
    pub fn new(client: Client, waiter: &'static WaiterMeta, mut ids: Vec<String>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        let mut request = O::default();
        // An id that the parameter cannot hold is left out; the look then says what is missing.
        let _ = decode::from_value(parameter(&request, waiter.ids, &ids), &mut request);
        Self {
            client,
            request,
            waiter,
            wanted: ids.len(),
            every: Duration::from_secs(waiter.every.into()),
            timeout: Duration::from_secs(waiter.timeout.into()),
        }
    }

    /// The parameters of the look, for those that it needs beside the ids.
    pub fn request(&mut self) -> &mut O {
        &mut self.request
    }

    /// Looks this far apart at first.
    pub fn every(mut self, every: Duration) -> Self {
        self.every = every;
        self
    }

    /// Gives up after this long.
    pub fn at_most(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Waits.
    ///
    /// # Errors
    /// See [`WaitError`].
    pub async fn wait(self) -> Waited<O> {
        let client = self.client.clone();
        let mut watch = Watch::new(self)?;
        loop {
            match watch.take(client.send(&watch.request).await) {
                Next::Look => {}
                Next::Sleep(time) => client.sleep(time).await,
                Next::Done(waited) => return waited,
            }
        }
    }

    /// Waits on this thread.
    ///
    /// # Errors
    /// See [`WaitError`].
    pub fn wait_blocking(self) -> Waited<O> {
        let client = self.client.clone();
        let mut watch = Watch::new(self)?;
        loop {
            match watch.take(client.send_blocking(&watch.request)) {
                Next::Look => {}
                Next::Sleep(time) => client.sleep_blocking(time),
                Next::Done(waited) => return waited,
            }
        }
    }
}

impl<O: Operation> IntoFuture for Waiting<O> {
    type Output = Waited<O>;
    type IntoFuture = BoxFuture<'static, Waited<O>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.wait())
    }
}

impl<O: Operation> fmt::Debug for Waiting<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiting({}, {} things)", self.waiter.name, self.wanted)
    }
}

/// What to do after an answer.
enum Next<O: Operation> {
    /// Ask for the next page.
    Look,
    /// Ask again after this long.
    Sleep(Duration),
    /// It is over.
    Done(Waited<O>),
}

/// A wait under way, without I/O.
struct Watch<O: Operation> {
    waiting: Waiting<O>,
    began: Duration,
    delay: Duration,
    /// The request of this look, moved on page by page.
    request: O,
    walk: Option<Walk>,
    /// The states that this look has seen.
    states: Vec<String>,
}

impl<O: Operation> Watch<O> {
    fn new(waiting: Waiting<O>) -> Result<Self, WaitError<O::Error>> {
        if waiting.wanted == 0 {
            // Without ids a look would list everything there is.
            return Err(WaitError::Call(Error::Invalid(Box::new(InvalidCall {
                missing: vec![waiting.waiter.ids.to_owned()],
                message: String::new(),
                operation: O::META.name.to_owned(),
            }))));
        }
        Ok(Self {
            began: waiting.client.config().clock.elapsed(),
            delay: waiting.every,
            request: waiting.request.clone(),
            walk: walk(&waiting.request),
            states: Vec::new(),
            waiting,
        })
    }

    fn take(&mut self, sent: Sent<O>) -> Next<O> {
        let answer = match sent {
            Ok(answer) => answer,
            Err(error) => return Next::Done(Err(WaitError::Call(error))),
        };
        states(&answer.output, self.waiting.waiter, &mut self.states);
        let more = self.walk.as_mut();
        if more.is_some_and(|walk| walk.go_on(&mut self.request, &answer.output)) {
            return Next::Look;
        }
        let seen = std::mem::take(&mut self.states);
        match judge(self.waiting.waiter, &seen, self.waiting.wanted) {
            Verdict::Good => Next::Done(Ok(answer)),
            Verdict::Bad(state) => Next::Done(Err(WaitError::Failed {
                waiter: self.waiting.waiter.name,
                state,
            })),
            Verdict::Open => self.again(seen),
        }
    }

    fn again(&mut self, states: Vec<String>) -> Next<O> {
        let waiting = &self.waiting;
        let config = waiting.client.config();
        let spent = config.clock.elapsed().saturating_sub(self.began);
        // From half of the limit to all of it: looks of many waiters spread out.
        let wait = self
            .delay
            .mul_f64(0.5 + config.entropy.fraction().clamp(0.0, 1.0) / 2.0);
        if spent.saturating_add(wait) > waiting.timeout {
            return Next::Done(Err(WaitError::Timeout {
                waiter: waiting.waiter.name,
                limit: waiting.timeout,
                states,
            }));
        }
        self.delay = self.delay.mul_f64(1.5).min(waiting.every * 6);
        self.request = waiting.request.clone();
        self.walk = walk(&self.request);
        Next::Sleep(wait)
    }
}

fn walk<O: Operation>(request: &O) -> Option<Walk> {
    O::META.paging.map(|paging| Walk::new(paging, request))
}

enum Verdict {
    Good,
    Bad(String),
    Open,
}

fn judge(waiter: &WaiterMeta, states: &[String], wanted: usize) -> Verdict {
    let is_one_of = |ends: &[&str], state: &String| ends.contains(&state.as_str());
    if let Some(bad) = states.iter().find(|state| is_one_of(waiter.failure, state)) {
        return Verdict::Bad(bad.clone());
    }
    let are_good = states.iter().all(|state| is_one_of(waiter.success, state));
    match waiter.absent {
        Absent::Success if are_good => Verdict::Good,
        Absent::Failure if states.len() < wanted => Verdict::Bad(String::new()),
        Absent::Wait | Absent::Failure if are_good && states.len() >= wanted => Verdict::Good,
        _ => Verdict::Open,
    }
}

/// The state of every thing in an answer; empty for those that have none.
fn states(output: &dyn Shape, waiter: &WaiterMeta, states: &mut Vec<String>) {
    let state = |view: View<'_>| match view {
        View::Text(it) => it.to_owned(),
        View::Int(it) => it.to_string(),
        View::Value(it) => it.as_str().map_or_else(|| it.to_string(), str::to_owned),
        _ => String::new(),
    };
    let View::List(items) = at(output, waiter.items) else {
        return;
    };
    for index in 0..items.len() {
        let found = match (items.at(index), waiter.state) {
            (View::Shape(item), Some(path)) => state(at(item, path)),
            (View::Value(item), Some(path)) => {
                let path: Vec<_> = path.split('.').collect();
                item.at(&path)
                    .map_or_else(String::new, |it| state(View::Value(it)))
            }
            _ => String::new(),
        };
        states.push(found);
    }
}

/// The ids as the parameter has them: a list, a JSON list in a text, or a text.
fn parameter(request: &dyn Shape, name: &str, ids: &[String]) -> Value {
    let field = request.meta().field(name);
    let list = || Value::from(ids.to_vec());
    let value = match field {
        Some(field) if field.ty.starts_with("list<") => list(),
        Some(field) if field.facts.contains(&Fact::Format("json")) => list().to_string().into(),
        _ => ids.join(",").into(),
    };
    Value::map([(name, value)])
}

/// A method of a service's client that waits for a state.
///
/// `pub fn name(ids) -> Request { … }` takes any number of ids, `pub fn name(id) -> …` one; the
/// braces hold the members of [`WaiterMeta`] beside its name.
#[macro_export]
macro_rules! waiter {
    ($(#[$about:meta])* pub fn $method:ident(ids) -> $request:ty { $($meta:tt)* }) => {
        impl Client {
            $(#[$about])*
            pub fn $method(
                &self,
                ids: impl IntoIterator<Item: Into<String>>,
            ) -> $crate::waiter::Waiting<$request> {
                const WAITER: $crate::waiter::WaiterMeta = $crate::waiter::WaiterMeta { $($meta)* };
                let ids = ids.into_iter().map(Into::into).collect();
                $crate::waiter::Waiting::new(self.runtime.clone(), &WAITER, ids)
            }
        }
    };
    ($(#[$about:meta])* pub fn $method:ident(id) -> $request:ty { $($meta:tt)* }) => {
        impl Client {
            $(#[$about])*
            pub fn $method(&self, id: impl Into<String>) -> $crate::waiter::Waiting<$request> {
                const WAITER: $crate::waiter::WaiterMeta = $crate::waiter::WaiterMeta { $($meta)* };
                $crate::waiter::Waiting::new(self.runtime.clone(), &WAITER, vec![id.into()])
            }
        }
    };
}
