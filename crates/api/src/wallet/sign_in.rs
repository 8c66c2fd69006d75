use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

/// `GET /v1/sign-in-history?cursor=…`: newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInPage {
    /// One page.
    pub sign_ins: Vec<SignInView>,
    /// For the next one.
    pub cursor: Option<String>,
}

/// One sign-in, or an attempt at one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInView {
    /// For `/v1/sign-in-history/{id}/disown`.
    pub sign_in_id: String,
    /// The device, browser or key, as it was called then.
    pub name: String,
    /// How.
    pub method: SignInMethodView,
    /// From where, in part: `203.0.113.0/24`.
    pub network: String,
    /// When.
    #[specta(type = String)]
    pub at: Timestamp,
    /// Whether it was this session.
    pub current: bool,
    /// Whether it was this device.
    pub this_device: bool,
    /// Whether it was refused.
    pub refused: bool,
    /// When the owner said that it was somebody else.
    #[specta(type = Option<String>)]
    pub disowned_at: Option<Timestamp>,
}

/// How somebody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SignInMethodView {
    /// By a mailed code, when the account was made.
    MailedCode,
    /// By the passkey of the device.
    Passkey,
    /// By a passkey of a browser or a security key, on the hosted page.
    PagePasskey,
    /// Let in by another device.
    Join,
    /// By recovery.
    Recovery,
}

/// What *that was not me* ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DisownedView {
    /// Sessions of other devices.
    pub sessions_ended: u32,
    /// The device, browser or key that was revoked.
    pub revoked: Option<String>,
}
