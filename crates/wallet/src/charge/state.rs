use jiff::{SignedDuration, Timestamp};
use saifu_ledger::{Phase, Transfer};
use saifu_money::Amount;
use saifu_terms::InstrumentKind;

use crate::charge::{AUTHORIZATION_LIFE_S, BANK_VISIT_S, Channel, Charge, ChargeState, Due, DueKind, Leg};
use crate::{Outcome, Refusal};

/// Where an order stands for its shopper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// The processor is being asked.
    Processing,
    /// Reserved, not captured.
    Authorized,
    /// Paid.
    Captured,
    /// A part went back.
    PartiallyRefunded,
    /// All went back.
    Refunded,
    /// Released.
    Canceled,
    /// The card refused.
    Declined,
}

impl Charge {
    /// Where the order stands for its shopper.
    #[must_use]
    pub fn order_state(&self) -> OrderState {
        match self.state {
            ChargeState::AuthorizationInitiated => OrderState::Processing,
            ChargeState::Authorized | ChargeState::CaptureInitiated => OrderState::Authorized,
            ChargeState::Captured if self.refunded.is_zero() => OrderState::Captured,
            ChargeState::Captured if Some(self.refunded) == self.captured => OrderState::Refunded,
            ChargeState::Captured => OrderState::PartiallyRefunded,
            ChargeState::Canceled => OrderState::Canceled,
            ChargeState::Declined => OrderState::Declined,
        }
    }

    /// What the order costs: captured or to be captured, less refunded; nothing when it came to nothing.
    ///
    /// # Errors
    /// More refunded than captured, which the refund rules refuse.
    pub fn cost(&self) -> Outcome<Amount> {
        match self.state {
            ChargeState::Canceled | ChargeState::Declined => Ok(Amount::zero(self.amount.currency())),
            _ => Ok(self.captured.unwrap_or(self.amount).sub(self.refunded)?),
        }
    }

    /// For when its points are promised, if they are.
    #[must_use]
    pub fn points_promised_for(&self) -> Option<Timestamp> {
        self.reward.as_ref().and_then(|reward| reward.promised_for)
    }

    /// The leg that a card pays.
    #[must_use]
    pub fn card_leg(&self) -> Option<&Leg> {
        self.legs.iter().find(|leg| leg.kind == InstrumentKind::Card)
    }

    /// The card's bank wants to see the shopper; asked again later, the processor says what came of it.
    #[must_use]
    pub fn at_bank(mut self, hold_id: String, page: String, now: Timestamp) -> Self {
        self.hold_id = Some(hold_id);
        self.bank_page = Some(page);
        self.updated_at = now;
        self
    }

    /// Whether somebody can be sent to the card's bank: the shopper approved it just now, on a screen.
    #[must_use]
    pub fn may_visit_bank(&self, now: Timestamp) -> bool {
        let end = self.approved_at.checked_add(SignedDuration::from_secs(BANK_VISIT_S));
        self.channel == Channel::Online && end.is_ok_and(|end| now < end)
    }

    /// The processor holds the card's leg.
    #[must_use]
    pub fn authorized(mut self, hold_id: String, now: Timestamp) -> Self {
        self.hold_id = Some(hold_id);
        self.bank_page = None;
        self.state = ChargeState::Authorized;
        self.due = None;
        self.updated_at = now;
        self
    }

    /// The card refused: everything that was reserved is released.
    #[must_use]
    pub fn declined(mut self, decline_code: String, now: Timestamp) -> (Self, Vec<Transfer>) {
        self.state = ChargeState::Declined;
        self.reason = Some("HardDeclined".to_owned());
        self.decline_code = Some(decline_code);
        self.bank_page = None;
        // A hold that was not taken may still stand.
        self.due = self.hold_id.is_some().then_some(Due { kind: DueKind::Release, since: now });
        self.captured = None;
        self.closed_at = Some(now);
        self.updated_at = now;
        let voids = self.voids(now);
        (self, voids)
    }

    /// Released without a payment, for Amazon Pay's reason; a hold on a card becomes due for release.
    ///
    /// # Errors
    /// `charge.status_invalid` in any state but Authorized.
    pub fn canceled(mut self, reason: &str, now: Timestamp) -> Outcome<(Self, Vec<Transfer>)> {
        if self.state != ChargeState::Authorized || self.due.is_some() {
            return Err(Refusal::rule("charge.status_invalid"));
        }
        self.state = ChargeState::Canceled;
        self.reason = Some(reason.to_owned());
        self.due = self.hold_id.is_some().then_some(Due { kind: DueKind::Release, since: now });
        self.closed_at = Some(now);
        self.updated_at = now;
        let voids = self.voids(now);
        Ok((self, voids))
    }

    /// The shop completed the session: the authorization holds for 30 days from now.
    #[must_use]
    pub fn kept(mut self, now: Timestamp) -> Self {
        let end = now.checked_add(SignedDuration::from_secs(AUTHORIZATION_LIFE_S));
        self.expires_at = end.unwrap_or(self.expires_at);
        self.updated_at = now;
        self
    }

    /// The shop takes `amount`, in full or in part: each leg pays in its order until that is reached.
    /// With a card the processor is asked first; without, [`Charge::captured_now`] follows at once.
    ///
    /// # Errors
    /// `charge.status_invalid` unless Authorized, `charge.amount_exceeded` above what is approved or
    /// for nothing.
    pub fn capturing(mut self, amount: Amount, now: Timestamp) -> Outcome<Self> {
        if self.state != ChargeState::Authorized || self.due.is_some() {
            return Err(Refusal::rule("charge.status_invalid"));
        }
        if amount.is_zero() || self.amount.less_than(amount)? {
            return Err(Refusal::rule("charge.amount_exceeded"));
        }
        let mut open = amount;
        for leg in &mut self.legs {
            leg.captured = leg.amount.min(open)?;
            open = open.sub(leg.captured)?;
        }
        self.captured = Some(amount);
        self.state = ChargeState::CaptureInitiated;
        self.due = self.card_leg().map(|leg| {
            let kind = if leg.captured.is_zero() { DueKind::Release } else { DueKind::Capture };
            Due { kind, since: now }
        });
        self.updated_at = now;
        Ok(self)
    }

    /// Whether the capture waits for the processor.
    #[must_use]
    pub fn waits_for_capture(&self) -> bool {
        self.due.is_some_and(|due| due.kind == DueKind::Capture)
    }

    /// The capture is final: what each leg paid is posted, the rest of it released.
    #[must_use]
    pub fn captured_now(mut self, now: Timestamp) -> (Self, Vec<Transfer>) {
        self.state = ChargeState::Captured;
        self.captured_at = Some(now);
        self.updated_at = now;
        if self.waits_for_capture() {
            self.due = None;
        }
        let transfers = self.legs.iter().map(|leg| match leg.captured.is_zero() {
            true => leg.resolve("void", leg.amount, Phase::Void, now),
            false => leg.resolve("post", leg.captured, Phase::Post, now),
        });
        let transfers = transfers.collect();
        (self, transfers)
    }

    fn voids(&self, now: Timestamp) -> Vec<Transfer> {
        self.legs.iter().map(|leg| leg.resolve("void", leg.amount, Phase::Void, now)).collect()
    }
}
