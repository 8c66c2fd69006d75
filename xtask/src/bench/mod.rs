//! `cargo xtask bench NAME…`: figures that travel between machines as ratios, each with a baseline
//! that was measured in the same run.

mod app;
mod contestant;
mod memory;
mod screen;

use anyhow::Result;
use clap::ValueEnum;
use saifu_tests::place;
use serde::Serialize;

use crate::signals::to_the_end;

/// What can be measured.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Bench {
    /// How soon the app shows the balance, and how much memory it then holds
    App,
}

/// One line of a bench's output.
#[derive(Debug, Serialize)]
struct Figure {
    name: &'static str,
    value: f64,
    unit: &'static str,
    /// The same thing measured on what we compare with.
    baseline: f64,
    /// `value / baseline`.
    ratio: f64,
}

impl Figure {
    fn against(name: &'static str, unit: &'static str, value: f64, baseline: f64) -> Self {
        let ratio = rounded(value / baseline, 1000.0);
        Self { name, value: rounded(value, 10.0), unit, baseline: rounded(baseline, 10.0), ratio }
    }

    fn print(&self) -> Result<()> {
        println!("{}", serde_json::to_string(self)?);
        Ok(())
    }
}

fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}

/// Runs the benches that were asked for.
///
/// # Errors
/// Something does not build or start, or never shows what is waited for.
pub fn bench(names: &[Bench], built: bool) -> Result<()> {
    place::choose_release();
    for name in names {
        match name {
            Bench::App => {
                if !built {
                    app::build()?;
                }
                to_the_end(app::measure())?;
            }
        }
    }
    Ok(())
}
