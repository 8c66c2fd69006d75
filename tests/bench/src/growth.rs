//! How long reading a balance takes when the ledger has grown.

use std::time::Instant;

use anyhow::Result;
use saifu_store::SqlStore;
use saifu_tests::postgres::Postgres;
use saifu_wallet::port::store::HoldingReads;
use sqlx::{AnyPool, AssertSqlSafe, Row};

use crate::ledger::{LOTS, filled, lot};

const SMALL: u64 = 10_000;
const LARGE: u64 = 10_000_000;
const READS: u64 = 20_000;
/// Coprime to the number of lots: every lot is read before one is read again.
const STEP: u64 = 7919;

/// The 99th percentile in microseconds with ten million transfers, and with ten thousand.
///
/// # Errors
/// The server fails.
pub async fn read_p99_us(server: &Postgres) -> Result<(f64, f64)> {
    let url = server.create_database("growth")?;
    let store = filled(&url).await?;
    let pool = AnyPool::connect(&url).await?;
    add(&pool, 0, SMALL).await?;
    let small = p99_us(&store).await?;
    // The rows as the store writes them, by the server itself: posting ten million takes minutes.
    let mut indexes = Vec::new();
    for index in ["transfers_of_debit", "transfers_of_credit"] {
        let defined = "SELECT indexdef FROM pg_indexes WHERE indexname = $1";
        let row = sqlx::query(defined).bind(index).fetch_one(&pool).await?;
        indexes.push(row.try_get::<String, _>("indexdef")?);
        sqlx::query(AssertSqlSafe(format!("DROP INDEX {index}"))).execute(&pool).await?;
    }
    add(&pool, SMALL, LARGE).await?;
    // As the migrations made them.
    for index in indexes {
        sqlx::query(AssertSqlSafe(index)).execute(&pool).await?;
    }
    let large = p99_us(&store).await?;
    pool.close().await;
    store.close().await;
    Ok((large, small))
}

async fn add(pool: &AnyPool, from: u64, to: u64) -> Result<()> {
    let sql = format!(
        "INSERT INTO transfers SELECT 'grown:' || i, 'lot:' || (i % {LOTS}), 'lot:' || ((i + 1) % {LOTS}), 1, \
         'JPY', 'charge', 'single', NULL, NULL, 0 FROM generate_series({from}, {}) AS i",
        to - 1
    );
    sqlx::query(AssertSqlSafe(sql)).execute(pool).await?;
    Ok(())
}

async fn p99_us(store: &SqlStore) -> Result<f64> {
    let mut times = Vec::new();
    for read in 0..READS {
        let account = lot(read * STEP % LOTS);
        let start = Instant::now();
        store.balance(&account).await?;
        times.push(start.elapsed().as_secs_f64() * 1_000_000.0);
    }
    times.sort_by(f64::total_cmp);
    let place = times.len() * 99 / 100;
    Ok(times.get(place).copied().unwrap_or(f64::NAN))
}
