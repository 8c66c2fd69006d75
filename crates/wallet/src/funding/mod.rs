//! How one charge is split over instruments.

mod plan;

pub use plan::{Preference, plan};
