//! The migrated schema, held against a committed copy: a change of it is seen in review.

use std::fmt::Write;
use std::process::Command;

use saifu_tests::postgres;
use sqlx::{AnyPool, Row};

#[tokio::test]
async fn the_schema_of_sqlite_is_the_committed_one() {
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
    is_committed("schema.sqlite.sql", &schema, include_str!("schema.sqlite.sql"));
}

#[tokio::test]
async fn the_schema_of_postgresql_is_the_committed_one() {
    let (url, _server) = postgres::database().unwrap();
    saifu_store::SqlStore::open(&url).await.unwrap().close().await;
    let mut dump = Command::new(postgres::program("pg_dump").unwrap());
    dump.args(["--schema-only", "--no-owner", "--exclude-table=_sqlx_migrations", &url]);
    let dump = String::from_utf8(dump.output().unwrap().stdout).unwrap();
    // Without what depends on the version that wrote it.
    let own = |line: &&str| !line.is_empty() && !line.starts_with("--") && !line.starts_with('\\');
    let schema: String = dump
        .lines()
        .filter(own)
        .filter(|line| !line.starts_with("SET "))
        .fold(String::new(), |text, line| text + line + "\n");
    is_committed("schema.postgres.sql", &schema, include_str!("schema.postgres.sql"));
}

fn is_committed(name: &str, schema: &str, committed: &str) {
    if std::env::var_os("SAIFU_UPDATE_SCHEMA").is_some() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/store/");
        std::fs::write(format!("{folder}{name}"), schema).unwrap();
    }
    assert_eq!(schema, committed, "if you meant it: SAIFU_UPDATE_SCHEMA=1, then run the test again");
}
