//! Stories of the wallet, told through its use-cases: a real store (in memory, on SQLite and on PostgreSQL), a real
//! signature by a soft authenticator, a real processor over HTTP. Only the clock is ours.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod approval;
mod automatic;
mod bank;
mod card_token;
mod cash;
mod cash_back;
mod device;
mod email;
mod expiry;
mod factor;
mod gift;
mod history;
mod house;
mod online;
mod outage;
mod permission;
mod promise;
mod recovery;
mod refund;
mod session;
mod sign_in;
mod till;
mod top_up;
mod top_up_limits;
mod world;

/// Runs each story on every store.
macro_rules! stories {
    ($($name:ident),* $(,)?) => {
        mod on_memory {
            $(#[tokio::test]
            async fn $name() {
                let store = saifu_wallet::memory::MemoryStore::new();
                super::$name(crate::world::World::new(store).await).await;
            })*
        }

        mod on_sqlite {
            $(#[tokio::test]
            async fn $name() {
                let dir = tempfile::tempdir().unwrap();
                let store = saifu_store::SqlStore::open_file(&dir.path().join("wallet.db")).await.unwrap();
                super::$name(crate::world::World::new(store.clone()).await).await;
                let findings = saifu_store::audit(&store).await.unwrap();
                assert!(findings.is_empty(), "the books do not hold: {findings:?}");
            })*
        }

        mod on_postgres {
            $(#[tokio::test]
            async fn $name() {
                let (url, _server) = saifu_tests::postgres::database().unwrap();
                let store = saifu_store::SqlStore::open(&url).await.unwrap();
                super::$name(crate::world::World::new(store.clone()).await).await;
                let findings = saifu_store::audit(&store).await.unwrap();
                assert!(findings.is_empty(), "the books do not hold: {findings:?}");
            })*
        }
    };
}
use stories;
