//! The vendors' signing schemes as the other side sees them: what a request claims, and the
//! signature it should have. One file a scheme, written from the vendors' rules.

mod acs3;
mod acs_roa;
mod acs_rpc;
mod bearer;
mod digest;
mod tc3;
mod tencent_v1;
mod ucloud;
mod zc2;

use specwright_spec::profile::{Scheme, Signing};

use crate::Received;

/// What a request says of who sent it, when, and for what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// The id of the key; empty for a token that is its own key.
    pub key: String,
    /// The signature, or the bearer token.
    pub signature: String,
    /// When it was signed.
    pub time: Time,
    /// What makes it unlike all others.
    pub nonce: Option<String>,
    /// The session token that belongs to a temporary key.
    pub token: Option<String>,
    /// The operation, where the scheme has a place of its own for it.
    pub action: Option<String>,
    /// The API version, likewise.
    pub version: Option<String>,
    /// The region, likewise.
    pub region: Option<String>,
    /// The service that the signature is made for.
    pub service: Option<String>,
}

/// When a request was signed, as it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Time {
    /// It does not say.
    #[default]
    Unstated,
    /// In seconds since 1970.
    At(i64),
    /// It says something that is no time.
    Malformed,
}

impl Time {
    fn read(text: Option<&str>, parse: impl Fn(&str) -> Option<i64>) -> Self {
        match text {
            None => Self::Unstated,
            Some(text) => parse(text).map_or(Self::Malformed, Self::At),
        }
    }

    fn seconds(text: Option<&str>) -> Self {
        Self::read(text, |text| text.parse().ok())
    }

    /// `2026-11-22T00:03:17Z`.
    fn iso(text: Option<&str>) -> Self {
        Self::read(text, |text| {
            Some(text.parse::<jiff::Timestamp>().ok()?.as_second())
        })
    }

    /// `Sun, 22 Nov 2026 00:44:24 GMT`.
    fn http_date(text: Option<&str>) -> Self {
        let parse = |text: &str| {
            let time = jiff::fmt::rfc2822::parse(text).ok()?;
            Some(time.timestamp().as_second())
        };
        Self::read(text, parse)
    }
}

/// A signature that was worked out.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed {
    /// The signature that a request should have.
    pub signature: String,
    /// What was signed; absent where it holds the secret.
    pub string_to_sign: Option<String>,
}

/// A scheme: how to read its claim, and how to work out its signature.
struct Rule {
    scheme: Scheme,
    claim: fn(&Received<'_>) -> Option<Claim>,
    sign: fn(&Received<'_>, &Claim, &str) -> Signed,
}

const RULES: &[Rule] = &[
    Rule {
        scheme: Scheme::Tc3HmacSha256,
        claim: tc3::claim,
        sign: tc3::sign,
    },
    Rule {
        scheme: Scheme::HmacSha256,
        claim: tencent_v1::claim_sha256,
        sign: tencent_v1::sign_sha256,
    },
    Rule {
        scheme: Scheme::HmacSha1,
        claim: tencent_v1::claim_sha1,
        sign: tencent_v1::sign_sha1,
    },
    Rule {
        scheme: Scheme::Acs3HmacSha256,
        claim: acs3::claim,
        sign: acs3::sign,
    },
    Rule {
        scheme: Scheme::AcsRpcHmacSha1,
        claim: acs_rpc::claim,
        sign: acs_rpc::sign,
    },
    Rule {
        scheme: Scheme::AcsRoaHmacSha1,
        claim: acs_roa::claim,
        sign: acs_roa::sign,
    },
    Rule {
        scheme: Scheme::UcloudSha1,
        claim: ucloud::claim,
        sign: ucloud::sign,
    },
    Rule {
        scheme: Scheme::Zc2HmacSha256,
        claim: zc2::claim,
        sign: zc2::sign,
    },
    Rule {
        scheme: Scheme::Bearer,
        claim: bearer::claim,
        sign: bearer::sign,
    },
];

/// The claim of a request, under the first scheme of a vendor that it fits.
pub fn claim(signing: &Signing, received: &Received<'_>) -> Option<(Scheme, Claim)> {
    let known = std::iter::once(signing.scheme).chain(signing.also.iter().copied());
    known
        .filter_map(|scheme| Some((scheme, (rule(scheme)?.claim)(received)?)))
        .next()
}

/// The signature that a request should have, made with a secret.
pub fn sign(
    scheme: Scheme,
    received: &Received<'_>,
    claim: &Claim,
    secret: &str,
) -> Option<Signed> {
    Some((rule(scheme)?.sign)(received, claim, secret))
}

/// The name that a scheme goes by on the wire.
pub fn name(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Tc3HmacSha256 => "TC3-HMAC-SHA256",
        Scheme::HmacSha256 => "HmacSHA256",
        Scheme::HmacSha1 => "HmacSHA1",
        Scheme::Acs3HmacSha256 => "ACS3-HMAC-SHA256",
        Scheme::AcsRpcHmacSha1 => "HMAC-SHA1",
        Scheme::AcsRoaHmacSha1 => "HMAC-SHA1-ROA",
        Scheme::UcloudSha1 => "SHA1",
        Scheme::Zc2HmacSha256 => "ZC2-HMAC-SHA256",
        Scheme::Bearer => "Bearer",
    }
}

fn rule(scheme: Scheme) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.scheme == scheme)
}

/// The parts of `ALGORITHM A=x, B=y` by name.
struct Parts<'r>(Vec<(&'r str, &'r str)>);

impl<'r> Parts<'r> {
    fn of(received: &Received<'r>, algorithm: &str) -> Option<Self> {
        let text = received.header("authorization")?.strip_prefix(algorithm)?;
        let text = text.strip_prefix(' ')?;
        let part = |part: &'r str| part.trim().split_once('=');
        text.split(',').map(part).collect::<Option<_>>().map(Self)
    }

    fn get(&self, name: &str) -> Option<&'r str> {
        self.0
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| *value)
    }

    /// The names of signed headers, in the order given.
    fn signed_headers(&self) -> impl Iterator<Item = &'r str> {
        self.get("SignedHeaders").unwrap_or_default().split(';')
    }
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}
