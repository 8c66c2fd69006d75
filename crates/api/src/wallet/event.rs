use serde::{Deserialize, Serialize};
use specta::Type;

/// One server-sent event of `GET /v1/events` (bearer); the SSE id is its sequence number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    /// What changed.
    pub kind: EventKind,
    /// The order, checkout session, code, top-up, lot or card it is about.
    pub object_id: String,
}

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EventKind {
    /// An order appeared or moved on.
    OrderChanged,
    /// A checkout session waits for, or no longer waits for, an approval.
    CheckoutChanged,
    /// Balance, points or cards changed.
    HoldingsChanged,
    /// A till used the store code.
    StoreCodeUsed,
    /// A top-up moved on.
    TopUpChanged,
    /// A lot ends in 30 or in 7 days: something would be lost.
    LotExpiring,
    /// A card expires soon, or has expired.
    CardExpiring,
    /// A gift that this shopper bought moved on.
    GiftChanged,
    /// Devices, sign-ins, factors or contact changed; also the last word to a device that was revoked.
    AccountChanged,
    /// A permission that stands began, was used, or changed.
    PermissionChanged,
}
