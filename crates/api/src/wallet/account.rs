use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;

/// `POST /v1/sign-ups`: who wants an account.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignUpRequest {
    /// As the shopper writes it, 1 to 50 characters.
    pub name: String,
    /// Where the code is mailed to.
    pub email: String,
}

/// A sign-up that waits for its code. It reads the same whether or not the address has an account.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignUpView {
    /// For `…/confirm` and `…/resend`.
    pub sign_up_id: String,
    /// Where the code went.
    pub email: String,
    /// When the code ends.
    #[specta(type = String)]
    pub expires_at: Timestamp,
    /// When another may be asked for (`POST /v1/sign-ups/{id}/resend`).
    #[specta(type = String)]
    pub resend_at: Timestamp,
}

/// `POST /v1/sign-ups/{id}/confirm`: the six digits that were mailed.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmRequest {
    /// Six digits.
    pub code: String,
    /// What the shopper will know this device by.
    pub device_name: String,
}

/// A device's session. Its tokens are shown once. Whatever answers with one (`…/confirm`, `POST /v1/sign-ins/{id}`,
/// `POST /v1/session/refresh`) asks for a proof of the device's session key in the header `DPoP` (RFC 9449).
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// For `authorization: Bearer …`.
    pub access_token: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// For `POST /v1/session/refresh`; works once.
    pub refresh_token: String,
    /// When it ends unless it is used.
    pub refresh_expires_at: Timestamp,
    /// Which of the shopper's devices this is.
    pub device_id: String,
    /// Whose account.
    pub shopper: ShopperView,
}

/// `POST /v1/session/refresh`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefreshRequest {
    /// Of the newest [`SessionView`].
    pub refresh_token: String,
}

/// The shopper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ShopperView {
    /// Stable.
    pub shopper_id: String,
    /// As given.
    pub name: String,
    /// Verified.
    pub email: String,
}

/// The service's half of a WebAuthn ceremony: `POST /v1/passkeys/registrations` (bearer) and
/// `POST /v1/sign-ins` (nobody yet; `credential_id` in the request).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CeremonyView {
    /// Finish at `…/{ceremony_id}`.
    pub ceremony_id: String,
    /// `CredentialCreationOptions` or `CredentialRequestOptions` as WebAuthn's JSON.
    pub options: Value,
}

/// `POST /v1/passkeys/registrations/{ceremony_id}` and `POST /v1/sign-ins/{ceremony_id}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CredentialRequest {
    /// The authenticator's answer as WebAuthn's JSON.
    pub credential: Value,
}

/// `POST /v1/sign-ins`: a device that knows its credential asks for a new session.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInRequest {
    /// base64url, as registered.
    pub credential_id: String,
}

/// A registered passkey.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CredentialView {
    /// base64url.
    pub credential_id: String,
    /// The device's name.
    pub device_name: String,
    /// When it was registered.
    #[specta(type = String)]
    pub created_at: Timestamp,
}

/// `GET /v1/status`: what a client needs to know before it signs in.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StatusView {
    /// The service's clock.
    #[specta(type = String)]
    pub now: Timestamp,
    /// The service's version.
    pub version: String,
    /// Whether no real money moves here.
    pub sandbox: bool,
    /// WebAuthn's relying party id.
    pub relying_party_id: String,
    /// WebAuthn's origin that assertions are made for.
    pub origin: String,
    /// Where a card number is sent to (Stripe's API); never to the service.
    pub processor_url: String,
    /// The processor's public key, for making a token only.
    pub processor_publishable_key: String,
}
