//! Charge: one claim on a permission, and the refunds of it.
//!
//! AuthorizationInitiated → Authorized → CaptureInitiated → Captured, or Canceled / Declined.
//! A step that needs the card's processor is written down first (`due`), then asked for with an
//! idempotency key, then its answer is written down; [`drive`] does that and finishes after a crash.

mod approve;
mod cancel;
mod capture;
mod create;
mod drive;
mod promise;
mod refund;
mod refund_drive;
mod reward;
mod state;
mod sums;
mod update;

use jiff::Timestamp;
use saifu_ledger::{Transfer, TransferId};
use saifu_money::Amount;
use saifu_rewards::PointGrant;
use saifu_terms::{FundingLeg, InstrumentKind, LineItem};
use serde::{Deserialize, Serialize};

use crate::card::CardToken;
use crate::house::Purpose;
use crate::id::{ChargeId, ChargePermissionId, CheckoutSessionId, MerchantId, RefundId, ShopperId};
use crate::merchant::Metadata;

pub(crate) use approve::approve_by;
pub use approve::{Signed, Verifier, approve};
pub(crate) use cancel::released;
pub use cancel::{cancel, lapse};
pub use capture::capture;
pub(crate) use capture::{captured_at_once, capturing};
pub use create::{NewCharge, create};
pub use drive::drive;
pub use promise::grant_promised;
pub(crate) use refund::refunding;
pub use refund::{RefundRequest, refund, refundable};
pub use refund_drive::drive_refund;
pub(crate) use reward::earned;
pub use state::OrderState;
pub use sums::{expected_reward, spent_since, tax_of, tax_totals};
pub use update::{ChargeUpdate, update};

/// How long an authorization holds after completion: 30 days.
pub const AUTHORIZATION_LIFE_S: i64 = 30 * 24 * 3600;

/// How long a payment waits for the shopper at the card's bank: ten minutes. Then it is given up.
pub const BANK_VISIT_S: i64 = 600;

/// One claim on a permission. Shopper and shop call it an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// `S03-…-C…`.
    pub id: ChargeId,
    /// The consent it claims.
    pub permission_id: ChargePermissionId,
    /// The session; none at a till.
    pub checkout_session_id: Option<CheckoutSessionId>,
    /// Who pays.
    pub shopper_id: ShopperId,
    /// Who is paid.
    pub merchant_id: MerchantId,
    /// Online, at a till, or by a rule.
    pub channel: Channel,
    /// What was approved.
    pub amount: Amount,
    /// What is bought.
    pub items: Vec<LineItem>,
    /// Something that the merchant sells, or prepaid value.
    #[serde(default)]
    pub purpose: Purpose,
    /// Paid with what, in the order of spending.
    pub legs: Vec<Leg>,
    /// Where it stands.
    pub state: ChargeState,
    /// Amazon Pay's reason code of a final state.
    pub reason: Option<String>,
    /// What the merchant keeps with it; none: what its session says.
    #[serde(default)]
    pub metadata: Option<Metadata>,
    /// On the card's statement; none: what its session says.
    #[serde(default)]
    pub soft_descriptor: Option<String>,
    /// The processor's code, where the card refused.
    pub decline_code: Option<String>,
    /// Captured as soon as it is authorized.
    pub capture_now: bool,
    /// What the processor is asked with, if a card pays a part.
    pub card: Option<CardToken>,
    /// `pi_…`: the hold on the card.
    pub hold_id: Option<String>,
    /// The page where the card's bank waits for the shopper (3-D Secure).
    #[serde(default)]
    pub bank_page: Option<String>,
    /// What the processor must still be asked.
    pub due: Option<Due>,
    /// What was captured.
    pub captured: Option<Amount>,
    /// What was given back or is on its way.
    pub refunded: Amount,
    /// The points it earned.
    pub reward: Option<Reward>,
    /// When the shopper approved.
    pub approved_at: Timestamp,
    /// When it was captured.
    pub captured_at: Option<Timestamp>,
    /// When it was canceled or declined.
    pub closed_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When the authorization lapses.
    pub expires_at: Timestamp,
}

