//! The wallet is closed and opened again; a second device is let in, and later put out.

use anyhow::{Result, ensure};

use super::first_start::{choose_pin, type_pin, type_pin_and_leave};
use super::stage::{PIN, Stage};
use crate::app::{App, Drawing, Scheme};
use crate::browser::Size;
use crate::desktop::Desktop;
use crate::page::{Target, click, click_and_leave, fill, reads, see, text};

const SECURITY: Target<'static> = Target::Id("nav-security");
/// What the second device is opened with, and the first one for a while.
pub const SECOND_PIN: &str = "736204";
const CHECK: Target<'static> = Target::Id("join-check");
/// This device stands first.
const OTHER_DEVICE: Target<'static> = Target::Css("[data-testid='device-row']:last-of-type");

/// Signing out closes the wallet; its PIN, in a window of its own, opens it.
pub async fn close_and_open(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    click(stage.window()?, Target::Id("sign-out")).await?;
    click(stage.window()?, Target::Id("dialog-confirm")).await?;
    see(stage.window()?, Target::Id("pin-open")).await?;
    stage.photograph_app("wallet-closed").await?;
    click(stage.window()?, Target::Id("pin-open")).await?;
    enter_pin_window(stage).await?;
    stage.photograph_app("wallet-opened-by-pin").await?;
    stage.app()?.resize(Size::PHONE).await?;
    stage.photograph_app("wallet-opened-by-pin.phone").await?;
    type_pin_and_leave(stage.window()?, PIN).await?;
    stage.app()?.only_main().await?;
    see(stage.window()?, Target::Id("home-spendable")).await.map(|_| ())
}

/// A wallet that locked itself opens where it was.
pub async fn lock_and_unlock(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    click(stage.window()?, Target::Id("lock-now")).await?;
    see(stage.window()?, Target::Id("pin-open")).await?;
    stage.photograph_app("wallet-locked").await?;
    enter_pin(stage).await?;
    see(stage.window()?, Target::Id("lock-now")).await.map(|_| ())
}

/// A PIN that is easily guessed is refused; another takes the old one's place, and then the old one again.
pub async fn change_pin(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    click(stage.window()?, Target::Id("pin-change")).await?;
    enter_pin_window(stage).await?;
    stage.photograph_app("pin-change").await?;
    for pin in [PIN, "123456", "123456"] {
        type_pin(stage.window()?, pin).await?;
    }
    reads(stage.window()?, Target::Id("error-code"), "device.pin_weak").await?;
    stage.photograph_app("pin-weak").await?;
    replace(stage, PIN, SECOND_PIN).await?;
    reads(stage.window()?, Target::Css("main"), "PINを変えました").await?;
    stage.photograph_app("pin-changed").await?;
    click(stage.window()?, Target::Id("pin-change")).await?;
    enter_pin_window(stage).await?;
    replace(stage, SECOND_PIN, PIN).await
}

async fn replace(stage: &Stage, old: &str, new: &str) -> Result<()> {
    type_pin(stage.window()?, old).await?;
    type_pin(stage.window()?, new).await?;
    type_pin_and_leave(stage.window()?, new).await?;
    stage.app()?.only_main().await
}

/// The mark that only the core's windows show: chosen, and there the next time.
pub async fn mark(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    click(stage.window()?, Target::Id("mark-change")).await?;
    stage.app()?.enter_second().await?;
    click(stage.window()?, Target::Id("mark-picture-3")).await?;
    click(stage.window()?, Target::Id("mark-tint-2")).await?;
    stage.photograph_app("mark-choice").await?;
    click(stage.window()?, Target::Id("mark-take")).await?;
    type_pin_and_leave(stage.window()?, PIN).await?;
    stage.app()?.only_main().await?;
    reads(stage.window()?, Target::Css("main"), "印を変えました").await?;
    let shown = "return document.documentElement.outerHTML.includes('data-mark')";
    ensure!(stage.window()?.execute(shown, Vec::new()).await? == false, "the wallet's window shows the mark");
    click(stage.window()?, Target::Id("pin-change")).await?;
    stage.app()?.enter_second().await?;
    see(stage.window()?, Target::Css("[data-mark='3-2']")).await?;
    click_and_leave(stage.window()?, Target::Id("pin-close")).await?;
    stage.app()?.only_main().await
}

/// A device that asks for the PIN before each store code.
pub async fn code_with_pin(stage: &mut Stage) -> Result<()> {
    turn_codes(stage).await?;
    reads(stage.window()?, Target::Id("device-save"), "保存しました").await?;
    click(stage.window()?, Target::Id("nav-pay")).await?;
    see(stage.window()?, Target::Id("pin-open")).await?;
    stage.photograph_app("store-code-asks-pin").await?;
    enter_pin(stage).await?;
    see(stage.window()?, Target::Id("store-digits")).await?;
    // To ask less again needs the PIN as well.
    turn_codes(stage).await?;
    enter_pin_window(stage).await?;
    stage.photograph_app("device-loosened-by-pin").await?;
    type_pin_and_leave(stage.window()?, PIN).await?;
    stage.app()?.only_main().await?;
    reads(stage.window()?, Target::Id("device-save"), "保存しました").await
}

