//! Documents: values in, bytes out. No file paths, no network, no clock.
//!
//! A [`Receipt`] is checked when it is made; [`receipt_pdf`] lays it out on A4 and writes PDF/A-3a and
//! PDF/UA-1, with the same content attached as JSON and CSV. The same receipt gives the same bytes.
//!
//! ```text
//! ReceiptData   → Receipt   (receipt/: sums and rates hold)
//! StatementData → Statement (statement/: balances follow from movements)
//!                 → Sheet   (layout/: what stands where, on which page, under which tag)
//!                 → bytes   (page/: fonts, lines, krilla)
//! Entry         → History   (history/: legs, taxes and ids hold) → CSV, and what `saifu-exports` writes
//! ```

mod error;
mod history;
mod japan;
mod language;
mod layout;
mod page;
mod receipt;
mod registration;
mod statement;
mod table;

// So that the sample, which integration tests and the example share, serves the unit tests as well.
#[cfg(test)]
extern crate self as saifu_documents;

// Linked for its feature alone: see Cargo.toml.
use flate2 as _;

pub use error::DocumentError;
pub use history::{
    Direction, Entry, EntryKind, HISTORY_COLUMNS, History, HistoryError, Instrument, Leg, history_table,
};
pub use language::Language;
pub use layout::{receipt_pdf, statement_pdf};
pub use receipt::{
    Discount, DiscountKind, DiscountShare, InvoiceForm, Issuer, NameChange, PaidBy, Receipt, ReceiptData,
    ReceiptError, ReceiptItem, ReceiptPayment, Reissue, Returned, TaxTotal, paper_stamp,
};
pub use registration::{RegistrationNumber, RegistrationNumberError};
pub use statement::{
    Account, AccountBalance, AccountTotal, CategoryTotal, RateTotal, Statement, StatementData,
    StatementError, StatementRow, StatementScope, StatementTotals,
};
pub use table::Table;
