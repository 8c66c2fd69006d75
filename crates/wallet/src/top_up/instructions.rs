//! How a shopper pays in cash.

use saifu_money::Amount;
use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::port::processor::CashInstructions;
use crate::top_up::{Cash, Counter, StoreChain};

/// How to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instructions {
    /// At a convenience store.
    Slip(Slip),
    /// By bank transfer.
    BankTransfer(BankTransfer),
}

/// What a convenience store needs to take cash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Where.
    pub chain: StoreChain,
    /// 払込票番号, お客様番号.
    pub number: String,
    /// 確認番号, where the chain asks for one.
    pub confirmation_number: Option<String>,
    /// 44 digits of GS1-128, where the till scans.
    pub barcode: Option<String>,
}

/// What a bank needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankTransfer {
    /// The bank's name.
    pub bank_name: String,
    /// The branch's name.
    pub branch_name: String,
    /// 普通 or 当座.
    pub account_type: String,
    /// Seven digits.
    pub account_number: String,
    /// In katakana.
    pub account_holder: String,
    /// What tells this transfer from others.
    pub reference: String,
}

/// The shopper's instructions out of the processor's; `None` if it has none for this way.
///
/// # Errors
/// A barcode of our own cannot be made.
pub(super) fn read(
    told: &CashInstructions,
    cash: &Cash,
    counter: &Counter,
    paid: Amount,
    number: impl FnOnce() -> String,
) -> Outcome<Option<Instructions>> {
    Ok(match (told, cash.chain) {
        (CashInstructions::Konbini { stores, expires_at, .. }, Some(chain)) => match chain.at_processor() {
            None => {
                let number = number();
                let barcode = counter.barcode(&number, paid, *expires_at)?;
                Some(Instructions::Slip(Slip { chain, number, confirmation_number: None, barcode }))
            }
            Some(wanted) => stores.iter().find(|it| it.chain == wanted).map(|it| {
                Instructions::Slip(Slip {
                    chain,
                    number: it.payment_code.clone(),
                    confirmation_number: it.confirmation_number.clone(),
                    barcode: None,
                })
            }),
        },
        (CashInstructions::BankTransfer { accounts, reference, .. }, None) => accounts.first().map(|it| {
            Instructions::BankTransfer(BankTransfer {
                bank_name: it.bank_name.clone(),
                branch_name: it.branch_name.clone(),
                account_type: if it.account_type == "toza" { "当座" } else { "普通" }.to_owned(),
                account_number: it.account_number.clone(),
                account_holder: it.holder.clone(),
                reference: reference.clone().unwrap_or_default(),
            })
        }),
        _ => None,
    })
}
