//! `cargo xtask bench NAME…`: figures that travel between machines as ratios, each with a baseline
//! that was measured in the same run.

mod app;
mod contestant;
mod memory;
mod screen;
mod service;

use anyhow::Result;
use clap::ValueEnum;
use saifu_tests::place;

use crate::signals::to_the_end;

/// What can be measured.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Bench {
    /// How soon the app shows the balance, and how much memory it then holds
    App,
    /// Transfers a second on PostgreSQL and SQLite, and reads in a large ledger
    Ledger,
    /// Approvals a second through HTTP, how long each takes, and what its steps take
    Approvals,
}

/// Runs the benches that were asked for.
///
/// # Errors
/// Something does not build or start, or never shows what is waited for.
pub fn bench(names: &[Bench], built: bool) -> Result<()> {
    place::choose_release();
    for name in names {
        match name {
            Bench::App => {
                if !built {
                    app::build()?;
                }
                to_the_end(app::measure())?;
            }
            Bench::Ledger => service::run("ledger", built)?,
            Bench::Approvals => service::run("approvals", built)?,
        }
    }
    Ok(())
}
