use saifu_codes::StoreCodeDigits;

use crate::id::ShopperId;
use crate::moment::digest;
use crate::port::store::Store;
use crate::store_code::{STORE_CODE_LIFE_S, StoreCode};
use crate::{ChangeSet, Moment, Outcome};

/// Issues a code; the one before ends.
///
/// # Errors
/// The store failed, or two were issued at once (stale).
pub async fn issue(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
) -> Outcome<(StoreCodeDigits, StoreCode)> {
    let digits = draw(moment);
    let code = StoreCode {
        code_digest: digest(digits.as_str()),
        shopper_id: shopper.clone(),
        issued_at: moment.now,
        expires_at: moment.after_seconds(STORE_CODE_LIFE_S),
        used: false,
    };
    let mut changes = ChangeSet::new();
    if let Some(mut before) = store.live_store_code(shopper, moment.now).await? {
        before.value.used = true;
        changes = changes.update(before);
    }
    store.commit(changes.insert(code.clone())).await?;
    Ok((digits, code))
}

/// Thirteen even digits hardly ever need more bytes than are given; if they do, others are drawn.
fn draw(moment: &Moment<'_>) -> StoreCodeDigits {
    loop {
        if let Ok(digits) = StoreCodeDigits::from_random(&moment.bytes::<64>()) {
            return digits;
        }
    }
}
