use saifu_codes::StoreCodeDigits;

use crate::id::ShopperId;
use crate::moment::digest;
use crate::port::store::{Store, Versioned};
use crate::store_code::{LiveCode, STORE_CODE_LIFE_S, StoreCode};
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
    let live = LiveCode { shopper_id: shopper.clone(), code_digest: code.code_digest.clone() };
    let changes = match store.find::<LiveCode>(shopper.as_str()).await? {
        None => ChangeSet::new().insert(live),
        Some(before) => {
            let changes = ended(store, &before.value).await?;
            changes.update(Versioned { value: live, version: before.version })
        }
    };
    store.commit(changes.insert(code.clone())).await?;
    Ok((digits, code))
}

/// Ends the code before, unless a till was first.
async fn ended(store: &impl Store, before: &LiveCode) -> Outcome<ChangeSet> {
    let code = store.find::<StoreCode>(&before.code_digest).await?;
    Ok(match code.filter(|code| !code.value.used) {
        None => ChangeSet::new(),
        Some(mut code) => {
            code.value.used = true;
            ChangeSet::new().update(code)
        }
    })
}

/// Thirteen even digits hardly ever need more bytes than are given; if they do, others are drawn.
fn draw(moment: &Moment<'_>) -> StoreCodeDigits {
    loop {
        if let Ok(digits) = StoreCodeDigits::from_random(&moment.bytes::<64>()) {
            return digits;
        }
    }
}
