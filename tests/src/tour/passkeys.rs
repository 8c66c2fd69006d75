//! A security key is added by a link of the app, pays on the hosted page without the app, and is removed.

use anyhow::Result;

use super::devices::enter_pin_window;
use super::first_start::type_pin_and_leave;
use super::online;
use super::stage::{PIN, Stage};
use crate::page::{Target, click, fill, reads, see, text};

const SECURITY: Target<'static> = Target::Id("nav-security");

/// The app's PIN opens a link; the key is registered on its page, and the app says so by itself.
pub async fn add(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    click(stage.window()?, Target::Id("passkey-add")).await?;
    click(stage.window()?, Target::Id("passkey-open")).await?;
    answer(stage, "passkey-add-by-pin").await?;
    let code = text(stage.window()?, Target::Id("passkey-code")).await?;
    stage.photograph_app("passkey-link").await?;
    stage.browser.plug_in("usb").await?;
    stage.page().goto(&format!("{}/passkeys/add#{code}", stage.service.http)).await?;
    fill(stage.page(), Target::Css("input[name=name]"), "机のキー").await?;
    stage.photograph_page("passkey-add-page").await?;
    click(stage.page(), Target::Css("form button")).await?;
    reads(stage.page(), Target::Css("#panel"), "追加しました").await?;
    reads(stage.window()?, Target::Css("main"), "「机のキー」を追加しました").await?;
    stage.photograph_app("passkey-added").await
}

/// It signs in on the hosted page, shows the terms, and approves them there.
pub async fn pay(stage: &mut Stage) -> Result<()> {
    online::choose_goods(stage).await?;
    online::check_out(stage).await?;
    click(stage.page(), Target::Css("#in-browser")).await?;
    reads(stage.page(), Target::Css("#pay"), online::TOTAL).await?;
    reads(stage.page(), Target::Css("main"), online::SHOP).await?;
    stage.photograph_page("hosted-terms").await?;
    click(stage.page(), Target::Css("#pay")).await?;
    online::back_at_shop(stage).await
}

/// It is listed beside the devices, and goes with the PIN.
pub async fn remove(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, SECURITY).await?;
    see(stage.window()?, Target::Id("passkey-row")).await?;
    stage.photograph_app("passkeys").await?;
    click(stage.window()?, Target::Id("passkey-remove")).await?;
    answer(stage, "passkey-remove-by-pin").await?;
    reads(stage.window()?, Target::Css("main"), "このアプリを開かずに").await
}

async fn answer(stage: &mut Stage, name: &str) -> Result<()> {
    enter_pin_window(stage).await?;
    stage.photograph_app(name).await?;
    type_pin_and_leave(stage.window()?, PIN).await?;
    stage.app()?.only_main().await
}
