//! Money: what an amount is, how it is rounded, how it is written.
//!
//! No floats, no IO, no clock. Every operation on an [`Amount`] is checked and says why it refused.

mod amount;
mod currency;
mod rate;
mod tax;

pub use amount::{Amount, MoneyError};
pub use currency::Currency;
pub use rate::Rate;
pub use tax::TaxRate;
