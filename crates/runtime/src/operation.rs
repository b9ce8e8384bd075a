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
