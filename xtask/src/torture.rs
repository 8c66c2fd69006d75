//! `cargo xtask torture`: power cuts under load, on SQLite and on PostgreSQL.

use std::time::Duration;

use anyhow::Result;
use saifu_tests::place;
use saifu_tests::postgres::{Durability, Postgres};
use saifu_tests::service::Data;
use saifu_tests::torture;

use crate::setup::{self, Purpose};
use crate::signals::to_the_end;
use crate::timings::Timings;

/// Builds and cuts, on each database so many times, at most so many minutes each.
///
/// # Errors
/// It does not build, the books do not hold, or something that was acknowledged is gone.
pub fn run(rounds: usize, minutes: u64) -> Result<()> {
    let mut timings = Timings::new();
    setup::prepare(Purpose::Test, &mut timings)?;
    setup::build_for_tests(&mut timings)?;
    let folder = place::target().join("torture");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let time = Duration::from_secs(60 * minutes);
    to_the_end(async move {
        let logs = folder.join("logs");
        let sqlite = Data::in_folder(&folder.join("sqlite"));
        tell("SQLite", torture::torture(&sqlite, &logs, rounds, time).await?);
        let server = Postgres::start(Durability::AsInstalled)?;
        let data = Data::with_database(&folder.join("postgresql"), &server.create_database("torture")?);
        tell("PostgreSQL", torture::torture(&data, &logs, rounds, time).await?);
        Ok(())
    })
}

fn tell(database: &str, outcome: torture::Outcome) {
    let torture::Outcome { rounds, charges, top_ups } = outcome;
    println!(
        "{database}: {rounds} power cuts; {charges} charges and {top_ups} top-ups acknowledged, none lost; the books hold"
    );
}
