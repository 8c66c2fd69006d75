//! How to pay in cash (`next_action` of <https://docs.stripe.com/api/payment_intents/object>).

use jiff::Timestamp;
use saifu_money::Amount;
use saifu_wallet::port::processor::{
    BankAccount, CashInstructions, KonbiniChain, KonbiniNumbers, ProcessorError,
};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Konbini {
    expires_at: i64,
    hosted_voucher_url: Option<String>,
    stores: Stores,
}

#[derive(Deserialize)]
struct Stores {
    familymart: Option<Numbers>,
    lawson: Option<Numbers>,
    ministop: Option<Numbers>,
    seicomart: Option<Numbers>,
}

#[derive(Clone, Deserialize)]
struct Numbers {
    payment_code: String,
    confirmation_number: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct BankTransfer {
    pub(super) amount_remaining: i64,
    #[serde(default)]
    financial_addresses: Vec<FinancialAddress>,
    reference: Option<String>,
}

#[derive(Deserialize)]
struct FinancialAddress {
    zengin: Option<Zengin>,
}

/// Stripe leaves open which of these a bank names.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Zengin {
    account_holder_name: Option<String>,
    account_number: Option<String>,
    account_type: Option<String>,
    bank_code: Option<String>,
    bank_name: Option<String>,
    branch_code: Option<String>,
    branch_name: Option<String>,
}

impl Konbini {
    pub(super) fn read(&self) -> Result<CashInstructions, ProcessorError> {
        let odd = |_| ProcessorError::Unavailable(format!("expires_at {}", self.expires_at));
        Ok(CashInstructions::Konbini {
            stores: self.stores.read(),
            expires_at: Timestamp::from_second(self.expires_at).map_err(odd)?,
            voucher_url: self.hosted_voucher_url.clone(),
        })
    }
}

impl Stores {
    fn read(&self) -> Vec<KonbiniNumbers> {
        let chains = [
            (KonbiniChain::FamilyMart, &self.familymart),
            (KonbiniChain::Lawson, &self.lawson),
            (KonbiniChain::Ministop, &self.ministop),
            (KonbiniChain::Seicomart, &self.seicomart),
        ];
        let numbers = |(chain, numbers): (KonbiniChain, &Option<Numbers>)| {
            let Numbers { payment_code, confirmation_number } = numbers.clone()?;
            Some(KonbiniNumbers { chain, payment_code, confirmation_number })
        };
        chains.into_iter().filter_map(numbers).collect()
    }
}

impl BankTransfer {
    pub(super) fn read(&self, remaining: Amount) -> CashInstructions {
        let zengin = self.financial_addresses.iter().filter_map(|address| address.zengin.clone());
        let accounts = zengin.map(Zengin::into_account).collect();
        CashInstructions::BankTransfer { accounts, reference: self.reference.clone(), remaining }
    }
}

impl Zengin {
    fn into_account(self) -> BankAccount {
        BankAccount {
            bank_code: self.bank_code.unwrap_or_default(),
            bank_name: self.bank_name.unwrap_or_default(),
            branch_code: self.branch_code.unwrap_or_default(),
            branch_name: self.branch_name.unwrap_or_default(),
            account_type: self.account_type.unwrap_or_default(),
            account_number: self.account_number.unwrap_or_default(),
            holder: self.account_holder_name.unwrap_or_default(),
        }
    }
}
