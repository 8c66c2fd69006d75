use jiff::Timestamp;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};
use specta::Type;

/// `GET /v1/instruments`: all that the shopper can pay with.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InstrumentsView {
    /// Sum of the gift lots.
    pub gift_total: Amount,
    /// Sum of the point lots, in yen.
    pub points_total: Amount,
    /// Linked cards, the default first.
    pub cards: Vec<CardView>,
    /// What expires first comes first.
    pub gifts: Vec<LotView>,
    /// What expires first comes first.
    pub points: Vec<LotView>,
}

/// A linked card. The number is at the processor only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CardView {
    /// Stable.
    pub card_id: String,
    /// `visa`, `mastercard`, `jcb`, `amex`, `diners`, `discover` or `unknown`.
    pub brand: String,
    /// The last four digits.
    pub last4: String,
    /// 1 to 12.
    pub expiry_month: u8,
    /// Four digits.
    pub expiry_year: u16,
    /// Which card pays when nothing else is said.
    pub is_default: bool,
    /// Whether it can pay.
    pub state: CardState,
}

/// Whether a card can pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CardState {
    /// Usable.
    Usable,
    /// Usable, but it expires this month or next.
    Expiring,
    /// Past its month.
    Expired,
}

/// `POST /v1/cards`: a token of the processor.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkCardRequest {
    /// `pm_…`, made by the device at the processor.
    pub payment_method_id: String,
}

/// A GiftLot or a PointLot: money of one kind with one expiry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LotView {
    /// The lot's ledger account.
    pub lot_id: String,
    /// Where it came from, such as a sender's name or a shop's; may be empty.
    pub source: String,
    /// What it held at first.
    pub initial: Amount,
    /// What is left and not reserved.
    pub left: Amount,
    /// When it ends.
    #[specta(type = String)]
    pub expires_at: Timestamp,
    /// Whole days until then in Japan, rounded up.
    pub days_left: u32,
}

/// `POST /v1/gift-cards/redemptions`: a gift code.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RedeemGiftRequest {
    /// As typed or pasted; spaces, hyphens and case do not matter.
    pub code: String,
}
