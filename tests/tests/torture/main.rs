//! The short form of `cargo xtask torture`: a service loses its power under load a few times, on each
//! database.

use std::time::Duration;

use anyhow::Result;
use saifu_tests::service::Data;
use saifu_tests::{postgres, torture};

const ROUNDS: usize = 4;
const TIME: Duration = Duration::from_secs(120);

#[tokio::test]
async fn what_was_acknowledged_outlives_a_power_cut_on_sqlite() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = Data::in_folder(&folder.path().join("data"));
    check(torture::torture(&data, &folder.path().join("logs"), ROUNDS, TIME).await?)
}

#[tokio::test]
async fn what_was_acknowledged_outlives_a_power_cut_on_postgresql() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (url, _server) = postgres::database()?;
    let data = Data::with_database(&folder.path().join("data"), &url);
    check(torture::torture(&data, &folder.path().join("logs"), ROUNDS, TIME).await?)
}

fn check(outcome: torture::Outcome) -> Result<()> {
    anyhow::ensure!(outcome.rounds > 0 && outcome.charges > 0 && outcome.top_ups > 0, "{outcome:?}");
    Ok(())
}
