use jiff::Timestamp;
use saifu_codes::GiftCode;
use saifu_money::Amount;

use crate::gift::GiftCard;
use crate::moment::digest;
use crate::port::store::Store;
use crate::{ChangeSet, Outcome};

/// Makes a code worth `amount` until `expires_at`. The same code again is refused as stale.
///
/// # Errors
/// The store failed, or the code exists.
pub async fn issue(
    store: &impl Store,
    code: &GiftCode,
    amount: Amount,
    source: &str,
    expires_at: Timestamp,
) -> Outcome<()> {
    let card = GiftCard {
        code_digest: digest(code.as_str()),
        amount,
        source: source.to_owned(),
        expires_at,
        redeemed_by: None,
        gift_id: None,
        end: None,
    };
    Ok(store.commit(ChangeSet::new().insert(card)).await?)
}
