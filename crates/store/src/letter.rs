//! Mail on its way.

use jiff::Timestamp;
use saifu_wallet::letter::Letter;
use saifu_wallet::port::store::{LetterReads, StoreError};

use crate::open::SqlStore;
use crate::row::{DUE, values};

impl LetterReads for SqlStore {
    async fn letters_due(&self, now: Timestamp) -> Result<Vec<String>, StoreError> {
        let due: Vec<Letter> = values(&self.pool, DUE, vec![now.into()]).await?;
        Ok(due.into_iter().map(|it| it.id).collect())
    }
}
