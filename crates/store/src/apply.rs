//! Applies a ChangeSet in one transaction, or says which guard failed.

use saifu_wallet::change::{Change, ChangeSet, Record};
use saifu_wallet::port::store::{Commit, StoreError};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

use crate::failure::Failure;
use crate::open::SqlStore;
use crate::record::{body, columns};
use crate::row::{Value, table};
use crate::{ledger, outbox};

/// How often a commit is tried when the database asks for it (serialization failure, lock, lost
/// connection before anything was sent).
const TRIES: u32 = 5;

impl Commit for SqlStore {
    async fn commit(&self, changes: ChangeSet) -> Result<(), StoreError> {
        for _ in 1..TRIES {
            match self.try_commit(&changes).await {
                Err(Failure::Again(cause)) => tracing::debug!(%cause, "commit is tried again"),
                Err(Failure::Refused(error)) => return Err(error),
                Ok(()) => return Ok(()),
            }
        }
        self.try_commit(&changes).await.map_err(|failure| match failure {
            Failure::Again(cause) => StoreError::Failed(cause),
            Failure::Refused(error) => error,
        })
    }
}

impl SqlStore {
    async fn try_commit(&self, changes: &ChangeSet) -> Result<(), Failure> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin_with(self.dialect.begin()).await?;
        for change in &changes.0 {
            match change {
                Change::Insert(record) => insert(&mut transaction, record).await?,
                Change::Update(record, version) => update(&mut transaction, record, *version).await?,
                Change::OpenAccount(account) => ledger::open(&mut transaction, account).await?,
                Change::Transfer(transfer) => ledger::post(&mut transaction, transfer).await?,
                Change::Event(event) => outbox::write(&mut transaction, event).await?,
            }
        }
        Ok(transaction.commit().await?)
    }
}

async fn insert(connection: &mut AnyConnection, record: &Record) -> Result<(), Failure> {
    let (concept, key) = record.place();
    let columns = columns(record);
    let names: String = columns.iter().map(|(name, _)| format!(", {name}")).collect();
    let places: String = (0..columns.len()).map(|index| format!(", ${}", index + 3)).collect();
    let sql = format!(
        "INSERT INTO {} (id, body, version{names}) VALUES ($1, $2, 1{places}) ON CONFLICT DO NOTHING",
        table(concept)
    );
    written(connection, sql, record, columns, key).await
}

async fn update(connection: &mut AnyConnection, record: &Record, version: i64) -> Result<(), Failure> {
    let (concept, key) = record.place();
    let columns = columns(record);
    let sets: String =
        columns.iter().enumerate().map(|(index, (name, _))| format!(", {name} = ${}", index + 3)).collect();
    let sql = format!(
        "UPDATE {} SET body = $2, version = version + 1{sets} WHERE id = $1 AND version = {version}",
        table(concept)
    );
    written(connection, sql, record, columns, key).await
}

/// Runs a write whose guard is its WHERE or its key: no row means that somebody else was first.
async fn written(
    connection: &mut AnyConnection,
    sql: String,
    record: &Record,
    columns: crate::row::Columns,
    key: String,
) -> Result<(), Failure> {
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(key.clone()).bind(body(record)?);
    for (_, value) in columns {
        query = match value {
            Value::Text(text) => query.bind(text),
            Value::Number(number) => query.bind(number),
        };
    }
    match query.execute(connection).await?.rows_affected() {
        0 => Err(StoreError::Stale(record.place().0, key).into()),
        _ => Ok(()),
    }
}
