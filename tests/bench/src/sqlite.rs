//! The same on SQLite: groups against one transfer a transaction.

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
    let url = format!("sqlite:{}?mode=rwc", dir.path().join("wallet.db").display());
    let store = filled(&url).await?;
    let single = posted_per_second(&store, 1, TIME, two_lots).await?;
    let grouped = posted_per_second(&store, CALLERS, TIME, two_lots).await?;
    store.close().await;
    Ok((grouped, single))
}
