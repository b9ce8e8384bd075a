//! From an unsigned request to one the vendor accepts: one file a scheme, each a pure function.
//!
//! A scheme puts action, version, region, time and nonce where its protocol wants them, then signs.
//! What a request carries already is kept. Each step is kept in [`Steps`], so that a test or a
//! puzzled person can compare step by step. Nothing here asks for the time.

pub mod acs3;
pub mod aliyun_roa;
pub mod aliyun_rpc;
mod canonical;
mod hash;
pub mod tc3;
pub mod tencent_v1;
pub mod ucloud;
pub mod zc2;

use crate::clock::Moment;
use crate::credentials::Credentials;
use crate::request::{BuildError, Unsigned};
use bytes::Bytes;
use std::fmt;
use std::str::FromStr;

/// The ways to sign, by the names that vendor profiles use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// Tencent Cloud API 3.0, version 3.
    Tc3HmacSha256,
    /// Tencent Cloud API 3.0, version 1 with SHA-256: parameters signed as text.
    TencentHmacSha256,
    /// Tencent Cloud API 3.0, version 1 with SHA-1.
    TencentHmacSha1,
    /// Alibaba Cloud, version 3, for RPC and ROA alike.
    Acs3HmacSha256,
    /// Alibaba Cloud RPC, version 1.
    AcsRpcHmacSha1,
    /// Alibaba Cloud ROA, version 1.
    AcsRoaHmacSha1,
    /// UCloud and UCloudStack.
    UcloudSha1,
    /// Zenlayer Cloud with an access key.
    Zc2HmacSha256,
    /// Zenlayer Cloud with a token.
    Bearer,
}

impl Scheme {
    /// Every scheme with its name in profiles.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Tc3HmacSha256, "tc3-hmac-sha256"),
        (Self::TencentHmacSha256, "hmac-sha256"),
        (Self::TencentHmacSha1, "hmac-sha1"),
        (Self::Acs3HmacSha256, "acs3-hmac-sha256"),
        (Self::AcsRpcHmacSha1, "acs-rpc-hmac-sha1"),
        (Self::AcsRoaHmacSha1, "acs-roa-hmac-sha1"),
        (Self::UcloudSha1, "ucloud-sha1"),
        (Self::Zc2HmacSha256, "zc2-hmac-sha256"),
        (Self::Bearer, "bearer"),
    ];

    /// The name in vendor profiles.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(scheme, _)| *scheme == self)
            .map_or("", |(_, name)| name)
    }

    /// Random bits in the form this scheme wants a nonce in: a positive whole number for Tencent's
    /// version 1, 32 hexadecimal digits elsewhere.
    pub fn nonce(self, bits: u128) -> String {
        match self {
            // 63 bits, and never zero.
            Self::TencentHmacSha256 | Self::TencentHmacSha1 => ((bits >> 65) | 1).to_string(),
            _ => format!("{bits:032x}"),
        }
    }

    /// Whether parameters of the operation are signed as names and texts, so that they must be a
    /// query or a form, not a JSON body.
    pub fn signs_parameters(self) -> bool {
        matches!(
            self,
            Self::TencentHmacSha256 | Self::TencentHmacSha1 | Self::AcsRpcHmacSha1
        )
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Scheme {
    type Err = UnknownScheme;

    fn from_str(name: &str) -> Result<Self, UnknownScheme> {
        let found = Self::ALL.iter().find(|(_, n)| *n == name);
        found
            .map(|(scheme, _)| *scheme)
            .ok_or_else(|| UnknownScheme(name.to_owned()))
    }
}

/// A name that no scheme has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownScheme(pub String);

impl fmt::Display for UnknownScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no signing scheme is called `{}`; there are", self.0)?;
        Scheme::ALL
            .iter()
            .try_for_each(|(_, name)| write!(f, " {name}"))
    }
}

impl std::error::Error for UnknownScheme {}

/// What a signature depends on beside the request itself.
#[derive(Clone, Copy, Debug)]
pub struct Signing<'a> {
    /// Who signs.
    pub credentials: &'a Credentials,
    /// The service as the vendor's protocol names it, such as `cbs`.
    pub service: &'a str,
    /// The version of the API, such as `2017-03-12`; empty where there is none.
    pub version: &'a str,
    /// The operation.
    pub action: &'a str,
    /// The region, where the call has one.
    pub region: Option<&'a str>,
    /// The time to sign with.
    pub at: Moment,
    /// The nonce; empty for none.
    pub nonce: &'a str,
    /// Further choices; the default suits nearly every call.
    pub options: Options<'a>,
}

/// Choices some schemes leave open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Names of further headers to sign, in lower case. Those the request lacks are passed over.
    pub also_sign: &'a [&'a str],
    /// Tencent version 3: leave the body out of the signature.
    pub unsigned_payload: bool,
    /// Tencent version 3: send no signature at all, for the few operations that hand out keys.
    pub skip: bool,
}

/// What was computed on the way. No step holds a key: where the vendor's string to sign ends in the
/// private key (UCloud), it ends before the key here. A session token can stand in them, and the
/// parameters do, so that Debug shows lengths.
///
/// All steps lie in one text, so that keeping them costs no allocation each.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Steps {
    text: String,
    /// Where the canonical request ends and the string to sign begins.
    canonical_request: usize,
    /// Where the string to sign ends and the signature begins.
    string_to_sign: usize,
}

