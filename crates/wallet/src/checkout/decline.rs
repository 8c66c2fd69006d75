use crate::checkout::{CancelReason, CheckoutSession, SessionState};
use crate::house;
use crate::id::{CheckoutSessionId, ShopperId};
use crate::outbox::{Event, EventKind};
use crate::port::store::Store;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// The shopper's no: the session is canceled, and its page returns to the shop.
///
/// # Errors
/// `checkout.not_found` (also for a session that another shopper opened),
/// `checkout.already_approved`; the store failed.
pub async fn decline(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &CheckoutSessionId,
) -> Outcome<()> {
    let session = store.find::<CheckoutSession>(id.as_str()).await?;
    let own = session.filter(|it| it.value.shopper_id.as_ref() == Some(shopper));
    let mut session = own.ok_or(Refusal::rule("checkout.not_found"))?;
    if session.value.charge_id.is_some() {
        return Err(Refusal::rule("checkout.already_approved"));
    }
    if session.value.state != SessionState::Open {
        return Ok(());
    }
    session.value.state = SessionState::Canceled;
    session.value.reason = Some(CancelReason::BuyerCanceled);
    session.value.updated_at = moment.now;
    let told = [Event::to_page(id), Event::to_shopper(shopper, EventKind::CheckoutChanged, id.as_str())];
    let called_off = house::called_off(store, shopper, &session.value.purpose, moment).await?;
    Ok(store.commit(ChangeSet::new().update(session).then(called_off).events(told)).await?)
}
