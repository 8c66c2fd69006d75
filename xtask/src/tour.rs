//! `cargo xtask tour`.

use anyhow::Result;
use saifu_tests::{place, tour};

use crate::setup::{self, Purpose};
use crate::signals::to_the_end;
use crate::timings::Timings;

/// Prepares, builds and walks.
///
/// # Errors
/// Something could not be prepared, or a step of the tour failed.
pub fn tour() -> Result<()> {
    let mut timings = Timings::new();
    setup::prepare(Purpose::Test, &mut timings)?;
    setup::build_for_use(&mut timings)?;
    timings.time("tour", walk);
    timings.finish()
}

/// Walks, with everything built already.
///
/// # Errors
/// A step failed.
pub fn walk() -> Result<()> {
    let folder = place::target().join("tour");
    eprintln!("\nThe tour; pictures go to {}", folder.display());
    to_the_end(tour::run(&folder))
}
