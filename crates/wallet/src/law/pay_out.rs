use saifu_ledger::AccountKind;

use crate::{Outcome, Refusal};

/// Whether what an account holds may be paid out in money. Prepaid value may not, but for what
/// 前払式支払手段に関する内閣府令 第42条 names (資金決済法 第20条第5項): the issuer winding it up, small sums, a
/// shopper who leaves Japan. Points were never money. What is left is cash that was never turned into
/// balance; it stands in an account of a kind of its own.
///
/// # Errors
/// `law.not_paid_out`.
pub fn may_pay_out(kind: AccountKind) -> Outcome<()> {
    match kind {
        AccountKind::ReturnOwed | AccountKind::MerchantPayable => Ok(()),
        _ => Err(Refusal::rule("law.not_paid_out")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prepaid_value_and_points_are_not_paid_out() {
        for kind in [AccountKind::GiftLot, AccountKind::PointLot, AccountKind::GiftExpired] {
            assert_eq!(may_pay_out(kind).unwrap_err().code(), Some("law.not_paid_out"));
        }
        for kind in AccountKind::PREPAID {
            assert!(kind.is_prepaid() && may_pay_out(*kind).is_err());
        }
        assert!(may_pay_out(AccountKind::ReturnOwed).is_ok());
    }
}
