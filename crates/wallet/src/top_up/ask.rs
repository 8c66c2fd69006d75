use jiff::civil::Time;
use jiff::tz::{TimeZone, offset};
use jiff::{Span, Timestamp};
use saifu_money::Amount;

use crate::id::{ShopperId, TopUpId};
use crate::moment::in_japan;
use crate::port::store::Store;
use crate::top_up::{
    COUNTER_FEES, Cash, Counter, StoreChain, TopUp, TopUpMethod, TopUpPolicy, TopUpState, claim, counter_fee,
};
use crate::{ChangeSet, Moment, Outcome};

/// A slip can be paid until the end of this day from today on, in Japan.
const SLIP_DAYS: i32 = 3;
/// Banks do not work at weekends.
const BANK_DAYS: i32 = 7;

/// A top-up for cash that is asked for.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// Who asks.
    pub shopper: &'a ShopperId,
    /// How much arrives.
    pub amount: Amount,
    /// How it is paid.
    pub method: CashMethod,
    /// The limits in force.
    pub policy: &'a TopUpPolicy,
    /// Where slips of our own come from.
    pub counter: &'a Counter,
}

/// How cash is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CashMethod {
    /// At a convenience store.
    Slip(StoreChain),
    /// By bank transfer.
    BankTransfer,
}

/// Writes down that a top-up for cash is asked for, and that the processor is to be asked. The caller goes
/// on with [`crate::top_up::drive`].
///
/// # Errors
/// `top_up.chain_unavailable` and what the limits refuse; the store failed, or somebody else was first.
pub async fn ask(store: &impl Store, moment: &Moment<'_>, asked: &Ask<'_>) -> Outcome<TopUp> {
    let top_up = initiated(asked, moment)?;
    let changes = ChangeSet::new().insert(top_up.clone());
    let (policy, shopper, amount) = (asked.policy, asked.shopper, asked.amount);
    let changes = claim(store, changes, policy, shopper, &top_up.id, amount, moment).await?;
    store.commit(changes.events([top_up.told()])).await?;
    Ok(top_up)
}

fn initiated(asked: &Ask<'_>, moment: &Moment<'_>) -> Outcome<TopUp> {
    let zero = Amount::zero(asked.amount.currency());
    let (method, chain, days) = match asked.method {
        CashMethod::Slip(chain) => (TopUpMethod::Slip, Some(chain), SLIP_DAYS),
        CashMethod::BankTransfer => (TopUpMethod::BankTransfer, None, BANK_DAYS),
    };
    let mut fee = zero;
    if let Some(chain) = chain {
        asked.counter.check(chain)?;
        fee = counter_fee(COUNTER_FEES, asked.amount)?;
        asked.policy.check_counter(asked.amount.add(fee)?)?;
    }
    Ok(TopUp {
        id: TopUpId::draw(moment),
        shopper_id: asked.shopper.clone(),
        amount: asked.amount,
        method,
        state: TopUpState::Initiated,
        automatic: false,
        checkout_session_id: None,
        charge_id: None,
        card_id: None,
        lot_id: None,
        failure: None,
        created_at: moment.now,
        pay_by: end_of_day_in_japan(moment.now, days),
        settled_at: None,
        updated_at: moment.now,
        cash: Some(Cash {
            chain,
            fee,
            payment_id: None,
            instructions: None,
            due_at: Some(moment.now),
            cancel_asked: false,
            booked: zero,
            to_return: zero,
            returned: zero,
            returning: None,
            return_refusals: 0,
            return_refusal: None,
        }),
    })
}

/// The last second of the day in Japan that comes after some days.
fn end_of_day_in_japan(now: Timestamp, days: i32) -> Timestamp {
    let day = in_japan(now).date().saturating_add(Span::new().days(days));
    let end = day.to_datetime(Time::constant(23, 59, 59, 0));
    TimeZone::fixed(offset(9)).to_timestamp(end).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_ends_with_a_day_in_japan() {
        let end = |now: &str| end_of_day_in_japan(now.parse().unwrap(), SLIP_DAYS).to_string();
        assert_eq!(end("2026-11-24T14:59:59Z"), "2026-11-27T14:59:59Z");
        assert_eq!(end("2026-11-24T15:00:00Z"), "2026-11-28T14:59:59Z");
    }
}
