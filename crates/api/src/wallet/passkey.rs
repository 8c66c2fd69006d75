use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

/// `GET /v1/passkeys`: browsers and security keys that approve on the hosted page, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PasskeysView {
    /// Those that were not removed.
    pub passkeys: Vec<PasskeyView>,
}

/// A browser or a security key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyView {
    /// For `/v1/passkeys/{id}/remove`.
    pub passkey_id: String,
    /// Where its key lies, as the browser said.
    pub kind: PasskeyKind,
    /// What the shopper knows it by.
    pub name: String,
    /// When it was added.
    #[specta(type = String)]
    pub created_at: Timestamp,
    /// When it signed in last.
    #[specta(type = Option<String>)]
    pub used_at: Option<Timestamp>,
}

/// Where a passkey's key lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PasskeyKind {
    /// In something that is plugged in or held near.
    SecurityKey,
    /// In a browser or its system.
    Browser,
}

/// `POST /v1/passkeys/invitations`: the account is open for one more browser or security key.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InvitationView {
    /// The page that adds it, with the code behind `#`.
    pub link: String,
    /// Twelve letters and digits in groups of four, to be typed on that page.
    pub code: String,
    /// When it ends.
    #[specta(type = String)]
    pub expires_at: Timestamp,
}
