//! Topping up: at a store, by bank, by card, by itself.

use anyhow::Result;

use super::online::sign;
use super::stage::Stage;
use crate::page::{Target, click, reads, see};

const SETTLED: &str = "チャージ済み";
const CANCELED: &str = "取り消し";
const EXPIRED: &str = "期限切れ";
const TO_RETURN: Target<'static> = Target::Css(".banner.caution");

async fn open_form(stage: &Stage) -> Result<()> {
    click(stage.window()?, Target::Id("nav-home")).await?;
    click(stage.window()?, Target::Id("quick-top-up")).await
}

/// A Slip for `chain`, with its numbers on the screen.
async fn ask_for_slip(stage: &mut Stage, chain: &str) -> Result<()> {
    open_form(stage).await?;
    click(stage.window()?, Target::Id("top-up-submit")).await?;
    click(stage.window()?, Target::Id(&format!("top-up-chain-{chain}"))).await?;
    stage.photograph_app(&format!("chains-{chain}")).await?;
    click(stage.window()?, Target::Id("top-up-submit")).await?;
    see(stage.window()?, Target::Id("slip-number")).await?;
    stage.photograph_app(&format!("slip-{chain}")).await
}

/// A Slip with its barcode; the sandbox's store takes the cash, and the screen tells it by itself.
pub async fn at_store(stage: &mut Stage) -> Result<()> {
    open_form(stage).await?;
    stage.photograph_app("top-up").await?;
    ask_for_slip(stage, "sevenEleven").await?;
    click(stage.window()?, Target::Id("top-up-sandbox")).await?;
    stage.follow_opened("/sandbox/store").await?;
    stage.photograph_page("sandbox-store").await?;
    click(stage.page(), Target::Css("button[value='paid']")).await?;
    reads(stage.window()?, Target::Id("top-up-state"), SETTLED).await?;
    see(stage.window()?, Target::Id("top-up-outcome")).await?;
    stage.photograph_app("slip-paid").await
}

/// The counter takes the cash twice: the balance has it once, and what is too much waits to be given back.
pub async fn paid_twice(stage: &mut Stage) -> Result<()> {
    ask_for_slip(stage, "familyMart").await?;
    at_counter(stage, "paid_twice").await?;
    reads(stage.window()?, Target::Id("top-up-state"), SETTLED).await?;
    reads(stage.window()?, TO_RETURN, "お返しするお金があります").await?;
    stage.photograph_app("slip-paid-twice").await
}

/// Nobody pays in time, and then somebody does: the money is not in the balance, and the screen says where it is.
pub async fn paid_late(stage: &mut Stage) -> Result<()> {
    ask_for_slip(stage, "seicomart").await?;
    at_counter(stage, "expired").await?;
    reads(stage.window()?, Target::Id("top-up-state"), EXPIRED).await?;
    stage.photograph_app("slip-expired").await?;
    stage.page().refresh().await?;
    stage.photograph_page("sandbox-store-late").await?;
    click(stage.page(), Target::Css("button[value='late']")).await?;
    reads(stage.window()?, TO_RETURN, "期限を過ぎてから").await?;
    stage.photograph_app("slip-paid-late").await
}

/// From a Slip to the sandbox's store, where `outcome` happens.
async fn at_counter(stage: &mut Stage, outcome: &str) -> Result<()> {
    click(stage.window()?, Target::Id("top-up-sandbox")).await?;
    stage.follow_opened("/sandbox/store").await?;
    click(stage.page(), Target::Css(&format!("button[value='{outcome}']"))).await
}

/// A Slip of a chain that asks for numbers, called off.
pub async fn call_off(stage: &mut Stage) -> Result<()> {
    ask_for_slip(stage, "lawson").await?;
    see(stage.window()?, Target::Id("slip-confirmation")).await?;
    click(stage.window()?, Target::Id("top-up-cancel")).await?;
    see(stage.window()?, Target::Id("dialog-confirm")).await?;
    stage.photograph_app("slip-cancel").await?;
    click(stage.window()?, Target::Id("dialog-confirm")).await?;
    reads(stage.window()?, Target::Id("top-up-state"), CANCELED).await?;
    stage.photograph_app("slip-canceled").await
}

/// A bank transfer, which waits for the rest of the tour.
pub async fn by_bank(stage: &mut Stage) -> Result<()> {
    open_form(stage).await?;
    click(stage.window()?, Target::Id("top-up-bank")).await?;
    click(stage.window()?, Target::Id("top-up-submit")).await?;
    see(stage.window()?, Target::Id("bank-reference")).await?;
    stage.photograph_app("bank-transfer").await
}

/// A card, approved as any payment.
pub async fn by_card(stage: &mut Stage) -> Result<()> {
    open_form(stage).await?;
    click(stage.window()?, Target::Id("top-up-card")).await?;
    click(stage.window()?, Target::Id("top-up-submit")).await?;
    sign(stage, "card-top-up").await?;
    reads(stage.window()?, Target::Id("top-up-state"), SETTLED).await?;
    stage.photograph_app("card-top-up-done").await
}

/// The rule for topping up without being asked.
pub async fn automatic(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, Target::Id("nav-cards")).await?;
    click(stage.window()?, Target::Css("a[href='/cards/top-up/automatic']")).await?;
    click(stage.window()?, Target::Id("auto-on")).await?;
    click(stage.window()?, Target::Id("auto-card-4242")).await?;
    click(stage.window()?, Target::Id("auto-save")).await?;
    see(stage.window()?, Target::Css("p.saved:not(:empty)")).await?;
    stage.photograph_app("automatic-top-up").await
}
