use crate::charge::cancel::release as release_charge;
use crate::charge::capture::{captured, capturing, close_permission};
use crate::charge::{Channel, Charge, Due, DueKind};
use crate::checkout::{CheckoutSession, SessionState};
use crate::house;
use crate::id::ChargeId;
use crate::permission::ClosedFor;
use crate::port::processor::{PaymentRequest, Processor, ProcessorError, asked_since};
use crate::port::store::{Store, Versioned, unless_stale};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Asks the processor what is due and writes its answer down, until nothing is due or the processor
/// does not answer; then the charge stays due, and a worker comes back. Every question carries the
/// same idempotency key each time, so coming back after a crash asks nothing twice.
///
/// # Errors
/// `charge.not_found`; the store failed.
pub async fn drive(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    id: &ChargeId,
) -> Outcome<Charge> {
    loop {
        let found = store.find::<Charge>(id.as_str()).await?;
        let charge = found.ok_or(Refusal::rule("charge.not_found"))?;
        let Some(Due { kind, .. }) = charge.value.due else { return Ok(charge.value) };
        let before = charge.clone();
        let changes = match kind {
            DueKind::Authorize => authorize(store, processor, moment, charge).await?,
            DueKind::Capture => take(store, processor, moment, charge).await?,
            DueKind::Release => release(processor, charge).await?,
        };
        let Some(changes) = changes else { return postponed(store, before, moment).await };
        match store.commit(changes).await.map_err(Refusal::from) {
            // Another driver wrote the same answer: read what it says.
            Err(refusal) if refusal.is_stale() => {}
            done => done?,
        }
    }
}

async fn authorize(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    charge: Versioned<Charge>,
) -> Outcome<Option<ChangeSet>> {
    let request = payment_request(&charge.value, moment)?;
    match processor.authorize(&request).await {
        Ok(hold) => held(store, charge, hold.hold_id, moment).await.map(Some),
        Err(ProcessorError::Declined { code }) => declined(store, charge, code, moment).await.map(Some),
        Err(ProcessorError::Refused(_)) => {
            declined(store, charge, "processing_error".to_owned(), moment).await.map(Some)
        }
        Err(ProcessorError::ActionRequired { hold_id, redirect_url }) => {
            at_bank(store, charge, hold_id, redirect_url, moment).await
        }
        Err(ProcessorError::Unavailable(_)) => Ok(None),
    }
}

/// The shopper is told where to go, and until they were there the processor is asked from time to time. What
/// nobody can be sent there for, or nobody went there for in time, is given up.
async fn at_bank(
    store: &impl Store,
    charge: Versioned<Charge>,
    hold_id: String,
    page: Option<String>,
    moment: &Moment<'_>,
) -> Outcome<Option<ChangeSet>> {
    let Versioned { mut value, version } = charge;
    match page.filter(|_| value.may_visit_bank(moment.now)) {
        Some(page) if value.bank_page.as_ref() == Some(&page) => Ok(None),
        Some(page) => {
            let waits = value.at_bank(hold_id, page, moment.now);
            let told = waits.told();
            Ok(Some(ChangeSet::new().update(Versioned { value: waits, version }).events(told)))
        }
        None => {
            value.hold_id = Some(hold_id);
            let charge = Versioned { value, version };
            declined(store, charge, "authentication_required".to_owned(), moment).await.map(Some)
        }
    }
}

async fn held(
    store: &impl Store,
    charge: Versioned<Charge>,
    hold_id: String,
    moment: &Moment<'_>,
) -> Outcome<ChangeSet> {
    let Versioned { value, version } = charge;
    let authorized = Versioned { value: value.authorized(hold_id, moment.now), version };
    if authorized.value.capture_now && moment.now >= authorized.value.expires_at {
        // The till has long given up: the hold goes back.
        return Ok(release_charge(store, authorized, "TransactionTimedOut", moment).await?.1);
    }
    if authorized.value.capture_now {
        let amount = authorized.value.amount;
        let changes = completed(store, &authorized.value, moment).await?;
        return Ok(capturing(store, changes, authorized, amount, moment).await?.1);
    }
    let told = authorized.value.told();
    Ok(ChangeSet::new().update(authorized).events(told))
}

