//! `cargo xtask check`.

use std::path::Path;

use anyhow::{Result, ensure};
use saifu_tests::place;

use crate::setup::{self, Purpose};
use crate::shell::{self, FEATURES};
use crate::timings::Timings;

/// Prepares, checks, and prints what took how long.
///
/// # Errors
/// Names the checks that failed.
pub fn check() -> Result<()> {
    let mut timings = Timings::new();
    setup::prepare(Purpose::Check, &mut timings)?;
    all(&mut timings);
    timings.time("house", || {
        shell::run(shell::cargo().args(["test", "--quiet", "-p", "saifu-tests", "--test", "house"]))
    });
    timings.finish()
}

/// Every check but the house, which is a test.
pub fn all(timings: &mut Timings) {
    let (ui, shop) = (place::root().join("ui"), place::root().join("examples/shop"));
    timings.time("fmt", || shell::run(shell::cargo().args(["fmt", "--all", "--check"])));
    timings.time("clippy", clippy);
    timings.time("cargo-deny", deny);
    timings.time("npm audit", || [&ui, &shop].into_iter().try_for_each(|folder| audit(folder)));
    timings.time("svelte-check", || shell::run(shell::npm(&ui).args(["run", "--silent", "check"])));
    timings.time("eslint, prettier", || shell::run(shell::npm(&ui).args(["run", "--silent", "lint"])));
    timings.time("shop", || {
        shell::run(shell::npm(&shop).args(["run", "--silent", "check"]))?;
        // The interface has Prettier already; the shop has only what a shop needs.
        let files = "../examples/shop/{*,src/*,test/*,public/*}.{mjs,css}";
        shell::run(shell::npm(&ui).args(["exec", "--", "prettier", "--check", files]))
    });
}

/// What npm knows against the packages of a folder.
fn audit(folder: &Path) -> Result<()> {
    let output = shell::npm(folder).args(["audit", "--json"]).output()?;
    let report = String::from_utf8_lossy(&output.stdout);
    // Not every registry answers this question.
    if !report.contains("\"vulnerabilities\"") {
        println!(
            "The registry does not say what is known against packages: {} was not checked.",
            folder.display()
        );
        return Ok(());
    }
    ensure!(output.status.success(), "npm audit of {}: {report}", folder.display());
    Ok(())
}

fn clippy() -> Result<()> {
    let mut clippy = shell::cargo();
    clippy.args(["clippy", "--workspace", "--all-targets"]).args(FEATURES);
    shell::run(clippy.args(["--", "--deny", "warnings"]))
}

fn deny() -> Result<()> {
    let deny = |what: &[&str]| shell::run(shell::cargo().args(["deny", "--log-level", "error"]).args(what));
    deny(&["check", "bans", "licenses", "sources"])?;
    // The advisory database is a git repository elsewhere: not every machine reaches it.
    if !shell::succeeds(shell::cargo().args(["deny", "fetch", "db"])) {
        println!("The advisory database cannot be reached: advisories were not checked.");
        return Ok(());
    }
    deny(&["check", "--disable-fetch", "advisories"])
}
