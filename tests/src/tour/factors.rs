//! An authenticator app and recovery codes, set up in the PIN's window, and a payment that asks for a second factor.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, anyhow, ensure};
use totp_rs::{Builder, Secret, Totp};

use super::devices::enter_pin_window;
use super::first_start::{type_pin, type_pin_and_leave};
use super::online::{check_out, choose_goods, follow_link};
use super::stage::{PIN, Stage};
use crate::page::{Target, click, click_and_leave, fill, reads, see, text};

const SECURITY: Target<'static> = Target::Id("nav-security");
/// Half a minute ahead, as a phone's clock may be: the code of now is used up by setting it up.
const AHEAD_S: u64 = 30;

/// The window shows the secret once, and takes the app's first code.
pub async fn set_up(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    click(stage.window()?, Target::Id("totp-change")).await?;
    enter_pin_window(stage).await?;
    type_pin(stage.window()?, PIN).await?;
    let secret = text(stage.window()?, Target::Id("totp-secret")).await?;
    stage.photograph_app("authenticator-app").await?;
    let app = app_of(&secret)?;
    fill(stage.window()?, Target::Id("totp-code"), "000000").await?;
    click(stage.window()?, Target::Id("totp-confirm")).await?;
    reads(stage.window()?, Target::Id("error-code"), "factor.code_wrong").await?;
    stage.photograph_app("authenticator-app-wrong").await?;
    fill(stage.window()?, Target::Id("totp-code"), &code_at(&app, now()?)).await?;
    click_and_leave(stage.window()?, Target::Id("totp-confirm")).await?;
    stage.app()?.only_main().await?;
    reads(stage.window()?, Target::Id("totp-change"), "外す").await?;
    recovery_codes(stage).await?;
    pay(stage, &app).await
}

async fn recovery_codes(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, Target::Id("codes-renew")).await?;
    enter_pin_window(stage).await?;
    type_pin(stage.window()?, PIN).await?;
    let codes = text(stage.window()?, Target::Id("recovery-codes")).await?;
    ensure!(codes.matches('-').count() == 10 * 5, "ten codes of six groups: {}", codes.len());
    click(stage.window()?, Target::Id("codes-save")).await?;
    reads(stage.window()?, Target::Css("main"), "に保存しました").await?;
    stage.photograph_app("recovery-codes").await?;
    click_and_leave(stage.window()?, Target::Id("codes-taken")).await?;
    stage.app()?.only_main().await?;
    reads(stage.window()?, Target::Css("main"), "残り10個").await
}

/// This device asks from 5,000 yen on; a code that was used is refused, a new one pays.
async fn pay(stage: &mut Stage, app: &Totp) -> Result<()> {
    ask_from(stage, "5000").await?;
    reads(stage.window()?, Target::Id("device-save"), "保存しました").await?;
    stage.photograph_app("second-factor-policy").await?;
    choose_goods(stage).await?;
    check_out(stage).await?;
    follow_link(stage).await?;
    fill(stage.window()?, Target::Id("approval-factor"), "000000").await?;
    click(stage.window()?, Target::Id("approval-pay")).await?;
    type_pin(stage.window()?, PIN).await?;
    reads(stage.window()?, Target::Css("main"), "コードがちがいます。").await?;
    stage.photograph_app("second-factor-wrong").await?;
    fill(stage.window()?, Target::Id("approval-factor"), &code_at(app, now()? + AHEAD_S)).await?;
    click(stage.window()?, Target::Id("approval-pay")).await?;
    type_pin(stage.window()?, PIN).await?;
    see(stage.window()?, Target::Css("[data-testid='approval-result'][data-phase='done']")).await?;
    click_and_leave(stage.window()?, Target::Id("approval-close")).await?;
    stage.app()?.only_main().await?;
    // What comes next pays without; to ask less needs the PIN.
    ask_from(stage, "").await?;
    enter_pin_window(stage).await?;
    stage.photograph_app("second-factor-loosened").await?;
    type_pin_and_leave(stage.window()?, PIN).await?;
    stage.app()?.only_main().await?;
    reads(stage.window()?, Target::Id("device-save"), "保存しました").await
}

async fn ask_from(stage: &Stage, yen: &str) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    click(stage.window()?, Target::Id("device-row")).await?;
    let option = format!("[data-testid='device-second'] option[value='{yen}']");
    click(stage.window()?, Target::Css(&option)).await?;
    click(stage.window()?, Target::Id("device-save")).await
}

fn app_of(secret: &str) -> Result<Totp> {
    let secret: String = secret.chars().filter(char::is_ascii_alphanumeric).collect();
    let secret = Secret::try_from_base32(&secret).map_err(|error| anyhow!("{error:?}"))?;
    let built = Builder::new().with_secret(secret).with_account_name("tour").build();
    built.map_err(|error| anyhow!("{error}"))
}

fn code_at(app: &Totp, second: u64) -> String {
    app.generate(second).to_string()
}

#[allow(clippy::disallowed_methods, reason = "what a phone does")]
fn now() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH).context("the clock")?.as_secs())
}
