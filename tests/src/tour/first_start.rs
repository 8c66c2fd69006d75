//! First start: the service is found, name and mail, the mailed code, a passkey with its PIN.

use anyhow::Result;
use fantoccini::Client;

use super::stage::{EMAIL, NAME, PIN, Stage};
use crate::app::App;
use crate::page::{Target, click, click_and_leave, fill, see};

/// The first screen of a fresh app.
pub async fn welcome(stage: &mut Stage) -> Result<()> {
    stage.at_desk().await?;
    see(stage.window()?, Target::Id("welcome-start")).await?;
    stage.photograph_app("welcome").await
}

/// Name and mail.
pub async fn sign_up(stage: &mut Stage) -> Result<()> {
    let window = stage.window()?;
    click(window, Target::Id("welcome-start")).await?;
    fill(window, Target::Id("signup-name"), NAME).await?;
    fill(window, Target::Id("signup-email"), EMAIL).await?;
    stage.photograph_app("sign-up").await?;
    click(stage.window()?, Target::Id("signup-submit")).await
}

/// The code that was mailed.
pub async fn confirm(stage: &mut Stage) -> Result<()> {
    see(stage.window()?, Target::Id("code-input")).await?;
    let code = stage.service.mailed_code(EMAIL).await?;
    stage.photograph_app("mailed-code").await?;
    // The sixth digit sends it.
    fill(stage.window()?, Target::Id("code-input"), &code).await?;
    see(stage.window()?, Target::Id("pin-open")).await.map(|_| ())
}

/// A passkey on this device, guarded by a PIN that is chosen in a window of its own.
pub async fn make_passkey(stage: &mut Stage) -> Result<()> {
    stage.photograph_app("passkey-step").await?;
    click(stage.window()?, Target::Id("pin-open")).await?;
    stage.app()?.enter_second().await?;
    see(stage.window()?, Target::Id("pin-pad")).await?;
    stage.photograph_app("passkey-with-pin").await?;
    type_twice(stage.app()?, PIN).await?;
    stage.photograph_app("passkey-made").await
}

/// Opens the PIN's window and chooses a PIN in it.
pub async fn choose_pin(app: &App, pin: &str) -> Result<()> {
    click(&app.client, Target::Id("pin-open")).await?;
    app.enter_second().await?;
    see(&app.client, Target::Id("pin-pad")).await?;
    type_twice(app, pin).await
}

/// Once more, so that a slip does not lock the shopper out; then the window closes by itself.
async fn type_twice(app: &App, pin: &str) -> Result<()> {
    type_pin(&app.client, pin).await?;
    type_pin_and_leave(&app.client, pin).await?;
    app.only_main().await?;
    see(&app.client, Target::Id("done-home")).await.map(|_| ())
}

/// From the last page of the first start to an empty home.
pub async fn go_home(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, Target::Id("done-home")).await?;
    see(stage.window()?, Target::Id("home-spendable")).await?;
    stage.photograph_app("empty-home").await
}

/// All of it, up to an empty home.
pub async fn all(stage: &mut Stage) -> Result<()> {
    welcome(stage).await?;
    sign_up(stage).await?;
    confirm(stage).await?;
    make_passkey(stage).await?;
    go_home(stage).await
}

/// Presses the keys of the PIN pad; with the last the window goes.
pub async fn type_pin_and_leave(window: &Client, pin: &str) -> Result<()> {
    let (first, last) = pin.split_at(pin.len() - 1);
    type_pin(window, first).await?;
    click_and_leave(window, Target::Id(&format!("pin-key-{last}"))).await
}

/// Presses the keys of the PIN pad.
pub async fn type_pin(window: &Client, pin: &str) -> Result<()> {
    for digit in pin.chars() {
        click(window, Target::Id(&format!("pin-key-{digit}"))).await?;
    }
    Ok(())
}
