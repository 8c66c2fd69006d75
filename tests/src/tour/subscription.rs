//! A subscription at the sample shop: signed with its limits, charged again, paused, raised with the PIN, and ended.

use anyhow::{Result, ensure};

use super::devices::enter_pin_window;
use super::first_start::{type_pin, type_pin_and_leave};
use super::online::{choose_goods, follow_link};
use super::stage::{PIN, Stage};
use crate::page::{Target, click, click_and_leave, fill, reads, see};
use crate::wait::until;

const CARDS: Target<'static> = Target::Id("nav-cards");
const LIST: Target<'static> = Target::Css("a[href='/permissions']");
const ROW: Target<'static> = Target::Id("permission-row");

/// The approval window says what may be charged later, before it asks for the PIN.
pub async fn subscribe(stage: &mut Stage) -> Result<()> {
    choose_goods(stage).await?;
    click(stage.page(), Target::Id("subscribe")).await?;
    let link = see(stage.page(), Target::Css("a[href^='saifu://checkout/']")).await?;
    stage.link = link.attr("href").await?;
    follow_link(stage).await?;
    reads(stage.window()?, Target::Id("approval-standing"), "1か月 5,880円まで").await?;
    stage.photograph_app("subscription-approval").await?;
    click(stage.window()?, Target::Id("approval-pay")).await?;
    type_pin(stage.window()?, PIN).await?;
    see(stage.window()?, Target::Css("[data-testid='approval-result'][data-phase='done']")).await?;
    click_and_leave(stage.window()?, Target::Id("approval-close")).await?;
    stage.app()?.only_main().await?;
    until("the shop has the order", || async {
        let address = stage.page().current_url().await?;
        Ok(address.as_str().starts_with(&format!("{}/result", stage.shop.http)).then_some(()))
    })
    .await?;
    see(stage.page(), Target::Css("[data-testid='result'][data-state='paid']")).await.map(|_| ())
}

/// This month is paid: the shop gets no more until its shopper raises the limit; paused it gets nothing; then it is ended.
pub async fn govern(stage: &mut Stage) -> Result<()> {
    refused(stage, "PeriodicAmountExceeded").await?;
    open(stage).await?;
    stage.photograph_app("subscription").await?;
    raise(stage, "20000").await?;
    charge(stage).await?;
    reads(stage.page(), Target::Css("main"), "定期便 2回目").await?;
    click(stage.window()?, Target::Id("permission-pause")).await?;
    reads(stage.window()?, Target::Id("permission-pause"), "再開する").await?;
    stage.photograph_app("subscription-paused").await?;
    refused(stage, "InvalidChargePermissionStatus").await?;
    stage.photograph_page("subscription-refused").await?;
    click(stage.window()?, Target::Id("permission-end")).await?;
    click(stage.window()?, Target::Id("dialog-confirm")).await?;
    reads(stage.window()?, Target::Css("main"), "このお支払いは終わっています").await?;
    stage.photograph_app("subscription-ended").await
}

async fn open(stage: &Stage) -> Result<()> {
    for control in [CARDS, LIST, ROW] {
        click(stage.window()?, control).await?;
    }
    see(stage.window()?, Target::Id("permission-month")).await.map(|_| ())
}

/// The window of the PIN shows both limits.
async fn raise(stage: &mut Stage, month: &str) -> Result<()> {
    fill(stage.window()?, Target::Id("permission-month"), month).await?;
    click(stage.window()?, Target::Id("permission-save")).await?;
    enter_pin_window(stage).await?;
    reads(stage.window()?, Target::Css("main"), "20,000円").await?;
    stage.photograph_app("subscription-raised-by-pin").await?;
    type_pin_and_leave(stage.window()?, PIN).await?;
    stage.app()?.only_main().await?;
    reads(stage.window()?, Target::Id("permission-save"), "保存しました").await
}

async fn charge(stage: &Stage) -> Result<()> {
    stage.page().goto(&format!("{}/orders", stage.shop.http)).await?;
    click(stage.page(), Target::Id("charge-again")).await
}

async fn refused(stage: &Stage, reason: &str) -> Result<()> {
    charge(stage).await?;
    let shown = see(stage.page(), Target::Id("refused")).await?.text().await?;
    ensure!(shown == reason, "the shop was told {shown}");
    Ok(())
}
