//! Paying in the sample shop: basket, hosted page, approval window, back to the shop.

use anyhow::{Context, Result, ensure};

use super::first_start::type_pin;
use super::stage::{PIN, Stage};
use crate::page::{Target, click, click_and_leave, reads, see};
use crate::wait::until;

/// Two bags of beans, a dripper and shipping.
pub const TOTAL: &str = "5,880円";
/// Who is paid.
pub const SHOP: &str = "山ねこ珈琲";
const WRONG_PIN: &str = "000000";

/// The shelf and the basket.
pub async fn fill_basket(stage: &mut Stage) -> Result<()> {
    stage.page().goto(&stage.shop.http).await?;
    stage.photograph_page("shop").await?;
    choose_goods(stage).await?;
    stage.photograph_page("shop-basket").await
}

/// The hosted page.
pub async fn open_checkout(stage: &mut Stage) -> Result<()> {
    check_out(stage).await?;
    stage.photograph_page("hosted-checkout").await
}

/// Puts the goods into an empty basket.
pub async fn choose_goods(stage: &Stage) -> Result<()> {
    let page = stage.page();
    page.goto(&stage.shop.http).await?;
    page.delete_all_cookies().await?;
    for product in ["add-dark-blend", "add-dark-blend", "add-dripper"] {
        page.goto(&stage.shop.http).await?;
        click(page, Target::Id(product)).await?;
        see(page, Target::Id("pay")).await?;
    }
    reads(page, Target::Id("basket-total"), TOTAL).await
}

/// From the basket to the hosted page; keeps its link into the app.
pub async fn check_out(stage: &mut Stage) -> Result<()> {
    click(stage.page(), Target::Id("pay")).await?;
    let link = see(stage.page(), Target::Css("a[href^='saifu://checkout/']")).await?;
    stage.link = link.attr("href").await?;
    reads(stage.page(), Target::Css("body"), TOTAL).await
}

/// The approval window, opened by the hosted page's link.
pub async fn open_approval(stage: &mut Stage) -> Result<()> {
    follow_link(stage).await?;
    reads(stage.window()?, Target::Id("approval-amount"), TOTAL).await?;
    reads(stage.window()?, Target::Id("approval-payee"), SHOP).await?;
    stage.photograph_app("approval").await
}

/// The hosted page's link opens the approval window.
pub async fn follow_link(stage: &Stage) -> Result<()> {
    let link = stage.link.as_deref().context("the hosted page has a link")?;
    let app = stage.app()?;
    app.open_link(&stage.desktop, link)?;
    app.enter_second().await?;
    see(&app.client, Target::Id("approval-amount")).await?;
    Ok(())
}

/// A PIN that is not the shopper's: tries left, nothing approved.
pub async fn wrong_pin(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, Target::Id("approval-pay")).await?;
    type_pin(stage.window()?, WRONG_PIN).await?;
    reads(stage.window()?, Target::Id("pin-message"), "PINがちがいます").await?;
    stage.photograph_app("wrong-pin").await
}

/// The right PIN; the window says that it is done, and closes.
pub async fn approve(stage: &mut Stage) -> Result<()> {
    type_pin(stage.window()?, PIN).await?;
    see(stage.window()?, Target::Css("[data-testid='approval-result'][data-phase='done']")).await?;
    stage.photograph_app("approved").await?;
    click_and_leave(stage.window()?, Target::Id("approval-close")).await?;
    stage.app()?.only_main().await
}

/// What was bought in the wallet itself asks in the approval window, as any payment.
pub async fn sign(stage: &mut Stage, name: &str) -> Result<()> {
    stage.app()?.enter_second().await?;
    see(stage.window()?, Target::Id("approval-amount")).await?;
    stage.photograph_app(&format!("{name}-approval")).await?;
    click(stage.window()?, Target::Id("approval-pay")).await?;
    type_pin(stage.window()?, PIN).await?;
    see(stage.window()?, Target::Css("[data-testid='approval-result'][data-phase='done']")).await?;
    click_and_leave(stage.window()?, Target::Id("approval-close")).await?;
    stage.app()?.only_main().await
}

/// The hosted page goes back by itself; the shop completes the session, once however often it is read.
pub async fn back_at_shop(stage: &mut Stage) -> Result<()> {
    until("the hosted page returns to the shop", || async {
        let address = stage.page().current_url().await?;
        Ok(address.as_str().starts_with(&format!("{}/result", stage.shop.http)).then_some(()))
    })
    .await?;
    let number = paid_order(stage).await?;
    stage.page().refresh().await?;
    ensure!(paid_order(stage).await? == number, "the reloaded page shows the same order");
    stage.photograph_page("back-at-the-shop").await
}

/// The shop shows a paid order; its number.
pub async fn paid_order(stage: &Stage) -> Result<String> {
    see(stage.page(), Target::Css("[data-testid='result'][data-state='paid']")).await?;
    reads(stage.page(), Target::Id("order-amount"), TOTAL).await?;
    crate::page::text(stage.page(), Target::Id("order-number")).await
}
