//! What the wallet service does: one folder a concept, one file a use-case, and the ports.
//!
//! A use-case reads through [`port::store`], decides with pure functions and commits one
//! [`change::ChangeSet`]. Nothing here does IO or knows what time it is: both are arguments.

pub mod browser;
pub mod card;
pub mod change;
pub mod charge;
pub mod checkout;
pub mod device;
pub mod factor;
pub mod funding;
pub mod gift;
pub mod house;
pub mod id;
pub mod law;
pub mod letter;
pub mod limit;
pub mod mailed_code;
pub mod memory;
pub mod merchant;
pub mod moment;
pub mod movement;
mod notice;
pub mod outbox;
pub mod passkey;
pub mod permission;
pub mod port;
pub mod proposal;
pub mod recovery;
pub mod refusal;
pub mod session;
pub mod shopper;
pub mod sign_in;
pub mod store_code;
pub mod top_up;
pub mod transfer;
mod typed_code;

pub use change::{Change, ChangeSet};
pub use moment::{Moment, Random};
pub use refusal::{Outcome, Refusal};
