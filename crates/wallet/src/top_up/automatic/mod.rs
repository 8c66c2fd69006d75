//! Automatic top-up: the shopper's rule, which consents to a charge of one card whenever gift balance falls
//! below a figure, or on a day of each month in Japan. A trigger tops up once, whoever runs it.

mod change;
mod run;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use saifu_money::Amount;
use serde::{Deserialize, Serialize};

use crate::id::{CardId, ShopperId, TopUpId};
use crate::moment::{digest, hour_in_japan, in_japan};

pub use change::{AutomaticAsked, automatic_of, set_automatic};
pub(crate) use run::after_spending;
pub use run::run_automatic;

/// After so many failures in a row the rule is switched off.
const FAILURES_MAX: u32 = 3;

/// A shopper's rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutomaticTopUp {
    /// Whose.
    pub shopper_id: ShopperId,
    /// Whether it works.
    pub enabled: bool,
    /// What arrives each time.
    pub amount: Amount,
    /// Top up when gift balance falls below this.
    pub below: Option<Amount>,
    /// Top up on this day of the month, 1 to 28.
    pub day_of_month: Option<u8>,
    /// With which card; none for the default card.
    pub card_id: Option<CardId>,
    /// On which day in Japan it is the day of the month next.
    pub next_on: Option<Date>,
    /// Whether gift balance was spent since the last look.
    pub spent: bool,
    /// Counts the looks, and so names the triggers.
    pub looks: u64,
    /// The top-up that is on its way; another one waits for its end.
    pub running: Option<TopUpId>,
    /// Failures in a row.
    pub failures: u32,
    /// Why it did not work last time, as a code.
    pub last_failure: Option<String>,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What makes a rule top up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The day of the month.
    Day(Date),
    /// After a spend, at this look, gift balance was below the figure.
    Below(u64),
}

impl Trigger {
    /// The top-up of this trigger: the same for whoever finds it.
    #[must_use]
    pub fn top_up_id(self, shopper: &ShopperId) -> TopUpId {
        let name = match self {
            Self::Day(day) => format!("day:{day}"),
            Self::Below(look) => format!("below:{look}"),
        };
        TopUpId::new(format!("T-A{}", &digest(&format!("{shopper}:{name}"))[..16]))
    }
}

impl AutomaticTopUp {
    /// When somebody must look at it next: at once after a spend, and at the start of its day.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        if !self.enabled || self.running.is_some() {
            return None;
        }
        let day = self.next_on.and_then(|day| hour_in_japan(day, 0));
        if self.spent { Some(self.updated_at) } else { day }
    }

    /// What it asks for, if gift balance is `available`.
    ///
    /// # Errors
    /// The currencies differ.
    pub fn trigger(&self, available: Amount, now: Timestamp) -> crate::Outcome<Option<Trigger>> {
        if let Some(day) = self.next_on.filter(|day| *day <= in_japan(now).date()) {
            return Ok(Some(Trigger::Day(day)));
        }
        let Some(below) = self.below.filter(|_| self.spent) else { return Ok(None) };
        Ok(available.less_than(below)?.then_some(Trigger::Below(self.looks)))
    }

    /// It was looked at. After a day came, a spend that was seen at the same time is looked at again when
    /// that top-up has come.
    #[must_use]
    fn looked(mut self, trigger: Option<Trigger>, now: Timestamp) -> Self {
        match trigger {
            Some(Trigger::Day(_)) => {
                self.next_on = self.day_of_month.and_then(|day| next_day(in_japan(now).date(), day));
            }
            Some(Trigger::Below(_)) | None => self.spent = false,
        }
        self.looks += 1;
        self.updated_at = now;
        self
    }

    /// Gift balance was spent.
    #[must_use]
    fn spent(mut self, now: Timestamp) -> Self {
        self.spent = true;
        self.updated_at = now;
        self
    }

    /// A top-up is on its way.
    #[must_use]
    fn started(mut self, id: TopUpId) -> Self {
        self.running = Some(id);
        self
    }

    /// The top-up arrived.
    #[must_use]
    pub(crate) fn arrived(mut self, now: Timestamp) -> Self {
        self.running = None;
        self.failures = 0;
        self.last_failure = None;
        self.updated_at = now;
        self
    }

    /// The top-up came to nothing; three in a row switch the rule off.
    #[must_use]
    pub(crate) fn failed(mut self, code: &str, now: Timestamp) -> Self {
        self.running = None;
        self.failures += 1;
        self.last_failure = Some(code.to_owned());
        self.enabled = self.enabled && self.failures < FAILURES_MAX;
        self.updated_at = now;
        self
    }
}

/// The next such day of a month after a day.
fn next_day(after: Date, day: u8) -> Option<Date> {
    let day = i8::try_from(day).ok()?;
    let this_month = after.first_of_month().with().day(day).build().ok()?;
    if this_month > after {
        return Some(this_month);
    }
    after.first_of_month().checked_add(1.month()).ok()?.with().day(day).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_day_is_never_the_same_day() {
        let next = |after: &str, day| next_day(after.parse().unwrap(), day).unwrap().to_string();
        assert_eq!(next("2026-11-24", 25), "2026-11-25");
        assert_eq!(next("2026-11-25", 25), "2026-12-25");
        assert_eq!(next("2026-12-31", 28), "2027-01-28");
        assert_eq!(next("2027-01-31", 1), "2027-02-01");
    }

    #[test]
    fn a_trigger_has_one_name() {
        let (one, other) = (ShopperId::new("a"), ShopperId::new("b"));
        let day = |text: &str| Trigger::Day(text.parse().unwrap());
        assert_eq!(day("2026-11-25").top_up_id(&one), day("2026-11-25").top_up_id(&one));
        assert_ne!(day("2026-11-25").top_up_id(&one), day("2026-11-25").top_up_id(&other));
        assert_ne!(day("2026-11-25").top_up_id(&one), day("2026-12-25").top_up_id(&one));
        assert_ne!(Trigger::Below(1).top_up_id(&one), Trigger::Below(2).top_up_id(&one));
    }
}
