use base64::{Engine, prelude::BASE64_STANDARD};
use http::{HeaderMap, header::AUTHORIZATION};

use super::{Algorithm, SignatureError};

/// The id of a merchant's public key, such as `SANDBOX-AE5E5B7B2SAERURYEH6DKDAZ`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PublicKeyId(String);

/// Where a key is valid: money moves only in one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// No money moves.
    Sandbox,
    /// Real money.
    Live,
}

impl PublicKeyId {
    const MAX_LENGTH: usize = 128;

    /// The id, if it is one: letters, digits, `-` and `_`, at most 128 of them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let known = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        let fits = (1..=Self::MAX_LENGTH).contains(&text.len()) && text.bytes().all(known);
        fits.then(|| Self(text.to_owned()))
    }

    /// The id as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the id's prefix says, in any case; the SDKs' rule is `/^(LIVE|SANDBOX)/i`.
    #[must_use]
    pub fn environment(&self) -> Option<Environment> {
        let starts =
            |prefix: &str| self.0.get(..prefix.len()).is_some_and(|p| p.eq_ignore_ascii_case(prefix));
        if starts("SANDBOX") {
            Some(Environment::Sandbox)
        } else {
            starts("LIVE").then_some(Environment::Live)
        }
    }
}

impl std::fmt::Display for PublicKeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The parts of `ALG PublicKeyId=<id>, SignedHeaders=a;b;c, Signature=<base64>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Authorization {
    pub(super) algorithm: Algorithm,
    pub(super) public_key_id: PublicKeyId,
    /// The list exactly as sent: it is signed so.
    pub(super) signed_headers: String,
    pub(super) signature: Vec<u8>,
    /// Base64, for the message of a mismatch.
    pub(super) signature_text: String,
}

impl Authorization {
    /// SDKs sign fewer than ten headers; more than this is no SDK.
    const MAX_SIGNED_HEADERS: usize = 64;

    pub(super) fn read(headers: &HeaderMap) -> Result<Self, SignatureError> {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(SignatureError::Authorization("exactly one is needed"));
        };
        let text = value.to_str().map_err(|_| SignatureError::Authorization("not ASCII text"))?;
        Self::parse(text)
    }

    pub(super) fn parse(text: &str) -> Result<Self, SignatureError> {
        let refuse = SignatureError::Authorization;
        let (name, parameters) = text.split_once(' ').ok_or(refuse("no parameters"))?;
        let algorithm = Algorithm::named(name).ok_or(refuse("unknown algorithm"))?;
        let [id, list, signature] = three_parameters(parameters)?;
        let public_key_id = PublicKeyId::parse(id).ok_or(refuse("PublicKeyId"))?;
        if !is_header_list(list) {
            return Err(refuse("SignedHeaders"));
        }
        let bytes = BASE64_STANDARD.decode(signature).map_err(|_| refuse("Signature is not base64"))?;
        Ok(Self {
            algorithm,
            public_key_id,
            signed_headers: list.to_owned(),
            signature: bytes,
            signature_text: signature.to_owned(),
        })
    }
}

/// The values of the three parameters, each given once, in any order, and nothing else.
fn three_parameters(parameters: &str) -> Result<[&str; 3], SignatureError> {
    const NAMES: [&str; 3] = ["PublicKeyId", "SignedHeaders", "Signature"];
    let mut values = [None; 3];
    for parameter in parameters.split(',') {
        let (name, value) =
            parameter.trim_matches(' ').split_once('=').ok_or(SignatureError::Authorization("no ="))?;
        let place = NAMES.iter().position(|known| *known == name);
        let slot = place.and_then(|place| values.get_mut(place));
        match slot {
            Some(slot @ None) => *slot = Some(value),
            Some(Some(_)) => return Err(SignatureError::Authorization("repeated parameter")),
            None => return Err(SignatureError::Authorization("unknown parameter")),
        }
    }
    match values {
        [Some(id), Some(list), Some(signature)] => Ok([id, list, signature]),
        _ => Err(SignatureError::Authorization("missing parameter")),
    }
}

fn is_header_list(list: &str) -> bool {
    let names = list.split(';');
    names.clone().count() <= Authorization::MAX_SIGNED_HEADERS && names.into_iter().all(is_header_name)
}

/// A token of RFC 9110, 5.6.2.
fn is_header_name(name: &str) -> bool {
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !name.is_empty() && name.bytes().all(token)
}
