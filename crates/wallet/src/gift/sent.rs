//! Gift: a gift card that a shopper buys for somebody else, from its purchase to its end.

use jiff::{SignedDuration, Timestamp};
use saifu_ledger::{Account, AccountId, AccountKind};
use saifu_money::Amount;
use serde::{Deserialize, Serialize};

use crate::charge::Charge;
use crate::id::{ChargeId, CheckoutSessionId, GiftId, ShopperId};
use crate::outbox::{Event, EventKind};

/// The pause before another code can be drawn doubles from this.
const PAUSE_S: i64 = 60;
/// How often it doubles: to about an hour.
const DOUBLINGS: u32 = 6;

/// A gift card that was bought for somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gift {
    /// `G-1234567-1234567`.
    pub id: GiftId,
    /// Who gives.
    pub shopper_id: ShopperId,
    /// Who gives, as the mail names it.
    pub sender_name: String,
    /// How much.
    pub amount: Amount,
    /// Whom the mail greets.
    pub recipient_name: String,
    /// Where the code is mailed to.
    pub recipient_email: String,
    /// The sender's words; may be empty.
    pub message: String,
    /// The picture.
    pub design: GiftDesign,
    /// Where it stands.
    pub state: GiftState,
    /// The session that asks for the approval.
    pub checkout_session_id: CheckoutSessionId,
    /// The charge that pays, once it is approved.
    pub charge_id: Option<ChargeId>,
    /// Digest of the one code that works, once one was drawn.
    pub code_digest: Option<String>,
    /// How many codes were drawn.
    pub codes_drawn: u32,
    /// When another code may be asked for.
    pub resend_at: Timestamp,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Until when it can be approved.
    pub pay_by: Timestamp,
    /// When it is to be mailed.
    pub deliver_at: Timestamp,
    /// When it was mailed last.
    pub sent_at: Option<Timestamp>,
    /// When it was redeemed.
    pub redeemed_at: Option<Timestamp>,
    /// When the code, and the balance that it becomes, end.
    pub expires_at: Timestamp,
    /// When a worker must look at it next.
    pub due_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// The pictures of a gift card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// Where a gift stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GiftState {
    /// Waits for the sender's approval, or for the card.
    Unpaid,
    /// Paid; it is to be mailed.
    Scheduled,
    /// Mailed, not redeemed.
    Sent,
    /// Redeemed.
    Redeemed,
    /// It was called off, or never paid.
    Canceled,
    /// Nobody redeemed it in time.
    Expired,
}

impl GiftState {
    /// The word in SQL.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Scheduled => "scheduled",
            Self::Sent => "sent",
            Self::Redeemed => "redeemed",
            Self::Canceled => "canceled",
            Self::Expired => "expired",
        }
    }

    /// Whether its value waits in escrow.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(self, Self::Scheduled | Self::Sent)
    }
}

impl Gift {
    /// Where it stands at this time: what ended by time has ended, whether or not anybody wrote that down.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> GiftState {
        match self.state {
            GiftState::Unpaid if self.charge_id.is_none() && now >= self.pay_by => GiftState::Canceled,
            GiftState::Sent if now >= self.expires_at => GiftState::Expired,
            state => state,
        }
    }

    /// Whether the sender can call it off: paid, and nobody redeemed it.
    #[must_use]
    pub fn can_cancel(&self, now: Timestamp) -> bool {
        self.state_at(now).waits()
    }

    /// The account that holds its value until it is redeemed, canceled or expired.
    #[must_use]
    pub fn escrow(&self) -> Account {
        Account {
            id: self.escrow_id(),
            owner: self.shopper_id.to_string(),
            kind: AccountKind::GiftEscrow,
            currency: self.amount.currency(),
        }
    }

    /// The id of [`Gift::escrow`].
    #[must_use]
    pub fn escrow_id(&self) -> AccountId {
        AccountId::new(format!("escrow:{}", self.id))
    }

    /// The sender hears of it.
    #[must_use]
    pub fn told(&self) -> Event {
        Event::to_shopper(&self.shopper_id, EventKind::GiftChanged, self.id.as_str())
    }

    /// The sender approved: the charge is on its way.
    #[must_use]
    pub(crate) fn approved(mut self, charge: &Charge, now: Timestamp) -> Self {
        self.charge_id = Some(charge.id.clone());
        self.due_at = None;
        self.updated_at = now;
        self
    }

    /// The charge came to nothing. While its session is open another card may pay.
    #[must_use]
    pub(crate) fn refused(mut self, open: bool, now: Timestamp) -> Self {
        if !open {
            return self.canceled(now);
        }
        self.charge_id = None;
        self.due_at = Some(self.pay_by);
        self.updated_at = now;
        self
    }

    /// The charge is captured: the value is in escrow.
    #[must_use]
    pub(crate) fn paid(mut self, now: Timestamp) -> Self {
        self.state = GiftState::Scheduled;
        self.due_at = Some(self.deliver_at);
        self.updated_at = now;
        self
    }

    /// A new code was drawn; it alone works from now on. Until it is mailed a worker comes back, after a
    /// pause that grows.
    #[must_use]
    pub(super) fn with_code(mut self, code_digest: String, now: Timestamp) -> Self {
        let pause = SignedDuration::from_secs(PAUSE_S << self.codes_drawn.min(DOUBLINGS));
        self.code_digest = Some(code_digest);
        self.codes_drawn = self.codes_drawn.saturating_add(1);
        self.resend_at = now.checked_add(pause).unwrap_or(now);
        self.due_at = Some(self.resend_at);
        self.updated_at = now;
        self
    }

    /// The code is with the recipient, or with the sender for printing.
    #[must_use]
    pub(super) fn sent(mut self, now: Timestamp) -> Self {
        self.state = GiftState::Sent;
        self.sent_at = Some(now);
        self.due_at = Some(self.expires_at);
        self.updated_at = now;
        self
    }

    /// Somebody redeemed it.
    #[must_use]
    pub(super) fn redeemed(self, now: Timestamp) -> Self {
        Self { redeemed_at: Some(now), ..self.ended(GiftState::Redeemed, now) }
    }

    /// It was called off.
    #[must_use]
    pub(crate) fn canceled(self, now: Timestamp) -> Self {
        self.ended(GiftState::Canceled, now)
    }

    /// Nobody redeemed it in time.
    #[must_use]
    pub(super) fn expired(self, now: Timestamp) -> Self {
        self.ended(GiftState::Expired, now)
    }

    fn ended(mut self, state: GiftState, now: Timestamp) -> Self {
        self.state = state;
        self.due_at = None;
        self.updated_at = now;
        self
    }
}
