//! Where things are in the repository and in the build.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

/// The root of the workspace.
#[must_use]
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Cargo's target directory.
#[must_use]
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

static PROFILE: OnceLock<&'static str> = OnceLock::new();

/// From now on programs are the optimised ones. Has no effect after the first [`program`].
pub fn choose_release() {
    PROFILE.get_or_init(|| "release");
}

/// A program of this workspace that was built before, such as `saifu-service`.
///
/// # Errors
/// It was not built; says how to.
pub fn program(name: &str) -> Result<PathBuf> {
    let profile = PROFILE.get_or_init(|| "debug");
    existing(target().join(profile).join(name))
}

/// A cargo-installed tool that `cargo xtask setup` put under `target/tools`.
///
/// # Errors
/// It was not installed; says how to.
pub fn tool(name: &str) -> Result<PathBuf> {
    existing(target().join("tools/bin").join(name))
}

fn existing(path: PathBuf) -> Result<PathBuf> {
    if !path.exists() {
        bail!("{} is missing: `cargo xtask test` and `cargo xtask tour` build it", path.display());
    }
    Ok(path)
}

/// Every file below a folder; links are not followed.
///
/// # Errors
/// A folder cannot be read.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            match entry.file_type()? {
                kind if kind.is_dir() => folders.push(entry.path()),
                kind if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
    }
    Ok(files)
}

/// A path in the system's temporary folder that nobody else has: short, because sockets are put there,
/// whose paths have at most 107 characters.
///
/// # Errors
/// The system's clock is before 1970.
pub fn temporary() -> Result<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "tells two runs apart; nothing decides by it")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_nanos();
    Ok(std::env::temp_dir().join(format!("saifu-{}-{now:x}", std::process::id())))
}
