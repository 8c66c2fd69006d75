//! What is not kept for ever.

use jiff::{SignedDuration, Timestamp};
use saifu_wallet::port::store::StoreError;

use crate::open::SqlStore;
use crate::row::failed;

/// A year and a month: long enough to find out, no longer than that.
const SIGN_INS: SignedDuration = SignedDuration::from_hours(24 * 395);

impl SqlStore {
    /// Deletes limits of which nothing is used any more, and sign-ins of more than thirteen months ago. Answers how
    /// many rows.
    ///
    /// # Errors
    /// The database failed.
    pub async fn forget(&self, now: Timestamp) -> Result<u64, StoreError> {
        let old = now.checked_sub(SIGN_INS).unwrap_or(Timestamp::MIN);
        let limits = sqlx::query("DELETE FROM limit_uses WHERE free_at < $1").bind(now.as_millisecond());
        let limits = limits.execute(&self.pool).await.map_err(failed)?;
        let sign_ins = sqlx::query("DELETE FROM sign_ins WHERE at < $1").bind(old.as_millisecond());
        let sign_ins = sign_ins.execute(&self.pool).await.map_err(failed)?;
        Ok(limits.rows_affected() + sign_ins.rows_affected())
    }
}
