//! Permissions that stand.

use saifu_wallet::id::ShopperId;
use saifu_wallet::permission::ChargePermission;
use saifu_wallet::port::store::{PermissionReads, StoreError};

use crate::open::SqlStore;
use crate::row::{Columns, values};

pub(crate) fn permission_columns(permission: &ChargePermission) -> Columns {
    vec![
        ("shopper_id", permission.shopper_id.as_str().into()),
        ("merchant_id", permission.merchant_id.as_str().into()),
        ("standing_at", permission.standing.as_ref().map(|_| permission.created_at).into()),
    ]
}

impl PermissionReads for SqlStore {
    async fn permissions_of(&self, shopper: &ShopperId) -> Result<Vec<ChargePermission>, StoreError> {
        let newest = "shopper_id = $1 AND standing_at IS NOT NULL ORDER BY standing_at DESC, id DESC";
        values(&self.pool, newest, vec![shopper.as_str().into()]).await
    }
}
