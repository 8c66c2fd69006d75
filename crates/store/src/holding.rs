//! What a shopper can pay with: cards, and lots with their balances.

use saifu_ledger::{AccountId, Balance};
use saifu_wallet::card::Card;
use saifu_wallet::id::ShopperId;
use saifu_wallet::port::store::{HoldingReads, LotBalance, StoreError, Versioned};

use crate::ledger;
use crate::open::SqlStore;
use crate::row::{Columns, entity, failed, select};

pub(crate) fn card_columns(card: &Card) -> Columns {
    vec![
        ("shopper_id", card.shopper_id.as_str().into()),
        ("linked_at", card.linked_at.into()),
        ("removed_at", card.removed_at.into()),
    ]
}

impl HoldingReads for SqlStore {
    async fn cards_of(&self, shopper: &ShopperId) -> Result<Vec<Versioned<Card>>, StoreError> {
        let live = "shopper_id = $1 AND removed_at IS NULL ORDER BY linked_at, id";
        select(&self.pool, live, vec![shopper.as_str().into()]).await
    }

    async fn lots_of(&self, shopper: &ShopperId) -> Result<Vec<LotBalance>, StoreError> {
        let rows = sqlx::query(
            "SELECT lots.body, lots.version, accounts.debits_pending, accounts.debits_posted, \
             accounts.credits_pending, accounts.credits_posted FROM lots JOIN accounts ON accounts.id = lots.id \
             WHERE lots.shopper_id = $1 ORDER BY lots.expires_at, lots.id",
        )
        .bind(shopper.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(failed)?;
        let lot = |row| Ok(LotBalance { lot: entity(row)?.value, balance: ledger::balance(row)? });
        rows.iter().map(lot).collect()
    }

    async fn balance(&self, account: &AccountId) -> Result<Option<Balance>, StoreError> {
        ledger::balance_of(&self.pool, account).await
    }
}
