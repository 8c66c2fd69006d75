//! How much may be topped up: pure rules over policy data.

use saifu_money::{Amount, Currency};

use crate::top_up::Usage;
use crate::{Outcome, Refusal};

/// One figure and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The figure, in yen.
    pub amount: Amount,
    /// The article, or whose rule it is.
    pub source: &'static str,
}

/// All figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopUpPolicy {
    /// The least of one top-up.
    pub least: Limit,
    /// The most of one top-up.
    pub per_transaction: Limit,
    /// The most of a day in Japan.
    pub per_day: Limit,
    /// The most of a month in Japan.
    pub per_month: Limit,
    /// The most that gift balance may hold, what is pending counted as held.
    pub balance: Limit,
    /// The most that a counter takes in cash.
    pub at_counter: Limit,
}

/// The policy in force. Above ¥100,000 at once or ¥300,000 a month prepaid value that can be handed on
/// would be 高額電子移転可能型, which asks for a plan filed before and for checked identities.
pub const POLICY: TopUpPolicy = TopUpPolicy {
    least: Limit { amount: Amount::yen(500), source: "house rule" },
    per_transaction: Limit {
        amount: Amount::yen(100_000), source: "資金決済法 第3条第8項、第11条の2"
    },
    per_day: Limit { amount: Amount::yen(200_000), source: "house rule" },
    per_month: Limit {
        amount: Amount::yen(300_000), source: "資金決済法 第3条第8項、第11条の2"
    },
    balance: Limit { amount: Amount::yen(300_000), source: "資金決済法 第3条第8項、第11条の2" },
    at_counter: Limit {
        amount: Amount::yen(299_999),
        source: "the chains' rule: less than ¥300,000 in cash",
    },
};

/// How much may still be topped up, rule by rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Today, in Japan.
    pub today: Amount,
    /// This month, in Japan.
    pub this_month: Amount,
    /// Until gift balance is full.
    pub balance: Amount,
    /// At once: the least of these and of the most of one top-up.
    pub now: Amount,
}

impl TopUpPolicy {
    /// How much may still be topped up.
    ///
    /// # Errors
    /// Usage in another currency than yen.
    pub fn left(&self, usage: &Usage) -> Outcome<Left> {
        let today = room(self.per_day, usage.today)?;
        let this_month = room(self.per_month, usage.this_month)?;
        let balance = room(self.balance, usage.held)?;
        let now = self.per_transaction.amount.min(today)?.min(this_month)?.min(balance)?;
        Ok(Left { today, this_month, balance, now })
    }

    /// Refuses an amount that does not fit, with what would.
    ///
    /// # Errors
    /// `top_up.currency_unsupported`, `top_up.too_small`, `top_up.limit_transaction`, `top_up.limit_day`,
    /// `top_up.limit_month`, `top_up.limit_balance`; each limit with what is left of it.
    pub fn check(&self, usage: &Usage, amount: Amount) -> Outcome<()> {
        if amount.currency() != Currency::Jpy {
            return Err(Refusal::rule("top_up.currency_unsupported"));
        }
        if amount.less_than(self.least.amount)? {
            return Err(Refusal::rule("top_up.too_small"));
        }
        let left = self.left(usage)?;
        fits("top_up.limit_transaction", self.per_transaction.amount, amount)?;
        fits("top_up.limit_day", left.today, amount)?;
        fits("top_up.limit_month", left.this_month, amount)?;
        fits("top_up.limit_balance", left.balance, amount)
    }

    /// Refuses an amount that never fits, whatever was topped up before.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn check_alone(&self, amount: Amount) -> Outcome<()> {
        let nothing = Amount::zero(Currency::Jpy);
        self.check(&Usage { today: nothing, this_month: nothing, held: nothing }, amount)
    }

    /// Refuses what no counter takes: the amount with its fee.
    ///
    /// # Errors
    /// `top_up.limit_transaction` with the most that a counter takes.
    pub fn check_counter(&self, paid: Amount) -> Outcome<()> {
        fits("top_up.limit_transaction", self.at_counter.amount, paid)
    }
}

fn room(limit: Limit, used: Amount) -> Outcome<Amount> {
    Ok(match limit.amount.less_than(used)? {
        true => Amount::zero(used.currency()),
        false => limit.amount.sub(used)?,
    })
}

fn fits(code: &'static str, left: Amount, amount: Amount) -> Outcome<()> {
    if left.less_than(amount)? { Err(Refusal::limit(code, left)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn used(today: u32, this_month: u32, held: u32) -> Usage {
        Usage { today: Amount::yen(today), this_month: Amount::yen(this_month), held: Amount::yen(held) }
    }

    fn refused(usage: &Usage, yen: u32) -> (Option<&'static str>, Option<Amount>) {
        match POLICY.check(usage, Amount::yen(yen)) {
            Err(Refusal::Rule { code, left, .. }) => (Some(code), left),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_limit_says_what_is_left_of_it() {
        let some = |yen| Some(Amount::yen(yen));
        let nothing = used(0, 0, 0);
        assert_eq!(refused(&nothing, 499), (Some("top_up.too_small"), None));
        assert_eq!(refused(&nothing, 100_001), (Some("top_up.limit_transaction"), some(100_000)));
        assert_eq!(refused(&used(150_000, 150_000, 0), 50_001), (Some("top_up.limit_day"), some(50_000)));
        assert_eq!(refused(&used(0, 299_000, 0), 1001), (Some("top_up.limit_month"), some(1000)));
        assert_eq!(refused(&used(0, 0, 299_400), 601), (Some("top_up.limit_balance"), some(600)));
        assert_eq!(refused(&used(0, 0, 400_000), 500), (Some("top_up.limit_balance"), some(0)));
        let dollars = POLICY.check(&nothing, Amount::zero(Currency::Usd)).unwrap_err();
        assert_eq!(dollars.code(), Some("top_up.currency_unsupported"));
        POLICY.check_counter(Amount::yen(299_999)).unwrap();
        assert!(POLICY.check_counter(Amount::yen(300_000)).is_err());
    }

    proptest! {
        #[test]
        fn what_is_left_fits_and_a_yen_more_does_not(
            today in 0..250_000_u32, earlier in 0..350_000_u32, held in 0..350_000_u32,
        ) {
            let usage = used(today, today + earlier, held);
            let left = POLICY.left(&usage).unwrap();
            let more = left.now.add(Amount::yen(1)).unwrap();
            prop_assert!(POLICY.check(&usage, more).is_err());
            if !left.now.less_than(POLICY.least.amount).unwrap() {
                prop_assert!(POLICY.check(&usage, left.now).is_ok());
            }
        }

        #[test]
        fn what_was_refused_fits_with_what_was_said_to_be_left(
            today in 0..250_000_u32, earlier in 0..350_000_u32, held in 0..350_000_u32, yen in 0..400_000_u32,
        ) {
            let usage = used(today, today + earlier, held);
            if let Err(Refusal::Rule { code, left: Some(left), .. }) = POLICY.check(&usage, Amount::yen(yen))
                && !left.less_than(POLICY.least.amount).unwrap()
            {
                let again = POLICY.check(&usage, left).err();
                prop_assert_ne!(again.and_then(|refusal| refusal.code()), Some(code));
            }
        }
    }
}
