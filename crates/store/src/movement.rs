//! Histories: the transfers of a shopper's lots.

use saifu_wallet::gift::LotKind;
use saifu_wallet::id::ShopperId;
use saifu_wallet::movement::{MovedBefore, Movement};
use saifu_wallet::port::store::{MovementReads, StoreError};
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::failure::reading;
use crate::holding::kind_word;
use crate::ledger;
use crate::open::SqlStore;
use crate::row::{entity, failed};

/// One half for what went out and one for what came in, so that each is served by its index.
const MOVEMENTS: &str = "\
    SELECT t.id AS id, t.debit_account, t.credit_account, t.amount, t.currency, t.kind, t.phase, t.resolves, t.until, t.at AS at, \
        lots.body, lots.version, CAST(0 AS BIGINT) AS incoming \
    FROM lots JOIN transfers t ON t.debit_account = lots.id \
    WHERE lots.shopper_id = $1 AND lots.kind = $2 AND (t.at, t.id) < ($3, $4) \
        AND (t.phase IN ('single', 'post') OR t.phase = 'pending' \
            AND NOT EXISTS (SELECT 1 FROM transfers r WHERE r.resolves = t.id)) \
    UNION ALL \
    SELECT t.id AS id, t.debit_account, t.credit_account, t.amount, t.currency, t.kind, t.phase, t.resolves, t.until, t.at AS at, \
        lots.body, lots.version, CAST(1 AS BIGINT) AS incoming \
    FROM lots JOIN transfers t ON t.credit_account = lots.id \
    WHERE lots.shopper_id = $1 AND lots.kind = $2 AND (t.at, t.id) < ($3, $4) \
        AND t.phase IN ('single', 'post') \
    ORDER BY at DESC, id DESC LIMIT $5";

impl MovementReads for SqlStore {
    async fn movements_of(
        &self,
        shopper: &ShopperId,
        kind: LotKind,
        before: Option<&MovedBefore>,
        limit: u32,
    ) -> Result<Vec<Movement>, StoreError> {
        let (at, id) = before.map_or((i64::MAX, ""), |it| (it.at.as_millisecond(), it.id.as_str()));
        if id.contains('\0') {
            // PostgreSQL's texts hold no zero bytes: nothing is stored under such an id.
            return Ok(Vec::new());
        }
        let ask = || {
            sqlx::query(MOVEMENTS)
                .bind(shopper.as_str())
                .bind(kind_word(kind))
                .bind(at)
                .bind(id)
                .bind(i64::from(limit))
                .fetch_all(&self.pool)
        };
        reading(ask).await?.iter().map(movement).collect()
    }
}

fn movement(row: &AnyRow) -> Result<Movement, StoreError> {
    let incoming: i64 = row.try_get("incoming").map_err(failed)?;
    Ok(Movement { transfer: ledger::transfer(row)?, lot: entity(row)?.value, incoming: incoming == 1 })
}
