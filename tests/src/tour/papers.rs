//! The order in the history, its detail, its receipt on the screen and as PDF.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::online::{SHOP, TOTAL};
use super::stage::Stage;
use crate::page::{Target, click, reads, see};
use crate::place::files_below;
use crate::wait::until;

/// The order is in the history at once.
pub async fn history(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, Target::Id("nav-history")).await?;
    reads(stage.window()?, Target::Id("order-row"), SHOP).await?;
    reads(stage.window()?, Target::Id("order-row"), TOTAL).await?;
    stage.photograph_app("history").await
}

/// Its detail.
pub async fn order(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, Target::Id("order-row")).await?;
    reads(stage.window()?, Target::Id("order-amount"), TOTAL).await?;
    see(stage.window()?, Target::Id("order-state")).await?;
    stage.photograph_app("order").await
}

/// Its receipt on the screen.
pub async fn receipt(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, Target::Id("order-receipt")).await?;
    reads(stage.window()?, Target::Id("receipt-total"), TOTAL).await?;
    stage.photograph_app("receipt").await
}

/// The receipt stands alone on its page: this leads back to the order.
pub const LEAVE: Target<'static> = Target::Css("header a[href^='/orders/']");

/// Saved, opened by the system's viewer, and readable: its text holds the amount and the shop.
pub async fn pdf(stage: &mut Stage) -> Result<()> {
    click(stage.window()?, Target::Id("receipt-save")).await?;
    see(stage.window()?, Target::Id("receipt-path")).await?;
    let saved = only_pdf(&stage.downloads())?;
    stage.photograph_app("receipt-saved").await?;
    click(stage.window()?, Target::Id("receipt-open")).await?;
    until("the viewer shows the receipt", || async {
        Ok(stage.desktop.viewed().contains(&saved).then_some(()))
    })
    .await?;
    let kept = stage.folder.join("receipt.pdf");
    fs::copy(&saved, &kept)?;
    let text = pdf_text(&kept)?;
    ensure!(text.contains("5,880") && text.contains(SHOP), "the receipt reads: {text}");
    draw(&kept, &stage.album.next_stem("receipt-pdf"))?;
    click(stage.window()?, LEAVE).await
}

fn only_pdf(folder: &Path) -> Result<PathBuf> {
    let mut found = files_below(folder)?;
    found.retain(|path| path.extension().is_some_and(|ending| ending == "pdf"));
    ensure!(found.len() == 1, "one receipt was saved, not {found:?}");
    found.pop().context("one receipt was saved")
}

fn pdf_text(path: &Path) -> Result<String> {
    let output = Command::new("pdftotext").arg(path).arg("-").output().context("pdftotext")?;
    ensure!(output.status.success(), "pdftotext: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

fn draw(pdf: &Path, stem: &Path) -> Result<()> {
    let status = Command::new("pdftoppm")
        .args(["-png", "-r", "110", "-singlefile"])
        .args([pdf, stem])
        .status()
        .context("pdftoppm")?;
    ensure!(status.success(), "pdftoppm: {status}");
    Ok(())
}
