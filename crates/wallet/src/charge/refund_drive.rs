use saifu_terms::InstrumentKind;

use crate::charge::refund::{charge_of, commit_money, given_back, unclaim};
use crate::charge::{Charge, Refund, RefundState};
use crate::house;
use crate::id::RefundId;
use crate::port::processor::{Processor, ProcessorError};
use crate::port::store::{Store, Versioned, unless_stale};
use crate::refusal::retry_stale;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Asks the processor for a refund that is due and writes its answer down. Without an answer it
/// stays due, and a worker comes back with the same key.
///
/// # Errors
/// `refund.not_found`; the store failed.
pub async fn drive_refund(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    id: &RefundId,
) -> Outcome<Refund> {
    retry_stale(|| drive_once(store, processor, moment, id)).await
}

async fn drive_once(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    id: &RefundId,
) -> Outcome<Refund> {
    let found = store.find::<Refund>(id.as_str()).await?;
    let refund = found.ok_or(Refusal::rule("refund.not_found"))?;
    if refund.value.due_since.is_none() {
        return Ok(refund.value);
    }
    let charge = charge_of(store, &refund.value).await?;
    let answer = ask(processor, &refund.value, &charge.value).await?;
    let Some(given) = answer else { return postponed(store, refund, moment).await };
    let (refund, changes) = settled(store, refund, charge, given, moment).await?;
    commit_money(store, changes, &refund.charge_id).await?;
    Ok(refund)
}

/// Without an answer the refund stays due, behind those that were asked longer ago.
async fn postponed(
    store: &impl Store,
    mut refund: Versioned<Refund>,
    moment: &Moment<'_>,
) -> Outcome<Refund> {
    refund.value.due_since = Some(moment.now);
    unless_stale(store.commit(ChangeSet::new().update(refund.clone())).await)?;
    Ok(refund.value)
}

/// Whether the processor gave the card's part back; `None` without an answer.
async fn ask(processor: &impl Processor, refund: &Refund, charge: &Charge) -> Outcome<Option<bool>> {
    let by_card = |leg: usize| charge.legs[leg].kind == InstrumentKind::Card;
    let part = refund.parts.iter().find(|part| by_card(part.leg));
    let (Some(part), Some(hold)) = (part, &charge.hold_id) else {
        return Err(Refusal::Stored(format!("{} is due but has no card", refund.id)));
    };
    match processor.refund(hold, part.amount, refund.id.as_str()).await {
        Ok(()) => Ok(Some(true)),
        Err(ProcessorError::Unavailable(_)) => Ok(None),
        Err(_) => Ok(Some(false)),
    }
}

async fn settled(
    store: &impl Store,
    mut refund: Versioned<Refund>,
    mut charge: Versioned<Charge>,
    given: bool,
    moment: &Moment<'_>,
) -> Outcome<(Refund, ChangeSet)> {
    refund.value.due_since = None;
    refund.value.updated_at = moment.now;
    let money;
    if given {
        refund.value.state = RefundState::Refunded;
        money = given_back(store, moment, &mut charge.value, &refund.value).await?;
    } else {
        refund.value.state = RefundState::Declined;
        refund.value.reason = Some("ProcessingFailure".to_owned());
        unclaim(&mut charge.value, &refund.value, moment)?;
        money = house::refund_refused(store, &charge.value, &refund.value, moment).await?;
    }
    let told = charge.value.told();
    let changes = ChangeSet::new().update(refund.clone()).update(charge).then(money).events(told);
    Ok((refund.value, changes))
}
