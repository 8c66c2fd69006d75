//! Points: what a payment earns, and why. Campaigns join the base rule here later.

use saifu_money::{Amount, MoneyError, Rate};
use serde::{Deserialize, Serialize};

/// The share that every payment earns: 1 %.
pub const BASE_RATE: Rate = Rate::percent(1);

/// How long points live after they are granted, in days.
pub const POINT_LIFE_DAYS: i64 = 180;

/// Which rule gave, or gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// [`BASE_RATE`] of what gift balance and card paid, rounded down to whole points.
    Base,
    /// What was paid with points earns none.
    PointsExcluded,
    /// Prepaid value that is bought earns none: it earns when it is spent, and nothing earns twice.
    PrepaidExcluded,
}

/// One rule's part of a grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule.
    pub rule: Rule,
    /// What it was applied to.
    pub base: Amount,
    /// At which rate.
    pub rate: Rate,
    /// Points given; one point is one yen.
    pub points: Amount,
}

/// The points of one charge with their reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointGrant {
    /// In all.
    pub total: Amount,
    /// Rule by rule.
    pub reasons: Vec<Reason>,
}

/// What a charge earns: `paid` in all, of it `with_points`.
///
/// # Errors
/// The currencies differ, or `with_points` is more than `paid`.
pub fn grant(paid: Amount, with_points: Amount) -> Result<PointGrant, MoneyError> {
    let base = paid.sub(with_points)?;
    let points = base.rate_floor(BASE_RATE)?;
    let mut reasons = vec![Reason { rule: Rule::Base, base, rate: BASE_RATE, points }];
    if !with_points.is_zero() {
        let none = Amount::zero(paid.currency());
        let rate = Rate::basis(0);
        reasons.push(Reason { rule: Rule::PointsExcluded, base: with_points, rate, points: none });
    }
    Ok(PointGrant { total: points, reasons })
}

/// What prepaid value earns when it is bought: nothing, and the reason says so.
#[must_use]
pub fn grant_for_prepaid(paid: Amount) -> PointGrant {
    let none = Amount::zero(paid.currency());
    let rate = Rate::basis(0);
    PointGrant {
        total: none,
        reasons: vec![Reason { rule: Rule::PrepaidExcluded, base: paid, rate, points: none }],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn points_earn_no_points_and_the_reason_says_so() {
        let grant = grant(Amount::yen(5880), Amount::yen(480)).unwrap();
        assert_eq!(grant.total, Amount::yen(54));
        assert_eq!(grant.reasons[1].rule, Rule::PointsExcluded);
    }

    #[test]
    fn prepaid_value_earns_nothing_and_says_why() {
        let grant = grant_for_prepaid(Amount::yen(5000));
        assert_eq!((grant.total, grant.reasons[0].rule), (Amount::yen(0), Rule::PrepaidExcluded));
    }

    proptest! {
        #[test]
        fn reasons_sum_to_the_total(paid in 0..10_000_000_u32, share in 0..=100_u32) {
            let with_points = paid / 100 * share;
            let grant = grant(Amount::yen(paid), Amount::yen(with_points)).unwrap();
            let sum: i64 = grant.reasons.iter().map(|reason| reason.points.minor()).sum();
            prop_assert_eq!(sum, grant.total.minor());
        }
    }
}
