//! Checkout sessions.

use jiff::Timestamp;
use saifu_wallet::checkout::{CheckoutSession, SessionState};
use saifu_wallet::id::{ChargeId, ShopperId};
use saifu_wallet::port::store::{CheckoutReads, StoreError};

use crate::open::SqlStore;
use crate::row::{Columns, Value, values};

const OPEN: &str = "open";

pub(crate) fn session_columns(session: &CheckoutSession) -> Columns {
    let state = match session.state {
        SessionState::Open => OPEN,
        SessionState::Completed => "completed",
        SessionState::Canceled => "canceled",
    };
    vec![
        ("merchant_id", session.merchant_id.as_str().into()),
        ("shopper_id", Value::Text(session.shopper_id.as_ref().map(ShopperId::to_string))),
        ("state", state.into()),
        ("charge_id", Value::Text(session.charge_id.as_ref().map(ChargeId::to_string))),
        ("created_at", session.created_at.into()),
        ("expires_at", session.expires_at.into()),
    ]
}

impl CheckoutReads for SqlStore {
    async fn sessions_awaiting(
        &self,
        shopper: &ShopperId,
        now: Timestamp,
    ) -> Result<Vec<CheckoutSession>, StoreError> {
        let awaiting = "shopper_id = $1 AND state = $2 AND expires_at > $3 AND charge_id IS NULL \
                        ORDER BY created_at DESC";
        values(&self.pool, awaiting, vec![shopper.as_str().into(), OPEN.into(), now.into()]).await
    }
}
