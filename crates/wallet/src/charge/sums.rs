use jiff::Timestamp;
use saifu_money::{Amount, Currency, TaxRate};
use saifu_rewards::PointGrant;
use saifu_terms::{InstrumentKind, LineItem};

use crate::charge::Charge;
use crate::charge::reward::earned;
use crate::house::Purpose;
use crate::id::ShopperId;
use crate::port::store::{Before, Store};
use crate::{Outcome, Refusal};

const PAGE: u32 = 100;

/// Sum and tax of each rate that occurs, the tax rounded once a rate.
///
/// # Errors
/// Sums that do not fit, or no items.
pub fn tax_totals(items: &[LineItem]) -> Outcome<Vec<(TaxRate, Amount, Amount)>> {
    let first = items.first().ok_or_else(|| Refusal::Stored("a charge without items".to_owned()))?;
    let currency = first.amount.currency();
    let mut totals = Vec::new();
    for rate in TaxRate::ALL {
        let lines = items.iter().filter(|item| item.tax_rate == rate);
        let total = Amount::sum(currency, lines.map(|item| item.amount))?;
        if !total.is_zero() {
            totals.push((rate, total, rate.included_in(total)?));
        }
    }
    Ok(totals)
}

/// The consumption tax inside some items.
///
/// # Errors
/// As [`tax_totals`].
pub fn tax_of(items: &[LineItem]) -> Outcome<Amount> {
    let totals = tax_totals(items)?;
    let currency = items.first().map_or(Currency::Jpy, |item| item.amount.currency());
    Ok(Amount::sum(currency, totals.into_iter().map(|(_, _, tax)| tax))?)
}

/// What a charge will earn if it is captured in full.
///
/// # Errors
/// Sums that cannot be.
pub fn expected_reward(charge: &Charge) -> Outcome<PointGrant> {
    let points = charge.legs.iter().filter(|leg| leg.kind == InstrumentKind::Points);
    let with_points = Amount::sum(charge.amount.currency(), points.map(|leg| leg.amount))?;
    earned(&charge.purpose, charge.amount, with_points)
}

/// What a shopper's orders since a time cost, in yen. A top-up costs nothing: it is spent later, and
/// counted then.
///
/// # Errors
/// The store failed.
pub async fn spent_since(store: &impl Store, shopper: &ShopperId, since: Timestamp) -> Outcome<Amount> {
    let mut sum = Amount::zero(Currency::Jpy);
    let mut place: Option<Before> = None;
    loop {
        let page = store.charges_of(shopper, place.as_ref(), PAGE).await?;
        let spent = |it: &&Charge| it.approved_at >= since && !matches!(it.purpose, Purpose::TopUp(_));
        for charge in page.iter().filter(spent) {
            sum = sum.add(charge.cost()?)?;
        }
        match page.last() {
            Some(last) if last.approved_at >= since => {
                place = Some(Before { at: last.approved_at, id: last.id.clone() });
            }
            _ => return Ok(sum),
        }
    }
}
