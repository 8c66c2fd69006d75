//! TopUp: gift balance that a shopper buys for oneself, by card or for cash, and how much of it is
//! allowed.
//!
//! By card it is a purchase in Saifu's own shop. For cash: Initiated → Pending → Settled, or Canceled /
//! Expired / Failed. What the processor must be asked is written down first and asked with an idempotency
//! key; [`drive`] does that, and asks again after a crash or a lost answer. The balance arrives in the
//! commit that settles the top-up, never before. Cash that comes late, twice or in another sum is owed
//! back, in an account of its own kind.

mod ask;
mod automatic;
mod book;
mod buy;
mod cancel;
mod chain;
mod claim;
mod drive;
mod fee;
mod give_back;
mod instructions;
mod letters;
mod limits;
mod observe;
mod state;

use jiff::Timestamp;
use saifu_ledger::AccountId;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};

use crate::gift::LotOrigin;
use crate::id::{CardId, ChargeId, CheckoutSessionId, ShopperId, TopUpId};

pub use ask::{Ask, CashMethod, ask};
pub(crate) use automatic::after_spending;
pub use automatic::{AutomaticAsked, AutomaticTopUp, Trigger, automatic_of, run_automatic, set_automatic};
pub use buy::buy;
pub use cancel::cancel;
pub use chain::{Counter, StoreChain};
pub use claim::{Claim, TopUpUse, Usage, claim, end_claim, usage};
pub use drive::{drive, look, tend};
pub use fee::{COUNTER_FEES, FeeStep, counter_fee};
pub use give_back::give_back;
pub use instructions::{BankTransfer, Instructions, Slip};
pub use limits::{Left, Limit, POLICY, TopUpPolicy};
pub use observe::{Arrived, observed};
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
    /// What cash needs; none where a card pays.
    #[serde(default)]
    pub cash: Option<Cash>,
}

/// What a top-up for cash needs beside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cash {
    /// At which chain; none by bank transfer.
    pub chain: Option<StoreChain>,
    /// What is paid on top.
    pub fee: Amount,
    /// `pi_…`: the payment at the processor, once it answered.
    pub payment_id: Option<String>,
    /// How to pay.
    pub instructions: Option<Instructions>,
    /// When the processor must be asked next.
    pub due_at: Option<Timestamp>,
    /// Whether the shopper called it off.
    pub cancel_asked: bool,
    /// What came in and was booked, as balance or as owed back.
    pub booked: Amount,
    /// What is owed back and was not given back.
    pub to_return: Amount,
    /// What was given back.
    pub returned: Amount,
    /// What is being given back: the processor is asked for the same sum each time, whatever comes in meanwhile.
    pub returning: Option<Amount>,
    /// How often the processor refused to give back; each time the operator has to ask anew.
    #[serde(default)]
    pub return_refusals: u32,
    /// Why it did the last time, for the operator; none once it gave back.
    #[serde(default)]
    pub return_refusal: Option<String>,
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

/// A page of top-ups: those before this place, newest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToppedUpBefore {
    /// When it was asked for.
    pub at: Timestamp,
    /// Tells those of one millisecond apart.
    pub id: TopUpId,
}

impl TopUpMethod {
    /// How a lot that it fills came about.
    #[must_use]
    pub const fn origin(self) -> LotOrigin {
        match self {
            Self::Card => LotOrigin::TopUpCard,
            Self::Slip => LotOrigin::TopUpSlip,
            Self::BankTransfer => LotOrigin::TopUpBankTransfer,
        }
    }
}

impl TopUp {
    /// What is owed back, if anything.
    #[must_use]
    pub fn to_return(&self) -> Option<Amount> {
        self.cash.as_ref().map(|cash| cash.to_return).filter(|owed| !owed.is_zero())
    }

    /// Where it stands in a list.
    #[must_use]
    pub fn place(&self) -> ToppedUpBefore {
        ToppedUpBefore { at: self.created_at, id: self.id.clone() }
    }
}
