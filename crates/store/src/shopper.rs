//! Shoppers and their devices; and finding anything by its key.

use saifu_wallet::device::{Device, DeviceJoin};
use saifu_wallet::id::ShopperId;
use saifu_wallet::passkey::Credential;
use saifu_wallet::port::store::{Entity, Find, ShopperReads, StoreError, Versioned};
use saifu_wallet::shopper::Shopper;
use saifu_wallet::sign_in::{SignIn, SignedInBefore};

use crate::open::SqlStore;
use crate::row::{page, select, values};

impl Find for SqlStore {
    async fn find<T: Entity>(&self, key: &str) -> Result<Option<Versioned<T>>, StoreError> {
        Ok(select(&self.pool, "id = $1", vec![key.into()]).await?.pop())
    }
}

impl ShopperReads for SqlStore {
    async fn shopper_by_email(&self, email: &str) -> Result<Option<Shopper>, StoreError> {
        Ok(values(&self.pool, "email = $1", vec![email.into()]).await?.pop())
    }

    async fn credentials_of(&self, shopper: &ShopperId) -> Result<Vec<Credential>, StoreError> {
        values(&self.pool, "shopper_id = $1 ORDER BY created_at", vec![shopper.as_str().into()]).await
    }
    async fn devices_of(&self, shopper: &ShopperId) -> Result<Vec<Versioned<Device>>, StoreError> {
        select(&self.pool, "shopper_id = $1 ORDER BY created_at, id", vec![shopper.as_str().into()]).await
    }

    async fn sign_ins_of(
        &self,
        shopper: &ShopperId,
        before: Option<&SignedInBefore>,
        limit: u32,
    ) -> Result<Vec<SignIn>, StoreError> {
        let before = before.map(|place| (place.at, place.id.as_str()));
        page(&self.pool, shopper.as_str(), "at", before, limit).await
    }

    async fn join_by_code(&self, code_digest: &str) -> Result<Option<Versioned<DeviceJoin>>, StoreError> {
        Ok(select(&self.pool, "code_digest = $1", vec![code_digest.into()]).await?.pop())
    }
}
