use jiff::Timestamp;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};
use specta::Type;

/// `GET /v1/points?cursor=…` and `GET /v1/gift-balance?cursor=…`: what moved, newest first, each with
/// its reason.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MovementPage {
    /// The rows.
    pub movements: Vec<MovementView>,
    /// For the next page; `None` at the end.
    pub cursor: Option<String>,
    /// What is there now.
    pub balance: Amount,
    /// What is promised for later, in yen; only points are.
    pub promised: Vec<PromiseView>,
}

/// One movement of points or gift balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MovementView {
    /// The ledger transfer's id.
    pub transfer_id: String,
    /// Why.
    pub reason: MovementReason,
    /// How much.
    pub amount: Amount,
    /// Whether it came in.
    pub incoming: bool,
    /// Whether it is only reserved: approved, not captured.
    pub pending: bool,
    /// When.
    #[specta(type = String)]
    pub at: Timestamp,
    /// The shop, the giver or the chain; may be empty.
    pub source: String,
    /// The order it belongs to.
    pub order_id: Option<String>,
    /// The lot that moved.
    pub lot_id: String,
}

/// Why points or gift balance moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MovementReason {
    /// A gift code was redeemed.
    Redeemed,
    /// A top-up arrived.
    ToppedUp,
    /// Paid at a shop.
    Spent,
    /// A refund came back.
    Refunded,
    /// A purchase earned points.
    Earned,
    /// A refund took earned points back.
    EarnedReturned,
    /// It expired.
    Expired,
}

/// Points that are promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PromiseView {
    /// How many, in yen.
    pub amount: Amount,
    /// When they come.
    #[specta(type = String)]
    pub at: Timestamp,
    /// The shop.
    pub source: String,
    /// The order.
    pub order_id: Option<String>,
}
