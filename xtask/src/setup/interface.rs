//! The interface, built into the folder that the app is compiled with.

use std::path::{Path, PathBuf};

use anyhow::Result;
use saifu_tests::place;

use super::stamp::Stamp;
use crate::shell;

/// Builds `ui/build` where a source changed.
///
/// # Errors
/// It does not build.
pub fn build() -> Result<()> {
    let folder = place::root().join("ui");
    let stamp = Stamp::of(place::target().join("stamps/interface"), &sources(&folder))?;
    if stamp.is_fresh() && folder.join("build/index.html").exists() {
        return Ok(());
    }
    shell::run(shell::npm(&folder).args(["run", "--silent", "build"]))?;
    stamp.set()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    ["src", "static", "messages", "project.inlang/settings.json", "package-lock.json"]
        .into_iter()
        .chain(["svelte.config.js", "vite.config.ts", "tsconfig.json"])
        .map(|name| folder.join(name))
        .filter(|path| path.exists())
        .collect()
}
