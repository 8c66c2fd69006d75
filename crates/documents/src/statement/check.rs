use saifu_money::MoneyError;
use thiserror::Error;

use super::{Account, StatementData};
use crate::history::HistoryError;
use crate::japan::in_japan;

/// What does not hold on a statement.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StatementError {
    /// The number or the issuer's name is blank.
    #[error("{0} is blank")]
    Blank(&'static str),
    /// The last day comes before the first.
    #[error("the period ends before it begins")]
    Period,
    /// The entries are not in the order of time, then of id.
    #[error("the entries are not in the order of time")]
    Order,
    /// An entry lies outside the period, is in another currency, or moves nothing of the scope; its id.
    #[error("entry '{0}' has no place on this statement")]
    Entry(String),
    /// An account of the scope has no balance, two, or one too many is there.
    #[error("the accounts do not fit the scope")]
    Accounts,
    /// An account does not close with what opened and moved.
    #[error("the movements of {0:?} do not lead to its closing balance")]
    Closing(Account),
    /// An entry does not hold by itself.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// Currencies are mixed, a balance falls below nothing, or a sum does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

pub(super) fn check(data: &StatementData) -> Result<(), StatementError> {
    let words = [("number", &data.number), ("issuer name", &data.issuer.name)];
    if let Some((name, _)) = words.into_iter().find(|(_, text)| text.trim().is_empty()) {
        return Err(StatementError::Blank(name));
    }
    if data.to < data.from {
        return Err(StatementError::Period);
    }
    check_accounts(data)?;
    check_entries(data)?;
    check_closing(data)
}

fn check_accounts(data: &StatementData) -> Result<(), StatementError> {
    let accounts: Vec<Account> = data.balances.iter().map(|balance| balance.account).collect();
    if accounts == data.scope.accounts() { Ok(()) } else { Err(StatementError::Accounts) }
}

fn check_entries(data: &StatementData) -> Result<(), StatementError> {
    crate::history::check_all(&data.entries)?;
    if !data.entries.is_sorted_by(|a, b| (a.at, &a.id) < (b.at, &b.id)) {
        return Err(StatementError::Order);
    }
    for entry in &data.entries {
        let day = in_japan(entry.at).date();
        let outside = day < data.from || data.to < day;
        let unseen = !entry.legs.iter().any(|leg| data.scope.shows(leg));
        if outside || unseen || entry.currency() != data.currency {
            return Err(StatementError::Entry(entry.id.clone()));
        }
    }
    Ok(())
}

fn check_closing(data: &StatementData) -> Result<(), StatementError> {
    let rows = data.rows()?;
    for balance in &data.balances {
        let moved = rows.iter().rev().find(|row| Account::of(&row.leg.instrument) == Some(balance.account));
        let last = moved.and_then(|row| row.balance).unwrap_or(balance.opening);
        if last != balance.closing || last.currency() != data.currency {
            return Err(StatementError::Closing(balance.account));
        }
    }
    Ok(())
}
