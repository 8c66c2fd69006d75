//! The store code: a till scans it, the shopper sees what was paid.

use anyhow::{Result, ensure};

use super::stage::Stage;
use crate::page::{Target, click, reads, see, text};
use crate::service;

const AT_TILL: u64 = 1284;
const AT_TILL_SHOWN: &str = "1,284円";

/// A fresh store code.
pub async fn show_code(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, Target::Id("nav-pay")).await?;
    see(stage.window()?, Target::Id("store-digits")).await?;
    stage.photograph_app("store-code").await
}

/// The till takes the money once, and the shopper sees it.
pub async fn charge(stage: &mut Stage) -> Result<()> {
    let shown = text(stage.window()?, Target::Id("store-digits")).await?;
    let code: String = shown.chars().filter(char::is_ascii_digit).collect();
    ensure!(code.len() == 20, "a store code has 20 digits: {shown}");
    stage.service.charge_at_till(&code, AT_TILL).await?;
    reads(stage.window()?, Target::Id("store-paid-amount"), AT_TILL_SHOWN).await?;
    stage.photograph_app("paid-at-till").await?;
    let again = stage.service.charge_at_till(&code, AT_TILL).await;
    ensure!(again.is_err(), "a store code pays once, yet the till was told {again:?}");
    Ok(())
}

/// The ledger adds up after all that.
pub async fn audit(stage: &mut Stage) -> Result<()> {
    service::audit(&stage.data)
}
