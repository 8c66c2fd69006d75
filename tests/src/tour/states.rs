//! Screens with nothing on them yet, and screens whose service is away.

use anyhow::Result;

use super::stage::Stage;
use crate::page::{Target, click, gone, reads, see};

const HOME: Target<'_> = Target::Id("nav-home");
const HISTORY: Target<'_> = Target::Id("nav-history");
const CARDS: Target<'_> = Target::Id("nav-cards");
const REWARDS: Target<'_> = Target::Id("nav-rewards");
const OFFLINE: Target<'_> = Target::Css(".offline .banner");

/// A screen, the way to it, and what it says while there is nothing to show.
type Empty = (&'static str, &'static [Target<'static>], &'static str);

const EMPTY: [Empty; 7] = [
    ("history", &[HISTORY], "まだ注文はありません"),
    ("rewards", &[REWARDS], "まだポイントはありません"),
    ("points", &[REWARDS, Target::Css("a[href='/rewards/history']")], "まだ動きはありません"),
    ("cards", &[CARDS], "カードはまだありません"),
    ("balance", &[CARDS, Target::Css("a[href='/cards/balance']")], "まだ動きはありません"),
    ("top-ups", &[CARDS, Target::Css("a[href='/cards/top-up/history']")], "まだチャージはありません"),
    ("gifts", &[CARDS, Target::Css("a[href='/cards/gifts']")], "まだ贈ったものはありません"),
];

/// Each says what will be there.
pub async fn empty(stage: &mut Stage) -> Result<()> {
    for (name, way, words) in EMPTY {
        for control in way {
            click(stage.window()?, *control).await?;
        }
        reads(stage.window()?, Target::Css("main"), words).await?;
        stage.photograph_app(&format!("empty-{name}")).await?;
    }
    Ok(())
}

/// The service is away: what was read stays, what needs it says why it waits, and all is well when it is back.
pub async fn service_away(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, HISTORY).await?;
    see(stage.window()?, Target::Id("order-row")).await?;
    stage.service.cut_power()?;
    click(stage.window()?, HOME).await?;
    see(stage.window()?, OFFLINE).await?;
    stage.photograph_app("offline-home").await?;
    click(stage.window()?, HISTORY).await?;
    see(stage.window()?, Target::Id("order-row")).await?;
    stage.photograph_app("offline-history").await?;
    click(stage.window()?, HOME).await?;
    click(stage.window()?, Target::Id("quick-top-up")).await?;
    click(stage.window()?, Target::Id("top-up-bank")).await?;
    click(stage.window()?, Target::Id("top-up-submit")).await?;
    reads(stage.window()?, Target::Id("error-code"), "device.service_unreachable").await?;
    stage.photograph_app("offline-top-up").await?;
    click(stage.window()?, CARDS).await?;
    click(stage.window()?, Target::Css("a[href='/cards/balance']")).await?;
    reads(stage.window()?, Target::Id("error-code"), "device.service_unreachable").await?;
    stage.photograph_app("offline-balance").await?;
    click(stage.window()?, Target::Id("nav-pay")).await?;
    reads(stage.window()?, Target::Css("main"), "いまはコードを出せません").await?;
    stage.photograph_app("offline-store-code").await?;
    stage.service.start_again()?;
    gone(stage.window()?, OFFLINE).await?;
    see(stage.window()?, Target::Id("store-digits")).await.map(|_| ())
}
