use std::collections::HashSet;

use saifu_money::{Amount, MoneyError, TaxRate};
use thiserror::Error;

use super::{Direction, Entry, EntryKind, Instrument};

/// What does not hold in a history; the entry by its id.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HistoryError {
    /// An id or a counterparty is blank.
    #[error("entry '{0}' has a blank id or counterparty")]
    Blank(String),
    /// Two entries have one id.
    #[error("entry '{0}' is there twice")]
    Twice(String),
    /// It has no legs, or one of nothing.
    #[error("entry '{0}' moves nothing")]
    Nothing(String),
    /// The legs do not go the ways that its kind needs.
    #[error("the legs of entry '{0}' do not fit its kind")]
    Legs(String),
    /// The rates do not add up to the legs, one is there twice, or a tax is not rounded once.
    #[error("the tax totals of entry '{0}' do not fit its legs")]
    Tax(String),
    /// Currencies are mixed, or a sum does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

pub(crate) fn check_all(entries: &[Entry]) -> Result<(), HistoryError> {
    let mut ids = HashSet::new();
    let currency = entries.first().map(Entry::currency);
    for entry in entries {
        check(entry)?;
        if !ids.insert(entry.id.as_str()) {
            return Err(HistoryError::Twice(entry.id.clone()));
        }
        if let Some(currency) = currency
            && currency != entry.currency()
        {
            return Err(MoneyError::CurrencyMismatch(currency, entry.currency()).into());
        }
    }
    Ok(())
}

/// Checks one entry by itself.
fn check(entry: &Entry) -> Result<(), HistoryError> {
    let id = || entry.id.clone();
    if entry.id.trim().is_empty() || entry.counterparty.trim().is_empty() {
        return Err(HistoryError::Blank(id()));
    }
    if entry.legs.is_empty() || entry.legs.iter().any(|leg| leg.amount.is_zero()) {
        return Err(HistoryError::Nothing(id()));
    }
    if !legs_fit(entry)? {
        return Err(HistoryError::Legs(id()));
    }
    if !tax_fits(entry)? {
        return Err(HistoryError::Tax(id()));
    }
    Ok(())
}

fn legs_fit(entry: &Entry) -> Result<bool, MoneyError> {
    let all = |direction| entry.legs.iter().all(|leg| leg.direction == direction);
    let on = |instruments: &[Instrument]| entry.legs.iter().all(|leg| instruments.contains(&leg.instrument));
    let (came, went) = (entry.moved(Direction::In)?, entry.moved(Direction::Out)?);
    Ok(match entry.kind {
        EntryKind::Purchase => all(Direction::Out),
        EntryKind::Refund => all(Direction::In),
        EntryKind::TopUp => came == went,
        EntryKind::Gift => all(Direction::In) && on(&[Instrument::Gift]),
        EntryKind::Points => all(Direction::In) && on(&[Instrument::Points]),
        EntryKind::PointsTakenBack => all(Direction::Out) && on(&[Instrument::Points]),
        EntryKind::Expiry => all(Direction::Out) && on(&[Instrument::Gift, Instrument::Points]),
        EntryKind::Other => came.is_zero() != went.is_zero(),
    })
}

fn tax_fits(entry: &Entry) -> Result<bool, MoneyError> {
    if entry.tax_totals.is_empty() {
        return Ok(true);
    }
    let legs = match entry.kind {
        EntryKind::Purchase => entry.moved(Direction::Out)?,
        EntryKind::Refund => entry.moved(Direction::In)?,
        _ => return Ok(false),
    };
    let sum = Amount::sum(entry.currency(), entry.tax_totals.iter().map(|total| total.total))?;
    let once = |rate| entry.tax_totals.iter().filter(|total| total.rate == rate).count() <= 1;
    let mut rounded = true;
    for total in &entry.tax_totals {
        rounded &= total.rate.included_in(total.total)? == total.tax;
    }
    Ok(sum == legs && TaxRate::ALL.into_iter().all(once) && rounded)
}
