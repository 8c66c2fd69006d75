//! The audit names what does not hold: each rule about top-ups and lots is broken once, past the store.

use saifu_store::{SqlStore, audit};
use sqlx::{AnyPool, AssertSqlSafe};

use crate::cases;

async fn findings(store: &SqlStore) -> Vec<&'static str> {
    let mut rules: Vec<_> = audit(store).await.unwrap().iter().map(|it| it.rule).collect();
    rules.dedup();
    rules
}

#[tokio::test]
async fn what_does_not_hold_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("wallet.db");
    let store = SqlStore::open_file(&path).await.unwrap();
    cases::fill(&store, 1000).await;
    assert!(findings(&store).await.is_empty());
    let pool = AnyPool::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    let top_up = |id: &str, state: &str, owed: i64| {
        format!(
            "INSERT INTO top_ups (id, shopper_id, state, created_at, due_at, version, body, to_return) \
             VALUES ('{id}', 's', '{state}', 0, 0, 1, '', {owed})"
        )
    };
    let lot = "INSERT INTO lots (id, shopper_id, expires_at, version, body) VALUES ('gift:1', 's', 0, 1, '')";
    for (breaks, mends, rule) in [
        (top_up("T-1", "settled", 0), "DELETE FROM top_ups", "a settled top-up is backed by its transfer"),
        (
            "UPDATE transfers SET kind = 'top_up' WHERE id = 'fill'".to_owned(),
            "UPDATE transfers SET kind = 'redeem' WHERE id = 'fill'",
            "a top-up that is not settled has filled no lot",
        ),
        (
            top_up("T-2", "expired", 500),
            "DELETE FROM top_ups",
            "what is owed back to a shopper is told by its top-ups",
        ),
        (lot.to_owned(), "DELETE FROM lots", "a lot that nobody looks at any more holds nothing"),
    ] {
        sqlx::query(AssertSqlSafe(breaks)).execute(&pool).await.unwrap();
        assert_eq!(findings(&store).await, [rule]);
        sqlx::query(mends).execute(&pool).await.unwrap();
        assert!(findings(&store).await.is_empty(), "{rule}");
    }
    sqlx::query("UPDATE balances SET credits_pending = 1 WHERE account_id = 'gift:1'")
        .execute(&pool)
        .await
        .unwrap();
    assert!(findings(&store).await.contains(&"nothing pending is in a gift lot"));
}
