//! Node.js and the packages of the interface and the shop.

use std::path::Path;

use anyhow::{Context, Result, bail};
use saifu_tests::place;

use super::stamp::Stamp;
use crate::shell;

/// What Vite asks for.
const LEAST: (u32, u32) = (20, 19);

/// Sees that Node.js is there and installs the locked packages where the lock changed.
///
/// # Errors
/// Node.js is missing or too old, or npm fails.
pub fn ensure() -> Result<()> {
    let version = shell::output(shell::command("node").arg("--version")).context("Node.js is missing")?;
    let found = parse(&version).with_context(|| format!("node says {version}"))?;
    if found < LEAST {
        bail!("Node.js {}.{} or newer is needed, this is {}", LEAST.0, LEAST.1, version.trim());
    }
    for folder in ["ui", "examples/shop"] {
        install(&place::root().join(folder))?;
    }
    Ok(())
}

fn parse(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn install(folder: &Path) -> Result<()> {
    // Inside, so that it goes when somebody removes the packages.
    let stamp = Stamp::of(folder.join("node_modules/.saifu-stamp"), &[folder.join("package-lock.json")])?;
    if stamp.is_fresh() {
        return Ok(());
    }
    eprintln!("installing the npm packages of {}", folder.display());
    shell::run(shell::npm(folder).args(["ci", "--no-audit", "--no-fund"]))?;
    stamp.set()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn node_prints_its_version_with_a_v() {
        assert_eq!(parse("v20.20.2\n"), Some((20, 20)));
        assert_eq!(parse("20.20.2"), None);
    }
}
