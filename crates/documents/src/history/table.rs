use saifu_money::{Amount, TaxRate};

use super::{Direction, Entry, History, Leg};
use crate::japan::in_japan;
use crate::{DocumentError, Table};

/// The columns of [`history_table`].
///
/// | Column | Is |
/// |---|---|
/// | `date`, `time` | in Japan: `2026-11-22`, `18:40:00` |
/// | `id`, `kind`, `counterparty`, `registration_number`, `category`, `note` | the entry's, the same on each of its rows |
/// | `leg` | which of the entry's parts the row is, from 1 |
/// | `instrument` | `gift`, `points`, `card visa 4242`, `cash`, or another account's name |
/// | `in`, `out` | the part's amount, in one of the two |
/// | `balance` | the instrument's balance after it, where it is known |
/// | `currency` | ISO 4217 |
/// | `reduced_total`, `reduced_tax`, `standard_total`, `standard_tax`, `exempt_total` | the whole entry's, on its first row only, so that a column may be summed |
pub const HISTORY_COLUMNS: [&str; 19] = [
    "date",
    "time",
    "id",
    "kind",
    "counterparty",
    "registration_number",
    "category",
    "note",
    "leg",
    "instrument",
    "in",
    "out",
    "balance",
    "currency",
    "reduced_total",
    "reduced_tax",
    "standard_total",
    "standard_tax",
    "exempt_total",
];

/// What is known of balances: the one after a leg.
type Balances<'a> = &'a mut dyn FnMut(&Entry, usize) -> Option<Amount>;

/// The history as CSV, one row a leg; see [`HISTORY_COLUMNS`].
///
/// # Errors
/// [`DocumentError::Table`].
pub fn history_table(history: &History) -> Result<Vec<u8>, DocumentError> {
    write_table(history.entries(), &mut |_, _| None)
}

pub(crate) fn write_table(entries: &[Entry], balances: Balances<'_>) -> Result<Vec<u8>, DocumentError> {
    let mut table = Table::new(&HISTORY_COLUMNS)?;
    for entry in entries {
        for (index, leg) in entry.legs.iter().enumerate() {
            let cells = cells(entry, index, leg, balances(entry, index));
            table.row(&cells.each_ref().map(String::as_str))?;
        }
    }
    table.finish()
}

fn cells(entry: &Entry, index: usize, leg: &Leg, balance: Option<Amount>) -> [String; 19] {
    let at = in_japan(entry.at);
    let amount = |direction| if leg.direction == direction { leg.amount.decimal() } else { String::new() };
    let rate = |rate| entry.tax_totals.iter().find(|total| index == 0 && total.rate == rate);
    let total = |of| rate(of).map(|total| total.total.decimal()).unwrap_or_default();
    let tax = |of| rate(of).map(|total| total.tax.decimal()).unwrap_or_default();
    let number = entry.registration_number.as_ref().map(|number| number.as_str().to_owned());
    [
        at.date().to_string(),
        at.strftime("%H:%M:%S").to_string(),
        entry.id.clone(),
        entry.kind.name().to_owned(),
        entry.counterparty.clone(),
        number.unwrap_or_default(),
        entry.category.clone().unwrap_or_default(),
        entry.note.clone().unwrap_or_default(),
        (index + 1).to_string(),
        leg.instrument.to_string(),
        amount(Direction::In),
        amount(Direction::Out),
        balance.map(Amount::decimal).unwrap_or_default(),
        leg.amount.currency().code().to_owned(),
        total(TaxRate::Reduced),
        tax(TaxRate::Reduced),
        total(TaxRate::Standard),
        tax(TaxRate::Standard),
        total(TaxRate::Exempt),
    ]
}
