use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

/// `POST /v1/recoveries` (with `DPoP`, nobody yet): a device that is nobody's asks for an account whose devices are gone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryRequest {
    /// The account's address.
    pub email: String,
    /// What the shopper will know this device by.
    pub device_name: String,
}

/// A recovery, for the device that began it. It reads the same whether or not the address has an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryView {
    /// For `/v1/recoveries/{id}/…`.
    pub recovery_id: String,
    /// When the mailed code ends.
    #[specta(type = String)]
    pub code_expires_at: Timestamp,
    /// When this device may come in; none before both codes were right.
    #[specta(type = Option<String>)]
    pub ready_at: Option<Timestamp>,
}

/// `POST /v1/recoveries/{id}/codes` (with `DPoP`): both at once; which of them was wrong is not told.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryCodesRequest {
    /// The six digits that were mailed.
    pub code: String,
    /// One of the ten that the shopper keeps.
    pub recovery_code: String,
}

/// `GET /v1/recovery`: whether somebody is on the way into this account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryUnderWayView {
    /// The one that `POST /v1/recovery/stop` stops.
    pub recovery: Option<RecoveringDeviceView>,
}

/// The device that is on the way in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecoveringDeviceView {
    /// What it calls itself.
    pub device_name: String,
    /// When both codes were right.
    #[specta(type = String)]
    pub begun_at: Timestamp,
    /// When it may come in, and everything else ends.
    #[specta(type = String)]
    pub ready_at: Timestamp,
}
