use saifu_codes::GiftCode;

use crate::gift::code::draw_code;
use crate::gift::{Gift, GiftState, mail};
use crate::id::{GiftId, ShopperId};
use crate::port::mail::Mailer;
use crate::port::store::{Store, Versioned, unless_stale};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Mails a gift that is due: a code is drawn and written down by its digest, the mail goes out, and that
/// is written down. After a crash between these the worker comes back and mails another code; the one
/// before ends with it. Of two workers one draws.
///
/// # Errors
/// The mail or the store failed, or another worker was first (stale).
pub(super) async fn deliver(
    store: &impl Store,
    mailer: &impl Mailer,
    moment: &Moment<'_>,
    found: Versioned<Gift>,
) -> Outcome<()> {
    let (gift, code) = drawn(store, moment, found).await?;
    mailer.send_gift(&mail::words(&gift, &code, moment), &mail::face(&gift, &code)).await?;
    handed_over(store, moment, &gift).await
}

/// Mails another code; the one before ends.
///
/// # Errors
/// `gift.not_found`, `gift.not_sent`, `gift.resend_too_soon`; the mail (a worker tries again) or the store
/// failed.
pub async fn resend(
    store: &impl Store,
    mailer: &impl Mailer,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &GiftId,
) -> Outcome<Gift> {
    let mut found = sent_by(store, moment, shopper, id).await?;
    if moment.now < found.value.resend_at {
        return Err(Refusal::until("gift.resend_too_soon", found.value.resend_at));
    }
    // If this stops before the mail is out, the worker finds it waiting.
    found.value.state = GiftState::Scheduled;
    deliver(store, mailer, moment, found).await?;
    own(store, shopper, id).await.map(|gift| gift.value)
}

/// Draws another code for printing; the one before ends, also the mailed one. No mail goes out, so that
/// nobody has to wait.
///
/// # Errors
/// `gift.not_found`, `gift.not_sent`; the store failed.
pub async fn print(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &GiftId,
) -> Outcome<GiftCode> {
    let found = sent_by(store, moment, shopper, id).await?;
    let (gift, code, changes) = draw_code(store, ChangeSet::new(), found.value, moment).await?;
    let gift = gift.sent(moment.now);
    let changes = changes.events([gift.told()]).update(Versioned { value: gift, version: found.version });
    store.commit(changes).await?;
    Ok(code)
}

async fn sent_by(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &GiftId,
) -> Outcome<Versioned<Gift>> {
    let found = own(store, shopper, id).await?;
    match found.value.state_at(moment.now) {
        GiftState::Sent => Ok(found),
        _ => Err(Refusal::rule("gift.not_sent")),
    }
}

/// A gift of this sender; another's is not found, like an unknown one.
pub(super) async fn own(store: &impl Store, shopper: &ShopperId, id: &GiftId) -> Outcome<Versioned<Gift>> {
    let found = store.find::<Gift>(id.as_str()).await?;
    found.filter(|it| it.value.shopper_id == *shopper).ok_or(Refusal::rule("gift.not_found"))
}

async fn drawn(store: &impl Store, moment: &Moment<'_>, found: Versioned<Gift>) -> Outcome<(Gift, GiftCode)> {
    let (gift, code, changes) = draw_code(store, ChangeSet::new(), found.value, moment).await?;
    let version = found.version;
    let changes = changes.update(Versioned { value: gift.clone(), version }).events([gift.told()]);
    store.commit(changes).await?;
    Ok((gift, code))
}

/// Writes down that the mail is out, unless the gift moved on since: it was redeemed or called off.
async fn handed_over(store: &impl Store, moment: &Moment<'_>, mailed: &Gift) -> Outcome<()> {
    let found = store.find::<Gift>(mailed.id.as_str()).await?;
    let still = |it: &Versioned<Gift>| {
        it.value.state == GiftState::Scheduled && it.value.code_digest == mailed.code_digest
    };
    let Some(Versioned { value, version }) = found.filter(still) else { return Ok(()) };
    let value = value.sent(moment.now);
    let told = value.told();
    let changes = ChangeSet::new().update(Versioned { value, version }).events([told]);
    Ok(unless_stale(store.commit(changes).await)?)
}
