use jiff::Timestamp;
use jiff::civil::Date;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};
use specta::Type;

/// `POST /v1/gifts`: a gift card for somebody else; the answer is a [`super::PurchaseView`], and the
/// payment is approved in the approval window.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GiftRequest {
    /// How much.
    pub amount: Amount,
    /// Whom the mail greets, 1 to 50 characters.
    pub recipient_name: String,
    /// Where the code is mailed to.
    pub recipient_email: String,
    /// 0 to 200 characters.
    pub message: String,
    /// The picture.
    pub design: GiftDesign,
    /// On which day it is mailed, at 9:00 in Japan; `None` at once.
    #[specta(type = Option<String>)]
    pub deliver_on: Option<Date>,
}

/// The pictures of a gift card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GiftDesign {
    /// 水引: for celebrations.
    Mizuhiki,
    /// 梅: thanks.
    Ume,
    /// 波: any day.
    Nami,
    /// 星: birthdays.
    Hoshi,
}

/// A gift that this shopper bought: `GET /v1/gifts/{gift_id}`, `POST /v1/gifts/{gift_id}/cancel` and
/// `…/resend`, which mails a new code and ends the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GiftView {
    /// Stable.
    pub gift_id: String,
    /// How much.
    pub amount: Amount,
    /// Whom.
    pub recipient_name: String,
    /// Where to.
    pub recipient_email: String,
    /// The sender's words.
    pub message: String,
    /// The picture.
    pub design: GiftDesign,
    /// Where it stands.
    pub state: GiftState,
    /// When it was asked for.
    #[specta(type = String)]
    pub created_at: Timestamp,
    /// When it is or was mailed.
    #[specta(type = String)]
    pub deliver_at: Timestamp,
    /// When it was redeemed.
    #[specta(type = Option<String>)]
    pub redeemed_at: Option<Timestamp>,
    /// When the code ends.
    #[specta(type = String)]
    pub expires_at: Timestamp,
    /// The order that paid for it.
    pub order_id: Option<String>,
    /// Whether it can be called off: not redeemed, and paid.
    pub can_cancel: bool,
}

/// Where a bought gift stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GiftState {
    /// Waits for the sender's approval.
    Unpaid,
    /// Paid; the day has not come.
    Scheduled,
    /// Mailed, not redeemed.
    Sent,
    /// Redeemed.
    Redeemed,
    /// The sender called it off; the money went back.
    Canceled,
    /// Nobody redeemed it in time.
    Expired,
}

/// `POST /v1/gifts/{gift_id}/code`: a new code, for printing. The one before, also the mailed one, ends.
#[derive(Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GiftCodeView {
    /// In groups of four.
    pub code: String,
    /// For a QR code: `saifu://gift/…`.
    pub link: String,
}

/// A code is money.
impl std::fmt::Debug for GiftCodeView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GiftCodeView(…)")
    }
}

/// `GET /v1/gifts`: newest first.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GiftsView {
    /// The gifts.
    pub gifts: Vec<GiftView>,
}
