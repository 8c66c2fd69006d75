//! Gifts that were bought.

use jiff::Timestamp;
use saifu_wallet::gift::Gift;
use saifu_wallet::id::{GiftId, ShopperId};
use saifu_wallet::port::store::{GiftReads, StoreError};

use crate::open::SqlStore;
use crate::row::{Columns, Value, due, values};

pub(crate) fn gift_columns(gift: &Gift) -> Columns {
    vec![
        ("shopper_id", gift.shopper_id.as_str().into()),
        ("state", gift.state.word().into()),
        ("escrow_id", gift.escrow_id().as_str().into()),
        ("amount", Value::Number(Some(gift.amount.minor()))),
        ("created_at", gift.created_at.into()),
        ("due_at", gift.due_at.into()),
    ]
}

impl GiftReads for SqlStore {
    async fn gifts_of(&self, shopper: &ShopperId) -> Result<Vec<Gift>, StoreError> {
        let newest = "shopper_id = $1 ORDER BY created_at DESC, id DESC";
        values(&self.pool, newest, vec![shopper.as_str().into()]).await
    }

    async fn gifts_due(&self, now: Timestamp) -> Result<Vec<GiftId>, StoreError> {
        let due: Vec<Gift> = due(&self.pool, "due_at", now).await?;
        Ok(due.into_iter().map(|it| it.id).collect())
    }
}
