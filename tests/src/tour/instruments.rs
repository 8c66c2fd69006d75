//! A card that is refused, a card that is linked, a gift code.

use anyhow::{Context, Result};

use super::stage::Stage;
use crate::page::{Target, click, fill, reads, see};

const GOOD_CARD: &str = "4242424242424242";
const DECLINED_CARD: &str = "4000000000000002";
const DECLINES_CHARGES: &str = "4000000000000341";
/// The bank wants to see the shopper each time.
pub const ASKS_BANK: &str = "4000002760003184";
/// All that are typed.
pub const CARDS: [&str; 4] = [GOOD_CARD, DECLINED_CARD, DECLINES_CHARGES, ASKS_BANK];

/// The usual card stands in front, so it is drawn last.
pub const USUAL_CARD: Target<'static> = Target::Css("[data-testid='card-row']:last-of-type");

/// From anywhere: the form for a card.
pub async fn open_form(stage: &Stage) -> Result<()> {
    click(stage.window()?, Target::Id("nav-cards")).await?;
    click(stage.window()?, Target::Id("card-add")).await
}

/// A card that the processor refuses: words on the screen, nothing linked.
pub async fn declined_card(stage: &mut Stage) -> Result<()> {
    open_form(stage).await?;
    enter_card(stage, DECLINED_CARD).await?;
    reads(stage.window()?, Target::Id("error-code"), "card.declined").await?;
    stage.photograph_app("declined-card").await
}

/// A card that works.
pub async fn link_card(stage: &mut Stage) -> Result<()> {
    enter_card(stage, GOOD_CARD).await?;
    see(stage.window()?, Target::Id("card-row")).await?;
    stage.photograph_app("linked-card").await
}

/// A name for a card, and what its removal would leave without a card.
pub async fn card_in_use(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, Target::Id("nav-cards")).await?;
    click(stage.window()?, USUAL_CARD).await?;
    fill(stage.window()?, Target::Id("card-nickname"), "ふだん使い").await?;
    click(stage.window()?, Target::Id("card-save")).await?;
    reads(stage.window()?, Target::Id("card-save"), "保存しました").await?;
    click(stage.window()?, Target::Id("card-remove")).await?;
    see(stage.window()?, Target::Css("[role='alertdialog'] a[href='/cards/top-up/automatic']")).await?;
    stage.photograph_app("card-in-use").await?;
    click(stage.window()?, Target::Id("dialog-cancel")).await
}

/// From home: links a card that the processor takes and that then declines every charge.
pub async fn link_card_that_declines(stage: &mut Stage) -> Result<()> {
    open_form(stage).await?;
    enter_card(stage, DECLINES_CHARGES).await?;
    see(stage.window()?, Target::Id("card-row")).await?;
    Ok(())
}

/// Fills the form and sends it.
pub async fn enter_card(stage: &Stage, number: &str) -> Result<()> {
    let window = stage.window()?;
    fill(window, Target::Id("card-number"), number).await?;
    fill(window, Target::Id("card-expiry"), "1230").await?;
    fill(window, Target::Id("card-cvc"), "123").await?;
    click(window, Target::Id("card-submit")).await
}

/// The first of the demo's gift codes, typed.
pub async fn redeem_gift(stage: &mut Stage) -> Result<()> {
    let code = stage.demo.gift_codes.first().context("the demo has gift codes")?;
    let window = stage.window()?;
    click(window, Target::Id("nav-home")).await?;
    click(window, Target::Id("quick-redeem")).await?;
    fill(window, Target::Id("gift-code"), code).await?;
    click(window, Target::Id("gift-submit")).await?;
    see(window, Target::Id("gift-done")).await?;
    stage.photograph_app("redeemed-gift").await
}

/// Home, with what there is now.
pub async fn home(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, Target::Id("nav-home")).await?;
    see(stage.window()?, Target::Id("home-gift")).await?;
    stage.photograph_app("home").await
}
