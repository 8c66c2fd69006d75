use saifu_money::{Amount, MoneyError, TaxRate};
use serde::Serialize;

use super::{Account, StatementData, StatementScope};
use crate::history::{Direction, Entry, EntryKind};

/// The sums of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementTotals {
    /// What came and went, by account, in the scope's order; what holds no balance comes last.
    pub accounts: Vec<AccountTotal>,
    /// What was bought and given back, by rate; each tax is the sum of the receipts', each of which was
    /// rounded once. Only where the scope is the whole wallet.
    pub rates: Vec<RateTotal>,
    /// What was bought and given back, by category, in the order of names. Only for the whole wallet.
    pub categories: Vec<CategoryTotal>,
}

/// What came and went on one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountTotal {
    /// `None` for cards, cash and others together.
    pub account: Option<Account>,
    /// What came in.
    pub came: Amount,
    /// What went out.
    pub went: Amount,
}

/// What was bought and given back at one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RateTotal {
    /// `None` where the rate is not known.
    pub rate: Option<TaxRate>,
    /// Bought, tax included.
    pub bought: Amount,
    /// The tax in it.
    pub bought_tax: Amount,
    /// Given back, tax included.
    pub returned: Amount,
    /// The tax in it.
    pub returned_tax: Amount,
}

/// What was bought and given back in one category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CategoryTotal {
    /// `None` where the shopper sorted it nowhere.
    pub category: Option<String>,
    /// Bought.
    pub bought: Amount,
    /// Given back.
    pub returned: Amount,
}

impl StatementTotals {
    pub(super) fn of(data: &StatementData) -> Result<Self, MoneyError> {
        let whole = data.scope == StatementScope::Wallet;
        Ok(Self {
            accounts: accounts(data)?,
            rates: if whole { rates(data)? } else { Vec::new() },
            categories: if whole { categories(data)? } else { Vec::new() },
        })
    }
}

fn accounts(data: &StatementData) -> Result<Vec<AccountTotal>, MoneyError> {
    let accounts = data.scope.accounts().iter().copied().map(Some);
    let others = (data.scope == StatementScope::Wallet).then_some(None);
    let mut totals = Vec::new();
    for account in accounts.chain(others) {
        let sum = |direction| {
            let legs = data.entries.iter().flat_map(|entry| &entry.legs);
            let of = legs.filter(|leg| Account::of(&leg.instrument) == account && leg.direction == direction);
            Amount::sum(data.currency, of.map(|leg| leg.amount))
        };
        totals.push(AccountTotal { account, came: sum(Direction::In)?, went: sum(Direction::Out)? });
    }
    Ok(totals)
}

fn of_kind(data: &StatementData, kind: EntryKind) -> impl Iterator<Item = &Entry> {
    data.entries.iter().filter(move |entry| entry.kind == kind)
}

fn rates(data: &StatementData) -> Result<Vec<RateTotal>, MoneyError> {
    let mut totals = Vec::new();
    for rate in TaxRate::ALL.into_iter().map(Some).chain([None]) {
        let (bought, bought_tax) = rate_of_kind(data, EntryKind::Purchase, rate)?;
        let (returned, returned_tax) = rate_of_kind(data, EntryKind::Refund, rate)?;
        if !bought.is_zero() || !returned.is_zero() {
            totals.push(RateTotal { rate, bought, bought_tax, returned, returned_tax });
        }
    }
    Ok(totals)
}

fn rate_of_kind(
    data: &StatementData,
    kind: EntryKind,
    rate: Option<TaxRate>,
) -> Result<(Amount, Amount), MoneyError> {
    let (mut sum, mut tax) = (Amount::zero(data.currency), Amount::zero(data.currency));
    for entry in of_kind(data, kind) {
        match rate {
            None if entry.tax_totals.is_empty() => sum = sum.add(entry_amount(entry)?)?,
            None => {}
            Some(rate) => {
                for total in entry.tax_totals.iter().filter(|total| total.rate == rate) {
                    sum = sum.add(total.total)?;
                    tax = tax.add(total.tax)?;
                }
            }
        }
    }
    Ok((sum, tax))
}

fn categories(data: &StatementData) -> Result<Vec<CategoryTotal>, MoneyError> {
    let mut names: Vec<Option<&str>> = of_kind(data, EntryKind::Purchase)
        .chain(of_kind(data, EntryKind::Refund))
        .map(|entry| entry.category.as_deref())
        .collect();
    // Sorted last: what has no category.
    names.sort_by_key(|name| (name.is_none(), *name));
    names.dedup();
    let mut totals = Vec::new();
    for name in names {
        let sum = |kind| {
            let of = of_kind(data, kind).filter(|entry| entry.category.as_deref() == name);
            of.map(entry_amount).try_fold(Amount::zero(data.currency), |sum, amount| sum.add(amount?))
        };
        let (bought, returned) = (sum(EntryKind::Purchase)?, sum(EntryKind::Refund)?);
        totals.push(CategoryTotal { category: name.map(str::to_owned), bought, returned });
    }
    Ok(totals)
}

/// What a purchase took or a refund gave.
fn entry_amount(entry: &Entry) -> Result<Amount, MoneyError> {
    match entry.kind {
        EntryKind::Refund => entry.moved(Direction::In),
        _ => entry.moved(Direction::Out),
    }
}
