//! Remembering from what something was made, so that it is made again only when that changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// A file that holds the hash of what something was made from.
pub struct Stamp {
    path: PathBuf,
    hash: String,
}

impl Stamp {
    /// The stamp at `path` for these inputs: files, or folders with all that is in them.
    ///
    /// # Errors
    /// An input cannot be read.
    pub fn of(path: PathBuf, inputs: &[PathBuf]) -> Result<Self> {
        let mut hasher = Sha256::new();
        for input in inputs {
            add(&mut hasher, input).with_context(|| format!("read {}", input.display()))?;
        }
        let hash = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { path, hash })
    }

    /// Whether it was made from the same inputs.
    pub fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|text| text == self.hash)
    }

    /// Call it when the work is done.
    ///
    /// # Errors
    /// The stamp cannot be written.
    pub fn set(&self) -> Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.path, &self.hash).with_context(|| format!("write {}", self.path.display()))
    }
}

fn add(hasher: &mut Sha256, path: &Path) -> Result<()> {
    if !path.is_dir() {
        hasher.update(path.as_os_str().as_encoded_bytes());
        hasher.update(fs::read(path)?);
        return Ok(());
    }
    let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    entries.sort();
    for entry in entries.iter().filter(|entry| !is_generated(entry)) {
        add(hasher, entry)?;
    }
    Ok(())
}

fn is_generated(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "paraglide")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_input_makes_the_stamp_stale() {
        let folder = saifu_tests::place::target().join("test-stamps").join(std::process::id().to_string());
        let inputs = folder.join("inputs/deep");
        fs::create_dir_all(&inputs).unwrap();
        fs::write(inputs.join("a"), "one").unwrap();
        let stamp = || Stamp::of(folder.join("stamp"), &[folder.join("inputs")]).unwrap();
        assert!(!stamp().is_fresh());
        stamp().set().unwrap();
        assert!(stamp().is_fresh());
        fs::write(inputs.join("a"), "two").unwrap();
        assert!(!stamp().is_fresh());
        fs::remove_dir_all(folder).unwrap();
    }
}
