//! How a lot ends: a warning 30 and 7 days ahead, then what is left goes to the house. Pure.

use jiff::{SignedDuration, Timestamp};
use saifu_ledger::Balance;
use serde::{Deserialize, Serialize};

use crate::gift::Lot;

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What was done about the end of a lot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LotStage {
    /// Nothing yet.
    #[default]
    Open,
    /// The warning 30 days ahead was due.
    Warned30,
    /// The warning 7 days ahead was due.
    Warned7,
    /// It ended, and what was left was booked. What was reserved then may still be released.
    Ended {
        /// How often something was booked.
        booked: u32,
        /// When to look again.
        again_at: Timestamp,
    },
    /// It ended and holds nothing.
    Closed,
}

/// What a look at a lot asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nothing.
    None,
    /// Tell the shopper; the figure names the warning.
    Warn(u8),
    /// Book what is left; the figure counts the bookings of this lot.
    Book(u32),
}

impl Lot {
    /// When somebody must look at its end next. A warning whose day was past when the lot was opened is
    /// left out: the shopper has just seen the date.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        match self.stage {
            LotStage::Open => {
                let days = [self.before_end(30), self.before_end(7)];
                Some(days.into_iter().find(|day| *day >= self.opened_at).unwrap_or(self.expires_at))
            }
            LotStage::Warned30 => Some(self.before_end(7)),
            LotStage::Warned7 => Some(self.expires_at),
            LotStage::Ended { again_at, .. } => Some(again_at),
            LotStage::Closed => None,
        }
    }

    /// The lot after a look at it, and what the look asks for.
    #[must_use]
    pub fn looked_at(mut self, balance: &Balance, now: Timestamp) -> (Self, Ending) {
        if self.due_at().is_none_or(|due| now < due) {
            return (self, Ending::None);
        }
        let something = balance.available() > 0;
        let (stage, ending) = if now >= self.expires_at {
            self.ended(balance, now)
        } else if now >= self.before_end(7) {
            (LotStage::Warned7, Ending::Warn(7))
        } else {
            (LotStage::Warned30, Ending::Warn(30))
        };
        self.stage = stage;
        (self, if something { ending } else { Ending::None })
    }

    /// Looks again while something is reserved, and for a day in any case: who read the lot before its
    /// end may give back to it a moment after.
    fn ended(&self, balance: &Balance, now: Timestamp) -> (LotStage, Ending) {
        let before = match self.stage {
            LotStage::Ended { booked, .. } => booked,
            _ => 0,
        };
        let something = balance.available() > 0;
        let settled = !something && balance.debits_pending == 0 && balance.credits_pending == 0;
        if settled && now >= self.expires_at.checked_add(DAY).unwrap_or(self.expires_at) {
            return (LotStage::Closed, Ending::None);
        }
        let again_at = now.checked_add(HOUR).unwrap_or(now);
        let booked = before + u32::from(something);
        (LotStage::Ended { booked, again_at }, Ending::Book(booked))
    }

    fn before_end(&self, days: i64) -> Timestamp {
        self.expires_at.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(self.opened_at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use saifu_ledger::AccountId;
    use saifu_money::Amount;

    use super::*;
    use crate::gift::{LotKind, LotOrigin};
    use crate::id::ShopperId;

    const DAY_S: i64 = 24 * 3600;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    fn lot(life_days: i64) -> Lot {
        Lot {
            account_id: AccountId::new("gift:1"),
            shopper_id: ShopperId::new("s"),
            kind: LotKind::Gift,
            origin: LotOrigin::Code,
            source: String::new(),
            initial: Amount::yen(1000),
            opened_at: at(0),
            expires_at: at(life_days * DAY_S),
            stage: LotStage::Open,
        }
    }

    fn holding(yen: i64, reserved: i64) -> Balance {
        Balance { credits_posted: yen, debits_pending: reserved, ..Balance::default() }
    }

    /// Every ending of a lot that is looked at each hour until it is closed.
    fn endings(mut lot: Lot, balance: impl Fn(&Lot, Timestamp) -> Balance, until: i64) -> Vec<(i64, Ending)> {
        let mut seen = Vec::new();
        for hour in 0..until {
            let now = at(hour * 3600);
            let (next, ending) = lot.clone().looked_at(&balance(&lot, now), now);
            lot = next;
            if ending != Ending::None {
                seen.push((hour / 24, ending));
            }
        }
        seen
    }

    #[test]
    fn a_lot_is_warned_of_twice_and_booked_once() {
        let held = |lot: &Lot, _| match lot.stage {
            LotStage::Ended { booked: 1.., .. } | LotStage::Closed => holding(0, 0),
            _ => holding(1000, 0),
        };
        let all = endings(lot(60), held, 63 * 24);
        assert_eq!(all, [(30, Ending::Warn(30)), (53, Ending::Warn(7)), (60, Ending::Book(1))]);
        let short = endings(lot(12), held, 15 * 24);
        assert_eq!(short, [(5, Ending::Warn(7)), (12, Ending::Book(1))], "30 days ahead it was not there");
        assert!(endings(lot(60), |_, _| holding(0, 0), 70 * 24).is_empty(), "nothing to lose");
    }

    #[test]
    fn what_was_reserved_at_the_end_is_booked_when_it_is_released() {
        let held = |lot: &Lot, now| match lot.stage {
            LotStage::Ended { booked: 2.., .. } | LotStage::Closed => holding(0, 0),
            LotStage::Ended { booked: 1, .. } if now < at(65 * DAY_S) => holding(300, 300),
            LotStage::Ended { booked: 1, .. } => holding(300, 0),
            _ => holding(1000, 300),
        };
        let all = endings(lot(60), held, 70 * 24);
        assert_eq!(all[2..], [(60, Ending::Book(1)), (65, Ending::Book(2))]);
    }

    #[test]
    fn after_a_long_outage_only_the_urgent_warning_goes_out() {
        let (warned, ending) = lot(60).looked_at(&holding(1000, 0), at(55 * DAY_S));
        assert_eq!((ending, warned.due_at()), (Ending::Warn(7), Some(at(60 * DAY_S))));
    }

    proptest! {
        #[test]
        fn a_lot_is_never_left_alone_while_it_holds_something(
            life in 1..400_i64, looks in prop::collection::vec((1..60_i64, 0..3_i64, 0..2_i64), 1..40),
        ) {
            let mut lot = lot(life);
            let mut day = 0;
            for (pause, yen, reserved) in looks {
                day += pause;
                let balance = holding(yen + reserved, reserved);
                let (next, _) = lot.looked_at(&balance, at(day * DAY_S));
                lot = next;
                if lot.stage == LotStage::Closed {
                    prop_assert!(day > life && yen + reserved == 0);
                    break;
                }
                prop_assert!(lot.due_at().is_some());
            }
        }
    }
}
