//! Figures of ledger and service; what measures them is a program of its own, built in release.

use anyhow::Result;

use crate::setup::{self, Purpose};
use crate::shell;
use crate::timings::Timings;

/// Builds (unless it is built) and measures what has this name there.
///
/// # Errors
/// It does not build, or the database fails.
pub fn run(name: &str, built: bool) -> Result<()> {
    if !built {
        setup::prepare(Purpose::Bench, &mut Timings::new())?;
        shell::run(shell::cargo().args(["build", "--release", "--quiet", "-p", "saifu-service"]))?;
    }
    shell::run(shell::cargo().args(["run", "--release", "--quiet", "-p", "saifu-bench", "--", name]))
}
