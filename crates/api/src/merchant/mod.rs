//! The merchant API: Amazon Pay API v2. Field names and shapes are the vendor's; what is not set is
//! `null`, not missing. Requests have only optional fields: what is required is checked by the routes,
//! which answer with the vendor's reason codes.

mod charge;
mod permission;
mod price;
mod refund;
mod session;
mod status;

pub use charge::*;
pub use permission::*;
pub use price::*;
pub use refund::*;
pub use session::*;
pub use status::*;
