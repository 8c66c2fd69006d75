//! A card whose bank wants to see the shopper each time (3-D Secure): when it is linked, and at a payment.

use anyhow::{Context, Result};

use super::first_start::type_pin;
use super::instruments::{ASKS_BANK, enter_card, open_form};
use super::online::{check_out, choose_goods, follow_link, paid_order};
use super::stage::{PIN, Stage};
use crate::page::{Target, click, click_and_leave, see};

/// The usual card stands in front.
const LAST_CARD: Target<'static> = Target::Css(".funding-card:last-of-type");

/// The bank's page opens, and its way back ends on the linked card.
pub async fn link(stage: &mut Stage) -> Result<()> {
    open_form(stage).await?;
    enter_card(stage, ASKS_BANK).await?;
    see(stage.window()?, Target::Id("bank-confirm")).await?;
    stage.photograph_app("card-asks-bank").await?;
    stage.follow_opened("authenticat").await?;
    stage.photograph_page("card-bank").await?;
    click(stage.page(), Target::Css("button[value='succeed']")).await?;
    let back = see(stage.page(), Target::Css("a[href='saifu://card/returned']")).await?;
    let link = back.attr("href").await?.context("a way back")?;
    stage.photograph_page("card-bank-done").await?;
    stage.app()?.open_link(&stage.desktop, &link)?;
    see(stage.window()?, Target::Id("card-row")).await?;
    stage.photograph_app("card-linked-by-bank").await
}

/// The approval waits while the shopper is at the bank, and goes on by itself; so does the shop.
pub async fn pay(stage: &mut Stage) -> Result<()> {
    choose_goods(stage).await?;
    check_out(stage).await?;
    let hosted = stage.page().current_url().await?;
    follow_link(stage).await?;
    click(stage.window()?, Target::Id("approval-change")).await?;
    click(stage.window()?, LAST_CARD).await?;
    stage.photograph_app("approval-other-card").await?;
    click(stage.window()?, Target::Id("approval-apply")).await?;
    click(stage.window()?, Target::Id("approval-pay")).await?;
    type_pin(stage.window()?, PIN).await?;
    ended(stage, "bank").await?;
    stage.photograph_app("approval-at-bank").await?;
    stage.follow_opened("authenticate/pi_").await?;
    stage.photograph_page("payment-bank").await?;
    click(stage.page(), Target::Css("button[value='succeed']")).await?;
    ended(stage, "done").await?;
    stage.photograph_app("approved-at-bank").await?;
    click_and_leave(stage.window()?, Target::Id("approval-close")).await?;
    stage.app()?.only_main().await?;
    stage.page().goto(hosted.as_str()).await?;
    paid_order(stage).await.map(|_| ())
}

async fn ended(stage: &Stage, phase: &str) -> Result<()> {
    let result = format!("[data-testid='approval-result'][data-phase='{phase}']");
    see(stage.window()?, Target::Css(&result)).await.map(|_| ())
}
