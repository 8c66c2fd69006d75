//! How one charge is split over instruments: what the shopper prefers, what the shop takes.

mod plan;
mod preference;
mod rule;
mod unusable;

pub(crate) use plan::choose_card;
pub use plan::plan;
pub use preference::Preference;
pub use rule::{FundingRule, rule_of, set_rule};
pub use unusable::{Unusable, WhyNot, unusable};
