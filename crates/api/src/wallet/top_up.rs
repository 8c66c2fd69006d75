use jiff::Timestamp;
use jiff::civil::Date;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};
use specta::Type;

/// `POST /v1/top-ups/card`: gift balance for oneself, bought with a card. Saifu's own shop asks for the
/// payment; it is approved in the approval window like any other.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CardTopUpRequest {
    /// How much.
    pub amount: Amount,
}

/// What waits for an approval: a card top-up, or a gift that is bought.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PurchaseView {
    /// For `open_checkout`.
    pub checkout_session_id: String,
    /// The top-up or gift that it pays for.
    pub id: String,
}

/// `POST /v1/top-ups/slips`: gift balance for cash at a convenience store.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SlipRequest {
    /// How much.
    pub amount: Amount,
    /// At which chain; the steps at the counter differ.
    pub chain: StoreChain,
}

/// `POST /v1/top-ups/bank-transfers`: gift balance for a transfer from a bank.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BankTransferRequest {
    /// How much.
    pub amount: Amount,
}

/// The chains that take cash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StoreChain {
    /// セブン-イレブン: the barcode or a slip number of 13 digits at the counter.
    SevenEleven,
    /// ローソン: 受付番号, then 確認番号 at Loppi, which may ask for the second as a telephone number.
    Lawson,
    /// ファミリーマート: 第1番号, then 第2番号 at the multi-copier.
    FamilyMart,
    /// ミニストップ: as at Lawson.
    Ministop,
    /// セイコーマート: as at Lawson, on the counter's screen.
    Seicomart,
}

/// `GET /v1/top-ups/{top_up_id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopUpView {
    /// Stable.
    pub top_up_id: String,
    /// How much arrives as gift balance.
    pub amount: Amount,
    /// How it is paid.
    pub method: TopUpMethod,
    /// Where it stands.
    pub state: TopUpState,
    /// When it was asked for.
    #[specta(type = String)]
    pub created_at: Timestamp,
    /// When the balance arrived.
    #[specta(type = Option<String>)]
    pub settled_at: Option<Timestamp>,
    /// Whether a rule of the shopper made it, see [`AutomaticTopUpView`].
    pub automatic: bool,
    /// The lot that it filled.
    pub lot_id: Option<String>,
    /// The order, where a card paid.
    pub order_id: Option<String>,
    /// Last four digits and brand, where a card paid.
    pub card: Option<TopUpCardView>,
    /// What the counter needs.
    pub slip: Option<SlipView>,
    /// What the bank needs.
    pub bank_transfer: Option<BankTransferView>,
    /// Money that arrived too late, twice or in another sum: it waits to be given back.
    pub to_return: Option<Amount>,
    /// Why it failed, as a code such as `card.declined`.
    pub failure: Option<String>,
}

/// The card of a top-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopUpCardView {
    /// `visa`, ….
    pub brand: String,
    /// The last four digits.
    pub last4: String,
}

/// How a top-up is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TopUpMethod {
    /// A linked card.
    Card,
    /// Cash at a convenience store.
    Slip,
    /// A bank.
    BankTransfer,
}

/// Where a top-up stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TopUpState {
    /// The processor is being asked, or the shopper has not approved yet.
    Initiated,
    /// Waits for cash or for the bank: not spendable.
    Pending,
    /// The balance arrived.
    Settled,
    /// The shopper called it off.
    Canceled,
    /// Nobody paid in time.
    Expired,
    /// It came to nothing.
    Failed,
}

/// A Slip: what a convenience store needs to take cash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SlipView {
    /// Where.
    pub chain: StoreChain,
    /// What is asked for first, 払込票番号, 受付番号 or 第1番号: digits.
    pub number: String,
    /// What is asked for next, 確認番号 or 第2番号, at chains that ask for one: digits.
    pub confirmation_number: Option<String>,
    /// 44 digits of GS1-128 (AI 91) where the counter scans.
    pub barcode: Option<String>,
    /// What is paid at the counter.
    pub amount: Amount,
    /// The fee inside it.
    pub fee: Amount,
    /// Until when.
    #[specta(type = String)]
    pub due_at: Timestamp,
}

/// What a bank transfer needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BankTransferView {
    /// The bank's name.
    pub bank_name: String,
    /// The branch's name.
    pub branch_name: String,
    /// 普通 and such.
    pub account_type: String,
    /// Seven digits.
    pub account_number: String,
    /// In katakana.
    pub account_holder: String,
    /// What tells this transfer from others.
    pub reference: String,
    /// Until when.
    #[specta(type = String)]
    pub due_at: Timestamp,
}

/// `GET /v1/top-ups?cursor=…`: newest first, of every method.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopUpPage {
    /// The rows.
    pub top_ups: Vec<TopUpView>,
    /// For the next page; `None` at the end.
    pub cursor: Option<String>,
    /// What can still be topped up.
    pub limits: TopUpLimitsView,
}

/// What can still be topped up, and the rule behind each figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopUpLimitsView {
    /// The least of one top-up.
    pub min: Amount,
    /// The most of one top-up.
    pub per_transaction: Amount,
    /// Left today (Japan).
    pub left_today: Amount,
    /// Left this month (Japan).
    pub left_this_month: Amount,
    /// The most that gift balance may hold together.
    pub balance_max: Amount,
    /// Left until then, what is pending counted as held.
    pub left_of_balance: Amount,
    /// The most that could be topped up now: the least of the figures above.
    pub left_now: Amount,
}

/// `GET` and `PUT /v1/top-ups/automatic`: the shopper's rule for topping up without asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AutomaticTopUpView {
    /// Whether the rule works.
    pub enabled: bool,
    /// What arrives each time.
    pub amount: Amount,
    /// Top up when gift balance falls below this.
    pub below: Option<Amount>,
    /// Top up on this day of the month, 1 to 28.
    pub day_of_month: Option<u8>,
    /// With which card; `None` is the default card.
    pub card_id: Option<String>,
    /// When it will run next, if by day.
    #[specta(type = Option<String>)]
    #[serde(default)]
    pub next_on: Option<Date>,
    /// Why it did not work last time, as a code.
    #[serde(default)]
    pub last_failure: Option<String>,
}
