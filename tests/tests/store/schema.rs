//! The migrated schema, held against a committed copy: a change of it is seen in review.

use std::fmt::Write;

use sqlx::{AnyPool, Row};

const COMMITTED: &str = include_str!("schema.sqlite.sql");

#[tokio::test]
async fn the_schema_is_the_committed_one() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("wallet.db");
    saifu_store::SqlStore::open_file(&path).await.unwrap().close().await;
    let pool = AnyPool::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    let rows = sqlx::query(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' \
         AND name NOT LIKE '_sqlx%' ORDER BY type DESC, name",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let schema = rows.iter().fold(String::new(), |mut text, row| {
        writeln!(text, "{};\n", row.try_get::<String, _>("sql").unwrap()).unwrap();
        text
    });
    if std::env::var_os("SAIFU_UPDATE_SCHEMA").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/store/schema.sqlite.sql");
        std::fs::write(file, &schema).unwrap();
    }
    assert_eq!(schema, COMMITTED, "if you meant it: SAIFU_UPDATE_SCHEMA=1, then run the test again");
}