impl Steps {
    fn with_capacity(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            ..Self::default()
        }
    }

    /// The request in the form that is hashed; empty for schemes without one.
    pub fn canonical_request(&self) -> &str {
        &self.text[..self.canonical_request]
    }

    /// The text that is signed.
    pub fn string_to_sign(&self) -> &str {
        &self.text[self.canonical_request..self.string_to_sign]
    }

    /// The signature as it goes on the wire, before percent-encoding.
    pub fn signature(&self) -> &str {
        &self.text[self.string_to_sign..]
    }

    /// Comes first, where a scheme has it.
    fn write_canonical_request(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        (self.canonical_request, self.string_to_sign) = (self.text.len(), self.text.len());
    }

    fn write_string_to_sign(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.string_to_sign = self.text.len();
    }

    /// Comes last.
    fn write_signature(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
    }
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Steps(canonical request {} bytes, string to sign {} bytes, signature {} bytes)",
            self.canonical_request().len(),
            self.string_to_sign().len(),
            self.signature().len()
        )
    }
}

/// A signed request and how it came to be.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The request in parts, complete.
    pub parts: Unsigned,
    /// The steps of the signature.
    pub steps: Steps,
}

impl Signed {
    /// The request to send.
    ///
    /// # Errors
    /// Host, path or query do not make an address.
    pub fn into_http(self) -> Result<http::Request<Bytes>, BuildError> {
        self.parts.into_http()
    }
}

/// Signs a request.
///
/// # Errors
/// The credentials lack what the scheme needs, or a value cannot stand where it must.
pub fn sign(scheme: Scheme, request: Unsigned, with: &Signing<'_>) -> Result<Signed, SignError> {
    match scheme {
        Scheme::Tc3HmacSha256 => tc3::sign(request, with),
        Scheme::TencentHmacSha256 => {
            tencent_v1::sign(request, with, tencent_v1::Method::HmacSha256)
        }
        Scheme::TencentHmacSha1 => tencent_v1::sign(request, with, tencent_v1::Method::HmacSha1),
        Scheme::Acs3HmacSha256 => acs3::sign(request, with),
        Scheme::AcsRpcHmacSha1 => aliyun_rpc::sign(request, with),
        Scheme::AcsRoaHmacSha1 => aliyun_roa::sign(request, with),
        Scheme::UcloudSha1 => ucloud::sign(request, with),
        Scheme::Zc2HmacSha256 => zc2::sign(request, with),
        Scheme::Bearer => zc2::bearer(request, with),
    }
}

/// Why a request was not signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// The scheme needs a key and there is none.
    NoKey(Scheme),
    /// The scheme needs a token and there is none.
    NoToken(Scheme),
    /// The scheme signs parameters, and the body is something else.
    BodyNotParameters(Scheme),
    /// A JSON body that does not read as an object; UCloud signs its members.
    BodyNotAnObject(String),
    /// Parts that make no request.
    Build(BuildError),
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKey(scheme) => write!(
                f,
                "{scheme} needs a key id and its secret; give credentials with both"
            ),
            Self::NoToken(scheme) => write!(
                f,
                "{scheme} needs a token; give credentials made with `bearer`"
            ),
            Self::BodyNotParameters(scheme) => {
                write!(
                    f,
                    "{scheme} signs names and values; send them as a form or a query"
                )
            }
            Self::BodyNotAnObject(why) => write!(f, "the body to sign is no JSON object: {why}"),
            Self::Build(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SignError {}

impl From<BuildError> for SignError {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

/// A key with both its halves, or an error that names the scheme.
fn key<'a>(with: &Signing<'a>, scheme: Scheme) -> Result<(&'a str, &'a str), SignError> {
    let (id, secret) = (with.credentials.id(), with.credentials.secret().expose());
    if id.is_empty() || secret.is_empty() {
        Err(SignError::NoKey(scheme))
    } else {
        Ok((id, secret))
    }
}

#[cfg(test)]
pub(crate) mod fixtures {
    //! What the schemes' unit tests share.
    use super::*;

    pub(crate) fn signing<'a>(
        credentials: &'a Credentials,
        service: &'a str,
        at: i64,
    ) -> Signing<'a> {
        Signing {
            credentials,
            service,
            version: "2017-03-12",
            action: "Do",
            region: None,
            at: Moment::from_unix(at),
            nonce: "n1",
            options: Options::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for (scheme, name) in Scheme::ALL {
            assert_eq!(name.parse(), Ok(scheme));
            assert_eq!(scheme.to_string(), name);
        }
        assert!(
            "sha0"
                .parse::<Scheme>()
                .unwrap_err()
                .to_string()
                .contains("ucloud-sha1")
        );
    }

    #[test]
    fn a_nonce_is_what_the_scheme_can_read() {
        assert_eq!(
            Scheme::TencentHmacSha1.nonce(u128::MAX),
            i64::MAX.to_string()
        );
        assert_eq!(Scheme::TencentHmacSha1.nonce(0), "1");
        assert_eq!(Scheme::Acs3HmacSha256.nonce(10).len(), 32);
    }

    #[test]
    fn no_scheme_signs_with_an_empty_secret() {
        let credentials = Credentials::new("id", "");
        for (scheme, _) in Scheme::ALL {
            let request = Unsigned::new(http::Method::GET, "h");
            assert!(
                sign(scheme, request, &fixtures::signing(&credentials, "s", 0)).is_err(),
                "{scheme}"
            );
        }
    }
}
