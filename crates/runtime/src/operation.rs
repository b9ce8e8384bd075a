//! Generated operations: what ties a request to its output, its errors and its facts, and the
//! way from a typed request to an unsigned one.

use crate::client::{Answer, Client};
use crate::encode::{self, WriteError};
use crate::endpoint::{Endpoint, EndpointRule};
use crate::error::Error;
use crate::error_set::ErrorSet;
use crate::meta::{OperationMeta, ServiceMeta};
use crate::profile::{Service, Vendor};
use crate::request::Unsigned;
use crate::shape::Shape;
use crate::tables::Tables;
use crate::transport::BoxFuture;
use crate::wire::{Carrier, ParamStyle};
use http::Method;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

/// An operation: implemented by its request, the struct that holds the parameters.
pub trait Operation: Shape + Clone + Default + 'static {
    /// What the service answers.
    type Output: Shape + Clone + Default + 'static;
    /// What the service may refuse with.
    type Error: ErrorSet;
    /// The facts: tables that lead to an [`OperationMeta`].
    const META: &'static Tables;
}

/// The request of an operation before it is signed: method, path, query, headers, body. The
/// operation's name, and what a signature needs, are the signer's to add.
///
/// # Errors
/// A value that its place on the wire cannot carry.
pub fn unsigned(
    parameters: &dyn Shape,
    operation: &OperationMeta,
    endpoint: &Endpoint,
    carrier: Carrier,
    style: ParamStyle,
) -> Result<Unsigned, WriteError> {
    let method = operation
        .http
        .and_then(|http| http.methods.first())
        .copied()
        .unwrap_or("POST");
    // A method that no request can have is a defect of the spec; every vendor takes a POST.
    let method = Method::from_bytes(method.as_bytes()).unwrap_or(Method::POST);
    let mut request = Unsigned::new(method, endpoint.host.clone());
    request.secure = endpoint.secure;
    request.path.clone_from(&endpoint.path);
    encode::parameters(parameters, operation, carrier, style, &mut request)?;
    Ok(request)
}

/// The service that a client of generated operations talks to.
pub fn service(meta: &'static ServiceMeta, vendor: &'static Vendor) -> Service {
    let mut service = Service::new(vendor, meta.name);
    service.version = meta.version.unwrap_or_default().into();
    let by_rule = vendor.endpoint.resolve(meta.name, None);
    if let Some(host) = meta.endpoint
        && by_rule.is_ok_and(|endpoint| endpoint.host != host)
    {
        // The pages name a host that the vendor's rule does not give.
        service.endpoint = Some(EndpointRule {
            host,
            host_without_region: None,
            ..vendor.endpoint
        });
    }
    service
}

/// What a call came to.
pub type Sent<O> = Result<Answer<<O as Operation>::Output>, Error<<O as Operation>::Error>>;

/// A call under way: a future.
#[must_use = "a call does nothing until it is awaited"]
pub struct Sending<O: Operation>(BoxFuture<'static, Sent<O>>);

impl<O: Operation> Future for Sending<O> {
    type Output = Sent<O>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<O: Operation> fmt::Debug for Sending<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sending({})", O::META.name)
    }
}

/// Sends an operation that nobody else holds.
pub fn send<O: Operation>(client: Client, operation: O) -> Sending<O> {
    Sending(Box::pin(async move { client.send(&operation).await }))
}

/// Adds items to a list or a map that may be absent.
pub trait Collect<T> {
    /// Adds the items; an absent collection becomes one, even if there are no items.
    fn collect(&mut self, items: impl Iterator<Item = T>);
}

impl<T> Collect<T> for Vec<T> {
    fn collect(&mut self, items: impl Iterator<Item = T>) {
        self.extend(items);
    }
}

impl<T> Collect<(String, T)> for crate::Map<T> {
    fn collect(&mut self, items: impl Iterator<Item = (String, T)>) {
        self.extend(items);
    }
}

impl<T, C: Collect<T> + Default> Collect<T> for Option<C> {
    fn collect(&mut self, items: impl Iterator<Item = T>) {
        self.get_or_insert_default().collect(items);
    }
}

#[doc(hidden)]
pub fn set<T>(field: &mut Option<T>, value: impl Into<T>) {
    *field = Some(value.into());
}

#[doc(hidden)]
pub fn add<T>(field: &mut impl Collect<T>, items: impl IntoIterator<Item: Into<T>>) {
    field.collect(items.into_iter().map(Into::into));
}

#[doc(hidden)]
pub fn put<T>(
    field: &mut impl Collect<(String, T)>,
    entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
) {
    field.collect(
        entries
            .into_iter()
            .map(|(name, value)| (name.into(), value.into())),
    );
}

/// Sees the operations of a service, each with its types: for tests that must leave none out.
pub trait Visit {
    /// One operation.
    fn visit<O: Operation>(&mut self);
}

