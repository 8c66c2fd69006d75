//! `cargo xtask …`: everything a person or CI runs. Each task does its own set-up.

mod bench;
mod check;
mod run;
mod setup;
mod shell;
mod signals;
mod simulate;
mod test;
mod till;
mod timings;
mod torture;
mod tour;

use std::process::ExitCode;

use anyhow::Result;
use bench::Bench;
use clap::{Parser, Subcommand};
use setup::Purpose;
use timings::Timings;

/// Builds, runs and tests Saifu.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Start the service, the sample shop and the wallet app (without a display: the tour)
    Run,
    /// Do all the set-up and pass every test, end-to-end tests included
    Test,
    /// Formatting, lints, licences and the shape of the house
    Check,
    /// Drive the real app through the main job; pictures and a report go to target/tour
    Tour {
        /// With what is built already: no set-up, no build
        #[arg(long)]
        built: bool,
    },
    /// Measure; one JSON object a line
    Bench {
        /// What to measure
        #[arg(required = true)]
        names: Vec<Bench>,
        /// With what is built already, in release: no set-up, no build
        #[arg(long)]
        built: bool,
    },
    /// Cut the service's power under load, on SQLite and on PostgreSQL; after each cut the books must hold
    Torture {
        /// How many cuts on each
        #[arg(long, default_value_t = 200)]
        rounds: usize,
        /// At most so many minutes on each
        #[arg(long, default_value_t = 20)]
        minutes: u64,
    },
    /// Run the wallet's use-cases under faults, one run a seed; `--help` tells how to choose and replay
    Simulate {
        /// For the simulation: `--seeds N --from S --steps M`, or `--seed S --history`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Charge the holder of a store code, as a till would
    Till {
        /// The 20 digits below the bar code
        code: String,
        /// Whole yen
        amount: u64,
        /// The service; without it the one that `cargo xtask run` started
        #[arg(long)]
        service: Option<String>,
    },
    /// Install what is missing, and nothing else
    Setup,
}

fn main() -> ExitCode {
    match perform(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nError: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    match task {
        Task::Run => run::run(),
        Task::Test => test::test(),
        Task::Check => check::check(),
        Task::Tour { built: true } => tour::walk(),
        Task::Tour { built: false } => tour::tour(),
        Task::Bench { names, built } => bench::bench(&names, built),
        Task::Torture { rounds, minutes } => torture::run(rounds, minutes),
        Task::Simulate { arguments } => simulate::simulate(&arguments),
        Task::Till { code, amount, service } => till::charge(service, &code, amount),
        Task::Setup => {
            let mut timings = Timings::new();
            setup::prepare(Purpose::Test, &mut timings)?;
            timings.finish()
        }
    }
}
