//! Top-ups: gift balance for cash, and how much of it is allowed.

mod claim;
mod limits;

pub use claim::{Claim, TopUpUse, Usage, claim, end_claim, usage};
pub use limits::{Left, Limit, POLICY, TopUpPolicy};
