//! A permission that stands: what a merchant may charge later without asking, and within which limits.

use jiff::Timestamp;
use jiff::civil::Date;
use saifu_money::Amount;
use saifu_terms::{Frequency, FrequencyUnit, StandingTerms};
use serde::{Deserialize, Serialize};

use crate::funding::Preference;
use crate::moment::in_japan;
use crate::{Outcome, Refusal};

/// Without a charge a standing permission ends after so many days: 13 months.
pub const UNUSED_LIFE_DAYS: i64 = 396;

/// How often something without a fixed rhythm may be charged in a month where nothing else was agreed.
const TIMES_A_MONTH: i64 = 4;

/// What Amazon Pay calls the type of a permission, beside `OneTime`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StandingKind {
    /// A subscription: charged in a rhythm.
    Recurring,
    /// Charged whenever something is bought there.
    PaymentMethodOnFile,
}

/// What stands of a permission, and what of its limits is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What kind of permission it is.
    pub kind: StandingKind,
    /// The limits that hold now: those that were signed, or what the shopper made of them since.
    pub terms: StandingTerms,
    /// What it is paid with; what is there at the time.
    pub preference: Preference,
    /// Since when the shopper has paused it.
    pub paused_at: Option<Timestamp>,
    /// The first day of the month that `used` is of.
    pub month: Date,
    /// What was charged in that month, less what came to nothing.
    pub used: Amount,
    /// When it was charged last.
    pub charged_at: Option<Timestamp>,
}

impl Standing {
    /// A permission of which nothing is used.
    #[must_use]
    pub fn new(kind: StandingKind, terms: StandingTerms, preference: Preference, now: Timestamp) -> Self {
        let used = Amount::zero(terms.each.currency());
        Self { kind, terms, preference, paused_at: None, month: month_of(now), used, charged_at: None }
    }

    /// Uses a part of the limits.
    ///
    /// # Errors
    /// `permission.paused`; `permission.each_exceeded`: more than was agreed for one time;
    /// `permission.month_exceeded`: more than was agreed for a month.
    pub fn charged(mut self, amount: Amount, now: Timestamp) -> Outcome<Self> {
        if self.paused_at.is_some() {
            return Err(Refusal::rule("permission.paused"));
        }
        if self.terms.each.less_than(amount)? {
            return Err(Refusal::rule("permission.each_exceeded"));
        }
        let used = self.used_at(now).add(amount)?;
        if self.terms.month.less_than(used)? {
            return Err(Refusal::rule("permission.month_exceeded"));
        }
        (self.month, self.used, self.charged_at) = (month_of(now), used, Some(now));
        Ok(self)
    }

    /// A charge of `at` came to nothing: the month it was in has that much more.
    ///
    /// # Errors
    /// More than was used, which cannot be.
    pub fn given_back(mut self, amount: Amount, at: Timestamp) -> Outcome<Self> {
        if month_of(at) == self.month {
            self.used = self.used.sub(amount.min(self.used)?)?;
        }
        Ok(self)
    }

    /// What was charged in the month of `now`.
    #[must_use]
    pub fn used_at(&self, now: Timestamp) -> Amount {
        if month_of(now) == self.month { self.used } else { Amount::zero(self.used.currency()) }
    }

    /// What may still be charged in the month of `now`.
    ///
    /// # Errors
    /// Two currencies, which cannot be.
    pub fn left_at(&self, now: Timestamp) -> Outcome<Amount> {
        let used = self.used_at(now).min(self.terms.month)?;
        Ok(self.terms.month.sub(used)?)
    }

    /// Whether the other limits allow more in anything.
    ///
    /// # Errors
    /// `permission.limit_invalid`: another currency.
    pub fn is_loosened_by(&self, each: Amount, month: Amount) -> Outcome<bool> {
        let other = |_| Refusal::rule("permission.limit_invalid");
        Ok(self.terms.each.less_than(each).map_err(other)?
            || self.terms.month.less_than(month).map_err(other)?)
    }
}

