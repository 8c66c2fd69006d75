use jiff::Timestamp;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;

/// `GET /v1/devices`: the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DevicesView {
    /// Those that can sign in, and those that were revoked.
    pub devices: Vec<DeviceView>,
}

/// One device of the shopper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeviceView {
    /// For `/v1/devices/{id}`.
    pub device_id: String,
    /// What the shopper knows it by.
    pub name: String,
    /// Whether it is the one that asks.
    pub current: bool,
    /// Whether it has a passkey, and so can sign in and approve.
    pub has_passkey: bool,
    /// When it joined.
    #[specta(type = String)]
    pub created_at: Timestamp,
    /// When it signed in or refreshed its session last.
    #[specta(type = String)]
    pub seen_at: Timestamp,
    /// When it was revoked.
    #[specta(type = Option<String>)]
    pub revoked_at: Option<Timestamp>,
    /// What the shopper asks of it.
    pub policy: DevicePolicyView,
}

/// What a shopper asks of one device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DevicePolicyView {
    /// How it makes sure who holds it.
    pub verify: VerificationView,
    /// From this amount on an approval needs a second factor.
    pub second_factor_from: Option<Amount>,
    /// It locks itself after so many seconds without a touch: 30 to 3600.
    pub lock_after_seconds: u32,
    /// Whether it shows store codes without verification while it is not locked.
    pub store_codes_unverified: bool,
}

/// How a device makes sure who holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum VerificationView {
    /// The wallet PIN.
    Pin,
    /// A fingerprint where the machine can read one, else the PIN.
    Fingerprint,
}

/// `PATCH /v1/devices/{id}`: what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangeDeviceRequest {
    /// 1 to 40 characters.
    #[serde(default)]
    pub name: Option<String>,
    /// The whole policy.
    #[serde(default)]
    pub policy: Option<DevicePolicyView>,
    /// For `device-policy:{id}`, where less is asked than before; `device.proof_required` says so.
    #[serde(default)]
    #[specta(skip)]
    pub assertion: Option<AssertionProof>,
}

/// `POST /v1/device-joins`: the account is open for one more device.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenedJoinView {
    /// For `/v1/device-joins/{id}`.
    pub join_id: String,
    /// Twelve letters and digits in groups of four, to be typed on the new device.
    pub code: String,
    /// The same for its camera: `saifu://join/…`.
    pub link: String,
    /// When it ends.
    #[specta(type = String)]
    pub expires_at: Timestamp,
}

/// `GET /v1/device-joins/{id}`, and what `POST /v1/device-joins/presentations` answers the new device with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JoinView {
    /// Where it stands.
    pub state: JoinState,
    /// What the new device calls itself.
    pub device_name: Option<String>,
    /// Two digits that both screens show.
    pub check: Option<String>,
    /// When it ends.
    #[specta(type = String)]
    pub expires_at: Timestamp,
}

/// Where a join stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum JoinState {
    /// No device has presented the code.
    Open,
    /// One has, and waits for a yes.
    Presented,
    /// The shopper said yes.
    Confirmed,
    /// The shopper said no.
    Refused,
    /// The device is in.
    Joined,
    /// Its time is over.
    Expired,
}

/// `POST /v1/device-joins/presentations` (with `DPoP`, nobody yet): the new device has the code.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PresentJoinRequest {
    /// As it was typed or read.
    pub code: String,
    /// What the shopper will know this device by.
    pub device_name: String,
}

/// `POST /v1/device-joins/completions` (with `DPoP`): `device.join_waiting` until the first device has answered, then a
/// session.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FinishJoinRequest {
    /// As it was presented.
    pub code: String,
}

/// `POST /v1/passkeys/assertions`: what the passkey is to be used for once more. Answered by a
/// [`CeremonyView`](super::CeremonyView).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssertionRequest {
    /// `device-join:{id}`, `device-policy:{id}`, `passkey-add` or `passkey-remove:{id}`.
    pub purpose: String,
}

/// A passkey that was used once more, for the purpose that the ceremony was begun for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssertionProof {
    /// The ceremony.
    pub ceremony_id: String,
    /// The authenticator's answer as WebAuthn's JSON.
    pub credential: Value,
}

/// `POST /v1/device-joins/{id}/confirm`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmJoinRequest {
    /// For `device-join:{id}`.
    pub assertion: AssertionProof,
}
