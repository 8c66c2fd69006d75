use crate::card::{Card, CardState, forget, holder};
use crate::id::{CardId, ShopperId};
use crate::moment::digest;
use crate::outbox::{Event, EventKind};
use crate::port::processor::{Link, LinkedCard, Processor, ProcessorError};
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// What became of a card that is to be linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Linking {
    /// It is linked.
    Linked(Box<Card>),
    /// Its bank wants to see the shopper first (3-D Secure); then [`confirm`] goes on.
    ActionRequired {
        /// For [`confirm`].
        confirmation_id: String,
        /// The bank's page.
        url: String,
    },
}

/// Links a card by the token that the device made at the processor. The first one is the default.
///
/// # Errors
/// `card.declined`, `card.expired`, `card.already_linked`, `card.authentication_required` (the bank has no
/// page for it), `card.not_found` for a token of a card that was removed; the processor or the store failed.
pub async fn link(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    payment_method_id: &str,
) -> Outcome<Linking> {
    let key = format!("link:{shopper}:{payment_method_id}");
    let answer = processor.link_card(shopper, payment_method_id, &key).await;
    finish(store, processor, moment, shopper, answer).await
}

/// Goes on with a link after the shopper was at the bank's page. Again changes nothing.
///
/// # Errors
/// As [`link`], and `card.authentication_failed`; `card.not_found`: no link of this shopper has this id.
pub async fn confirm(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    confirmation_id: &str,
) -> Outcome<Linking> {
    let answer = processor.confirm_link(shopper, confirmation_id).await;
    finish(store, processor, moment, shopper, answer).await
}

async fn finish(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    answer: Result<Link, ProcessorError>,
) -> Outcome<Linking> {
    match answer {
        Ok(Link::Linked(linked)) => {
            let card = keep(store, processor, moment, shopper, linked).await?;
            Ok(Linking::Linked(Box::new(card)))
        }
        Ok(Link::ActionRequired { setup_intent_id, redirect_url: Some(url) }) => {
            Ok(Linking::ActionRequired { confirmation_id: setup_intent_id, url })
        }
        Ok(Link::ActionRequired { .. }) => Err(Refusal::rule("card.authentication_required")),
        Err(ProcessorError::Declined { code }) if code == AUTHENTICATION_FAILURE => {
            Err(Refusal::rule("card.authentication_failed"))
        }
        Err(ProcessorError::Declined { code }) => Err(Refusal::CardDeclined(code)),
        Err(ProcessorError::Refused(_)) => Err(Refusal::rule("card.not_found")),
        Err(error) => Err(error.into()),
    }
}

/// Stripe's code of a shopper who did not prove who they are.
const AUTHENTICATION_FAILURE: &str = "setup_intent_authentication_failure";

async fn keep(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    linked: LinkedCard,
) -> Outcome<Card> {
    let holder = holder(store, shopper).await?;
    let others = store.cards_of(shopper).await?;
    let last = others.iter().map(|it| it.value.place).max().unwrap_or(0);
    let card = new_card(linked, moment, shopper, others.is_empty(), last);
    if card.state(moment.now) == CardState::Expired {
        forget(processor, &card.payment_method_id).await?;
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
            forget(processor, &card.payment_method_id).await?;
            return Err(Refusal::rule("card.already_linked"));
        }
        // The processor forgot this token when its card was removed.
        Some(removed) if removed.value.payment_method_id == card.payment_method_id => {
            return Err(Refusal::rule("card.not_found"));
        }
        Some(removed) => ChangeSet::new().update(Versioned { value: card.clone(), version: removed.version }),
    };
    store.commit(changes.update(holder).events([told])).await?;
    Ok(card)
}

/// The id follows from shopper and number, so that one number is never linked twice, not even at once.
fn new_card(
    linked: LinkedCard,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    is_default: bool,
    place: u32,
) -> Card {
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
        funding: linked.funding,
        nickname: String::new(),
        place,
    }
}
