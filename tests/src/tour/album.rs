use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Numbered pictures in a folder.
pub struct Album {
    folder: PathBuf,
    taken: usize,
}

impl Album {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), taken: 0 }
    }

    /// Writes `NNN-<name>.png`.
    pub fn add(&mut self, name: &str, png: &[u8]) -> Result<()> {
        std::fs::write(self.next(name), png)?;
        Ok(())
    }

    /// The path of the next picture, without its ending, for a program that writes it.
    pub fn next_stem(&mut self, name: &str) -> PathBuf {
        let mut path = self.next(name);
        path.set_extension("");
        path
    }

    /// The newest picture of this name.
    pub fn newest(&self, name: &str) -> Result<PathBuf> {
        let ending = format!("-{name}.png");
        let pictures = std::fs::read_dir(&self.folder)?.flatten().map(|entry| entry.path());
        let named = pictures.filter(|path| path.to_string_lossy().ends_with(&ending));
        named.max().with_context(|| format!("no picture {name}"))
    }

    fn next(&mut self, name: &str) -> PathBuf {
        self.taken += 1;
        self.folder.join(format!("{:03}-{name}.png", self.taken))
    }
}
