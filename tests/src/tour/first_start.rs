//! First start: the service is found, name and mail, the mailed code, a passkey with its PIN.

use anyhow::Result;
use fantoccini::Client;

use super::stage::{EMAIL, NAME, PIN, Stage};
use crate::page::{Target, click, fill, see};

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
    see(stage.window()?, Target::Id("pin-pad")).await?;
    Ok(())
}

/// A passkey on this device, guarded by a PIN.
pub async fn make_passkey(stage: &mut Stage) -> Result<()> {
    see(stage.window()?, Target::Id("pin-pad")).await?;
    stage.photograph_app("passkey-with-pin").await?;
    type_pin(stage.window()?, PIN).await?;
    // Once more, so that a slip does not lock the shopper out.
    type_pin(stage.window()?, PIN).await?;
    see(stage.window()?, Target::Id("done-home")).await?;
    stage.photograph_app("passkey-made").await
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

/// Presses the keys of the PIN pad.
pub async fn type_pin(window: &Client, pin: &str) -> Result<()> {
    for digit in pin.chars() {
        click(window, Target::Id(&format!("pin-key-{digit}"))).await?;
    }
    Ok(())
}
