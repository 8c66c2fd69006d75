use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{TimeZone, offset};
use saifu_ledger::AccountKind;
use saifu_money::{Amount, Currency};

use crate::port::store::Store;
use crate::{Outcome, Refusal};

/// Above this much unused prepaid value at a base date a deposit is due (資金決済法 第14条第1項、同施行令 第6条).
pub const DEPOSIT_ABOVE: Amount = Amount::yen(10_000_000);

/// What was unused at a base date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedReport {
    /// 31 March or 30 September (資金決済法 第3条第2項).
    pub base_date: Date,
    /// What each kind of account that holds prepaid value held at the end of that day in Japan.
    pub held: Vec<(AccountKind, Amount)>,
    /// All of it: 基準日未使用残高.
    pub unused: Amount,
    /// What must be deposited: half of it and more, if it is above [`DEPOSIT_ABOVE`].
    pub deposit: Amount,
}

/// What prepaid value was unused at a base date, from the transfers that were final by then. What was only
/// reserved then was unused.
///
/// # Errors
/// `law.no_base_date`; the store failed.
pub async fn unused_report(store: &impl Store, base_date: Date) -> Outcome<UnusedReport> {
    let end = base_date_end(base_date)?;
    let mut held = Vec::new();
    for kind in AccountKind::PREPAID {
        held.push((*kind, store.held_at(*kind, Currency::Jpy, end).await?));
    }
    let unused = Amount::sum(Currency::Jpy, held.iter().map(|(_, amount)| *amount))?;
    Ok(UnusedReport { base_date, held, unused, deposit: deposit_for(unused)? })
}

/// The moment at which a base date is over in Japan.
///
/// # Errors
/// `law.no_base_date` for any other day.
pub fn base_date_end(date: Date) -> Outcome<Timestamp> {
    let no_base_date = || Refusal::rule("law.no_base_date");
    if !matches!((date.month(), date.day()), (3, 31) | (9, 30)) {
        return Err(no_base_date());
    }
    let next = date.tomorrow().map_err(|_| no_base_date())?.to_datetime(Time::midnight());
    TimeZone::fixed(offset(9)).to_timestamp(next).map_err(|_| no_base_date())
}

/// The deposit (発行保証金) that unused prepaid value needs: half of it, rounded up to the yen.
///
/// # Errors
/// Another currency than yen.
pub fn deposit_for(unused: Amount) -> Outcome<Amount> {
    if !DEPOSIT_ABOVE.less_than(unused)? {
        return Ok(Amount::zero(unused.currency()));
    }
    let half = unused.minor() / 2 + unused.minor() % 2;
    Ok(Amount::new(half, unused.currency())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_date_ends_at_midnight_in_japan() {
        let end = |text: &str| base_date_end(text.parse().unwrap()).map(|end| end.to_string());
        assert_eq!(end("2026-09-30").unwrap(), "2026-09-30T15:00:00Z");
        assert_eq!(end("2027-03-31").unwrap(), "2027-03-31T15:00:00Z");
        assert_eq!(end("2026-09-29").unwrap_err().code(), Some("law.no_base_date"));
        assert!(end("2026-12-31").is_err());
    }

    #[test]
    fn a_deposit_is_due_above_ten_million_yen() {
        let deposit = |yen| deposit_for(Amount::yen(yen)).unwrap().minor();
        assert_eq!(deposit(10_000_000), 0);
        assert_eq!(deposit(10_000_001), 5_000_001);
        assert_eq!(deposit(20_000_000), 10_000_000);
    }
}
