//! Pages that the service serves itself, in Japanese and English: the hosted checkout, the page that adds a passkey,
//! error pages, and two of the sandbox (mailbox and till).
//!
//! Plain structs in, HTML out. A page is one answer and one cacheable font: styles, script, icons and QR
//! code are inside it, nothing comes from another origin, and [`headers`] pins the style and the script
//! by their hashes.
//! Without a script everything works up to the approval: the page then reloads itself.

mod add;
mod amount;
mod checkout;
pub mod headers;
mod lang;
mod layout;
mod mail_link;
mod mailbox;
mod outcome;
mod parts;
mod qr;
mod refused;
mod squeeze;
mod store;
mod terms;
mod till;
mod when;

#[cfg(test)]
mod tests;

pub use add::{ADD_PATH, add_passkey};
pub use checkout::checkout;
pub use lang::Lang;
pub use layout::{FONT, FONT_PATH};
pub use mail_link::{Deed, mail_link, mail_link_done, mail_link_over};
pub use mailbox::mailbox;
pub use outcome::{checkout_not_found, error_page, not_found};
pub(crate) use qr::qr_svg;
pub use refused::refusal_text;
pub use store::{card_returned, store};
pub use terms::{at_bank, declined, processing, terms};
pub use till::till;

use jiff::Timestamp;
use saifu_money::Amount;

/// What all pages of one service share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The public host, with its port if it has one: `pay.saifu.example`. Shown in the page's head.
    pub host: String,
    /// Whether no real money moves; the foot of each page then says so.
    pub sandbox: bool,
}

/// The hosted checkout of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckoutPage {
    /// The service.
    pub site: Site,
    /// The session's id, a UUID.
    pub checkout_session_id: String,
    /// Who is paid.
    pub shop: Shop,
    /// What the shopper approves, tax included.
    pub amount: Amount,
    /// What is bought; may be empty, as the merchant API does not ask for it.
    pub items: Vec<Item>,
    /// Opens the wallet app, and is what the QR code holds: `saifu://checkout/<id>`.
    pub deep_link: String,
    /// The time of the answer; 「明日」 is relative to it.
    pub now: Timestamp,
    /// When an open session ends.
    pub expires_at: Timestamp,
    /// Where the session stands.
    pub state: CheckoutState,
    /// The shop's page for a shopper who turns back; it is linked only if it is http or https.
    pub cancel_url: Option<String>,
}

/// A merchant as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    /// The registered name.
    pub name: String,
    /// One character on the mark.
    pub mark: String,
    /// 1 to 6: the tint of the mark.
    pub tint: u8,
    /// The registered domain.
    pub domain: Option<String>,
}

/// One line of a purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// As the shop named it.
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// Of all of them together, tax included.
    pub amount: Amount,
}

/// Where a checkout session stands for the shopper in the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckoutState {
    /// Waiting for the approval in the app.
    Open,
    /// Approved; the browser goes back to the shop by itself.
    Approved {
        /// The shop's page with the session's id in its query, if it is http or https.
        return_url: Option<String>,
    },
    /// Over without a payment.
    Ended(Ending),
}

/// Why a checkout session is over without a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The payment was refused.
    Declined,
    /// The shopper or the shop called it off.
    Canceled,
    /// Nobody approved in time.
    Expired,
}

/// The till simulator of the sandbox at `/dev/till`: a form that posts `code`, `amount` and
/// `merchantId` back to the same address, url-encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TillPage {
    /// The service.
    pub site: Site,
    /// Shops to choose from, as (merchant id, name).
    pub shops: Vec<(String, String)>,
    /// What was typed, to be shown again.
    pub form: TillForm,
    /// What became of it; none before the first scan.
    pub result: Option<TillResult>,
}

/// What the till's form posts. All fields are as typed, unchecked.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TillForm {
    /// 20 digits, perhaps in groups.
    pub code: String,
    /// Yen, digits only.
    pub amount: String,
    /// Which shop; empty for the first.
    pub merchant_id: String,
}

/// What a till's charge came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TillResult {
    /// Captured.
    Paid {
        /// How much.
        amount: Amount,
        /// The shopper's order.
        order_id: String,
    },
    /// Nothing was charged.
    Refused {
        /// The stable code, such as `store_code.used`.
        code: String,
        /// One sentence for the cashier.
        message: String,
    },
}

/// The sandbox's store and bank at `/sandbox/store?top_up=<id>`: a form that posts `outcome` and, for
/// another sum, `amount` back to the same address, url-encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorePage {
    /// The service.
    pub site: Site,
    /// The time of the answer.
    pub now: Timestamp,
    /// What is to be paid; none if there is no such top-up.
    pub cash: Option<StoreCash>,
    /// What became of the last press of a button.
    pub result: Option<StoreResult>,
}

/// A top-up as a store or a bank sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreCash {
    /// Which.
    pub top_up_id: String,
    /// The chain's or the bank's name.
    pub place: String,
    /// Slip number or account number.
    pub number: String,
    /// What is paid, the fee in it.
    pub amount: Amount,
    /// Until when.
    pub due_at: Timestamp,
    /// By bank transfer, and not at a store.
    pub is_transfer: bool,
    /// It waits for the cash.
    pub can_pay: bool,
    /// It was paid, and somebody pays it again.
    pub can_pay_again: bool,
    /// It is over, and somebody pays it all the same.
    pub can_pay_late: bool,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreResult {
    /// The store took it.
    Done,
    /// It did not.
    Refused,
}