/// One instrument's part of a charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// Points, gift balance or card.
    pub kind: InstrumentKind,
    /// The lot's account or the card.
    pub instrument_id: String,
    /// What was reserved.
    pub amount: Amount,
    /// What was captured of it.
    pub captured: Amount,
    /// What was given back to it.
    pub refunded: Amount,
    /// The reservation in the ledger.
    pub reservation: Transfer,
}

/// Where a charge stands, in Amazon Pay's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChargeState {
    /// Reserved here; the card's processor has not answered.
    AuthorizationInitiated,
    /// Reserved.
    Authorized,
    /// The card's processor has not answered the capture.
    CaptureInitiated,
    /// Paid.
    Captured,
    /// Released.
    Canceled,
    /// The card refused.
    Declined,
}

impl ChargeState {
    /// Whether nobody has completed it or given it up.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::AuthorizationInitiated | Self::Authorized | Self::CaptureInitiated)
    }
}

/// What the processor must be asked, and since when it was not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// What.
    pub kind: DueKind,
    /// Since when.
    pub since: Timestamp,
}

/// What the processor can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DueKind {
    /// Hold the card's leg.
    Authorize,
    /// Take the card's leg.
    Capture,
    /// Release the hold.
    Release,
}

/// How a charge came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Channel {
    /// A shop on the web, or Saifu's own.
    Online,
    /// A till that scanned a StoreCode.
    Store,
    /// A rule of the shopper, such as the automatic top-up.
    Automatic,
}

/// The points of a charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reward {
    /// How many and why.
    pub grant: PointGrant,
    /// The lot they went to, or will go to.
    pub lot_id: String,
    /// For when they are promised; none once they are in the lot.
    #[serde(default)]
    pub promised_for: Option<Timestamp>,
    /// Taken back after refunds.
    pub returned: Amount,
    /// To be taken back, but spent before: taken as soon as a refund puts points into the lot again.
    pub owed: Amount,
}

/// Gives back part or all of a charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// `S03-…-R…`.
    pub id: RefundId,
    /// Of which charge.
    pub charge_id: ChargeId,
    /// Whose.
    pub merchant_id: MerchantId,
    /// How much.
    pub amount: Amount,
    /// On the card's statement.
    pub soft_descriptor: Option<String>,
    /// Which leg gets how much, the last leg first.
    pub parts: Vec<RefundPart>,
    /// Where it stands.
    pub state: RefundState,
    /// Why it was declined.
    pub reason: Option<String>,
    /// Since when the processor must be asked; none when it need not.
    pub due_since: Option<Timestamp>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What one leg gets back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundPart {
    /// The place of the leg in its charge.
    pub leg: usize,
    /// How much.
    pub amount: Amount,
}

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RefundState {
    /// The card's processor has not answered.
    RefundInitiated,
    /// Given back.
    Refunded,
    /// The processor refused; nothing was given back.
    Declined,
}

impl Leg {
    /// A leg that was just reserved.
    #[must_use]
    pub fn reserved(leg: &FundingLeg, reservation: &Transfer) -> Self {
        let zero = Amount::zero(leg.amount.currency());
        Self {
            kind: leg.kind,
            instrument_id: leg.instrument_id.clone(),
            amount: leg.amount,
            captured: zero,
            refunded: zero,
            reservation: reservation.clone(),
        }
    }

    /// The transfer that resolves the reservation, named after what it does.
    fn resolve(
        &self,
        word: &str,
        amount: Amount,
        phase: impl Fn(TransferId) -> saifu_ledger::Phase,
        at: Timestamp,
    ) -> Transfer {
        Transfer {
            id: TransferId::new(format!("{}:{word}", self.reservation.id.as_str())),
            amount,
            phase: phase(self.reservation.id.clone()),
            at,
            ..self.reservation.clone()
        }
    }
}
