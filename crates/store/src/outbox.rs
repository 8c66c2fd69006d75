//! The outbox: events in the order of commits.

use saifu_wallet::outbox::{Audience, Event, EventKind, StoredEvent};
use saifu_wallet::port::store::{OutboxReads, StoreError};
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use crate::dialect::{Dialect, Field, Type};
use crate::failure::{Failure, reading};
use crate::open::SqlStore;
use crate::row::failed;
use crate::rows::Rows;

const EVENT: &[Field] =
    &[("place", Type::Number), ("audience", Type::Text), ("kind", Type::Text), ("object_id", Type::Text)];

pub(crate) async fn write<'a>(
    connection: &mut AnyConnection,
    dialect: Dialect,
    events: impl Iterator<Item = &'a Event>,
) -> Result<(), Failure> {
    let mut rows = Rows::new(dialect);
    for (place, event) in (1_i64..).zip(events) {
        let kind = serde_json::to_value(event.kind).map_err(failed)?;
        let audience = event.audience.word();
        rows.push([
            place.into(),
            audience.as_str().into(),
            kind.as_str().into(),
            event.object_id.as_str().into(),
        ]);
    }
    let (first, from) = (dialect.first_sequence(), dialect.rows(EVENT));
    let sql = format!(
        "INSERT INTO outbox (sequence, audience, kind, object_id) \
         SELECT {first} + place, audience, kind, object_id FROM {from}"
    );
    rows.write(connection, sql).await?;
    Ok(())
}

impl OutboxReads for SqlStore {
    async fn events_after(
        &self,
        audience: &Audience,
        after: i64,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let sql = format!(
            "SELECT sequence, kind, object_id FROM outbox WHERE audience = $1 AND sequence > $2 \
             AND sequence < {} ORDER BY sequence LIMIT $3",
            self.dialect.settled()
        );
        let ask = || {
            sqlx::query(AssertSqlSafe(sql.clone()))
                .bind(audience.word())
                .bind(after)
                .bind(i64::from(limit))
                .fetch_all(&self.pool)
        };
        let event = |row: &sqlx::any::AnyRow| {
            let kind: String = row.try_get("kind").map_err(failed)?;
            let kind: EventKind = serde_json::from_value(kind.into()).map_err(failed)?;
            let sequence = row.try_get("sequence").map_err(failed)?;
            Ok(StoredEvent { sequence, kind, object_id: row.try_get("object_id").map_err(failed)? })
        };
        reading(ask).await?.iter().map(event).collect()
    }

    async fn last_event(&self) -> Result<i64, StoreError> {
        let sql = format!(
            "SELECT sequence FROM outbox WHERE sequence < {} ORDER BY sequence DESC LIMIT 1",
            self.dialect.settled()
        );
        let row = reading(|| sqlx::query(AssertSqlSafe(sql.clone())).fetch_optional(&self.pool)).await?;
        row.map_or(Ok(0), |row| row.try_get("sequence").map_err(failed))
    }
}
