//! What paying in cash costs the shopper.

use saifu_money::Amount;

use crate::Outcome;

/// One step of a fee table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeeStep {
    /// For amounts up to this, in yen.
    pub up_to: Amount,
    /// The fee, in yen.
    pub fee: Amount,
}

/// Fees at a counter, by amount: none (house rule; the processor's fee is ours).
pub const COUNTER_FEES: &[FeeStep] = &[FeeStep { up_to: Amount::yen(299_999), fee: Amount::yen(0) }];

/// The fee of an amount: of the first step that it fits under, or of the last.
///
/// # Errors
/// Another currency than yen.
pub fn counter_fee(steps: &[FeeStep], amount: Amount) -> Outcome<Amount> {
    let mut fee = Amount::zero(amount.currency());
    for step in steps {
        fee = step.fee;
        if !step.up_to.less_than(amount)? {
            break;
        }
    }
    Ok(fee)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_step_that_fits_counts() {
        let steps = [(10_000, 0), (50_000, 110), (299_999, 330)]
            .map(|(up_to, fee)| FeeStep { up_to: Amount::yen(up_to), fee: Amount::yen(fee) });
        let fee = |yen| counter_fee(&steps, Amount::yen(yen)).unwrap().minor();
        assert_eq!([fee(500), fee(10_000), fee(10_001), fee(50_001), fee(400_000)], [0, 0, 110, 330, 330]);
        assert_eq!(counter_fee(COUNTER_FEES, Amount::yen(299_999)).unwrap(), Amount::yen(0));
    }
}
