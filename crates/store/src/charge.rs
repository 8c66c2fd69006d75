//! Charges and refunds.

use jiff::Timestamp;
use saifu_wallet::charge::{Charge, ChargeState, Refund};
use saifu_wallet::id::{ChargeId, MerchantId, ShopperId};
use saifu_wallet::port::store::{Before, ChargeReads, StoreError, Versioned};
use sqlx::Row;

use crate::failure::reading;
use crate::open::SqlStore;
use crate::row::{Columns, due, failed, page, select, values};

const AUTHORIZED: &str = "authorized";

pub(crate) fn charge_columns(charge: &Charge) -> Columns {
    vec![
        ("order_id", charge.id.order().into()),
        ("shopper_id", charge.shopper_id.as_str().into()),
        ("merchant_id", charge.merchant_id.as_str().into()),
        ("state", state_word(charge.state).into()),
        ("due_since", charge.due.map(|due| due.since).into()),
        ("approved_at", charge.approved_at.into()),
        ("expires_at", charge.expires_at.into()),
        ("promised_for", charge.points_promised_for().into()),
    ]
}

pub(crate) fn refund_columns(refund: &Refund) -> Columns {
    vec![
        ("charge_id", refund.charge_id.as_str().into()),
        ("created_at", refund.created_at.into()),
        ("due_since", refund.due_since.into()),
    ]
}

const fn state_word(state: ChargeState) -> &'static str {
    match state {
        ChargeState::AuthorizationInitiated => "authorization_initiated",
        ChargeState::Authorized => AUTHORIZED,
        ChargeState::CaptureInitiated => "capture_initiated",
        ChargeState::Captured => "captured",
        ChargeState::Canceled => "canceled",
        ChargeState::Declined => "declined",
    }
}

impl ChargeReads for SqlStore {
    async fn charges_of(
        &self,
        shopper: &ShopperId,
        before: Option<&Before>,
        limit: u32,
    ) -> Result<Vec<Charge>, StoreError> {
        let before = before.map(|place| (place.at, place.id.as_str()));
        page(&self.pool, shopper.as_str(), "approved_at", before, limit).await
    }

    async fn charges_open(&self, shopper: &ShopperId) -> Result<Vec<Charge>, StoreError> {
        let open = "shopper_id = $1 AND state IN ('authorization_initiated', 'authorized', 'capture_initiated') \
                    ORDER BY approved_at DESC, id DESC";
        values(&self.pool, open, vec![shopper.as_str().into()]).await
    }

    async fn charges_promising(&self, shopper: &ShopperId) -> Result<Vec<Charge>, StoreError> {
        let promising = "shopper_id = $1 AND promised_for IS NOT NULL ORDER BY promised_for, id";
        values(&self.pool, promising, vec![shopper.as_str().into()]).await
    }

    async fn promises_due(&self, now: Timestamp) -> Result<Vec<ChargeId>, StoreError> {
        let due: Vec<Charge> = due(&self.pool, "promised_for", now).await?;
        Ok(due.into_iter().map(|it| it.id).collect())
    }

    async fn charge_of_order(&self, order: &str) -> Result<Option<Versioned<Charge>>, StoreError> {
        Ok(select(&self.pool, "order_id = $1", vec![order.into()]).await?.pop())
    }

    async fn refunds_of(&self, charge: &ChargeId) -> Result<Vec<Refund>, StoreError> {
        values(&self.pool, "charge_id = $1 ORDER BY created_at, id", vec![charge.as_str().into()]).await
    }

    async fn charges_due(&self, before: Timestamp) -> Result<Vec<ChargeId>, StoreError> {
        let due: Vec<Charge> = due(&self.pool, "due_since", before).await?;
        Ok(due.into_iter().map(|it| it.id).collect())
    }

    async fn refunds_due(&self, before: Timestamp) -> Result<Vec<Refund>, StoreError> {
        due(&self.pool, "due_since", before).await
    }

    async fn charges_lapsed(&self, now: Timestamp) -> Result<Vec<ChargeId>, StoreError> {
        let lapsed = "state = $1 AND expires_at <= $2 ORDER BY expires_at LIMIT 100";
        let lapsed: Vec<Charge> = values(&self.pool, lapsed, vec![AUTHORIZED.into(), now.into()]).await?;
        Ok(lapsed.into_iter().map(|it| it.id).collect())
    }

    async fn times_paid(&self, shopper: &ShopperId, merchant: &MerchantId) -> Result<u32, StoreError> {
        let ask = || {
            sqlx::query(
                "SELECT COUNT(*) AS times FROM charges WHERE shopper_id = $1 AND merchant_id = $2 \
                 AND state NOT IN ('canceled', 'declined')",
            )
            .bind(shopper.as_str())
            .bind(merchant.as_str())
            .fetch_one(&self.pool)
        };
        let times: i64 = reading(ask).await?.try_get("times").map_err(failed)?;
        Ok(u32::try_from(times).unwrap_or(u32::MAX))
    }
}
