//! How long each step took, and whether it worked.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// The steps of a task so far.
pub struct Timings {
    steps: Vec<Step>,
}

struct Step {
    name: String,
    took: Duration,
    failure: Option<String>,
}

impl Timings {
    pub fn new() -> Self {
        Self { steps: Vec::new() }
    }

    /// A step that the following ones need.
    ///
    /// # Errors
    /// As the step's.
    pub fn need(&mut self, name: &str, step: impl FnOnce() -> Result<()>) -> Result<()> {
        let start = Instant::now();
        let outcome = step();
        let failure = outcome.as_ref().err().map(|error| format!("{error:#}"));
        self.steps.push(Step { name: name.to_owned(), took: start.elapsed(), failure });
        outcome
    }

    /// A step whose failure is told at the end, after the others had their turn.
    pub fn time(&mut self, name: &str, step: impl FnOnce() -> Result<()>) {
        if let Err(error) = self.need(name, step) {
            eprintln!("{name} failed: {error:#}");
        }
    }

    /// Prints the table, slowest first.
    ///
    /// # Errors
    /// Names the steps that failed.
    pub fn finish(mut self) -> Result<()> {
        self.steps.sort_by_key(|step| std::cmp::Reverse(step.took));
        println!("\n  seconds  step");
        for Step { name, took, failure } in &self.steps {
            let mark = if failure.is_some() { "  FAILED" } else { "" };
            println!("{:>9.1}  {name}{mark}", took.as_secs_f64());
        }
        let failed: Vec<&str> =
            self.steps.iter().filter(|step| step.failure.is_some()).map(|step| step.name.as_str()).collect();
        if !failed.is_empty() {
            bail!("failed: {}", failed.join(", "));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_fails_the_whole_but_lets_the_rest_run() {
        let mut timings = Timings::new();
        let mut ran = false;
        timings.time("first", || bail!("no"));
        timings.time("second", || {
            ran = true;
            Ok(())
        });
        assert!(ran);
        assert_eq!(timings.finish().unwrap_err().to_string(), "failed: first");
    }
}
