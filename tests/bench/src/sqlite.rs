//! The same on SQLite: groups against one transfer a transaction.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use crate::callers::posted_per_second;
use crate::ledger::{filled, two_lots};

const CALLERS: u64 = 64;
const TIME: Duration = Duration::from_secs(10);

/// Transfers a second by 64 callers, whose transfers meet in groups, and by one, whose do not.
///
/// # Errors
/// The database fails.
pub async fn transfers() -> Result<(f64, f64)> {
    let dir = tempfile::tempdir()?;
    let store = filled(&url_in(dir.path())).await?;
    let single = posted_per_second(&store, 1, TIME, two_lots).await?;
    let grouped = posted_per_second(&store, CALLERS, TIME, two_lots).await?;
    store.close().await;
    Ok((grouped, single))
}

/// Transfers a second of one caller.
///
/// # Errors
/// The database fails.
pub async fn single() -> Result<f64> {
    let dir = tempfile::tempdir()?;
    let store = filled(&url_in(dir.path())).await?;
    let posted = posted_per_second(&store, 1, TIME, two_lots).await;
    store.close().await;
    posted
}

/// Of the wallet's database in a folder.
#[must_use]
pub fn url_in(folder: &Path) -> String {
    format!("sqlite:{}?mode=rwc", folder.join("wallet.db").display())
}
