use crate::card::Card;
use crate::id::{CardId, ShopperId};
use crate::outbox::{Event, EventKind};
use crate::port::processor::{Processor, ProcessorError};
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Removes a card here, then at the processor. If it was the default, the oldest other one is now.
///
/// # Errors
/// `card.not_found`; the store failed, or the processor did not forget the card (it is gone here).
pub async fn remove(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &CardId,
) -> Outcome<()> {
    let (mut card, mut others) = split(store.cards_of(shopper).await?, id)?;
    let was_default = card.value.is_default;
    card.value.removed_at = Some(moment.now);
    card.value.is_default = false;
    let payment_method_id = card.value.payment_method_id.clone();
    let told = Event::to_shopper(shopper, EventKind::HoldingsChanged, id.as_str());
    let mut changes = ChangeSet::new().update(card).events([told]);
    if was_default && !others.is_empty() {
        let mut next = others.remove(0);
        next.value.is_default = true;
        changes = changes.update(next);
    }
    store.commit(changes).await?;
    match processor.unlink_card(&payment_method_id).await {
        // Forgotten before.
        Err(ProcessorError::Refused(_)) => Ok(()),
        done => Ok(done?),
    }
}

/// Makes a card the default.
///
/// # Errors
/// `card.not_found`; the store failed.
pub async fn set_default(store: &impl Store, shopper: &ShopperId, id: &CardId) -> Outcome<Card> {
    let (mut card, others) = split(store.cards_of(shopper).await?, id)?;
    card.value.is_default = true;
    let chosen = card.value.clone();
    let told = Event::to_shopper(shopper, EventKind::HoldingsChanged, id.as_str());
    let mut changes = ChangeSet::new().update(card).events([told]);
    for mut other in others.into_iter().filter(|it| it.value.is_default) {
        other.value.is_default = false;
        changes = changes.update(other);
    }
    store.commit(changes).await?;
    Ok(chosen)
}

fn split(mut cards: Vec<Versioned<Card>>, id: &CardId) -> Outcome<(Versioned<Card>, Vec<Versioned<Card>>)> {
    let place = cards.iter().position(|it| it.value.id == *id);
    let card = cards.remove(place.ok_or(Refusal::rule("card.not_found"))?);
    Ok((card, cards))
}
