//! Runs seeds by hand: `cargo xtask simulate`.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Parser;
use saifu_simulation::{Plan, Run, STEPS, Tally, simulate};

/// Simulates the wallet, one run a seed.
#[derive(Parser)]
struct Arguments {
    /// How many seeds
    #[arg(long, default_value_t = 1000)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Steps of a run before its faults stop
    #[arg(long, default_value_t = STEPS)]
    steps: u32,
    /// Only this seed
    #[arg(long)]
    seed: Option<u64>,
    /// Print what happened; with --seed
    #[arg(long, requires = "seed")]
    history: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nError: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool> {
    let (from, seeds) = arguments.seed.map_or((arguments.from, arguments.seeds), |seed| (seed, 1));
    let begun = Instant::now();
    let (mut steps, mut broken, mut tally) = (0_u64, 0_u64, Tally::default());
    for seed in from..from.saturating_add(seeds) {
        let plan = Plan { seed, steps: arguments.steps, written: arguments.history, mutation: None };
        let made = simulate(plan)?;
        print(arguments, seed, &made);
        steps += u64::from(made.steps);
        broken += u64::from(made.broken.is_some());
        tally.add(made.tally);
    }
    for (what, times) in &tally.0 {
        println!("{times:>10}  {what}");
    }
    let seconds = begun.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "a figure for people")]
    let per_second = steps as f64 / seconds;
    println!("{seeds} seeds, {steps} steps in {seconds:.1} s: {per_second:.0} steps/s; {broken} broken");
    Ok(broken == 0)
}

fn print(arguments: &Arguments, seed: u64, made: &Run) {
    for line in &made.history {
        println!("{line}");
    }
    if let Some(broken) = &made.broken {
        println!("seed {seed} broke at step {}:", broken.step);
        for finding in &broken.findings {
            println!("  {}: {}", finding.rule, finding.what);
        }
        let steps =
            if arguments.steps == STEPS { String::new() } else { format!(" --steps {}", arguments.steps) };
        println!("  again: cargo xtask simulate --seed {seed}{steps} --history");
    }
}
