use jiff::Timestamp;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{CardView, LotView, OrderRowView, ShopperView};

/// `GET /v1/home`: what the shopper has and what waits.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HomeView {
    /// When the service read this.
    #[specta(type = String)]
    pub as_of: Timestamp,
    /// Whose wallet.
    pub shopper: ShopperView,
    /// Gift balance and points together.
    pub spendable: Amount,
    /// Gift balance.
    pub gift: Amount,
    /// Points, in yen.
    pub points: Amount,
    /// Reserved by charges that are approved and not yet captured.
    pub reserved: Amount,
    /// Top-ups that wait for cash or for the bank; not spendable.
    pub waiting: Amount,
    /// Points that are promised for later, in yen; not spendable.
    pub promised: Amount,
    /// When the next of them come.
    #[specta(type = Option<String>)]
    pub promised_next: Option<Timestamp>,
    /// Linked cards, the default first.
    pub cards: Vec<CardView>,
    /// What waits for an approval, newest first.
    pub awaiting: Vec<AwaitingView>,
    /// Lots that end within 30 days, soonest first.
    pub expiring: Vec<ExpiringView>,
    /// The newest orders, at most five.
    pub recent: Vec<OrderRowView>,
    /// What would be good to do, at most three.
    pub advice: Vec<Advice>,
}

/// A CheckoutSession that this shopper opened and has not approved.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AwaitingView {
    /// For `open_checkout`.
    pub checkout_session_id: String,
    /// Who asks.
    pub merchant: MerchantView,
    /// What is asked.
    pub amount: Amount,
    /// Number of pieces.
    pub item_count: u32,
    /// When the session ends.
    #[specta(type = String)]
    pub expires_at: Timestamp,
}

/// Something that will be lost.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExpiringView {
    /// `true` for points, `false` for a gift lot.
    pub is_points: bool,
    /// The lot.
    pub lot: LotView,
}

/// One thing that would be good to do; the screen has the words and the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Advice {
    /// No card is linked.
    LinkCard,
    /// No gift code was ever redeemed.
    RedeemGift,
    /// A card is expired or will be soon.
    RenewCard,
    /// Nothing was paid yet: show the store code or visit the sample shop.
    FirstPayment,
}

/// A merchant as a shopper sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MerchantView {
    /// Stable.
    pub merchant_id: String,
    /// The shop's name.
    pub name: String,
    /// One character that stands for it.
    pub mark: String,
    /// 1 to 6: the tint of the mark.
    pub tint: u8,
    /// Host name; empty for a shop without a site.
    pub domain: String,
    /// Whether Saifu checked who they are.
    pub registered: bool,
}
