//! `app.first_balance` and `app.memory`, against the least window that Tauri can show and against
//! Electrum, another desktop wallet.

use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use saifu_tests::app::{Drawing, Scheme};
use saifu_tests::figure::Figure;
use saifu_tests::page::{Target, see};
use saifu_tests::place;
use saifu_tests::tour::stage::Stage;
use saifu_tests::tour::{first_start, instruments};

use super::contestant::Contestant;
use super::screen::{Region, Screen};
use crate::setup::{self, Purpose};
use crate::shell::{self, FEATURES};
use crate::timings::Timings;

const ROUNDS: usize = 7;
/// Around the one figure of `tests/minimal-window/page/index.html`.
const MINIMAL: Region = Region { x: 40, y: 40, width: 240, height: 60 };
/// Electrum's status bar, where its balance stands: its window comes up at 100, 100.
const ELECTRUM: Region = Region { x: 110, y: 470, width: 120, height: 26 };

/// Builds what is compared, optimised.
pub fn build() -> Result<()> {
    setup::prepare(Purpose::Bench, &mut Timings::new())?;
    let mut cargo = shell::cargo();
    cargo.args([
        "build",
        "--release",
        "-p",
        "saifu-service",
        "-p",
        "saifu-app",
        "-p",
        "saifu-minimal-window",
    ]);
    shell::run(cargo.args(FEATURES))
}

/// Measures in turns, so that a busy moment hits both.
pub async fn measure() -> Result<()> {
    let folder = place::target().join("bench/app");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let mut stage = Stage::set(&folder).await?;
    let region = sign_up_and_find_balance(&mut stage).await?;
    stage.stop_app().await?;
    prepare_electrum(&stage)?;
    race(&stage, region)?;
    stage.strike().await;
    Ok(())
}

async fn sign_up_and_find_balance(stage: &mut Stage) -> Result<Region> {
    first_start::all(stage).await?;
    instruments::redeem_gift(stage).await?;
    stage.start_app(Scheme::Light).await?;
    let balance = see(stage.window()?, Target::Id("home-spendable")).await?;
    let (x, y, width, height) = balance.rectangle().await?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels of a window, rounded"
    )]
    let [x, y, width, height] = [x, y, width, height].map(|pixels| pixels.round().max(0.0) as u64);
    Ok(Region { x, y, width, height })
}

fn race(stage: &Stage, balance: Region) -> Result<()> {
    let screen = Screen::of(&stage.desktop).context("the display's memory")?;
    let logs = stage.folder.join("logs");
    let launch = stage.launch(Scheme::Light, Drawing::Chosen);
    let minimal = place::program("saifu-minimal-window")?;
    let mut ours = Contestant::new("app", balance, logs.clone(), &screen, || launch.command(&stage.desktop))?;
    let mut least =
        Contestant::new("minimal-window", MINIMAL, logs, &screen, || Ok(stage.desktop.command(&minimal)))?;
    let mut other = Contestant::new("electrum", ELECTRUM, stage.folder.join("logs"), &screen, || {
        Ok(electrum(stage, "gui"))
    })?;
    for _ in 0..ROUNDS {
        for contestant in [&mut ours, &mut least, &mut other] {
            contestant.time(&screen)?;
        }
    }
    let (first, memory) = (ours.median_ms(), ours.memory(&screen)?);
    Figure::against("app.first_balance", "ms", first, least.median_ms()).print()?;
    Figure::against("app.memory", "MiB", memory, least.memory(&screen)?).print()?;
    Figure::against("app.first_balance.electrum", "ms", first, other.median_ms()).print()?;
    Figure::against("app.memory.electrum", "MiB", memory, other.memory(&screen)?).print()
}

/// Electrum on a wallet of its own, without the network.
fn electrum(stage: &Stage, what: &str) -> Command {
    let mut command = stage.desktop.command("electrum");
    command.arg("-D").arg(stage.folder.join("electrum")).args(["--offline", what]);
    command
}

/// Makes Electrum's wallet, and answers before it asks.
fn prepare_electrum(stage: &Stage) -> Result<()> {
    let folder = stage.folder.join("electrum");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("config"), r#"{"check_updates": false, "config_version": 3}"#)?;
    // It prints the seed of the wallet that nobody will use.
    shell::run(electrum(stage, "create").stdout(Stdio::null()))
}
