//! Gift cards: bought and sent, issued and redeemed; and the lots that hold gift balance and points.

mod buy;
mod cancel;
mod code;
mod deliver;
mod ending;
mod expire;
mod issue;
mod mail;
mod redeem;
mod sent;
mod tend;

use jiff::{SignedDuration, Timestamp};
use saifu_ledger::{Account, AccountId, AccountKind};
use saifu_money::Amount;
use saifu_terms::InstrumentKind;
use serde::{Deserialize, Serialize};

use crate::id::{GiftId, ShopperId};

pub use buy::{GiftOrder, buy};
pub use cancel::cancel;
pub use deliver::{print, resend};
pub use ending::{Ending, LotStage};
pub use expire::tend_lot;
pub use issue::issue;
pub use mail::link;
pub use redeem::redeem;
pub use sent::{Gift, GiftDesign, GiftState};
pub use tend::tend;

/// How long gift balance that Saifu's own shop sold can be spent, and its codes redeemed: a year.
pub const BALANCE_LIFE_DAYS: i64 = 365;

/// A gift card that was issued. The code is known by its digest only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCard {
    /// SHA-256 of the canonical code.
    pub code_digest: String,
    /// What it is worth.
    pub amount: Amount,
    /// Who gave it, for the lot's line; may be empty.
    pub source: String,
    /// When code and balance end.
    pub expires_at: Timestamp,
    /// Who redeemed it.
    pub redeemed_by: Option<ShopperId>,
    /// The gift that it opens; none for a card that was issued elsewhere.
    #[serde(default)]
    pub gift_id: Option<GiftId>,
    /// Why the code is dead though nobody redeemed it.
    #[serde(default)]
    pub end: Option<CodeEnd>,
}

/// Why a code is dead though nobody redeemed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeEnd {
    /// A newer code of the same gift works.
    Replaced,
    /// The sender called the gift off.
    Canceled,
}

/// Wrong codes of one shopper in the running hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftTries {
    /// Who tried.
    pub shopper_id: ShopperId,
    /// When the hour began.
    pub since: Timestamp,
    /// Unknown codes since.
    pub wrong: u32,
}

/// Money of one kind with one expiry; its account in the ledger says what is left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// The ledger account.
    pub account_id: AccountId,
    /// Whose.
    pub shopper_id: ShopperId,
    /// Gift balance or points.
    pub kind: LotKind,
    /// How it came about.
    #[serde(default)]
    pub origin: LotOrigin,
    /// Where it came from: a giver or a shop; may be empty.
    pub source: String,
    /// What it held at first.
    pub initial: Amount,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// What was done about its end.
    #[serde(default)]
    pub stage: LotStage,
}

/// How a lot came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LotOrigin {
    /// A gift code was redeemed.
    #[default]
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
    /// A refund into a lot that had ended.
    Refund,
}

/// The kinds of lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LotKind {
    /// Gift balance: prepaid value.
    Gift,
    /// Points.
    Points,
}

impl LotKind {
    /// The kind of its ledger account.
    #[must_use]
    pub const fn account_kind(self) -> AccountKind {
        match self {
            Self::Gift => AccountKind::GiftLot,
            Self::Points => AccountKind::PointLot,
        }
    }

    /// The house account that it is filled from.
    #[must_use]
    pub const fn issued_kind(self) -> AccountKind {
        match self {
            Self::Gift => AccountKind::GiftIssued,
            Self::Points => AccountKind::PointsIssued,
        }
    }

    /// The house account that takes what was left when it ended.
    #[must_use]
    pub const fn expired_kind(self) -> AccountKind {
        match self {
            Self::Gift => AccountKind::GiftExpired,
            Self::Points => AccountKind::PointsIssued,
        }
    }

    /// The kind of instrument.
    #[must_use]
    pub const fn instrument(self) -> InstrumentKind {
        match self {
            Self::Gift => InstrumentKind::Gift,
            Self::Points => InstrumentKind::Points,
        }
    }
}

impl Lot {
    /// A lot of gift balance that was bought just now and lives for [`BALANCE_LIFE_DAYS`].
    #[must_use]
    pub(crate) fn bought(
        id: String,
        shopper: &ShopperId,
        amount: Amount,
        origin: LotOrigin,
        source: &str,
        now: Timestamp,
    ) -> Self {
        let life = SignedDuration::from_hours(24 * BALANCE_LIFE_DAYS);
        Self {
            account_id: AccountId::new(id),
            shopper_id: shopper.clone(),
            kind: LotKind::Gift,
            origin,
            source: source.to_owned(),
            initial: amount,
            opened_at: now,
            expires_at: now.checked_add(life).unwrap_or(now),
            stage: LotStage::Open,
        }
    }

    /// The ledger account of this lot, to be opened with it.
    #[must_use]
    pub fn account(&self) -> Account {
        Account {
            id: self.account_id.clone(),
            owner: self.shopper_id.to_string(),
            kind: self.kind.account_kind(),
            currency: self.initial.currency(),
        }
    }
}

/// The house account of a kind and currency, to be opened before its first use.
#[must_use]
pub fn house_account(kind: AccountKind, currency: saifu_money::Currency) -> Account {
    Account { id: AccountId::house(kind, currency), owner: "house".to_owned(), kind, currency }
}
