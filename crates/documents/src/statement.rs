use jiff::Timestamp;
use jiff::civil::Date;
use saifu_money::{Amount, Currency};
use serde::{Deserialize, Serialize};

use crate::history::{Direction, Entry, Instrument, Leg};
use crate::{DocumentError, Issuer};

mod check;
mod totals;

pub use check::StatementError;
pub use totals::{AccountTotal, CategoryTotal, RateTotal, StatementTotals};

/// A statement whose balances follow from its movements; only [`Statement::new`] makes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Statement {
    data: StatementData,
    totals: StatementTotals,
}

/// What a statement is read back from; its sums are computed anew.
#[derive(Deserialize)]
struct Written {
    data: StatementData,
}

/// All that stands on a statement but its sums; not yet checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatementData {
    /// Its number.
    pub number: String,
    /// What it tells of.
    pub scope: StatementScope,
    /// The shopper, without 様; blank where nobody is named.
    pub holder: String,
    /// Who keeps the balances.
    pub issuer: Issuer,
    /// The first day, in Japan.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// When it was made.
    pub issued_at: Timestamp,
    /// The currency of every amount.
    pub currency: Currency,
    /// One for each account of the scope.
    pub balances: Vec<AccountBalance>,
    /// Everything that moved in the period and scope, in the order of time.
    pub entries: Vec<Entry>,
    /// Whether no real money moved.
    pub sandbox: bool,
}

/// What a statement tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StatementScope {
    /// Everything: gift balance, points, cards, cash.
    Wallet,
    /// Gift balance only.
    Gift,
    /// Points only.
    Points,
}

/// What holds a balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Account {
    /// Gift balance, all lots together.
    Gift,
    /// Points, all lots together.
    Points,
}

/// An account's balance before the first day and after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountBalance {
    /// The account.
    pub account: Account,
    /// Before.
    pub opening: Amount,
    /// After.
    pub closing: Amount,
}

/// One line of a statement: a leg, and its account's balance after it.
#[derive(Clone, Copy, Debug)]
pub struct StatementRow<'a> {
    /// The whole.
    pub entry: &'a Entry,
    /// The part.
    pub leg: &'a Leg,
    /// `None` for what holds no balance here, such as a card.
    pub balance: Option<Amount>,
}

impl StatementScope {
    /// The accounts of which it tells the balances.
    #[must_use]
    pub const fn accounts(self) -> &'static [Account] {
        match self {
            Self::Wallet => &[Account::Gift, Account::Points],
            Self::Gift => &[Account::Gift],
            Self::Points => &[Account::Points],
        }
    }

    /// Whether a leg is shown.
    #[must_use]
    pub fn shows(self, leg: &Leg) -> bool {
        self == Self::Wallet || Account::of(&leg.instrument).is_some_and(|it| self.accounts().contains(&it))
    }
}

impl Account {
    /// `None` for what holds no balance here.
    #[must_use]
    pub const fn of(instrument: &Instrument) -> Option<Self> {
        match instrument {
            Instrument::Gift => Some(Self::Gift),
            Instrument::Points => Some(Self::Points),
            Instrument::Card { .. } | Instrument::Cash | Instrument::Other { .. } => None,
        }
    }
}

impl Statement {
    /// Checks that every entry holds and lies in the period, and that each closing balance is the
    /// opening one and what moved, never below nothing on the way.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn new(data: StatementData) -> Result<Self, StatementError> {
        check::check(&data)?;
        let totals = StatementTotals::of(&data)?;
        Ok(Self { data, totals })
    }

    /// What stands on it.
    #[must_use]
    pub const fn data(&self) -> &StatementData {
        &self.data
    }

    /// Its sums.
    #[must_use]
    pub const fn totals(&self) -> &StatementTotals {
        &self.totals
    }

    /// The statement's movements as CSV, one row a leg; the columns are
    /// [`HISTORY_COLUMNS`](crate::HISTORY_COLUMNS).
    ///
    /// # Errors
    /// [`DocumentError`].
    pub fn to_table(&self) -> Result<Vec<u8>, DocumentError> {
        self.data.to_table()
    }
}

impl StatementData {
    /// The movements in order; to be trusted after [`Statement::new`].
    ///
    /// # Errors
    /// A balance falls below nothing or does not fit.
    pub fn rows(&self) -> Result<Vec<StatementRow<'_>>, StatementError> {
        let mut balances: Vec<(Account, Amount)> =
            self.balances.iter().map(|balance| (balance.account, balance.opening)).collect();
        let mut rows = Vec::new();
        for entry in &self.entries {
            for leg in entry.legs.iter().filter(|leg| self.scope.shows(leg)) {
                let account = Account::of(&leg.instrument);
                let held = balances.iter_mut().find(|(it, _)| Some(*it) == account);
                let balance = match held {
                    None => None,
                    Some((_, balance)) => {
                        *balance = match leg.direction {
                            Direction::In => balance.add(leg.amount)?,
                            Direction::Out => balance.sub(leg.amount)?,
                        };
                        Some(*balance)
                    }
                };
                rows.push(StatementRow { entry, leg, balance });
            }
        }
        Ok(rows)
    }

    fn to_table(&self) -> Result<Vec<u8>, DocumentError> {
        // The rows are in the order of the table; what the scope hides has no balance in it.
        let rows = self.rows().map_err(|_| DocumentError::Layout("a statement that was not checked"))?;
        let mut shown = rows.iter().peekable();
        crate::history::write_table(&self.entries, &mut |entry, index| {
            let leg = &entry.legs[index];
            shown.next_if(|row| std::ptr::eq(row.leg, leg)).and_then(|row| row.balance)
        })
    }
}

impl TryFrom<Written> for Statement {
    type Error = StatementError;

    fn try_from(written: Written) -> Result<Self, StatementError> {
        Self::new(written.data)
    }
}
