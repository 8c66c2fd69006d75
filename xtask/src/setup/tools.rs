//! Tools that Cargo builds, kept under `target/tools` so that nothing of the machine changes.

use std::fs;

use anyhow::Result;
use saifu_tests::place;

use super::Purpose;
use crate::shell;

struct Tool {
    name: &'static str,
    version: &'static str,
    why: &'static str,
}

/// Licences, bans and sources. Built once; about three minutes of one core.
const DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2", why: "checks licences and sources" };
const NEXTEST: Tool = Tool { name: "cargo-nextest", version: "0.9.143", why: "runs the tests" };
const DRIVER: Tool = Tool { name: "tauri-driver", version: "2.1.0", why: "drives the app's window" };

/// Builds what is missing.
///
/// # Errors
/// A tool does not compile.
pub fn ensure(purpose: Purpose) -> Result<()> {
    install(&DENY)?;
    if matches!(purpose, Purpose::Test | Purpose::Bench) {
        install(&DRIVER)?;
        if !shell::succeeds(shell::cargo().args(["nextest", "--version"])) {
            install(&NEXTEST)?;
        }
    }
    Ok(())
}

fn install(tool: &Tool) -> Result<()> {
    let folder = place::target().join("tools");
    let record = fs::read_to_string(folder.join(".crates.toml")).unwrap_or_default();
    if record.contains(&format!("\"{} {} ", tool.name, tool.version)) {
        return Ok(());
    }
    eprintln!("building {} {}, which {}", tool.name, tool.version, tool.why);
    let mut cargo = shell::cargo();
    cargo.args(["install", "--locked", "--quiet", "--root"]).arg(&folder);
    shell::run(cargo.args([tool.name, "--version", tool.version]))
}
