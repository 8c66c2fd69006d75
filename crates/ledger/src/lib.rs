//! The rules of double entry, as TigerBeetle's documentation words them: accounts, immutable
//! transfers in one or two phases, derived balances. No SQL, IO or clock.

mod account;
mod balance;
mod books;
mod transfer;

pub use account::{Account, AccountId, AccountKind};
pub use balance::{Balance, Effect, LedgerError};
pub use books::Books;
pub use transfer::{Phase, Transfer, TransferId, TransferKind};
