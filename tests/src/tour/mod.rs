//! The tour: the main job on real parts, a picture a step, and a report.

mod access;
mod album;
mod bank;
mod devices;
mod factors;
pub mod first_start;
mod gallery;
mod gifts;
pub mod instruments;
pub mod online;
pub mod papers;
mod passkeys;
mod report;
mod secrets;
pub mod stage;
mod states;
mod subscription;
pub mod till;
mod top_ups;

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};

use album::Album;
use report::Report;
use stage::Stage;

/// Walks the main job and writes `NNN-<step>.png`, `receipt.pdf` and `report.json` into `folder`,
/// which is emptied first.
///
/// # Errors
/// A step failed: the report says which, and there are pictures of what stood on the screens.
pub async fn run(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("empty {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder)?;
    let mut tour = Tour { report: Report::new(folder), stage: Stage::set(folder).await? };
    let outcome = tour.walk().await;
    tour.stage.strike().await;
    outcome
}

struct Tour {
    stage: Stage,
    report: Report,
}

impl Tour {
    async fn walk(&mut self) -> Result<()> {
        self.step("welcome", first_start::welcome).await?;
        self.step("sign-up", first_start::sign_up).await?;
        self.step("mailed-code", first_start::confirm).await?;
        self.step("passkey-with-pin", first_start::make_passkey).await?;
        self.step("empty-home", first_start::go_home).await?;
        self.step("empty-screens", states::empty).await?;
        self.step("declined-card", instruments::declined_card).await?;
        self.step("link-card", instruments::link_card).await?;
        self.step("redeem-gift", instruments::redeem_gift).await?;
        self.step("home", instruments::home).await?;
        self.step("shop-basket", online::fill_basket).await?;
        self.step("hosted-checkout", online::open_checkout).await?;
        self.step("approval", online::open_approval).await?;
        self.step("wrong-pin", online::wrong_pin).await?;
        self.step("approve", online::approve).await?;
        self.step("back-at-the-shop", online::back_at_shop).await?;
        self.step("history", papers::history).await?;
        self.step("order", papers::order).await?;
        self.step("receipt", papers::receipt).await?;
        self.step("receipt-as-pdf", papers::pdf).await?;
        self.step("store-code", till::show_code).await?;
        self.step("paid-at-till", till::charge).await?;
        self.step("audit", till::audit).await?;
        self.step("card-with-bank", bank::link).await?;
        self.step("pay-at-bank", bank::pay).await?;
        self.step("top-up-at-store", top_ups::at_store).await?;
        self.step("top-up-paid-twice", top_ups::paid_twice).await?;
        self.step("top-up-paid-late", top_ups::paid_late).await?;
        self.step("top-up-called-off", top_ups::call_off).await?;
        self.step("top-up-by-bank", top_ups::by_bank).await?;
        self.step("top-up-by-card", top_ups::by_card).await?;
        self.step("automatic-top-up", top_ups::automatic).await?;
        self.step("card-in-use", instruments::card_in_use).await?;
        self.step("subscribe", subscription::subscribe).await?;
        self.step("subscription", subscription::govern).await?;
        self.step("gift", gifts::send).await?;
        self.step("gift-resend-too-soon", gifts::resend_too_soon).await?;
        self.step("gift-called-off", gifts::call_off).await?;
        self.step("gift-on-a-day", gifts::on_a_day).await?;
        self.step("gift-link", gifts::open_link).await?;
        self.step("gift-unreadable", gifts::unreadable).await?;
        self.step("gift-pasted", gifts::paste_mail).await?;
        self.step("service-away", states::service_away).await?;
        self.step("close-and-open", devices::close_and_open).await?;
        self.step("lock-and-unlock", devices::lock_and_unlock).await?;
        self.step("change-pin", devices::change_pin).await?;
        self.step("security-mark", devices::mark).await?;
        self.step("device-policy", devices::policy).await?;
        self.step("store-code-with-pin", devices::code_with_pin).await?;
        self.step("second-factor", factors::set_up).await?;
        self.step("second-device", devices::second).await?;
        self.step("security-key", passkeys::add).await?;
        self.step("pay-by-security-key", passkeys::pay).await?;
        self.step("security-key-removed", passkeys::remove).await?;
        self.step("recovery-stopped", access::recovery).await?;
        self.step("sign-in-disowned", access::sign_ins).await?;
        self.step("gallery-light", gallery::light).await?;
        self.step("gift-resent", gifts::resend).await?;
        self.step("gift-printed", gifts::print_and_redeem).await?;
        self.step("another-address", access::email).await?;
        self.step("audit-again", till::audit).await?;
        self.step("gallery-dark", gallery::dark).await?;
        self.step("secrets-nowhere", secrets::nowhere).await
    }

    /// One step: does it, and writes down how it went. A failed step is photographed.
    async fn step(&mut self, name: &str, act: impl AsyncFnOnce(&mut Stage) -> Result<()>) -> Result<()> {
        let start = Instant::now();
        let outcome = act(&mut self.stage).await;
        self.report.add(name, start.elapsed(), outcome.as_ref().err())?;
        if outcome.is_err() {
            self.stage.photograph_failure(name).await;
        }
        outcome.with_context(|| format!("step {name}"))
    }
}
