//! Transfers among 100,000 shoppers' lots on PostgreSQL.

use std::time::Duration;

use anyhow::Result;
use saifu_ledger::{AccountId, AccountKind};
use saifu_money::Currency;
use saifu_store::SqlStore;
use saifu_tests::postgres::Postgres;
use sqlx::{AnyPool, AssertSqlSafe};

use crate::callers::{Dice, Pick, posted_per_second};

const CALLERS: u64 = 64;
const TIME: Duration = Duration::from_secs(15);
/// How many lots there are.
pub const LOTS: u64 = 100_000;

/// Who is paid.
#[derive(Clone, Copy)]
pub enum Payee {
    /// Another lot.
    Anybody,
    /// One account of the house, every time.
    TheHouse,
}

/// Transfers a second.
///
/// # Errors
/// The server fails.
pub async fn transfers(server: &Postgres, payee: Payee) -> Result<f64> {
    let (name, pick): (_, Pick) = match payee {
        Payee::Anybody => ("spread", |dice| two_lots(dice)),
        Payee::TheHouse => ("hot", |dice| (lot(dice.below(LOTS)), house())),
    };
    let store = filled(&server.create_database(name)?).await?;
    let posted = posted_per_second(&store, CALLERS, TIME, pick).await;
    store.close().await;
    posted
}

/// A store with the lots, a million yen in each.
///
/// # Errors
/// The database fails.
pub async fn filled(url: &str) -> Result<SqlStore> {
    let store = SqlStore::open(url).await?;
    let pool = AnyPool::connect(url).await?;
    let house = house();
    let number = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999) ";
    for sql in [
        format!("{number} INSERT INTO accounts SELECT 'lot:' || i, 's', 'gift_lot', 'JPY' FROM n"),
        format!("{number} INSERT INTO balances SELECT 'lot:' || i, 0, 0, 0, 0, 1000000 FROM n"),
        format!("INSERT INTO accounts VALUES ('{}', 'house', 'card_clearing', 'JPY')", house.as_str()),
    ] {
        // SQLite reads the recursive table before the INSERT only where it stands behind it.
        let sql = sql.strip_prefix(number).map_or_else(|| sql.clone(), |insert| behind(insert, number));
        sqlx::query(AssertSqlSafe(sql)).execute(&pool).await?;
    }
    pool.close().await;
    Ok(store)
}

fn behind(insert: &str, with: &str) -> String {
    insert.replacen(" SELECT", &format!(" {with} SELECT"), 1)
}

/// A lot by its number.
#[must_use]
pub fn lot(number: u64) -> AccountId {
    AccountId::new(format!("lot:{number}"))
}

/// Two different lots.
pub fn two_lots(dice: &mut Dice) -> (AccountId, AccountId) {
    let (from, step) = (dice.below(LOTS), 1 + dice.below(LOTS - 1));
    (lot(from), lot((from + step) % LOTS))
}

fn house() -> AccountId {
    AccountId::house(AccountKind::CardClearing, Currency::Jpy)
}
