//! A gift: written, paid, mailed, mailed again, printed, redeemed.

use anyhow::{Result, ensure};

use super::online::sign;
use super::stage::Stage;
use crate::page::{Target, click, fill, reads, see, text};
use crate::wait::until;

const FRIEND: &str = "kenta@example.jp";

/// Writes a gift card and pays for it.
pub async fn send(stage: &mut Stage) -> Result<()> {
    write(stage, "健太さん", "ume").await?;
    stage.photograph_app("gift-checked").await?;
    click(stage.window()?, Target::Id("gift-buy")).await?;
    sign(stage, "gift").await?;
    reads(stage.window()?, Target::Id("gift-state"), "届けました").await?;
    stage.photograph_app("gift-sent").await?;
    let mail = stage.service.newest_mail(FRIEND).await?;
    ensure!(mail.text.contains("お誕生日おめでとう"), "the mail reads: {}", mail.text);
    Ok(())
}

async fn write(stage: &mut Stage, name: &str, design: &str) -> Result<()> {
    let window = stage.window()?;
    click(window, Target::Id("nav-home")).await?;
    click(window, Target::Id("quick-gift")).await?;
    click(window, Target::Id(&format!("gift-design-{design}"))).await?;
    fill(window, Target::Id("gift-name"), name).await?;
    fill(window, Target::Id("gift-email"), FRIEND).await?;
    fill(window, Target::Id("gift-message"), "お誕生日おめでとう。好きな本を選んでね。").await?;
    stage.photograph_app("gift-written").await?;
    click(stage.window()?, Target::Id("gift-check")).await
}

/// Draws a code for printing, which ends the mailed one; whoever holds the paper redeems it, and the
/// sender sees that.
pub async fn print_and_redeem(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, Target::Id("gift-print")).await?;
    see(stage.window()?, Target::Id("dialog-confirm")).await?;
    stage.photograph_app("gift-print-asked").await?;
    click(stage.window()?, Target::Id("dialog-confirm")).await?;
    let code = text(stage.window()?, Target::Id("gift-print-code")).await?;
    stage.photograph_app("gift-printed").await?;
    redeem(stage, &code).await?;
    open_newest(stage).await?;
    reads(stage.window()?, Target::Id("gift-state"), "受け取り済み").await?;
    stage.photograph_app("gift-redeemed").await
}

async fn redeem(stage: &Stage, code: &str) -> Result<()> {
    let window = stage.window()?;
    click(window, Target::Id("nav-home")).await?;
    click(window, Target::Id("quick-redeem")).await?;
    fill(window, Target::Id("gift-code"), code).await?;
    click(window, Target::Id("gift-submit")).await?;
    see(window, Target::Id("gift-done")).await?;
    Ok(())
}

async fn open_newest(stage: &Stage) -> Result<()> {
    click(stage.window()?, Target::Id("nav-cards")).await?;
    click(stage.window()?, Target::Css("a[href='/cards/gifts']")).await?;
    click(stage.window()?, Target::Id("gift-row")).await
}

/// A second gift is called off: the money goes back, and its code is worth nothing.
pub async fn call_off(stage: &mut Stage) -> Result<()> {
    write(stage, "お母さん", "mizuhiki").await?;
    click(stage.window()?, Target::Id("gift-buy")).await?;
    sign(stage, "second-gift").await?;
    click(stage.window()?, Target::Id("gift-cancel")).await?;
    see(stage.window()?, Target::Id("dialog-confirm")).await?;
    stage.photograph_app("gift-cancel").await?;
    click(stage.window()?, Target::Id("dialog-confirm")).await?;
    reads(stage.window()?, Target::Id("gift-state"), "取り消し").await?;
    stage.photograph_app("gift-canceled").await
}

/// A mail's link brings the code into the redeem screen.
pub async fn open_link(stage: &mut Stage) -> Result<()> {
    let code = stage.demo.gift_codes[1].replace('-', "");
    stage.app()?.open_link(&stage.desktop, &format!("saifu://gift/{code}"))?;
    until("the code stands in the field", || async {
        let field = see(stage.window()?, Target::Id("gift-code")).await?;
        let shown = field.prop("value").await?.unwrap_or_default();
        Ok((shown.replace('-', "") == code).then_some(()))
    })
    .await?;
    stage.photograph_app("gift-from-link").await
}
