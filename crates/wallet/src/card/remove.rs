use crate::card::change::split;
use crate::card::{CardUses, forget, holder};
use crate::id::{CardId, ShopperId};
use crate::outbox::{Event, EventKind};
use crate::port::processor::Processor;
use crate::port::store::Store;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Removes a card here, then at the processor. If it was the default, the oldest other one is now. Unless
/// forced, not one that something still needs, see [`CardUses`]; what it pays already goes on.
///
/// # Errors
/// `card.in_use`, `card.not_found`; the store failed, or the processor did not forget the card (it is gone
/// here).
pub async fn remove(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &CardId,
    force: bool,
) -> Outcome<()> {
    let holder = holder(store, shopper).await?;
    let (mut card, mut others) = split(store.cards_of(shopper).await?, id)?;
    if !force && !CardUses::read(store, shopper, others.len() + 1).await?.of(id).is_empty() {
        return Err(Refusal::rule("card.in_use"));
    }
    let was_default = card.value.is_default;
    card.value.removed_at = Some(moment.now);
    card.value.is_default = false;
    let payment_method_id = card.value.payment_method_id.clone();
    let told = Event::to_shopper(shopper, EventKind::HoldingsChanged, id.as_str());
    let mut changes = ChangeSet::new().update(card).update(holder).events([told]);
    if was_default && !others.is_empty() {
        let mut next = others.remove(0);
        next.value.is_default = true;
        changes = changes.update(next);
    }
    store.commit(changes).await?;
    forget(processor, &payment_method_id).await
}
