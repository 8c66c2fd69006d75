//! `cargo xtask test`: what CI runs.

use std::process::Command;

use anyhow::Result;
use saifu_tests::place;
use saifu_tests::postgres::{self, Durability, Postgres};

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
    timings.time("Rust tests", rust_tests);
    timings.time("interface tests", || npm_test("ui"));
    timings.time("shop tests", || npm_test("examples/shop"));
    timings.time("end-to-end tests", || shell::run(&mut nextest("e2e")));
    timings.time("tour", tour::walk);
    timings.finish()
}

fn prepare(timings: &mut Timings) -> Result<()> {
    setup::prepare(Purpose::Test, timings)?;
    setup::build_for_tests(timings)
}

/// One PostgreSQL server for all of them: starting one takes longer than most tests.
fn rust_tests() -> Result<()> {
    let server = Postgres::start(Durability::None)?;
    shell::run(nextest("default").env(postgres::SHARED, server.socket_folder()))
}

fn nextest(profile: &str) -> Command {
    let mut nextest = shell::cargo();
    nextest.args(["nextest", "run", "--workspace"]).args(FEATURES).args(["--profile", profile]);
    nextest
}

fn npm_test(folder: &str) -> Result<()> {
    shell::run(shell::npm(&place::root().join(folder)).args(["run", "--silent", "test"]))
}
