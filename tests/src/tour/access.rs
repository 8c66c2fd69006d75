//! Who may come in: a new device asks for the wallet and is stopped, a sign-in is disowned, the address changes.

use anyhow::Result;

use super::devices::{enter_pin_window, photograph};
use super::first_start::{type_pin, type_pin_and_leave};
use super::stage::{EMAIL, PIN, Stage};
use crate::app::{App, Drawing, Scheme};
use crate::desktop::Desktop;
use crate::page::{Target, click, click_and_leave, fill, gone, reads, see, text};

const SECURITY: Target<'static> = Target::Id("nav-security");
const NEW_EMAIL: &str = "hana@new.example";
/// The one that was let in before the tour put it out.
const OTHERS: Target<'static> = Target::Id("sign-in-disown");

/// With a recovery code and a mailed code a new device waits; the owner sees it on every screen and stops it.
pub async fn recovery(stage: &mut Stage) -> Result<()> {
    let recovery_code = draw_code(stage).await?;
    let folder = stage.folder.join("recovering");
    let desktop = Desktop::start(&folder.join("home"), &folder.join("logs"))?;
    let launch = stage.launch(Scheme::Light, Drawing::Composed);
    let other = App::start(&desktop, launch, &folder.join("logs")).await?;
    click(&other.client, Target::Id("recover-start")).await?;
    fill(&other.client, Target::Id("recover-email"), EMAIL).await?;
    photograph(stage, &other, "recover-email").await?;
    click(&other.client, Target::Id("recover-ask")).await?;
    see(&other.client, Target::Id("recover-code")).await?;
    let mailed = stage.service.mailed_code(EMAIL).await?;
    fill(&other.client, Target::Id("recover-code"), &mailed).await?;
    fill(&other.client, Target::Id("recover-recovery-code"), "K7QD-2M4X-9RTB").await?;
    click(&other.client, Target::Id("recover-prove")).await?;
    reads(&other.client, Target::Id("error-code"), "recovery.codes_wrong").await?;
    photograph(stage, &other, "recover-codes-wrong").await?;
    fill(&other.client, Target::Id("recover-recovery-code"), &recovery_code).await?;
    click(&other.client, Target::Id("recover-prove")).await?;
    see(&other.client, Target::Id("recover-finish")).await?;
    photograph(stage, &other, "recover-waits").await?;

    see(stage.window()?, Target::Id("recovery-stop")).await?;
    stage.photograph_app("recovery-seen-by-owner").await?;
    click(stage.window()?, Target::Id("recovery-stop")).await?;
    gone(stage.window()?, Target::Id("recovery-stop")).await?;
    other.close().await
}

/// One of ten, drawn in the PIN's window.
async fn draw_code(stage: &Stage) -> Result<String> {
    click(stage.window()?, SECURITY).await?;
    click(stage.window()?, Target::Id("codes-renew")).await?;
    enter_pin_window(stage).await?;
    type_pin(stage.window()?, PIN).await?;
    let first = text(stage.window()?, Target::Css("[data-testid='recovery-codes'] li:first-of-type")).await?;
    click_and_leave(stage.window()?, Target::Id("codes-taken")).await?;
    stage.app()?.only_main().await?;
    Ok(first)
}

/// *That was not me*, of a device that is gone already: what is left is told.
pub async fn sign_ins(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    click(stage.window()?, Target::Id("sign-ins")).await?;
    see(stage.window()?, Target::Id("sign-in-row")).await?;
    stage.photograph_app("sign-ins").await?;
    click(stage.window()?, OTHERS).await?;
    see(stage.window()?, Target::Id("dialog-confirm")).await?;
    stage.photograph_app("sign-in-not-me").await?;
    click(stage.window()?, Target::Id("dialog-confirm")).await?;
    reads(stage.window()?, Target::Css("main"), "届け出ずみ").await?;
    stage.photograph_app("sign-in-disowned").await
}

/// Another address, by the PIN and a code that goes there.
pub async fn email(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    click(stage.window()?, Target::Id("email-change")).await?;
    fill(stage.window()?, Target::Id("email-new"), NEW_EMAIL).await?;
    stage.photograph_app("email-new").await?;
    click(stage.window()?, Target::Id("email-ask")).await?;
    enter_pin_window(stage).await?;
    stage.photograph_app("email-by-pin").await?;
    type_pin_and_leave(stage.window()?, PIN).await?;
    stage.app()?.only_main().await?;
    see(stage.window()?, Target::Id("email-code")).await?;
    let code = stage.service.mailed_code(NEW_EMAIL).await?;
    stage.photograph_app("email-code").await?;
    // The sixth digit sends it.
    fill(stage.window()?, Target::Id("email-code"), &code).await?;
    see(stage.window()?, Target::Id("email-done")).await?;
    stage.photograph_app("email-done").await?;
    click(stage.window()?, Target::Id("email-done")).await?;
    reads(stage.window()?, Target::Css("main"), NEW_EMAIL).await
}
