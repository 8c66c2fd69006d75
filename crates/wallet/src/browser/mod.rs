//! A browser on the hosted checkout: a shopper signs in there with a passkey of the browser or a security key, for one
//! checkout and ten minutes, sees its terms and approves them with another assertion.
//!
//! Being signed in shows what would be paid and by what; it pays nothing. Each payment has a signature of its own over
//! its terms, by the credential that signed in.

mod approve;
mod caller;
mod sign_in;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{BrowserSessionId, CheckoutSessionId, CredentialId, ShopperId};

pub use approve::approve;
pub use caller::{BrowserCaller, authenticate};
pub use sign_in::{BrowserToken, finish_sign_in, start_sign_in};

/// How long a browser stays signed in at one checkout.
pub const BROWSER_LIFE_S: i64 = 600;

/// A browser at one checkout, from its sign-in on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrowserSession {
    /// Unguessable; the first part of its token.
    pub id: BrowserSessionId,
    /// The one checkout that it is for.
    pub checkout_session_id: CheckoutSessionId,
    /// What a passkey has to sign, base64url; none once somebody tried, whatever came of it.
    pub challenge: Option<String>,
    /// Who signed in.
    pub signed_in: Option<SignedInBrowser>,
    /// When the sign-in, and later the session, ends.
    pub expires_at: Timestamp,
}

/// Who signed in, and with what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedInBrowser {
    /// Whose account.
    pub shopper_id: ShopperId,
    /// The only credential that may approve here.
    pub credential_id: CredentialId,
    /// SHA-256 of the whole token.
    pub token_digest: String,
}
