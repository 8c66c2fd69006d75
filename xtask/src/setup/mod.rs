//! What a machine needs, installed where it is missing. Done twice, it takes no time.

mod debian;
mod interface;
mod node;
mod stamp;
mod tools;

use anyhow::Result;
use saifu_tests::localstripe;

use crate::shell;
use crate::timings::Timings;

/// What the machine is prepared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Building and using the app on a desktop.
    Use,
    /// Checks that need no window.
    Check,
    /// Everything: also browsers, a virtual display and tools.
    Test,
    /// [`Purpose::Test`], and what is measured beside ours.
    Bench,
}

/// Installs what is missing and builds the interface, which the app is compiled with.
///
/// # Errors
/// Something cannot be installed or built; says what.
pub fn prepare(purpose: Purpose, timings: &mut Timings) -> Result<()> {
    timings.need("system packages", || debian::ensure(purpose))?;
    timings.need("npm packages", node::ensure)?;
    if purpose != Purpose::Use {
        timings.need("cargo tools", || tools::ensure(purpose))?;
    }
    if matches!(purpose, Purpose::Test | Purpose::Bench) {
        // A Stripe double that is not ours, which the processor's client is tried against.
        timings.need("localstripe", localstripe::install)?;
    }
    timings.need("interface", interface::build)
}

/// Builds every program of the workspace, and its tests too, in one go: asked for one by one, Cargo
/// would choose other features and build much of it twice.
///
/// # Errors
/// It does not compile.
pub fn build_for_tests(timings: &mut Timings) -> Result<()> {
    timings.need("build", || {
        let mut build = shell::cargo();
        shell::run(build.args(["build", "--workspace", "--bins", "--tests"]).args(shell::FEATURES))
    })
}

/// Builds the programs that `cargo xtask run` starts.
///
/// # Errors
/// They do not compile.
pub fn build_for_use(timings: &mut Timings) -> Result<()> {
    timings.need("build", || {
        let mut build = shell::cargo();
        shell::run(build.args(["build", "-p", "saifu-service", "-p", "saifu-app"]).args(shell::FEATURES))
    })
}
