//! Documents: values in, bytes out. No file paths, no network, no clock.
//!
//! A [`Receipt`] is checked when it is made; [`receipt_pdf`] lays it out on A4 and writes PDF/A-3a and
//! PDF/UA-1, with the same content attached as JSON and CSV. The same receipt gives the same bytes.
//!
//! ```text
//! ReceiptData → Receipt (receipt/: sums and rates hold)
//!             → Sheet   (layout/: what stands where, on which page, under which tag)
//!             → bytes   (page/: fonts, lines, krilla)
//! ```

mod error;
mod japan;
mod language;
mod layout;
mod page;
mod receipt;
mod registration;
mod table;

// So that the sample, which integration tests and the example share, serves the unit tests as well.
#[cfg(test)]
extern crate self as saifu_documents;

// Linked for its feature alone: see Cargo.toml.
use flate2 as _;

pub use error::DocumentError;
pub use language::Language;
pub use layout::receipt_pdf;
pub use receipt::{
    Discount, DiscountKind, DiscountShare, InvoiceForm, Issuer, NameChange, PaidBy, Receipt, ReceiptData,
    ReceiptError, ReceiptItem, ReceiptPayment, Reissue, Returned, TaxTotal, paper_stamp,
};
pub use registration::{RegistrationNumber, RegistrationNumberError};
pub use table::Table;
