//! Top-ups, and the shoppers' rules for them.

use jiff::Timestamp;
use saifu_wallet::id::ShopperId;
use saifu_wallet::port::store::{StoreError, TopUpReads};
use saifu_wallet::top_up::{AutomaticTopUp, TopUp, TopUpState, ToppedUpBefore};

use crate::open::SqlStore;
use crate::row::{Columns, due, page, values};

pub(crate) fn columns(top_up: &TopUp) -> Columns {
    let to_return = top_up.to_return().map_or(0, saifu_money::Amount::minor);
    vec![
        ("shopper_id", top_up.shopper_id.as_str().into()),
        ("state", top_up.state.word().into()),
        ("created_at", top_up.created_at.into()),
        ("due_at", top_up.due_at().into()),
        ("to_return", to_return.into()),
    ]
}

pub(crate) fn automatic_columns(rule: &AutomaticTopUp) -> Columns {
    vec![("due_at", rule.due_at().into())]
}

impl TopUpReads for SqlStore {
    async fn top_ups_of(
        &self,
        shopper: &ShopperId,
        before: Option<&ToppedUpBefore>,
        limit: u32,
    ) -> Result<Vec<TopUp>, StoreError> {
        let before = before.map(|place| (place.at, place.id.as_str()));
        page(&self.pool, shopper.as_str(), "created_at", before, limit).await
    }

    async fn top_ups_waiting(&self, shopper: &ShopperId) -> Result<Vec<TopUp>, StoreError> {
        let waiting = vec![shopper.as_str().into(), TopUpState::Pending.word().into()];
        values(&self.pool, "shopper_id = $1 AND state = $2", waiting).await
    }

    async fn top_ups_due(&self, now: Timestamp) -> Result<Vec<TopUp>, StoreError> {
        due(&self.pool, "due_at", now).await
    }

    async fn automatic_due(&self, now: Timestamp) -> Result<Vec<ShopperId>, StoreError> {
        let due: Vec<AutomaticTopUp> = due(&self.pool, "due_at", now).await?;
        Ok(due.into_iter().map(|it| it.shopper_id).collect())
    }
}
