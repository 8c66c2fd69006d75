//! Convenience store chains, and what each needs at its counter.

use saifu_codes::SlipBarcode;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};

use crate::moment::in_japan;
use crate::port::processor::KonbiniChain;
use crate::{Moment, Outcome, Refusal};

/// The chains that take cash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreChain {
    /// セブン-イレブン: its till scans a slip's barcode, or takes the slip's number of 13 digits.
    SevenEleven,
    /// ローソン.
    Lawson,
    /// ファミリーマート.
    FamilyMart,
    /// ミニストップ.
    Ministop,
    /// セイコーマート.
    Seicomart,
}

/// Where slips come from for the chain that the processor does not work with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counter {
    /// Our GS1 company code, six digits; without one there are no slips of our own.
    pub company_code: Option<String>,
}

/// 印紙税法 別表第一 第17号: a receipt of ¥50,000 and more bears a stamp.
pub const STAMP_FROM: Amount = Amount::yen(50_000);

/// The digits of a slip number at the chain that scans.
const SLIP_DIGITS: usize = 13;

impl StoreChain {
    /// As it is called in Japan.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SevenEleven => "セブン-イレブン",
            Self::Lawson => "ローソン",
            Self::FamilyMart => "ファミリーマート",
            Self::Ministop => "ミニストップ",
            Self::Seicomart => "セイコーマート",
        }
    }

    /// The chain at the processor, which gives its numbers.
    #[must_use]
    pub const fn at_processor(self) -> Option<KonbiniChain> {
        match self {
            Self::SevenEleven => None,
            Self::Lawson => Some(KonbiniChain::Lawson),
            Self::FamilyMart => Some(KonbiniChain::FamilyMart),
            Self::Ministop => Some(KonbiniChain::Ministop),
            Self::Seicomart => Some(KonbiniChain::Seicomart),
        }
    }
}

impl Counter {
    /// Whether a chain takes our slips.
    ///
    /// # Errors
    /// `top_up.chain_unavailable`.
    pub fn check(&self, chain: StoreChain) -> Outcome<()> {
        match chain.at_processor().is_some() || self.company_code.is_some() {
            true => Ok(()),
            false => Err(Refusal::rule("top_up.chain_unavailable")),
        }
    }

    /// A slip number of our own: unguessable, because it tells that somebody has something to pay.
    pub(super) fn draw_number(moment: &Moment<'_>) -> String {
        moment.digits(SLIP_DIGITS)
    }

    /// The barcode of a slip of our own.
    ///
    /// # Errors
    /// Our company code is none, or the sum does not fit.
    pub(super) fn barcode(
        &self,
        number: &str,
        paid: Amount,
        pay_by: jiff::Timestamp,
    ) -> Outcome<Option<String>> {
        let Some(company) = &self.company_code else { return Ok(None) };
        let slip = SlipBarcode {
            company: company.clone(),
            free: number.to_owned(),
            reissue: 0,
            due: Some(in_japan(pay_by).date()),
            stamp: !paid.less_than(STAMP_FROM)?,
            yen: u32::try_from(paid.minor()).unwrap_or(u32::MAX),
        };
        slip.digits().map(Some).map_err(|error| Refusal::Stored(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_fifty_thousand_yen_bears_a_stamp() {
        let counter = Counter { company_code: Some("000000".to_owned()) };
        let pay_by = "2026-12-01T14:59:59Z".parse().unwrap();
        let stamp = |yen| {
            let digits = counter.barcode("1234567890123", Amount::yen(yen), pay_by).unwrap().unwrap();
            let slip = SlipBarcode::parse(&digits).unwrap();
            assert_eq!((slip.yen, slip.due), (yen, Some(jiff::civil::date(2026, 12, 1))));
            slip.stamp
        };
        assert_eq!([stamp(49_999), stamp(50_000)], [false, true]);
    }

    #[test]
    fn a_chain_without_numbers_needs_a_company_code() {
        let none = Counter::default();
        assert!(none.check(StoreChain::Lawson).is_ok());
        let refused = none.check(StoreChain::SevenEleven).unwrap_err();
        assert_eq!(refused.code(), Some("top_up.chain_unavailable"));
    }
}
