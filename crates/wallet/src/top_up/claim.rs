//! What a shopper's top-ups use of the limits, in one guarded row, so that two at once cannot both fit.

use jiff::Timestamp;
use jiff::civil::Date;
use saifu_money::{Amount, Currency};
use serde::{Deserialize, Serialize};

use crate::gift::LotKind;
use crate::id::{ShopperId, TopUpId};
use crate::moment::in_japan;
use crate::port::store::{Store, Versioned};
use crate::top_up::TopUpPolicy;
use crate::{ChangeSet, Moment, Outcome};

/// The claims of one shopper: of this month, and older ones that are still open. One row a shopper and
/// not a month, because what is open counts against the balance whenever it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopUpUse {
    /// Whose.
    pub shopper_id: ShopperId,
    /// Oldest first.
    pub claims: Vec<Claim>,
}

/// One top-up's part of the limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Which.
    pub top_up_id: TopUpId,
    /// How much.
    pub amount: Amount,
    /// On which day in Japan it was asked for.
    pub on: Date,
    /// Whether the money is still to come.
    pub open: bool,
}

/// What counts against the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Topped up or pending since midnight in Japan.
    pub today: Amount,
    /// Topped up or pending since the first of the month in Japan.
    pub this_month: Amount,
    /// Gift balance, reserved or not, and what is pending.
    pub held: Amount,
}

impl TopUpUse {
    fn new(shopper: &ShopperId) -> Self {
        Self { shopper_id: shopper.clone(), claims: Vec::new() }
    }

    /// What counts at this time for a shopper who holds that much.
    ///
    /// # Errors
    /// Sums that do not fit.
    pub fn usage(&self, holds: Amount, now: Timestamp) -> Outcome<Usage> {
        let today = in_japan(now).date();
        let sum = |wanted: &dyn Fn(&Claim) -> bool| {
            let claims = self.claims.iter().filter(|claim| wanted(claim));
            Amount::sum(Currency::Jpy, claims.map(|claim| claim.amount))
        };
        Ok(Usage {
            today: sum(&|claim| claim.on == today)?,
            this_month: sum(&|claim| claim.on >= today.first_of_month())?,
            held: sum(&|claim| claim.open)?.add(holds)?,
        })
    }

    /// Forgets what no limit looks at any more.
    fn pruned(mut self, now: Timestamp) -> Self {
        let month = in_japan(now).date().first_of_month();
        self.claims.retain(|claim| claim.open || claim.on >= month);
        self
    }
}

/// What counts against the limits of a shopper.
///
/// # Errors
/// The store failed.
pub async fn usage(store: &impl Store, shopper: &ShopperId, now: Timestamp) -> Outcome<Usage> {
    let found = store.find::<TopUpUse>(shopper.as_str()).await?;
    let uses = found.map_or_else(|| TopUpUse::new(shopper), |it| it.value);
    uses.usage(gift_balance(store, shopper, now).await?, now)
}

/// Adds the claim of a new top-up. If another one is claimed at the same time, one of both is stale.
///
/// # Errors
/// What [`TopUpPolicy::check`] refuses; the store failed.
pub async fn claim(
    store: &impl Store,
    changes: ChangeSet,
    policy: &TopUpPolicy,
    shopper: &ShopperId,
    id: &TopUpId,
    amount: Amount,
    moment: &Moment<'_>,
) -> Outcome<ChangeSet> {
    let found = store.find::<TopUpUse>(shopper.as_str()).await?;
    let version = found.as_ref().map(|it| it.version);
    let mut uses = found.map_or_else(|| TopUpUse::new(shopper), |it| it.value).pruned(moment.now);
    let holds = gift_balance(store, shopper, moment.now).await?;
    policy.check(&uses.usage(holds, moment.now)?, amount)?;
    let on = in_japan(moment.now).date();
    uses.claims.push(Claim { top_up_id: id.clone(), amount, on, open: true });
    Ok(match version {
        None => changes.insert(uses),
        Some(version) => changes.update(Versioned { value: uses, version }),
    })
}

/// Adds the end of a claim: the balance arrived and it still counts for its day and month, or the
/// top-up came to nothing and it does not.
///
/// # Errors
/// The store failed.
pub async fn end_claim(
    store: &impl Store,
    changes: ChangeSet,
    shopper: &ShopperId,
    id: &TopUpId,
    arrived: bool,
) -> Outcome<ChangeSet> {
    // A top-up that is older than the limits has none.
    let Some(mut uses) = store.find::<TopUpUse>(shopper.as_str()).await? else { return Ok(changes) };
    let claims = &mut uses.value.claims;
    match arrived {
        true => claims.iter_mut().filter(|it| it.top_up_id == *id).for_each(|it| it.open = false),
        false => claims.retain(|it| it.top_up_id != *id),
    }
    Ok(changes.update(uses))
}

/// All gift balance that has not ended, reserved parts too: a release would bring them back.
async fn gift_balance(store: &impl Store, shopper: &ShopperId, now: Timestamp) -> Outcome<Amount> {
    let lots = store.lots_of(shopper).await?;
    let live = lots.iter().filter(|it| it.lot.kind == LotKind::Gift && it.lot.expires_at > now);
    let held =
        live.map(|it| Amount::new(it.balance.credits_posted - it.balance.debits_posted, Currency::Jpy));
    Ok(Amount::sum(Currency::Jpy, held.collect::<Result<Vec<_>, _>>()?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn days_and_months_begin_at_midnight_in_japan() {
        let claim = |day: &str, open| Claim {
            top_up_id: TopUpId::new(day),
            amount: Amount::yen(1000),
            on: day.parse().unwrap(),
            open,
        };
        let shopper = ShopperId::new("s");
        let claims = vec![claim("2026-10-31", true), claim("2026-11-01", false), claim("2026-11-30", false)];
        let uses = TopUpUse { shopper_id: shopper, claims };
        let yen = |usage: Usage| [usage.today, usage.this_month, usage.held].map(Amount::minor);
        let nothing = Amount::yen(0);
        let before = uses.usage(nothing, at("2026-11-30T14:59:59Z")).unwrap();
        assert_eq!(yen(before), [1000, 2000, 1000]);
        let after = uses.usage(Amount::yen(500), at("2026-11-30T15:00:00Z")).unwrap();
        assert_eq!(yen(after), [0, 0, 1500]);
        let kept = uses.pruned(at("2026-11-30T15:00:00Z")).claims;
        assert_eq!(kept, [claim("2026-10-31", true)], "what is open is kept");
    }
}