/// The limits that a shopper is asked for: once a time what the merchant names, and a month what its rhythm comes to.
///
/// # Errors
/// `permission.frequency_invalid`: a rhythm of nothing; the month's limit is more than an amount can be.
pub fn limits(frequency: Option<Frequency>, each: Amount) -> Outcome<StandingTerms> {
    let times = match frequency {
        Some(Frequency { unit: FrequencyUnit::Variable, .. }) | None => TIMES_A_MONTH,
        Some(Frequency { value: 0, .. }) => return Err(Refusal::rule("permission.frequency_invalid")),
        Some(Frequency { unit: FrequencyUnit::Year | FrequencyUnit::Month, .. }) => 1,
        Some(Frequency { unit: FrequencyUnit::Week, value }) => times_in_a_month(7 * i64::from(value)),
        Some(Frequency { unit: FrequencyUnit::Day, value }) => times_in_a_month(i64::from(value)),
    };
    let mut month = each;
    for _ in 1..times {
        month = month.add(each)?;
    }
    Ok(StandingTerms { frequency, each, month })
}

/// How often something that comes every so many days comes in the longest month.
const fn times_in_a_month(days: i64) -> i64 {
    (31 + days - 1) / days
}

fn month_of(at: Timestamp) -> Date {
    in_japan(at).date().first_of_month()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str) -> Timestamp {
        format!("{day}T12:00:00+09:00").parse().unwrap()
    }

    fn standing() -> Standing {
        let monthly = Frequency { unit: FrequencyUnit::Week, value: 2 };
        let terms = limits(Some(monthly), Amount::yen(1000)).unwrap();
        Standing::new(StandingKind::Recurring, terms, Preference::default(), at("2026-11-01"))
    }

    fn code<T>(outcome: Outcome<T>) -> Option<&'static str> {
        outcome.err().and_then(|refusal| refusal.code())
    }

    #[test]
    fn a_month_holds_what_its_rhythm_comes_to() {
        let month = |unit, value| {
            limits(Some(Frequency { unit, value }), Amount::yen(100)).map(|terms| terms.month.minor())
        };
        assert_eq!(month(FrequencyUnit::Year, 1).unwrap(), 100);
        assert_eq!(month(FrequencyUnit::Month, 3).unwrap(), 100);
        assert_eq!(month(FrequencyUnit::Week, 1).unwrap(), 500, "five Mondays");
        assert_eq!(month(FrequencyUnit::Week, 2).unwrap(), 300);
        assert_eq!(month(FrequencyUnit::Day, 1).unwrap(), 3100);
        assert_eq!(month(FrequencyUnit::Variable, 0).unwrap(), 400);
        assert_eq!(code(month(FrequencyUnit::Day, 0)), Some("permission.frequency_invalid"));
    }

    #[test]
    fn neither_one_charge_nor_a_month_goes_over_its_limit() {
        let once = standing().charged(Amount::yen(1000), at("2026-11-02")).unwrap();
        assert_eq!(
            code(once.clone().charged(Amount::yen(1001), at("2026-11-03"))),
            Some("permission.each_exceeded")
        );
        let twice = once.charged(Amount::yen(1000), at("2026-11-03")).unwrap();
        let thrice = twice.charged(Amount::yen(900), at("2026-11-30")).unwrap();
        assert_eq!(thrice.left_at(at("2026-11-30")).unwrap(), Amount::yen(100));
        assert_eq!(
            code(thrice.clone().charged(Amount::yen(101), at("2026-11-30"))),
            Some("permission.month_exceeded")
        );
        assert_eq!(thrice.left_at(at("2026-12-01")).unwrap(), Amount::yen(3000), "another month");
        thrice.charged(Amount::yen(1000), at("2026-12-01")).unwrap();
    }

    #[test]
    fn what_came_to_nothing_may_be_charged_again_in_its_month() {
        let used = standing().charged(Amount::yen(600), at("2026-11-02")).unwrap();
        let back = used.clone().given_back(Amount::yen(600), at("2026-11-02")).unwrap();
        assert_eq!(back.used_at(at("2026-11-02")), Amount::yen(0));
        let next = used.charged(Amount::yen(500), at("2026-12-02")).unwrap();
        let back = next.given_back(Amount::yen(600), at("2026-11-02")).unwrap();
        assert_eq!(back.used_at(at("2026-12-02")), Amount::yen(500), "that month is over");
    }

    #[test]
    fn a_month_begins_at_midnight_in_japan() {
        let used = standing().charged(Amount::yen(500), "2026-11-30T14:59:59Z".parse().unwrap()).unwrap();
        assert_eq!(used.used_at("2026-11-30T15:00:00Z".parse().unwrap()), Amount::yen(0));
    }

    #[test]
    fn a_paused_one_is_not_charged() {
        let paused = Standing { paused_at: Some(at("2026-11-02")), ..standing() };
        assert_eq!(code(paused.charged(Amount::yen(1), at("2026-11-03"))), Some("permission.paused"));
    }
}
