//! What a shopper can pay with: cards, and lots with their balances.

use jiff::Timestamp;
use saifu_ledger::{AccountId, AccountKind, Balance, Transfer};
use saifu_money::{Amount, Currency};
use saifu_wallet::card::Card;
use saifu_wallet::gift::{Lot, LotKind};
use saifu_wallet::id::ShopperId;
use saifu_wallet::port::store::{HoldingReads, LedgerReads, LotBalance, StoreError, Versioned};

use sqlx::Row;

use crate::failure::reading;
use crate::ledger;
use crate::open::SqlStore;
use crate::row::{Columns, due, entity, failed, select};

pub(crate) fn card_columns(card: &Card) -> Columns {
    vec![
        ("shopper_id", card.shopper_id.as_str().into()),
        ("linked_at", card.linked_at.into()),
        ("removed_at", card.removed_at.into()),
    ]
}

impl LedgerReads for SqlStore {
    async fn transfers_overdue(&self, now: Timestamp) -> Result<Vec<Transfer>, StoreError> {
        ledger::overdue(&self.pool, now).await
    }

    async fn held_at(
        &self,
        kind: AccountKind,
        currency: Currency,
        end: Timestamp,
    ) -> Result<Amount, StoreError> {
        let ask = || {
            sqlx::query(
                "SELECT CAST(COALESCE(SUM(CASE WHEN c.kind = $1 THEN t.amount ELSE 0 END \
                 - CASE WHEN d.kind = $1 THEN t.amount ELSE 0 END), 0) AS BIGINT) AS held \
                 FROM transfers t JOIN accounts d ON d.id = t.debit_account \
                 JOIN accounts c ON c.id = t.credit_account \
                 WHERE t.phase IN ('single', 'post') AND t.currency = $2 AND t.at < $3",
            )
            .bind(kind.word())
            .bind(currency.code())
            .bind(end.as_millisecond())
            .fetch_one(&self.pool)
        };
        let held: i64 = reading(ask).await?.try_get("held").map_err(failed)?;
        Amount::new(held, currency).map_err(failed)
    }
}

pub(crate) fn lot_columns(lot: &Lot) -> Columns {
    vec![
        ("shopper_id", lot.shopper_id.as_str().into()),
        ("kind", kind_word(lot.kind).into()),
        ("expires_at", lot.expires_at.into()),
        ("due_at", lot.due_at().into()),
    ]
}

pub(crate) const fn kind_word(kind: LotKind) -> &'static str {
    match kind {
        LotKind::Gift => "gift",
        LotKind::Points => "points",
    }
}

impl HoldingReads for SqlStore {
    async fn cards_of(&self, shopper: &ShopperId) -> Result<Vec<Versioned<Card>>, StoreError> {
        let live = "shopper_id = $1 AND removed_at IS NULL ORDER BY linked_at, id";
        select(&self.pool, live, vec![shopper.as_str().into()]).await
    }

    async fn lots_of(&self, shopper: &ShopperId) -> Result<Vec<LotBalance>, StoreError> {
        let ask = || {
            sqlx::query(
                "SELECT lots.body, lots.version, b.debits_pending, b.debits_posted, b.credits_pending, \
                 b.credits_posted FROM lots JOIN balances b ON b.account_id = lots.id AND b.slot = 0 \
                 WHERE lots.shopper_id = $1 AND lots.due_at IS NOT NULL ORDER BY lots.expires_at, lots.id",
            )
            .bind(shopper.as_str())
            .fetch_all(&self.pool)
        };
        let lot = |row| Ok(LotBalance { lot: entity(row)?.value, balance: ledger::balance(row)? });
        reading(ask).await?.iter().map(lot).collect()
    }

    async fn balance(&self, account: &AccountId) -> Result<Option<Balance>, StoreError> {
        ledger::balance_of(&self.pool, account).await
    }

    async fn lots_due(&self, now: Timestamp) -> Result<Vec<AccountId>, StoreError> {
        let due: Vec<Lot> = due(&self.pool, "due_at", now).await?;
        Ok(due.into_iter().map(|lot| lot.account_id).collect())
    }
}
