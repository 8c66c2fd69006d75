//! Merchants.

use saifu_wallet::merchant::Merchant;
use saifu_wallet::port::store::{MerchantReads, StoreError};

use crate::open::SqlStore;
use crate::row::values;

impl MerchantReads for SqlStore {
    async fn merchants(&self) -> Result<Vec<Merchant>, StoreError> {
        values(&self.pool, "1 = 1 ORDER BY id", Vec::new()).await
    }
}
