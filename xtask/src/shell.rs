//! Running other programs in the foreground.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use saifu_tests::place;

/// A feature that every command about the whole workspace names, so that Cargo builds Tauri once:
/// the app carries its interface inside instead of asking a development server for it.
pub const FEATURES: [&str; 2] = ["--features", "saifu-app/custom-protocol"];

/// A command at the root of the workspace that also finds the tools under `target/tools`.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place::root());
    command.env("PATH", search_path());
    command
}

/// Cargo, as it was called for us.
pub fn cargo() -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

/// npm in one of the repository's packages.
pub fn npm(folder: &Path) -> Command {
    let mut npm = command("npm");
    npm.current_dir(folder);
    npm
}

fn search_path() -> OsString {
    let mut folders = vec![place::target().join("tools/bin")];
    folders.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    // Only a folder with a colon in its name cannot be joined; then the old path has to do.
    std::env::join_paths(folders).unwrap_or_else(|_| std::env::var_os("PATH").unwrap_or_default())
}

/// Runs a command to its end; what it prints is shown.
///
/// # Errors
/// It cannot be started, or ends with anything but success.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = describe(command);
    eprintln!("\n$ {shown}");
    let status = command.status().with_context(|| format!("cannot start {shown}"))?;
    if !status.success() {
        bail!("{shown}: {status}");
    }
    Ok(())
}

/// Whether a command succeeds; what it prints is dropped.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// What a command prints, if it succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
