//! Every screen in both languages, at both sizes, light and dark.

use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::Client;
use tokio::time::timeout;

use super::instruments::USUAL_CARD;
use super::online;
use super::papers::LEAVE;
use super::stage::Stage;
use crate::app::Scheme;
use crate::browser::Size;
use crate::page::{Target, click, click_and_leave, see};

const SIZES: [(&str, Size); 2] = [("phone", Size::PHONE), ("desk", Size::DESKTOP)];
/// A screen that is not there after this was not asked for.
const SOON: Duration = Duration::from_secs(10);
const LANGUAGES: [&str; 2] = ["ja", "en"];

/// A screen: what to click from anywhere, and what stands there then.
struct Screen {
    name: &'static str,
    way: &'static [Target<'static>],
    shows: &'static str,
}

const HOME: Target<'_> = Target::Id("nav-home");
const HISTORY: Target<'_> = Target::Id("nav-history");
const ORDER: Target<'_> = Target::Id("order-row");
const SECURITY: Target<'_> = Target::Id("nav-security");
const CARDS: Target<'_> = Target::Id("nav-cards");
const WAITING: Target<'_> = Target::Css("[data-testid='top-up-row'][href^='/cards/top-up/']");

const fn link(css: &'static str) -> Target<'static> {
    Target::Css(css)
}

const fn screen(name: &'static str, way: &'static [Target<'static>], shows: &'static str) -> Screen {
    Screen { name, way, shows }
}

const SCREENS: [Screen; 26] = [
    screen("home", &[HOME], "home-spendable"),
    screen("redeem", &[HOME, Target::Id("quick-redeem")], "gift-code"),
    screen("add-card", &[CARDS, Target::Id("card-add")], "card-number"),
    screen("history", &[HISTORY], "order-row"),
    screen("order", &[HISTORY, ORDER], "order-amount"),
    screen("receipt", &[HISTORY, ORDER, Target::Id("order-receipt")], "receipt-total"),
    screen("store", &[LEAVE, Target::Id("nav-pay")], "store-digits"),
    screen("rewards", &[Target::Id("nav-rewards")], "nav-rewards"),
    screen("points", &[Target::Id("nav-rewards"), link("a[href='/rewards/history']")], "movement-row"),
    screen("cards", &[CARDS], "card-row"),
    screen("card", &[CARDS, USUAL_CARD], "card-nickname"),
    screen("spending-order", &[CARDS, link("a[href='/cards/order']")], "order-save"),
    screen("top-up", &[HOME, Target::Id("quick-top-up")], "top-up-submit"),
    screen("bank-transfer", &[CARDS, WAITING], "bank-reference"),
    screen("top-ups", &[CARDS, link("a[href='/cards/top-up/history']")], "top-up-row"),
    screen("automatic", &[CARDS, link("a[href='/cards/top-up/automatic']")], "auto-save"),
    screen("balance", &[CARDS, link("a[href='/cards/balance']")], "movement-row"),
    screen("gift-new", &[HOME, Target::Id("quick-gift")], "gift-check"),
    screen("gifts", &[CARDS, link("a[href='/cards/gifts']")], "gift-row"),
    screen("gift", &[CARDS, link("a[href='/cards/gifts']"), Target::Id("gift-row")], "gift-state"),
    screen("terms", &[CARDS, link("a[href='/cards/terms']")], "terms"),
    screen("permissions", &[CARDS, link("a[href='/permissions']")], "permission-row"),
    screen(
        "permission",
        &[CARDS, link("a[href='/permissions']"), Target::Id("permission-row")],
        "permission-facts",
    ),
    screen("security", &[SECURITY], "sign-out"),
    screen("device", &[SECURITY, Target::Id("device-row")], "device-name"),
    screen("device-add", &[SECURITY, Target::Id("device-add")], "join-code"),
];

/// Light.
pub async fn light(stage: &mut Stage) -> Result<()> {
    gallery(stage, Scheme::Light).await
}

/// Dark.
pub async fn dark(stage: &mut Stage) -> Result<()> {
    gallery(stage, Scheme::Dark).await
}

async fn gallery(stage: &mut Stage, scheme: Scheme) -> Result<()> {
    stage.start_app(scheme).await?;
    for language in LANGUAGES {
        let look = Look { language, scheme };
        look.choose_language(stage).await?;
        look.checkout(stage).await?;
        look.screens(stage).await?;
        say_no(stage).await?;
    }
    // What comes next reads Japanese.
    Look { language: "ja", scheme }.choose_language(stage).await
}

/// The purchase still waits at home; the shopper opens it and does not pay.
async fn say_no(stage: &Stage) -> Result<()> {
    stage.at_desk().await?;
    click(stage.window()?, HOME).await?;
    click(stage.window()?, Target::Id("pending-open")).await?;
    stage.app()?.enter_second().await?;
    click_and_leave(stage.window()?, Target::Id("approval-decline")).await?;
    stage.app()?.only_main().await
}

/// Walks to a screen. A row that moves while its list is loading is missed by a click, by a driver as by a
/// hand: then the way is walked once more.
async fn go(stage: &Stage, screen: &Screen) -> Result<()> {
    let window = stage.window()?;
    walk(window, screen).await?;
    if timeout(SOON, see(window, Target::Id(screen.shows))).await.is_ok_and(|seen| seen.is_ok()) {
        return Ok(());
    }
    eprintln!("     {}: a click was missed", screen.name);
    walk(window, screen).await?;
    see(window, Target::Id(screen.shows)).await.map(|_| ())
}

async fn walk(window: &Client, screen: &Screen) -> Result<()> {
    for control in screen.way {
        click(window, *control).await?;
    }
    Ok(())
}

struct Look {
    language: &'static str,
    scheme: Scheme,
}

impl Look {
    async fn choose_language(&self, stage: &Stage) -> Result<()> {
        stage.at_desk().await?;
        click(stage.window()?, SECURITY).await?;
        click(stage.window()?, Target::Id(&format!("language-{}", self.language))).await
    }

    async fn screens(&self, stage: &mut Stage) -> Result<()> {
        for screen in SCREENS {
            stage.at_desk().await?;
            go(stage, &screen).await.context(screen.name)?;
            self.photograph_app(stage, screen.name).await?;
        }
        Ok(())
    }

    /// The hosted page and the approval window, which the shopper leaves open.
    async fn checkout(&self, stage: &mut Stage) -> Result<()> {
        stage.browser.show_as(Size::DESKTOP, Scheme::Light).await?;
        online::choose_goods(stage).await?;
        online::check_out(stage).await?;
        self.photograph_hosted_page(stage).await?;
        online::follow_link(stage).await?;
        self.photograph_app(stage, "approval").await?;
        stage.app()?.enter_main().await
    }

    async fn photograph_app(&self, stage: &mut Stage, name: &str) -> Result<()> {
        for (size_name, size) in SIZES {
            stage.app()?.resize(size).await?;
            stage.photograph_app(&self.title(name, size_name)).await?;
        }
        Ok(())
    }

    async fn photograph_hosted_page(&self, stage: &mut Stage) -> Result<()> {
        let address = stage.page().current_url().await?;
        stage.page().goto(&format!("{address}&lang={}", self.language)).await?;
        for (size_name, size) in SIZES {
            stage.browser.show_as(size, self.scheme).await?;
            stage.photograph_page(&self.title("checkout", size_name)).await?;
        }
        Ok(())
    }

    fn title(&self, name: &str, size: &str) -> String {
        let scheme = if self.scheme == Scheme::Dark { "dark" } else { "light" };
        format!("{name}.{}.{size}.{scheme}", self.language)
    }
}
