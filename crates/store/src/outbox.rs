//! The outbox: events in the order of commits.

use saifu_wallet::outbox::{Audience, Event, EventKind, StoredEvent};
use saifu_wallet::port::store::{OutboxReads, StoreError};
use sqlx::{AnyConnection, Row};

use crate::failure::Failure;
use crate::open::SqlStore;
use crate::row::failed;

pub(crate) async fn write(connection: &mut AnyConnection, event: &Event) -> Result<(), Failure> {
    sqlx::query("INSERT INTO outbox (audience, kind, object_id) VALUES ($1, $2, $3)")
        .bind(event.audience.word())
        .bind(kind_word(event.kind)?)
        .bind(event.object_id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

fn kind_word(kind: EventKind) -> Result<String, StoreError> {
    let word = serde_json::to_value(kind).map_err(failed)?;
    word.as_str().map(str::to_owned).ok_or_else(|| failed("event kind without a word"))
}

impl OutboxReads for SqlStore {
    async fn events_after(
        &self,
        audience: &Audience,
        after: i64,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let rows = sqlx::query(
            "SELECT sequence, kind, object_id FROM outbox WHERE audience = $1 AND sequence > $2 \
             ORDER BY sequence LIMIT $3",
        )
        .bind(audience.word())
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await
        .map_err(failed)?;
        let event = |row: &sqlx::any::AnyRow| {
            let kind: String = row.try_get("kind").map_err(failed)?;
            Ok(StoredEvent {
                sequence: row.try_get("sequence").map_err(failed)?,
                kind: serde_json::from_value(kind.into()).map_err(failed)?,
                object_id: row.try_get("object_id").map_err(failed)?,
            })
        };
        rows.iter().map(event).collect()
    }

    async fn last_event(&self) -> Result<i64, StoreError> {
        let row = sqlx::query("SELECT COALESCE(MAX(sequence), 0) AS last FROM outbox")
            .fetch_one(&self.pool)
            .await
            .map_err(failed)?;
        row.try_get("last").map_err(failed)
    }
}
