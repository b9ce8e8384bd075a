//! Generated operations: what ties a request to its output, its errors and its facts, and the
//! way from a typed request to an unsigned one.

use crate::encode::{self, WriteError};
use crate::endpoint::Endpoint;
use crate::error_set::ErrorSet;
use crate::meta::OperationMeta;
use crate::request::Unsigned;
use crate::shape::Shape;
use crate::wire::{Carrier, ParamStyle};
use http::Method;

/// An operation: implemented by its request, the struct that holds the parameters.
pub trait Operation: Shape + Clone + Default + 'static {
    /// What the service answers.
    type Output: Shape + Clone + Default + 'static;
    /// What the service may refuse with.
    type Error: ErrorSet;
    /// The facts.
    const META: &'static OperationMeta;
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
    let method = operation.http.and_then(|http| http.methods.first()).copied().unwrap_or("POST");
    // A method that no request can have is a defect of the spec; every vendor takes a POST.
    let method = Method::from_bytes(method.as_bytes()).unwrap_or(Method::POST);
    let mut request = Unsigned::new(method, endpoint.host.clone());
    request.secure = endpoint.secure;
    request.path.clone_from(&endpoint.path);
    encode::parameters(parameters, operation, carrier, style, &mut request)?;
    Ok(request)
}

/// How a vendor's parameters travel.
#[derive(Clone, Copy, Debug)]
pub struct Wire {
    /// Where they stand.
    pub carrier: Carrier,
    /// How they become text where they are not JSON.
    pub style: ParamStyle,
}

/// Adds items to a list or a map that may be absent. What `list` and `map` setters stand on.
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
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<$ty>) -> Self {
            self.$($path.)?$field = Some(value.into());
            self
        }
    };
    (@plain [$($path:ident)?] $field:ident: $ty:ty) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: $ty) -> Self {
            self.$($path.)?$field = Some(value);
            self
        }
    };
    (@list [$($path:ident)?] $field:ident: $ty:ty) => {
        #[doc = concat!("Adds to `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, items: impl IntoIterator<Item: Into<$ty>>) -> Self {
            $crate::operation::Collect::collect(&mut self.$($path.)?$field, items.into_iter().map(Into::into));
            self
        }
    };
    (@map [$($path:ident)?] $field:ident: $ty:ty) => {
        #[doc = concat!("Adds to `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, entries: impl IntoIterator<Item = (impl Into<String>, impl Into<$ty>)>) -> Self {
            let entries = entries.into_iter().map(|(name, value)| (name.into(), value.into()));
            $crate::operation::Collect::collect(&mut self.$($path.)?$field, entries);
            self
        }
    };
}

/// The builder of an operation's call: setters, and the way to the wire.
#[macro_export]
macro_rules! call {
    ($(#[$about:meta])* pub struct $name:ident for $request:ident { $($kind:ident $field:ident: $ty:ty,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct $name {
            client: super::Client,
            request: $request,
        }

        impl $name {
            fn new(client: &super::Client) -> Self {
                Self { client: client.clone(), request: $request::default() }
            }

            /// The parameters so far.
            pub fn request(&mut self) -> &mut $request {
                &mut self.request
            }

            /// The request before it is signed.
            ///
            /// # Errors
            /// A value that its place on the wire cannot carry.
            pub fn unsigned(&self) -> Result<$crate::request::Unsigned, $crate::encode::WriteError> {
                self.client.unsigned(&self.request)
            }

            $($crate::setters!(@$kind [request] $field: $ty);)*
        }
    };
}

/// The client of a service.
#[macro_export]
macro_rules! client {
    ($service:ident, $vendor:path) => {
        /// A client of the service. Cheap to clone.
        #[derive(Clone, Debug)]
        pub struct Client {
            endpoint: $crate::endpoint::Endpoint,
        }

        impl Client {
            /// A client that speaks to an endpoint.
            pub fn new(endpoint: $crate::endpoint::Endpoint) -> Self {
                Self { endpoint }
            }

            /// The facts of the service.
            pub fn service(&self) -> &'static $crate::meta::ServiceMeta {
                &$service
            }

            /// A request before it is signed.
            ///
            /// # Errors
            /// A value that its place on the wire cannot carry.
            pub fn unsigned<O: $crate::Operation>(
                &self,
                request: &O,
            ) -> Result<$crate::request::Unsigned, $crate::encode::WriteError> {
                let wire = $vendor;
                $crate::operation::unsigned(request, O::META, &self.endpoint, wire.carrier, wire.style)
            }
        }
    };
}
