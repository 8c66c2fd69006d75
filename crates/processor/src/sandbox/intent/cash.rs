//! Cash: what the shopper is told, and what the sandbox's store and bank can do.

use saifu_money::Amount;
use serde_json::{Value, json};

use super::operations::{find, told};
use super::transitions::broken;
use super::{Intent, Means, Status};
use crate::sandbox::book::Book;
use crate::sandbox::call::Call;
use crate::sandbox::card::Decline;
use crate::sandbox::error::ApiError;

/// What the sandbox's store or bank does with a payment that waits for cash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CashPayment {
    /// Pays what is asked for, or what is left of it.
    Paid,
    /// Pays it twice, as when two members of a family each go to the store.
    PaidTwice,
    /// Pays another sum, by bank transfer only.
    Sum(Amount),
    /// Lets the time pass, at stores only.
    Expired,
    /// Pays what was over: the store took it before it heard, or tells of it afterwards.
    Late,
}

/// The time at which the sandbox must look again, if the intent waits for cash at a store.
pub(in crate::sandbox) fn expires_by(intent: &Intent, unix: i64) -> bool {
    matches!(intent.means, Means::Konbini { expires_at } if expires_at < unix)
        && intent.status == Status::RequiresAction
}

/// Ends what nobody paid in time.
pub(in crate::sandbox) fn expire(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    let over = |intent: &&Intent| expires_by(intent, call.moment.unix);
    let over: Vec<String> = book.intents.iter().filter(over).map(|intent| intent.id.clone()).collect();
    for id in &over {
        find(book, id)?.expire_by(call.moment.unix);
        told(book, call, id)?;
    }
    Ok(json!({ "expired": over }))
}

/// The store or the bank acts.
pub(in crate::sandbox) fn pay(book: &mut Book, call: &Call, how: CashPayment) -> Result<Value, ApiError> {
    let intent = find(book, call.id())?;
    intent.expire_by(call.moment.unix);
    for sum in intent.sums(how)? {
        find(book, call.id())?.take_cash(sum)?;
        told(book, call, call.id())?;
    }
    if how == CashPayment::Expired {
        find(book, call.id())?.expire();
        told(book, call, call.id())?;
    }
    Ok(find(book, call.id())?.view())
}

impl Intent {
    pub(super) fn wait_for_cash(&mut self) {
        self.status = Status::RequiresAction;
        self.last_decline = None;
    }

    pub(super) fn expire_by(&mut self, unix: i64) {
        if expires_by(self, unix) {
            self.expire();
        }
    }

    fn expire(&mut self) {
        self.status = Status::RequiresPaymentMethod;
        self.payment_method = None;
        self.last_decline = Some(Decline::AttemptExpired);
    }

    /// What comes in, one sum a visit; a refusal where the store or the bank takes nothing.
    fn sums(&self, how: CashPayment) -> Result<Vec<Amount>, ApiError> {
        let waits = self.status == Status::RequiresAction;
        let left = if waits { self.remaining()? } else { self.amount };
        let is_possible = match (how, self.means) {
            (_, Means::Card) => false,
            (CashPayment::Paid, _) => waits,
            (CashPayment::Late, _) => {
                matches!(self.status, Status::RequiresPaymentMethod | Status::Canceled)
            }
            (CashPayment::Expired, means) => waits && means != Means::BankTransfer,
            (CashPayment::PaidTwice, _) => waits || self.status == Status::Succeeded,
            (CashPayment::Sum(sum), means) => {
                means == Means::BankTransfer && (waits || self.status == Status::Succeeded) && !sum.is_zero()
            }
        };
        if !is_possible {
            return Err(self.unexpected_status("pay"));
        }
        Ok(match how {
            CashPayment::Paid => vec![left],
            CashPayment::PaidTwice if waits => vec![left, self.amount],
            CashPayment::PaidTwice | CashPayment::Late => vec![self.amount],
            CashPayment::Sum(sum) => vec![sum],
            CashPayment::Expired => Vec::new(),
        })
    }

    /// Stripe would keep what is too much on the customer's balance and not tell it here; the sandbox adds it up, so
    /// that it can be seen and given back.
    fn take_cash(&mut self, sum: Amount) -> Result<(), ApiError> {
        self.captured = self.captured.add(sum).map_err(broken)?;
        if !self.captured.less_than(self.amount).map_err(broken)? {
            self.status = Status::Succeeded;
        }
        Ok(())
    }

    fn remaining(&self) -> Result<Amount, ApiError> {
        self.amount.sub(self.captured).map_err(broken)
    }

    /// Numbers in the shapes of the chains, drawn from the intent's id.
    pub(super) fn konbini_view(&self, expires_at: i64) -> Value {
        let digits = digits_of(&self.id);
        let numbers = |payment_code: &str, confirmation_number: &str| json!({ "payment_code": payment_code, "confirmation_number": confirmation_number });
        json!({
            "type": "konbini_display_details",
            "konbini_display_details": {
                "expires_at": expires_at,
                "hosted_voucher_url": null,
                "stores": {
                    "familymart": numbers(&digits[..5], &digits[5..17]),
                    "lawson": numbers(&digits[17..23], &digits[23..34]),
                    "ministop": numbers(&digits[17..23], &digits[23..34]),
                    "seicomart": numbers(&digits[17..23], &digits[23..34]),
                },
            },
        })
    }

    /// An account of its own for each customer.
    pub(super) fn transfer_view(&self) -> Value {
        let account = digits_of(self.customer.as_deref().unwrap_or(&self.id));
        let remaining = self.amount.minor().saturating_sub(self.captured.minor());
        json!({
            "type": "display_bank_transfer_instructions",
            "display_bank_transfer_instructions": {
                "amount_remaining": remaining,
                "currency": "jpy",
                "financial_addresses": [{
                    "type": "zengin",
                    "supported_networks": ["zengin"],
                    "zengin": {
                        "account_holder_name": "サイフ（サンドボックス",
                        "account_number": &account[..7],
                        "account_type": "futsu",
                        "bank_code": "0000",
                        "bank_name": "サンドボックス",
                        "branch_code": &account[7..10],
                        "branch_name": "テスト",
                    },
                }],
                "hosted_instructions_url": null,
                "reference": digits_of(&self.id)[..7],
                "type": "jp_bank_transfer",
            },
        })
    }
}

/// 34 decimal digits, the same for the same id: `pi_` and 122 random bits in hex.
fn digits_of(id: &str) -> String {
    let hex = id.rsplit('_').next().unwrap_or_default();
    let number = u128::from_str_radix(hex, 16).unwrap_or_default();
    let text = format!("{number:039}");
    text[5..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_from_the_id() {
        let id = "pi_0191d7a400004000800000000000abcd";
        assert_eq!(digits_of(id), digits_of(id));
        assert_eq!(digits_of(id).len(), 34);
        assert_ne!(digits_of(id), digits_of("pi_0191d7a400004000800000000000abce"));
        assert_eq!(digits_of("").len(), 34);
    }
}
