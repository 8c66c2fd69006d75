use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

/// `POST /v1/store-codes`: a one-time code for a till. A new one ends the one before.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoreCodeView {
    /// Twenty digits: prefix 6, random 13, check 1.
    pub digits: String,
    /// When it was issued.
    #[specta(type = String)]
    pub issued_at: Timestamp,
    /// When it ends, five minutes later.
    #[specta(type = String)]
    pub expires_at: Timestamp,
}
