//! What only a database server brings: other processes, restarts, plans.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use saifu_ledger::Phase;
use saifu_store::{SqlStore, audit};
use saifu_tests::postgres::{self, Durability, Postgres};
use saifu_tests::wait::until;
use saifu_wallet::ChangeSet;
use saifu_wallet::id::ShopperId;
use saifu_wallet::outbox::{Audience, Event, EventKind};
use saifu_wallet::port::store::{Commit, OutboxReads};
use sqlx::{AnyPool, Row};
use tokio::task::JoinSet;

use crate::cases::{available, fill, post, spend};

async fn books_hold(store: &SqlStore) {
    let findings = audit(store).await.unwrap();
    assert!(findings.is_empty(), "the books do not hold: {findings:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_spend_one_balance() {
    let (url, _server) = postgres::database().unwrap();
    // Two stores share nothing but the database, as two processes do.
    let stores = [SqlStore::open(&url).await.unwrap(), SqlStore::open(&url).await.unwrap()];
    fill(&stores[0], 1000).await;
    let mut tasks = JoinSet::new();
    for number in 0..80 {
        let store = stores[number % 2].clone();
        tasks.spawn(async move { post(&store, spend(&format!("t{number}"), 100, Phase::Single)).await });
    }
    let outcomes = tasks.join_all().await;
    let done = outcomes.iter().filter(|it| it.is_ok()).count();
    assert_eq!((done, available(&stores[1]).await), (10, 0), "{outcomes:?}");
    books_hold(&stores[0]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_misses_no_event_of_two_processes() {
    const EACH: usize = 60;
    let (url, _server) = postgres::database().unwrap();
    let stores = [SqlStore::open(&url).await.unwrap(), SqlStore::open(&url).await.unwrap()];
    let who = ShopperId::new("a");
    let mut writers = JoinSet::new();
    for number in 0..2 * EACH {
        let event = Event::to_shopper(&who, EventKind::OrderChanged, number.to_string());
        let store = stores[number % 2].clone();
        writers.spawn(async move { store.commit(ChangeSet::new().events([event])).await.unwrap() });
    }
    let (audience, reader) = (Audience::Shopper(who), stores[0].clone());
    let (mut seen, mut after) = (Vec::new(), 0);
    // Reads while they write, always behind the last one that it saw.
    while seen.len() < 2 * EACH {
        for event in reader.events_after(&audience, after, 7).await.unwrap() {
            assert!(event.sequence > after);
            after = event.sequence;
            seen.push(event.object_id);
        }
        if writers.is_empty() && reader.last_event().await.unwrap() == after {
            break;
        }
        let _next = writers.try_join_next();
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 2 * EACH);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_under_load_loses_and_doubles_nothing() {
    let mut server = Postgres::start(Durability::AsInstalled).unwrap();
    let store = SqlStore::open(&server.create_database("wallet").unwrap()).await.unwrap();
    fill(&store, 1_000_000).await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut callers = JoinSet::new();
    for caller in 0..8 {
        callers.spawn(spend_until(store.clone(), caller, Arc::clone(&stop)));
    }
    let spent = || async { Ok((available(&store).await < 999_950).then_some(())) };
    until("some were spent", spent).await.unwrap();
    server.stop().unwrap();
    server.resume().unwrap();
    let before = available(&store).await;
    let going_on = || async { Ok((available(&store).await < before - 50).then_some(())) };
    until("spending goes on after the restart", going_on).await.unwrap();
    stop.store(true, Ordering::Relaxed);
    let acknowledged: i64 = callers.join_all().await.into_iter().sum();
    // Each spends one yen, and every call was answered in the end.
    assert_eq!(available(&store).await, 1_000_000 - acknowledged);
    books_hold(&store).await;
}

async fn spend_until(store: SqlStore, caller: usize, stop: Arc<AtomicBool>) -> i64 {
    let mut done = 0;
    while !stop.load(Ordering::Relaxed) {
        post(&store, spend(&format!("c{caller}:{done}"), 1, Phase::Single)).await.unwrap();
        done += 1;
    }
    done
}

#[tokio::test(flavor = "multi_thread")]
async fn without_statistics_no_table_is_read_whole() {
    let (url, _server) = postgres::database().unwrap();
    let store = SqlStore::open(&url).await.unwrap();
    let pool = AnyPool::connect(&url).await.unwrap();
    for table in ["accounts", "balances", "transfers", "lots", "charges", "outbox", "shoppers"] {
        let off = format!("ALTER TABLE {table} SET (autovacuum_enabled = false)");
        sqlx::query(sqlx::AssertSqlSafe(off)).execute(&pool).await.unwrap();
    }
    fill(&store, 1_000_000).await;
    for round in 0..40 {
        let spends = (0..25).map(|number| spend(&format!("{round}:{number}"), 1, Phase::Single));
        store.commit(ChangeSet::new().transfers(spends)).await.unwrap();
        available(&store).await;
    }
    let counted = || async { Ok((index_reads(&pool).await > 900).then_some(())) };
    until("the server has counted", counted).await.unwrap();
    // The migration read each empty table once an index.
    let whole: Vec<_> = whole_reads(&pool).await.into_iter().filter(|(_, reads)| *reads > 8).collect();
    assert!(whole.is_empty(), "tables were read whole: {whole:?}");
}

/// Sequential scans of each table so far.
async fn whole_reads(pool: &AnyPool) -> Vec<(String, i64)> {
    let tables = "SELECT CAST(relname AS text) AS name, seq_scan FROM pg_stat_user_tables \
                  WHERE relname NOT LIKE '_sqlx%' ORDER BY relname";
    let rows = sqlx::query(tables).fetch_all(pool).await.unwrap();
    rows.iter().map(|row| (row.try_get("name").unwrap(), row.try_get("seq_scan").unwrap())).collect()
}

async fn index_reads(pool: &AnyPool) -> i64 {
    let reads = "SELECT idx_scan FROM pg_stat_user_tables WHERE relname = 'transfers'";
    sqlx::query(reads).fetch_one(pool).await.unwrap().try_get("idx_scan").unwrap()
}
