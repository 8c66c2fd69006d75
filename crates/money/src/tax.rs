use serde::{Deserialize, Serialize};

use crate::{Amount, MoneyError};

/// A rate of Japan's consumption tax (消費税法 第29条; the reduced rate is of the supplementary
/// provisions of 2016, 附則 第34条).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum TaxRate {
    /// 8 %: food, drink and newspapers; marked ※ on a receipt.
    Reduced,
    /// 10 %.
    Standard,
    /// 非課税: no tax at all, such as gift cards and other prepaid value (消費税法 第6条第1項,
    /// 別表第二 第4号ハ 物品切手等).
    Exempt,
}

impl TaxRate {
    /// Every rate, in the order of a receipt.
    pub const ALL: [Self; 3] = [Self::Reduced, Self::Standard, Self::Exempt];

    /// Whole percent.
    #[must_use]
    pub const fn percent(self) -> u16 {
        match self {
            Self::Reduced => 8,
            Self::Standard => 10,
            Self::Exempt => 0,
        }
    }

    /// The tax inside a total that includes it, rounded down once (消費税法施行令 第70条の10:
    /// once a rate and document, never per line; the caller passes the total of the rate).
    ///
    /// # Errors
    /// The result does not fit, which cannot happen for amounts that exist.
    pub fn included_in(self, total: Amount) -> Result<Amount, MoneyError> {
        let percent = i128::from(self.percent());
        let tax = i128::from(total.minor()) * percent / (100 + percent);
        let tax = i64::try_from(tax).map_err(|_| MoneyError::TooLarge)?;
        Amount::new(tax, total.currency())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_is_rounded_once_for_the_rate() {
        let included = |rate: TaxRate, yen| rate.included_in(Amount::yen(yen)).unwrap().minor();
        assert_eq!(included(TaxRate::Reduced, 894), 66);
        assert_eq!(included(TaxRate::Standard, 390), 35);
        assert_eq!(included(TaxRate::Exempt, 5000), 0);
        let by_line: i64 = [498, 158, 238].iter().map(|y| included(TaxRate::Reduced, *y)).sum();
        assert_ne!(by_line, 66, "this basket tells the two ways of rounding apart");
    }
}
