//! Sessions: a family of tokens of one device, each refresh in the place of the one before
//! ([ADR 10](../../../docs/adr/0010-sessions.md)).
//!
//! An access token lives ten minutes and is sent with each request. A refresh token lives thirty days, works once and
//! only together with a proof of the device's session key (RFC 9449, DPoP). The store knows digests only, so neither
//! whoever reads the database nor whoever copies a token from a device without its key can go on with a session.

mod begin;
mod caller;
mod proof;
mod refresh;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::device::Device;
use crate::id::{DeviceId, SessionId, ShopperId};
use crate::moment::digest;
use crate::shopper::Shopper;

pub(crate) use begin::{begin, end};
pub use caller::{Caller, authenticate, sign_out};
pub use proof::{Proof, Proved, verify};
pub use refresh::refresh;

/// How long an access token works: what a stolen one is good for.
const ACCESS_LIFE_S: i64 = 600;
/// How long a device may be silent before its shopper proves the passkey again.
const REFRESH_LIFE_S: i64 = 30 * 24 * 3600;
/// The newest access token and the one before, which requests under way still carry.
const ACCESSES: usize = 2;

/// A device's session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Unguessable; the first part of each of its tokens.
    pub id: SessionId,
    /// Whose.
    pub shopper_id: ShopperId,
    /// On which device.
    pub device_id: DeviceId,
    /// Thumbprint (RFC 7638) of the key that the device proves.
    pub key: String,
    /// Access tokens that may still work, the newest last.
    pub accesses: Vec<TokenDigest>,
    /// The one refresh token that works.
    pub refresh: TokenDigest,
    /// The refresh before, for an answer that was lost.
    pub last: Option<Rotation>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was ended, by whomever.
    pub ended_at: Option<Timestamp>,
}

/// What is kept of a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenDigest {
    /// SHA-256 of the whole token.
    pub digest: String,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// A refresh that was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    /// Digest of the refresh token that it used up.
    pub used: String,
    /// The `jti` of its proof.
    pub jti: String,
    /// With the used token, what its answer is derived from.
    pub nonce: String,
    /// When.
    pub at: Timestamp,
}

/// A token, kept by the device only. Hidden from Debug.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    text: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Token {
    fn new(session: &SessionId, secret: &str, expires_at: Timestamp) -> Self {
        Self { text: format!("{session}.{secret}"), expires_at }
    }

    /// The token itself, to be sent to the device once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.text
    }

    fn digest(&self) -> TokenDigest {
        TokenDigest { digest: digest(&self.text), expires_at: self.expires_at }
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What a device gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// For each request.
    pub access: Token,
    /// For the next refresh.
    pub refresh: Token,
}

/// A session that began or goes on.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Whose.
    pub shopper: Shopper,
    /// On which device.
    pub device: Device,
    /// Shown once.
    pub tokens: Tokens,
}

/// The session that a token says it is of.
fn session_of(token: &str) -> Option<SessionId> {
    token.split_once('.').map(|(id, _)| SessionId::new(id))
}
