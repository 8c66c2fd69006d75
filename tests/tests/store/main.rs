//! One suite of named cases for every store.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod audit;
mod cases;
mod model;
mod schema;
mod server;

macro_rules! suite {
    ($($name:ident),* $(,)?) => {
        mod memory {
            $(#[tokio::test]
            async fn $name() {
                super::cases::$name(saifu_wallet::memory::MemoryStore::new()).await;
            })*
        }

        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                let dir = tempfile::tempdir().unwrap();
                let store = saifu_store::SqlStore::open_file(&dir.path().join("wallet.db")).await.unwrap();
                super::cases::$name(store).await;
            })*
        }

        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                let (url, _server) = saifu_tests::postgres::database().unwrap();
                let store = saifu_store::SqlStore::open(&url).await.unwrap();
                super::cases::$name(store).await;
            })*
        }
    };
}

suite!(
    a_key_is_new_once,
    an_address_has_one_shopper,
    a_version_is_replaced_once,
    a_failed_guard_leaves_nothing_behind,
    nobody_is_overdrawn,
    a_reservation_is_resolved_once,
    a_transfer_has_one_content,
    events_come_in_order_and_to_their_audience,
    pages_of_charges_do_not_overlap,
    pages_of_movements_do_not_overlap,
    many_at_once_never_overdraw,
    no_sum_overflows,
    one_refusal_harms_nobody_else,
    a_retry_among_others_is_told_that_it_was_done,
    what_the_database_refuses_harms_nobody_else,
    a_key_with_a_zero_byte_is_not_found,
    a_reservation_ends_by_time,
);

#[tokio::test]
async fn what_was_written_is_there_after_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("wallet.db");
    let store = saifu_store::SqlStore::open_file(&path).await.unwrap();
    cases::fill(&store, 1000).await;
    store.close().await;
    let again = saifu_store::SqlStore::open_file(&path).await.unwrap();
    assert_eq!(cases::available(&again).await, 1000);
}
