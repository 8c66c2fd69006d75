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
    /// Top-ups that wait for cash or for the bank; not spendable.
    pub waiting: Amount,
    /// Linked cards: the default first, then in the shopper's order.
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
    /// What the shopper calls it, 0 to 20 characters.
    pub nickname: String,
    /// Whose money it spends.
    pub kind: CardKind,
    /// What would be left without a card if it were removed.
    pub in_use: Vec<CardUseView>,
}

/// Whose money a card spends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CardKind {
    /// Paid later.
    Credit,
    /// Taken from a bank account at once.
    Debit,
    /// Paid before.
    Prepaid,
    /// The processor does not say.
    Unknown,
}

/// Something that needs a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CardUseView {
    /// What.
    pub kind: CardUseKind,
    /// The order, where it is one.
    pub order_id: Option<String>,
    /// The shop's name, where it is one.
    pub merchant: Option<String>,
}

/// What can need a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CardUseKind {
    /// The processor is being asked for a charge.
    Charge,
    /// The shopper consented and the shop has not taken the money yet.
    Permission,
    /// The shopper's rule for topping up.
    AutomaticTopUp,
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

/// `POST /v1/cards`: a token of the processor. The answer is 200 with a [`CardView`], or 202 with a
/// [`CardActionView`] where the bank wants to see the shopper first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkCardRequest {
    /// `pm_…`, made by the device at the processor.
    pub payment_method_id: String,
}

/// The bank wants to see the shopper (3-D Secure) before the card is linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CardActionView {
    /// For `POST /v1/cards/confirmations` afterwards.
    pub confirmation_id: String,
    /// The bank's page, to be opened in a browser.
    pub url: String,
}

/// `POST /v1/cards/confirmations`: the shopper was at the bank's page. Answered as `POST /v1/cards`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmCardRequest {
    /// Of the [`CardActionView`].
    pub confirmation_id: String,
}

/// `PATCH /v1/cards/{card_id}`: answered with the [`CardView`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeCardRequest {
    /// 0 to 20 characters.
    pub nickname: String,
}

/// `PUT /v1/cards/order`: every linked card once, as the shopper wants to see them. The default card is
/// shown first all the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderCardsRequest {
    /// The ids.
    pub card_ids: Vec<String>,
}

/// A GiftLot or a PointLot: money of one kind with one expiry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LotView {
    /// The lot's ledger account.
    pub lot_id: String,
    /// Where it came from, such as a sender's name or a shop's; may be empty.
    pub source: String,
    /// How it came about.
    pub origin: LotOrigin,
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

/// How a lot came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LotOrigin {
    /// A gift code was redeemed.
    Code,
    /// A gift that another shopper bought.
    Gift,
    /// A top-up by card.
    TopUpCard,
    /// A top-up at a convenience store.
    TopUpSlip,
    /// A top-up by bank transfer.
    TopUpBankTransfer,
    /// A purchase earned points.
    Points,
    /// A refund into a lot that had ended, or that no card took.
    Refund,
}

/// `POST /v1/gift-cards/redemptions`: a gift code.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RedeemGiftRequest {
    /// As typed or pasted; spaces, hyphens and case do not matter.
    pub code: String,
}
