//! One line of a bench's output.

use anyhow::Result;
use serde::Serialize;

/// A figure beside what it is compared with.
#[derive(Debug, Serialize)]
pub struct Figure {
    name: &'static str,
    value: f64,
    unit: &'static str,
    /// The same thing measured on what we compare with.
    baseline: f64,
    /// `value / baseline`.
    ratio: f64,
}

impl Figure {
    /// A value and its baseline, of one run.
    #[must_use]
    pub fn against(name: &'static str, unit: &'static str, value: f64, baseline: f64) -> Self {
        let ratio = rounded(value / baseline, 1000.0);
        Self { name, value: rounded(value, 10.0), unit, baseline: rounded(baseline, 10.0), ratio }
    }

    /// Prints it as one JSON object.
    ///
    /// # Errors
    /// It has no JSON form.
    pub fn print(&self) -> Result<()> {
        println!("{}", serde_json::to_string(self)?);
        Ok(())
    }
}

fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}
