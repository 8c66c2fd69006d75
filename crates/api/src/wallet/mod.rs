//! The wallet API under `/v1`: JSON in camelCase, amounts as `{amount, currencyCode}`, times as
//! RFC 3339. Every refusal is an [`ErrorView`] with a stable code.

mod account;
mod approval;
mod device;
mod email;
mod error;
mod event;
mod factor;
mod gift;
mod home;
mod instrument;
mod movement;
mod order;
mod passkey;
mod permission;
mod receipt;
mod recovery;
mod sign_in;
mod store_code;
mod terms;
mod top_up;

pub use account::*;
pub use approval::*;
pub use device::*;
pub use email::*;
pub use error::*;
pub use event::*;
pub use factor::*;
pub use gift::*;
pub use home::*;
pub use instrument::*;
pub use movement::*;
pub use order::*;
pub use passkey::*;
pub use permission::*;
pub use receipt::*;
pub use recovery::*;
pub use sign_in::*;
pub use store_code::*;
pub use terms::*;
pub use top_up::*;