/// The operations of a service: nothing is compiled for them until somebody visits.
#[macro_export]
macro_rules! operations {
    ($($request:ty),* $(,)?) => {
        #[doc(hidden)]
        #[allow(unused_variables)]
        pub fn operations<V: $crate::operation::Visit>(visitor: &mut V) {
            $(visitor.visit::<$request>();)*
        }
    };
}

/// Setters of a structure: one line a field.
///
/// `into` takes what becomes the type, `plain` the type itself, `list` and `map` add to what is
/// there, so that they can be called in a loop.
#[macro_export]
macro_rules! setters {
    ($name:ident { $($kind:ident $field:ident: $ty:ty,)* }) => {
        impl $name {
            $($crate::setters!(@$kind [] $field: $ty);)*
        }
    };
    (@into [$($path:ident)?] $field:ident: $ty:ty) => {
        /// Sets the field of this name.
        pub fn $field(mut self, value: impl Into<$ty>) -> Self {
            $crate::operation::set(&mut self.$($path.)?$field, value);
            self
        }
    };
    (@plain [$($path:ident)?] $field:ident: $ty:ty) => {
        /// Sets the field of this name.
        pub fn $field(mut self, value: $ty) -> Self {
            self.$($path.)?$field = Some(value);
            self
        }
    };
    (@list [$($path:ident)?] $field:ident: $ty:ty) => {
        /// Adds to the field of this name.
        pub fn $field(mut self, items: impl IntoIterator<Item: Into<$ty>>) -> Self {
            $crate::operation::add(&mut self.$($path.)?$field, items);
            self
        }
    };
    (@map [$($path:ident)?] $field:ident: $ty:ty) => {
        /// Adds to the field of this name.
        pub fn $field(mut self, entries: impl IntoIterator<Item = (impl Into<String>, impl Into<$ty>)>) -> Self {
            $crate::operation::put(&mut self.$($path.)?$field, entries);
            self
        }
    };
}

/// The builder of an operation's call: its setters, on the service's own `Call`.
#[macro_export]
macro_rules! call {
    ($(#[$about:meta])* pub type $name:ident for $request:ident { $($kind:ident $field:ident: $ty:ty,)* }) => {
        $(#[$about])*
        pub type $name = super::Call<$request>;

        impl super::Call<$request> {
            $($crate::setters!(@$kind [request] $field: $ty);)*
        }
    };
}

/// The client of a service, and its calls in the making.
///
/// `Call` is one type for all operations of a service, so that sending is compiled once; each
/// operation adds its setters with [`call!`](crate::call!).
#[macro_export]
macro_rules! client {
    ($service:ident, $vendor:path) => {
        /// A client of the service. Cheap to clone.
        #[derive(Clone, Debug)]
        pub struct Client {
            runtime: $crate::Client,
        }

        impl Client {
            /// A client with these settings.
            pub fn new(config: $crate::Config) -> Self {
                let service = $crate::operation::service(&$service, &$vendor);
                Self {
                    runtime: $crate::Client::new(service, config),
                }
            }

            /// The same client for calls in another region; connections stay shared.
            #[must_use]
            pub fn in_region(&self, region: impl AsRef<str>) -> Self {
                Self {
                    runtime: self.runtime.in_region(region),
                }
            }

            /// The client beneath: for requests in hand, and for operations by name.
            pub fn runtime(&self) -> &$crate::Client {
                &self.runtime
            }
        }

        /// A call in the making: the parameters so far, and where they go.
        #[derive(Clone)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct Call<O> {
            client: $crate::Client,
            request: O,
        }

        impl<O: $crate::Operation> Call<O> {
            fn new(client: &Client) -> Self {
                Self {
                    client: client.runtime.clone(),
                    request: O::default(),
                }
            }

            /// In this region in place of the client's.
            pub fn in_region(mut self, region: impl AsRef<str>) -> Self {
                self.client = self.client.in_region(region);
                self
            }

            /// The parameters so far.
            pub fn request(&mut self) -> &mut O {
                &mut self.request
            }

            /// Sends it.
            ///
            /// # Errors
            /// See [`specwright_runtime::Error`].
            pub fn send(self) -> $crate::operation::Sending<O> {
                $crate::operation::send(self.client, self.request)
            }

            /// Sends it and waits on this thread.
            ///
            /// # Errors
            /// See [`specwright_runtime::Error`].
            pub fn send_blocking(self) -> $crate::operation::Sent<O> {
                self.client.send_blocking(&self.request)
            }
        }

        impl<O: $crate::paging::Listed> Call<O> {
            /// The list page by page, from the place that the parameters name.
            pub fn pages(self) -> $crate::paging::Pages<O> {
                $crate::paging::Pages::new(self.client, self.request)
            }
        }

        impl<O: $crate::paging::Paged> Call<O> {
            /// The list item by item, from the place that the parameters name.
            pub fn items(self) -> $crate::paging::Items<O> {
                self.pages().items()
            }
        }

        /// The parameters; secrets among them are left out.
        impl<O: $crate::Operation> ::core::fmt::Debug for Call<O> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::shape::debug(&self.request, f)
            }
        }
    };
}
