//! What a payment at the processor means for its top-up. Pure.

use jiff::{SignedDuration, Timestamp};
use saifu_money::Amount;

use crate::port::processor::{Payment, PaymentStatus};
use crate::top_up::drive::PAUSE;
use crate::top_up::{TopUp, TopUpState};
use crate::{Outcome, Refusal};

/// How often one that waits is looked at, if no webhook tells of it.
const LOOK_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// How often one that ended is: somebody may pay a slip twice. The service may have been away when it ended.
const LOOK_AFTERWARDS: SignedDuration = SignedDuration::from_hours(24);
/// For how long.
const AFTERWARDS: SignedDuration = SignedDuration::from_hours(24 * 14);

/// Stripe's code of a slip that nobody paid in time.
const ATTEMPT_EXPIRED: &str = "payment_intent_payment_attempt_expired";

/// What came in and is not booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// Whether the balance arrives now.
    pub settles: bool,
    /// What is owed back: late, twice, or another sum.
    pub owed: Amount,
}

/// The top-up after a look at its payment, and what came in. Cash settles it once, if all of it is there
/// while it waits; whatever else comes in is owed back. Looking twice at the same books nothing twice.
///
/// # Errors
/// Sums that cannot be.
pub fn observed(mut top_up: TopUp, payment: &Payment, now: Timestamp) -> Outcome<(TopUp, Arrived)> {
    let stored = || Refusal::Stored(format!("{} is paid by no cash", top_up.id));
    let cash = top_up.cash.as_ref().ok_or_else(stored)?;
    let asked = top_up.amount.add(cash.fee)?;
    let nothing = Amount::zero(asked.currency());
    // What the processor has less of than before, such as after a refund, is no news.
    let fresh = payment.received.sub(cash.booked).unwrap_or(nothing);
    let is_all_there = payment.status == PaymentStatus::Succeeded && !payment.received.less_than(asked)?;
    let is_over = matches!(
        payment.status,
        PaymentStatus::Succeeded | PaymentStatus::Canceled | PaymentStatus::RequiresPaymentMethod
    );
    let arrived = match top_up.state.is_open() {
        true if is_all_there => Arrived { settles: true, owed: fresh.sub(asked)? },
        // A part of a transfer: the rest may come until it is withdrawn.
        _ if !is_over => Arrived { settles: false, owed: nothing },
        _ => Arrived { settles: false, owed: fresh },
    };
    if is_over && top_up.state.is_open() {
        top_up.end(payment, arrived.settles, now);
    }
    top_up.take_note(payment, arrived, now)?;
    Ok((top_up, arrived))
}

impl TopUp {
    fn end(&mut self, payment: &Payment, settles: bool, now: Timestamp) {
        let called_off = self.cash.as_ref().is_some_and(|cash| cash.cancel_asked);
        let failure = payment.failure.as_deref().filter(|code| *code != ATTEMPT_EXPIRED);
        self.state = match payment.status {
            _ if settles => TopUpState::Settled,
            PaymentStatus::Succeeded => TopUpState::Failed,
            // It was withdrawn because nobody could pay it.
            _ if self.failure.is_some() => TopUpState::Failed,
            _ if called_off => TopUpState::Canceled,
            _ if failure.is_some() && now < self.pay_by => TopUpState::Failed,
            _ => TopUpState::Expired,
        };
        self.settled_at = settles.then_some(now);
        if self.state == TopUpState::Failed {
            self.failure.get_or_insert_with(|| failure.unwrap_or("top_up.sum_differs").to_owned());
        }
        self.updated_at = now;
    }

    fn take_note(&mut self, payment: &Payment, arrived: Arrived, now: Timestamp) -> Outcome<()> {
        let Some(cash) = &mut self.cash else { return Ok(()) };
        cash.payment_id.get_or_insert_with(|| payment.payment_id.clone());
        cash.to_return = cash.to_return.add(arrived.owed)?;
        if arrived.settles || !arrived.owed.is_zero() {
            cash.booked = payment.received;
            self.updated_at = now;
        }
        let due_at = self.look_again_at(now);
        if let Some(cash) = &mut self.cash {
            cash.due_at = due_at;
        }
        Ok(())
    }

