//! The wallet's store on sqlx: the same SQL for SQLite and PostgreSQL, a file a concept. Mapping,
//! transactions and locks only; what may happen is decided in `saifu-wallet`.

mod audit;
mod charge;
mod checkout;
mod commit;
mod dialect;
mod failure;
mod forget;
mod gift;
mod holding;
mod ledger;
mod letter;
mod merchant;
mod movement;
mod open;
mod outbox;
mod permission;
mod record;
mod row;
mod rows;
mod shopper;
mod top_up;

pub use audit::{Finding, audit};
pub use open::{OpenError, SqlStore};
