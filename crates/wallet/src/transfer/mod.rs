//! What the ledger's transfers need beside the use-cases that post them.

mod expire;

pub use expire::expire_overdue;