    /// When somebody must look at the payment again. What the processor must still be asked does not wait as long.
    pub(super) fn look_again_at(&self, now: Timestamp) -> Option<Timestamp> {
        let later = |pause| now.checked_add(pause).unwrap_or(now);
        let is_asked = self
            .cash
            .as_ref()
            .is_some_and(|cash| cash.returning.is_some() || (cash.cancel_asked && self.state.is_open()));
        match self.state {
            _ if is_asked => Some(later(PAUSE)),
            TopUpState::Initiated => Some(later(LOOK_EVERY)),
            TopUpState::Pending => Some(later(LOOK_EVERY).min(self.pay_by.max(now))),
            _ => {
                let last = self.pay_by.max(self.updated_at);
                let end = last.checked_add(AFTERWARDS).unwrap_or(last);
                Some(later(LOOK_AFTERWARDS)).filter(|at| *at < end)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::{ShopperId, TopUpId};
    use crate::top_up::{Cash, TopUpMethod};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    fn waiting(yen: u32, fee: u32) -> TopUp {
        let zero = Amount::yen(0);
        TopUp {
            id: TopUpId::new("T-1"),
            shopper_id: ShopperId::new("s"),
            amount: Amount::yen(yen),
            method: TopUpMethod::BankTransfer,
            state: TopUpState::Pending,
            automatic: false,
            checkout_session_id: None,
            charge_id: None,
            card_id: None,
            lot_id: None,
            failure: None,
            created_at: at(0),
            pay_by: at(1000),
            settled_at: None,
            updated_at: at(0),
            cash: Some(Cash {
                chain: None,
                fee: Amount::yen(fee),
                payment_id: Some("pi_1".to_owned()),
                instructions: None,
                due_at: Some(at(0)),
                cancel_asked: false,
                booked: zero,
                to_return: zero,
                returned: zero,
                returning: None,
                return_refusals: 0,
                return_refusal: None,
            }),
        }
    }

    fn payment(status: PaymentStatus, received: u32) -> Payment {
        Payment {
            payment_id: "pi_1".to_owned(),
            status,
            amount: Amount::yen(3000),
            received: Amount::yen(received),
            failure: None,
            redirect_url: None,
            reference: None,
        }
    }

    /// State, what settles and what is owed, in yen.
    fn seen(top_up: TopUp, status: PaymentStatus, received: u32) -> (TopUp, (TopUpState, bool, i64)) {
        let (top_up, arrived) = observed(top_up, &payment(status, received), at(10)).unwrap();
        let what = (top_up.state, arrived.settles, arrived.owed.minor());
        (top_up, what)
    }

    #[test]
    fn all_of_it_settles_once_and_the_rest_is_owed() {
        let (settled, first) = seen(waiting(3000, 0), PaymentStatus::Succeeded, 3500);
        assert_eq!(first, (TopUpState::Settled, true, 500));
        let (settled, again) = seen(settled, PaymentStatus::Succeeded, 3500);
        assert_eq!(again, (TopUpState::Settled, false, 0));
        let (settled, twice) = seen(settled, PaymentStatus::Succeeded, 6500);
        assert_eq!(twice, (TopUpState::Settled, false, 3000));
        assert_eq!(settled.to_return(), Some(Amount::yen(3500)));
    }

    #[test]
    fn a_part_waits_for_the_rest_and_is_owed_when_it_does_not_come() {
        let (half, waits) = seen(waiting(3000, 0), PaymentStatus::RequiresAction, 2000);
        assert_eq!(waits, (TopUpState::Pending, false, 0));
        let (_, all) = seen(half.clone(), PaymentStatus::Succeeded, 3000);
        assert_eq!(all, (TopUpState::Settled, true, 0));
        let (ended, over) = seen(half, PaymentStatus::Canceled, 2000);
        assert_eq!(over, (TopUpState::Expired, false, 2000));
        let (_, late) = seen(ended, PaymentStatus::Succeeded, 5000);
        assert_eq!(late, (TopUpState::Expired, false, 3000), "what comes late is never balance");
    }

    #[test]
    fn the_fee_belongs_to_the_sum() {
        let (_, short) = seen(waiting(3000, 110), PaymentStatus::Succeeded, 3000);
        assert_eq!(short, (TopUpState::Failed, false, 3000));
        let (_, exact) = seen(waiting(3000, 110), PaymentStatus::Succeeded, 3110);
        assert_eq!(exact, (TopUpState::Settled, true, 0));
    }

    #[test]
    fn an_end_says_whose_it_was() {
        let mut called_off = waiting(3000, 0);
        called_off.cash.as_mut().unwrap().cancel_asked = true;
        assert_eq!(seen(called_off.clone(), PaymentStatus::Canceled, 0).1.0, TopUpState::Canceled);
        assert_eq!(seen(called_off, PaymentStatus::Succeeded, 3000).1.0, TopUpState::Settled, "paid first");
        let expired = seen(waiting(3000, 0), PaymentStatus::RequiresPaymentMethod, 0).1;
        assert_eq!(expired, (TopUpState::Expired, false, 0));
    }

    proptest! {
        #[test]
        fn every_yen_is_booked_once(
            looks in prop::collection::vec((0..4_u8, 0..9_000_u32), 1..12), fee in 0..200_u32,
        ) {
            let mut top_up = waiting(3000, fee);
            let (mut balance, mut owed, mut most) = (0, 0, 0);
            for (status, received) in looks {
                // What came in never goes away again.
                most = most.max(received);
                let status = [
                    PaymentStatus::RequiresAction, PaymentStatus::Succeeded, PaymentStatus::Canceled,
                    PaymentStatus::RequiresPaymentMethod,
                ][usize::from(status)];
                let (next, arrived) = observed(top_up, &payment(status, most), at(10)).unwrap();
                top_up = next;
                balance += if arrived.settles { 3000 + i64::from(fee) } else { 0 };
                owed += arrived.owed.minor();
                let cash = top_up.cash.as_ref().unwrap();
                prop_assert_eq!(cash.booked.minor(), balance + owed);
                prop_assert_eq!(cash.to_return.minor(), owed);
                prop_assert!(balance <= 3000 + i64::from(fee), "settled twice");
                prop_assert_eq!(balance > 0, top_up.state == TopUpState::Settled);
            }
            prop_assert!(balance + owed <= i64::from(most));
        }
    }
}
