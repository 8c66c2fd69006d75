use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Error, Result};
use serde::Serialize;

#[derive(Serialize)]
struct Step {
    step: String,
    ok: bool,
    ms: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// `report.json`, written anew after every step, so that it is there whatever happens.
pub struct Report {
    path: PathBuf,
    steps: Vec<Step>,
}

impl Report {
    pub fn new(folder: &Path) -> Self {
        Self { path: folder.join("report.json"), steps: Vec::new() }
    }

    pub fn add(&mut self, step: &str, took: Duration, error: Option<&Error>) -> Result<()> {
        let error = error.map(|error| format!("{error:#}"));
        let ms = took.as_millis();
        println!("{} {step} ({ms} ms)", if error.is_none() { "ok  " } else { "FAIL" });
        self.steps.push(Step { step: step.to_owned(), ok: error.is_none(), ms, error });
        std::fs::write(&self.path, serde_json::to_string_pretty(&self.steps)?)?;
        Ok(())
    }
}
