//! Money on cards as the processor has it: held, perhaps after a visit at the card's bank, taken, released, given back.

use jiff::{SignedDuration, Timestamp};
use saifu_money::Amount;
use saifu_wallet::port::processor::{Hold, PaymentRequest, ProcessorError};

use super::{Answer, Books, Quirk, Said, Temper, declined, refused};

/// How long a hold stands: seven days, as card networks have it.
const HOLD_LIFE_S: i64 = 7 * 24 * 3600;

/// Money held on a card, and what became of it.
#[derive(Clone, Debug)]
pub struct HeldMoney {
    /// `pi_…`.
    pub id: String,
    /// Our charge.
    pub charge_id: String,
    /// How much.
    pub amount: Amount,
    /// Where it stands.
    pub state: HoldState,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// What went back, by key.
    pub refunds: Vec<(String, Amount)>,
    temper: Temper,
}

/// Where a hold stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldState {
    /// The card's bank wants to see the shopper; nothing is held yet.
    AtBank,
    /// The card's bank was not satisfied.
    Refused,
    /// It stands.
    Held,
    /// This much was taken, the rest released.
    Captured(Amount),
    /// Released.
    Canceled,
}

impl HeldMoney {
    /// Whether it still keeps money from the shopper.
    #[must_use]
    pub fn stands(&self, now: Timestamp) -> bool {
        self.state == HoldState::Held && now < self.expires_at
    }

    /// What was taken, in minor units.
    #[must_use]
    pub const fn captured(&self) -> i64 {
        match self.state {
            HoldState::Captured(amount) => amount.minor(),
            _ => 0,
        }
    }

    /// What went back, in minor units.
    #[must_use]
    pub fn refunded(&self) -> i64 {
        self.refunds.iter().map(|(_, amount)| amount.minor()).sum()
    }
}

impl Books {
    pub(super) fn hold(&mut self, hold: &PaymentRequest, now: Timestamp) -> Said {
        let attached = self.methods.get(&hold.payment_method_id).filter(|it| it.attached_to.is_some());
        let Some(temper) = attached.map(|it| it.temper) else { return refused("the token is not attached") };
        let moody = temper == Temper::Moody && hold.amount.minor() % 2 == 1;
        if temper == Temper::RefusesHold || moody {
            return declined("insufficient_funds");
        }
        let asks = temper == Temper::AsksEachTime;
        if asks && !hold.shopper_present {
            return declined("authentication_required");
        }
        let id = self.draw("pi");
        let held = HeldMoney {
            id: id.clone(),
            charge_id: hold.reference.clone(),
            amount: hold.amount,
            state: if asks { HoldState::AtBank } else { HoldState::Held },
            expires_at: now.checked_add(SignedDuration::from_secs(HOLD_LIFE_S)).unwrap_or(now),
            refunds: Vec::new(),
            temper,
        };
        self.holds.insert(id.clone(), held);
        self.tell_hold(&id)
    }

    /// Where a hold stands that was asked for.
    pub(super) fn tell_hold(&self, id: &str) -> Said {
        match self.holds.get(id).map(|held| held.state) {
            Some(HoldState::AtBank) => Err(ProcessorError::ActionRequired {
                hold_id: id.to_owned(),
                redirect_url: Some(format!("https://bank.example/{id}")),
            }),
            Some(HoldState::Refused) => declined("payment_intent_authentication_failure"),
            Some(HoldState::Held | HoldState::Captured(_)) => {
                Ok(Answer::Hold(Hold { hold_id: id.to_owned() }))
            }
            Some(HoldState::Canceled) | None => refused("it was called off"),
        }
    }

    /// The shopper is at the card's bank; who went there before is not asked again.
    pub fn visit_bank(&mut self, id: &str, satisfied: bool, now: Timestamp) {
        let Some(held) = self.holds.get_mut(id).filter(|it| it.state == HoldState::AtBank) else { return };
        held.state = if satisfied { HoldState::Held } else { HoldState::Refused };
        held.expires_at = now.checked_add(SignedDuration::from_secs(HOLD_LIFE_S)).unwrap_or(now);
    }

    pub(super) fn capture(&mut self, hold: &str, amount: Amount, now: Timestamp) -> Said {
        let quirk = self.quirk;
        let Some(held) = self.holds.get_mut(hold) else { return refused("no such hold") };
        if !held.stands(now) || held.amount.minor() < amount.minor() {
            return refused("the hold cannot be captured");
        }
        if held.temper == Temper::RefusesCapture {
            return declined("generic_decline");
        }
        let taken = if quirk == Some(Quirk::CapturesAll) { held.amount } else { amount };
        held.state = HoldState::Captured(taken);
        if quirk == Some(Quirk::CapturesAndSaysNo) { declined("generic_decline") } else { Ok(Answer::Done) }
    }

    pub(super) fn cancel(&mut self, hold: &str) -> Said {
        let quirk = self.quirk;
        let held = self.holds.get_mut(hold);
        let held = held.filter(|it| matches!(it.state, HoldState::Held | HoldState::AtBank));
        let Some(held) = held else { return refused("nothing to release") };
        if quirk != Some(Quirk::KeepsHolds) {
            held.state = HoldState::Canceled;
        }
        Ok(Answer::Done)
    }

    pub(super) fn refund(&mut self, hold: &str, amount: Amount, key: &str) -> Said {
        let quirk = self.quirk;
        let Some(held) = self.holds.get_mut(hold) else { return refused("no such payment") };
        let HoldState::Captured(captured) = held.state else { return refused("nothing was captured") };
        if held.temper == Temper::RefusesRefund || held.refunded() + amount.minor() > captured.minor() {
            return refused("cannot be given back");
        }
        if quirk != Some(Quirk::KeepsRefunds) {
            held.refunds.push((key.to_owned(), amount));
        }
        Ok(Answer::Done)
    }
}