/// Whether store codes are shown at once, turned over.
async fn turn_codes(stage: &Stage) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    click(stage.window()?, Target::Id("device-row")).await?;
    click(stage.window()?, Target::Id("device-codes")).await?;
    click(stage.window()?, Target::Id("device-save")).await
}

/// The PIN's window opens.
pub(super) async fn enter_pin_window(stage: &Stage) -> Result<()> {
    stage.app()?.enter_second().await?;
    see(stage.window()?, Target::Id("pin-pad")).await.map(|_| ())
}

async fn enter_pin(stage: &Stage) -> Result<()> {
    click(stage.window()?, Target::Id("pin-open")).await?;
    enter_pin_window(stage).await?;
    type_pin_and_leave(stage.window()?, PIN).await?;
    stage.app()?.only_main().await
}

/// What a device is called and what is asked of it.
pub async fn policy(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    click(stage.window()?, Target::Id("device-row")).await?;
    fill(stage.window()?, Target::Id("device-name"), "花子のパソコン").await?;
    click(stage.window()?, Target::Id("device-save")).await?;
    reads(stage.window()?, Target::Id("device-save"), "保存しました").await?;
    stage.photograph_app("device-policy").await
}

/// A second device has the code of the first and its yes, makes a passkey of its own, and is put out.
pub async fn second(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    click(stage.window()?, Target::Id("device-add")).await?;
    let code = text(stage.window()?, Target::Id("join-code")).await?;
    stage.photograph_app("device-invitation").await?;
    let folder = stage.folder.join("second");
    let desktop = Desktop::start(&folder.join("home"), &folder.join("logs"))?;
    let launch = stage.launch(Scheme::Light, Drawing::Composed);
    let other = App::start(&desktop, launch, &folder.join("logs")).await?;
    present(stage, &other, &code).await?;
    let_in(stage).await?;
    use_second(stage, &other).await?;
    put_out(stage).await?;
    click(&other.client, Target::Id("nav-history")).await?;
    see(&other.client, Target::Id("pin-open")).await?;
    click(&other.client, Target::Id("pin-open")).await?;
    other.enter_second().await?;
    type_pin(&other.client, SECOND_PIN).await?;
    reads(&other.client, Target::Id("error-code"), "session.invalid").await?;
    photograph(stage, &other, "second-device-put-out").await?;
    other.close().await
}

async fn present(stage: &mut Stage, other: &App, code: &str) -> Result<()> {
    click(&other.client, Target::Id("join-start")).await?;
    fill(&other.client, Target::Id("join-code"), code).await?;
    photograph(stage, other, "second-device-code").await?;
    click(&other.client, Target::Id("join-submit")).await?;
    let theirs = text(&other.client, CHECK).await?;
    photograph(stage, other, "second-device-waits").await?;
    see(stage.window()?, Target::Id("join-confirm")).await?;
    let ours = text(stage.window()?, CHECK).await?;
    ensure!(ours == theirs, "one shows {ours}, the other {theirs}");
    stage.photograph_app("device-asks").await
}

async fn let_in(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, Target::Id("join-confirm")).await?;
    enter_pin_window(stage).await?;
    stage.photograph_app("device-let-in-by-pin").await?;
    type_pin_and_leave(stage.window()?, PIN).await?;
    stage.app()?.only_main().await?;
    reads(stage.window()?, Target::Css("main"), "つなぎました").await?;
    stage.photograph_app("device-let-in").await
}

async fn use_second(stage: &mut Stage, other: &App) -> Result<()> {
    choose_pin(other, SECOND_PIN).await?;
    click(&other.client, Target::Id("done-home")).await?;
    see(&other.client, Target::Id("home-spendable")).await?;
    photograph(stage, other, "second-device-home").await
}

async fn put_out(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    stage.photograph_app("two-devices").await?;
    click(stage.window()?, OTHER_DEVICE).await?;
    click(stage.window()?, Target::Id("device-revoke")).await?;
    see(stage.window()?, Target::Id("dialog-confirm")).await?;
    stage.photograph_app("device-revoke").await?;
    click(stage.window()?, Target::Id("dialog-confirm")).await?;
    see(stage.window()?, Target::Id("device-add")).await.map(|_| ())
}

pub(super) async fn photograph(stage: &mut Stage, other: &App, name: &str) -> Result<()> {
    let png = other.photograph().await?;
    stage.album.add(name, &png)
}
