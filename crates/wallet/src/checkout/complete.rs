use saifu_money::Amount;

use crate::charge::{Charge, ChargeState, capturing};
use crate::checkout::{CheckoutSession, PaymentIntent, SessionState};
use crate::id::CheckoutSessionId;
use crate::merchant::{IdempotencyKey, Merchant};
use crate::outbox::{Event, EventKind};
use crate::permission::ChargePermission;
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// The shop completes an approved session: the charge is captured, or kept authorized for 30 days.
/// With a card in it the charge comes back as CaptureInitiated and the caller drives it.
///
/// # Errors
/// `checkout.not_found`, `checkout.canceled`, `checkout.status_invalid` before approval and a second
/// time, `checkout.amount_mismatch`; the store failed.
pub async fn complete(
    store: &impl Store,
    moment: &Moment<'_>,
    merchant: &Merchant,
    id: &CheckoutSessionId,
    amount: Amount,
    key: Option<&IdempotencyKey>,
) -> Outcome<(CheckoutSession, Charge)> {
    let found = store.find::<CheckoutSession>(id.as_str()).await?;
    let session = found.filter(|it| it.value.merchant_id == merchant.id);
    let session = session.ok_or(Refusal::rule("checkout.not_found"))?;
    let charge = approved_charge(store, &session.value, moment).await?;
    if session.value.asked.charge_amount != Some(amount) {
        return Err(Refusal::rule("checkout.amount_mismatch"));
    }
    let completed = session.value.completed(moment.now);
    let changes = ChangeSet::new().update(Versioned { value: completed.clone(), version: session.version });
    let changes = changes.then(permitted(store, &completed, moment).await?);
    let changes = match key {
        Some(key) => changes.insert(key.made(id.as_str())),
        None => changes,
    };
    let captures = completed.asked.intent.is_some_and(PaymentIntent::captures);
    let kept = Versioned { value: charge.value.kept(moment.now), version: charge.version };
    let (charge, changes) = if captures {
        capturing(store, changes, kept, amount, moment).await?
    } else {
        let told = kept.value.told();
        (kept.value.clone(), changes.update(kept).events(told))
    };
    store.commit(changes).await?;
    Ok((completed, charge))
}

/// What stands may be charged from now on.
async fn permitted(store: &impl Store, session: &CheckoutSession, moment: &Moment<'_>) -> Outcome<ChangeSet> {
    let Some(id) = session.permission_id.as_ref().filter(|_| session.asked.standing.is_some()) else {
        return Ok(ChangeSet::new());
    };
    let found = store.find::<ChargePermission>(id.as_str()).await?;
    let found = found.ok_or_else(|| Refusal::Stored(format!("{} has no permission", session.id)))?;
    let value = found.value.completed(moment.now);
    let told = Event::to_shopper(&value.shopper_id, EventKind::PermissionChanged, id.as_str());
    Ok(ChangeSet::new().update(Versioned { value, version: found.version }).events([told]))
}

async fn approved_charge(
    store: &impl Store,
    session: &CheckoutSession,
    moment: &Moment<'_>,
) -> Outcome<Versioned<Charge>> {
    let invalid = || Refusal::rule("checkout.status_invalid");
    match session.state_at(moment.now).0 {
        SessionState::Open => {}
        SessionState::Canceled => return Err(Refusal::rule("checkout.canceled")),
        SessionState::Completed => return Err(invalid()),
    }
    let id = session.charge_id.as_ref().ok_or_else(invalid)?;
    let charge = store.find::<Charge>(id.as_str()).await?;
    charge.filter(|it| it.value.state == ChargeState::Authorized).ok_or_else(invalid)
}