/// Completes the session of a charge that nobody else completes; a till has none.
async fn completed(store: &impl Store, charge: &Charge, moment: &Moment<'_>) -> Outcome<ChangeSet> {
    let Some(id) = &charge.checkout_session_id else { return Ok(ChangeSet::new()) };
    let session = store.find::<CheckoutSession>(id.as_str()).await?;
    let session = session.ok_or_else(|| Refusal::Stored(format!("{} has no session", charge.id)))?;
    let value = session.value.completed(moment.now);
    Ok(ChangeSet::new().update(Versioned { value, version: session.version }))
}

/// Releases everything. While the session is open the shopper may approve it again with something
/// else; one that was completed is canceled, since nothing was paid.
async fn declined(
    store: &impl Store,
    charge: Versioned<Charge>,
    code: String,
    moment: &Moment<'_>,
) -> Outcome<ChangeSet> {
    let (value, voids) = charge.value.declined(code.clone(), moment.now);
    let changes = ChangeSet::new().update(Versioned { value: value.clone(), version: charge.version });
    let mut changes = changes.transfers(voids).events(value.told());
    let mut open = false;
    if let Some(id) = &value.checkout_session_id
        && let Some(session) = store.find::<CheckoutSession>(id.as_str()).await?
    {
        let left = session.value.charge_declined(moment.now);
        open = left.state_at(moment.now).0 == SessionState::Open;
        changes = changes.update(Versioned { value: left, version: session.version });
    }
    let changes = changes.then(house::refused(store, &value, Some(&code), open, moment).await?);
    close_permission(store, changes, &value, ClosedFor::AmazonCanceled, moment).await
}

/// Without an answer the charge stays due, behind those that were asked longer ago.
async fn postponed(store: &impl Store, charge: Versioned<Charge>, moment: &Moment<'_>) -> Outcome<Charge> {
    let mut later = charge.clone();
    later.value.due = later.value.due.map(|due| Due { since: moment.now, ..due });
    unless_stale(store.commit(ChangeSet::new().update(later)).await)?;
    Ok(charge.value)
}

async fn take(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    charge: Versioned<Charge>,
) -> Outcome<Option<ChangeSet>> {
    let (hold, part) = card_part(&charge.value)?;
    let key = format!("{}:capture", charge.value.id);
    match processor.capture(&hold, part, &key).await {
        Ok(()) => Ok(Some(captured(store, ChangeSet::new(), charge, moment).await?.1)),
        Err(ProcessorError::Declined { code }) => declined(store, charge, code, moment).await.map(Some),
        Err(ProcessorError::Refused(_) | ProcessorError::ActionRequired { .. }) => {
            declined(store, charge, "processing_error".to_owned(), moment).await.map(Some)
        }
        Err(ProcessorError::Unavailable(_)) => Ok(None),
    }
}

async fn release(processor: &impl Processor, mut charge: Versioned<Charge>) -> Outcome<Option<ChangeSet>> {
    let (hold, _) = card_part(&charge.value)?;
    let key = format!("{}:release", charge.value.id);
    match processor.cancel(&hold, &key).await {
        Err(ProcessorError::Unavailable(_)) => Ok(None),
        // Declined or refused: there is nothing to release.
        _ => {
            charge.value.due = None;
            Ok(Some(ChangeSet::new().update(charge)))
        }
    }
}

fn payment_request(charge: &Charge, moment: &Moment<'_>) -> Outcome<PaymentRequest> {
    let leg = charge.card_leg().ok_or_else(|| without_card(charge))?;
    let card = charge.card.clone().ok_or_else(|| without_card(charge))?;
    Ok(PaymentRequest {
        customer_id: card.customer_id,
        payment_method_id: card.payment_method_id,
        amount: leg.amount,
        key: format!("{}:authorize", charge.id),
        description: format!("Saifu {}", charge.id.order()),
        reference: charge.id.to_string(),
        shopper_present: charge.channel == Channel::Online,
        asked_since: asked_since(charge.approved_at, moment.now),
    })
}

fn card_part(charge: &Charge) -> Outcome<(String, saifu_money::Amount)> {
    let leg = charge.card_leg().ok_or_else(|| without_card(charge))?;
    let hold = charge.hold_id.clone().ok_or_else(|| without_card(charge))?;
    Ok((hold, leg.captured))
}

fn without_card(charge: &Charge) -> Refusal {
    Refusal::Stored(format!("{} owes the processor a call but has no card or hold", charge.id))
}
