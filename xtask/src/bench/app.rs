//! `app.first_balance` and `app.memory`, against the least window that Tauri can show.

use anyhow::{Context, Result};
use saifu_tests::app::{Launch, Scheme};
use saifu_tests::page::{Target, see};
use saifu_tests::place;
use saifu_tests::tour::stage::Stage;
use saifu_tests::tour::{first_start, instruments};

use super::Figure;
use super::contestant::Contestant;
use super::screen::{Region, Screen};
use crate::setup::{self, Purpose};
use crate::shell::{self, FEATURES};
use crate::timings::Timings;

const ROUNDS: usize = 7;
/// Around the one figure of `tests/minimal-window/page/index.html`.
const MINIMAL: Region = Region { x: 40, y: 40, width: 240, height: 60 };
const NO_ELECTRON: &str = "Electron is no package of this Debian, so there is nothing to compare with";

/// Builds what is compared, optimised.
pub fn build() -> Result<()> {
    setup::prepare(Purpose::Test, &mut Timings::new())?;
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
    let launch =
        Launch { service: stage.service.http.clone(), downloads: stage.downloads(), scheme: Scheme::Light };
    let minimal = place::program("saifu-minimal-window")?;
    let mut ours = Contestant::new("app", balance, logs.clone(), &screen, || launch.command(&stage.desktop))?;
    let mut least =
        Contestant::new("minimal-window", MINIMAL, logs, &screen, || Ok(stage.desktop.command(&minimal)))?;
    for _ in 0..ROUNDS {
        ours.time(&screen)?;
        least.time(&screen)?;
    }
    let (first, memory) = (ours.median_ms(), ours.memory(&screen)?);
    Figure::against("app.first_balance", "ms", first, least.median_ms()).print()?;
    Figure::against("app.memory", "MiB", memory, least.memory(&screen)?).print()?;
    Figure::alone("app.first_balance.electron", "ms", first, NO_ELECTRON).print()?;
    Figure::alone("app.memory.electron", "MiB", memory, NO_ELECTRON).print()
}
