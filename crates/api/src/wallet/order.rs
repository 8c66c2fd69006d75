use jiff::Timestamp;
use saifu_money::{Amount, TaxRate};
use saifu_terms::{InstrumentKind, LineItem};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::MerchantView;

/// `GET /v1/orders?cursor=…&limit=…`: newest first.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderPage {
    /// The rows.
    pub orders: Vec<OrderRowView>,
    /// For the next page; `None` at the end.
    pub cursor: Option<String>,
    /// When the service read this.
    #[specta(type = String)]
    pub as_of: Timestamp,
    /// What the orders of the current month cost (Japan time).
    pub month_total: Amount,
}

/// One order in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderRowView {
    /// The order's number: its ChargePermission's id.
    pub order_id: String,
    /// Who was paid.
    pub merchant: MerchantView,
    /// Online, at a till, or by a rule.
    pub channel: Channel,
    /// Where it stands.
    pub state: OrderState,
    /// What it cost in the end: charged less refunded.
    pub amount: Amount,
    /// What was charged at first, where a refund made it differ.
    pub original: Option<Amount>,
    /// Points earned.
    pub points: Amount,
    /// When the shopper approved.
    #[specta(type = String)]
    pub ordered_at: Timestamp,
    /// The first item's name and the number of pieces.
    pub summary: String,
    /// Number of pieces.
    pub item_count: u32,
}

/// Online, at a till, or by a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
// `Channel` is a name of Tauri's own in the generated bindings.
#[serde(rename = "OrderChannel", rename_all = "camelCase")]
pub enum Channel {
    /// A shop on the web.
    Online,
    /// A till that scanned a StoreCode.
    Store,
    /// A rule of the shopper, such as the automatic top-up.
    Automatic,
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum OrderState {
    /// The processor is being asked.
    Processing,
    /// Approved and reserved; the shop has not captured (確定前).
    Authorized,
    /// Paid.
    Captured,
    /// A part went back.
    PartiallyRefunded,
    /// All went back.
    Refunded,
    /// Released without a payment.
    Canceled,
    /// The card refused; no money moved.
    Declined,
}

/// `GET /v1/orders/{order_id}`.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderView {
    /// The head.
    pub row: OrderRowView,
    /// The Charge's id, for support.
    pub charge_id: String,
    /// What was bought.
    pub items: Vec<LineItem>,
    /// What was charged.
    pub total: Amount,
    /// The consumption tax inside it.
    pub tax: Amount,
    /// What paid, in the order of spending.
    pub funding: Vec<FundingLegView>,
    /// Points with their reasons.
    pub rewards: RewardsView,
    /// What happened and what is expected, oldest first.
    pub timeline: Vec<TimelineView>,
    /// Whether there is a receipt: the charge is captured.
    pub receipt_available: bool,
    /// Why the card refused, as a code, where it did.
    pub decline_code: Option<String>,
    /// The page where the card's bank waits for the shopper (3-D Secure).
    #[serde(default)]
    pub bank_page: Option<String>,
}

/// One leg of a split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FundingLegView {
    /// Points, gift balance or card.
    pub kind: InstrumentKind,
    /// The lot or the card.
    pub instrument_id: String,
    /// What it pays.
    pub amount: Amount,
    /// What came back to it.
    pub refunded: Amount,
    /// Its share of the charge in thousandths, for the bar.
    pub per_mille: u16,
    /// A lot's source; empty for a card.
    pub source: String,
    /// A lot's end.
    #[specta(type = Option<String>)]
    pub expires_at: Option<Timestamp>,
    /// A card's brand.
    pub brand: Option<String>,
    /// A card's last four digits.
    pub last4: Option<String>,
}

/// Points of one order with their reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RewardsView {
    /// Points in all.
    pub total: Amount,
    /// Whether they are in the wallet or only expected.
    pub granted: bool,
    /// For when they are promised, where the shop gives them later.
    #[specta(type = Option<String>)]
    #[serde(default)]
    pub promised_for: Option<Timestamp>,
    /// Rule by rule.
    pub reasons: Vec<PointReasonView>,
}

/// Why points were or were not given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PointReasonView {
    /// The rule; the screen has the words.
    pub rule: PointRule,
    /// What the rate was applied to.
    pub base: Amount,
    /// The rate in basis points.
    pub rate: u32,
    /// Points given, possibly none.
    pub points: Amount,
}

/// The rules that give points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PointRule {
    /// A share of what gift balance and card paid, rounded down.
    Base,
    /// Points earn no points.
    PointsExcluded,
    /// Prepaid value that is bought earns none: it earns when it is spent.
    PrepaidExcluded,
}

/// One event of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TimelineView {
    /// What.
    pub event: OrderEvent,
    /// When it happened; `None` for what is expected.
    #[specta(type = Option<String>)]
    pub at: Option<Timestamp>,
    /// The amount or points it is about.
    pub amount: Option<Amount>,
}

/// What can happen to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum OrderEvent {
    /// The shopper approved on a device.
    Approved,
    /// A till scanned the shopper's code.
    Scanned,
    /// A rule of the shopper started it.
    StartedByRule,
    /// The shop took the payment.
    Captured,
    /// Points arrived.
    PointsGranted,
    /// Points are promised; they arrive later.
    PointsPromised,
    /// Money went back.
    Refunded,
    /// The reservation was released.
    Canceled,
    /// The card refused.
    Declined,
    /// Expected: the shop takes the payment.
    CaptureExpected,
}

/// Sum and tax of one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TaxTotalView {
    /// The rate.
    pub rate: TaxRate,
    /// The lines of this rate together, tax included.
    pub total: Amount,
    /// The tax inside, rounded once.
    pub tax: Amount,
}
