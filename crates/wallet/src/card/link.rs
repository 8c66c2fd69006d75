use crate::card::{Card, CardState};
use crate::id::{CardId, ShopperId};
use crate::moment::digest;
use crate::outbox::{Event, EventKind};
use crate::port::processor::{Link, LinkedCard, Processor, ProcessorError};
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Links a card by the token that the device made at the processor. The first one is the default.
///
/// # Errors
/// `card.declined`, `card.expired`, `card.already_linked`, `card.authentication_required`; the processor or the store failed.
pub async fn link(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    payment_method_id: &str,
) -> Outcome<Card> {
    let key = format!("link:{shopper}:{payment_method_id}");
    let linked = match processor.link_card(shopper, payment_method_id, &key).await {
        Ok(Link::Linked(linked)) => linked,
        Ok(Link::ActionRequired { .. }) => return Err(Refusal::rule("card.authentication_required")),
        Err(ProcessorError::Declined { code }) => return Err(Refusal::CardDeclined(code)),
        Err(ProcessorError::Refused(_)) => return Err(Refusal::rule("card.not_found")),
        Err(error) => return Err(error.into()),
    };
    let others = store.cards_of(shopper).await?;
    let card = new_card(linked, moment, shopper, others.is_empty());
    if card.state(moment.now) == CardState::Expired {
        processor.unlink_card(&card.payment_method_id).await?;
        return Err(Refusal::rule("card.expired"));
    }
    let told = Event::to_shopper(shopper, EventKind::HoldingsChanged, card.id.as_str());
    let changes = match store.find::<Card>(card.id.as_str()).await? {
        None => ChangeSet::new().insert(card.clone()),
        // The same token again, such as after a lost answer: it is linked.
        Some(known) if known.value.is_live() && known.value.payment_method_id == card.payment_method_id => {
            return Ok(known.value);
        }
        Some(known) if known.value.is_live() => {
            processor.unlink_card(&card.payment_method_id).await?;
            return Err(Refusal::rule("card.already_linked"));
        }
        Some(removed) => ChangeSet::new().update(Versioned { value: card.clone(), version: removed.version }),
    };
    store.commit(changes.events([told])).await?;
    Ok(card)
}

/// The id follows from shopper and number, so that one number is never linked twice, not even at once.
fn new_card(linked: LinkedCard, moment: &Moment<'_>, shopper: &ShopperId, is_default: bool) -> Card {
    Card {
        id: CardId::new(format!("card_{}", &digest(&format!("{shopper}:{}", linked.fingerprint))[..24])),
        shopper_id: shopper.clone(),
        customer_id: linked.customer_id,
        payment_method_id: linked.payment_method_id,
        brand: linked.brand,
        last4: linked.last4,
        expiry_month: linked.expiry_month,
        expiry_year: linked.expiry_year,
        fingerprint: linked.fingerprint,
        is_default,
        linked_at: moment.now,
        removed_at: None,
    }
}
