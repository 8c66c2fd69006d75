//! TopUp: gift balance that a shopper buys for oneself, by card or for cash, and how much of it is
//! allowed.

mod automatic;
mod buy;
mod claim;
mod limits;
mod state;

use jiff::Timestamp;
use saifu_ledger::AccountId;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};

use crate::id::{CardId, ChargeId, CheckoutSessionId, ShopperId, TopUpId};

pub(crate) use automatic::after_spending;
pub use automatic::{AutomaticAsked, AutomaticTopUp, Trigger, automatic_of, run_automatic, set_automatic};
pub use buy::buy;
pub use claim::{Claim, TopUpUse, Usage, claim, end_claim, usage};
pub use limits::{Left, Limit, POLICY, TopUpPolicy};
pub(crate) use state::card_failure;
pub use state::{TopUpState, lapse};

/// Gift balance that is bought for oneself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopUp {
    /// `T-1234567-1234567`.
    pub id: TopUpId,
    /// Whose.
    pub shopper_id: ShopperId,
    /// How much arrives.
    pub amount: Amount,
    /// How it is paid.
    pub method: TopUpMethod,
    /// Where it stands.
    pub state: TopUpState,
    /// Whether the shopper's rule made it.
    pub automatic: bool,
    /// The session that asks for the approval; none where nobody is asked.
    pub checkout_session_id: Option<CheckoutSessionId>,
    /// The charge that pays for it, once there is one.
    pub charge_id: Option<ChargeId>,
    /// The card that pays.
    pub card_id: Option<CardId>,
    /// The lot that it filled.
    pub lot_id: Option<AccountId>,
    /// Why it came to nothing, or why the last card refused, as a code.
    pub failure: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Until when it can be paid.
    pub pay_by: Timestamp,
    /// When the balance arrived.
    pub settled_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// How a top-up is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopUpMethod {
    /// A linked card.
    Card,
    /// Cash at a convenience store.
    Slip,
    /// A bank.
    BankTransfer,
}
