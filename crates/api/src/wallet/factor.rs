use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::AssertionProof;

/// `GET /v1/factors`: what a shopper has beside passkeys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FactorsView {
    /// Since when the authenticator app is used.
    #[specta(type = Option<String>)]
    pub totp_since: Option<Timestamp>,
    /// How many recovery codes are left; none were ever drawn.
    pub recovery_codes_left: Option<u32>,
    /// When they were drawn.
    #[specta(type = Option<String>)]
    pub recovery_codes_since: Option<Timestamp>,
}

/// A passkey that says yes: `POST /v1/factors/totp` and `…/totp/remove` (for `totp`), `POST /v1/factors/recovery-codes` (for
/// `recovery-codes`), `POST /v1/passkeys/invitations` (for `passkey-add`), `POST /v1/passkeys/{id}/remove` (for
/// `passkey-remove:{id}`).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProofRequest {
    /// Proof for the purpose.
    pub assertion: AssertionProof,
}

/// What an authenticator app needs, shown once.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TotpView {
    /// `otpauth://totp/…`, for a QR code.
    pub uri: String,
    /// The same secret to be typed, base 32.
    pub secret: String,
}

/// `POST /v1/factors/totp/confirm`: the app's first code.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TotpCodeRequest {
    /// Six digits.
    pub code: String,
}

/// Ten codes, shown once.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryCodesView {
    /// In groups of four.
    pub codes: Vec<String>,
}
