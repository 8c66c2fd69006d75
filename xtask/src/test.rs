//! `cargo xtask test`: what CI runs.

use anyhow::Result;
use saifu_tests::place;

use crate::setup::{self, Purpose};
use crate::shell::{self, FEATURES};
use crate::timings::Timings;
use crate::{check, tour};

/// Prepares, builds, runs every check and test, and prints a table of durations.
///
/// # Errors
/// Names the steps that failed.
pub fn test() -> Result<()> {
    let mut timings = Timings::new();
    if let Err(error) = prepare(&mut timings) {
        eprintln!("{error:#}");
        return timings.finish();
    }
    check::all(&mut timings);
    timings.time("Rust tests", || nextest(&["--profile", "default"]));
    timings.time("interface tests", || npm_test("ui"));
    timings.time("shop tests", || npm_test("examples/shop"));
    timings.time("end-to-end tests", || nextest(&["--profile", "e2e"]));
    timings.time("tour", tour::walk);
    timings.finish()
}

fn prepare(timings: &mut Timings) -> Result<()> {
    setup::prepare(Purpose::Test, timings)?;
    setup::build_for_tests(timings)
}

fn nextest(profile: &[&str]) -> Result<()> {
    let mut nextest = shell::cargo();
    nextest.args(["nextest", "run", "--workspace"]).args(FEATURES);
    shell::run(nextest.args(profile))
}

fn npm_test(folder: &str) -> Result<()> {
    shell::run(shell::npm(&place::root().join(folder)).args(["run", "--silent", "test"]))
}
