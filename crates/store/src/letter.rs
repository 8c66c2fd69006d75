//! Mail on its way.

use jiff::Timestamp;
use saifu_wallet::letter::Letter;
use saifu_wallet::port::store::{LetterReads, StoreError};

use crate::open::SqlStore;
use crate::row::due;

impl LetterReads for SqlStore {
    async fn letters_due(&self, now: Timestamp) -> Result<Vec<String>, StoreError> {
        let due: Vec<Letter> = due(&self.pool, "due_at", now).await?;
        Ok(due.into_iter().map(|it| it.id).collect())
    }
}
