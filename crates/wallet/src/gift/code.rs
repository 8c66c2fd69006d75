use saifu_codes::GiftCode;

use crate::gift::{CodeEnd, Gift, GiftCard};
use crate::moment::digest;
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Moment, Outcome};

/// Draws a new code for a gift and ends the one before. The code itself is kept nowhere: who calls this
/// hands it over once.
pub(super) async fn draw_code(
    store: &impl Store,
    changes: ChangeSet,
    gift: Gift,
    moment: &Moment<'_>,
) -> Outcome<(Gift, GiftCode, ChangeSet)> {
    let code = GiftCode::from_random(&moment.bytes());
    let code_digest = digest(code.as_str());
    let changes = changes.then(code_ended(store, &gift, CodeEnd::Replaced).await?);
    let card = GiftCard {
        code_digest: code_digest.clone(),
        amount: gift.amount,
        source: gift.sender_name.clone(),
        expires_at: gift.expires_at,
        redeemed_by: None,
        gift_id: Some(gift.id.clone()),
        end: None,
    };
    Ok((gift.with_code(code_digest, moment.now), code, changes.insert(card)))
}

/// The end of the one code that works, if there is one.
pub(super) async fn code_ended(store: &impl Store, gift: &Gift, end: CodeEnd) -> Outcome<ChangeSet> {
    let Some(code_digest) = &gift.code_digest else { return Ok(ChangeSet::new()) };
    let Some(mut card) = store.find::<GiftCard>(code_digest).await? else { return Ok(ChangeSet::new()) };
    card.value.end = Some(end);
    Ok(ChangeSet::new().update(Versioned { value: card.value, version: card.version }))
}
