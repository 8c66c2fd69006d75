//! Domain values as views of the wallet API.

mod account;
mod card;
mod device;
mod event;
mod funding;
mod gift;
mod home;
mod instrument;
pub mod merchant;
mod movement;
mod order;
mod passkey;
mod permission;
mod proposal;
mod receipt;
mod shopper;
mod terms;
mod top_up;

pub use account::{email_change, recovering_device, recovery, sign_in};
pub use card::{card_in_use, cards};
pub use device::{device, join, policy};
pub use event::event;
pub use funding::{legs_of_charge, legs_of_terms, preference, preferred};
pub use gift::{design, gift};
pub use home::home;
pub use instrument::{instruments, lot, waiting};
pub use movement::{movement, promises};
pub use order::{Merchants, order, order_row, rewards};
pub use passkey::passkey;
pub use permission::permission;
pub use proposal::proposal;
pub use receipt::receipt;
pub use shopper::{merchant_view, session, shopper, sign_up};
pub use terms::terms;
pub use top_up::{automatic, limits, store_chain, top_up};
