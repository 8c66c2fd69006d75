use serde::{Deserialize, Serialize};
use specta::Type;

/// One server-sent event of `GET /v1/events` (bearer); the SSE id is its sequence number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    /// What changed.
    pub kind: EventKind,
    /// The order, checkout session or code it is about.
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
}
