use crate::card::{Card, NICKNAME_MAX, holder};
use crate::id::{CardId, ShopperId};
use crate::outbox::{Event, EventKind};
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Outcome, Refusal};

/// Makes a card the default.
///
/// # Errors
/// `card.not_found`; the store failed, or somebody else was first (stale).
pub async fn set_default(store: &impl Store, shopper: &ShopperId, id: &CardId) -> Outcome<Card> {
    let holder = holder(store, shopper).await?;
    let (mut card, others) = split(store.cards_of(shopper).await?, id)?;
    card.value.is_default = true;
    let chosen = card.value.clone();
    let mut changes = ChangeSet::new().update(card).update(holder).events([told(shopper, id)]);
    for mut other in others.into_iter().filter(|it| it.value.is_default) {
        other.value.is_default = false;
        changes = changes.update(other);
    }
    store.commit(changes).await?;
    Ok(chosen)
}

/// Calls a card something; nothing takes the name away. Blanks around it are dropped.
///
/// # Errors
/// `card.nickname_invalid`: longer than [`NICKNAME_MAX`], or with a line break or another control character;
/// `card.not_found`; the store failed, or somebody else was first (stale).
pub async fn rename(store: &impl Store, shopper: &ShopperId, id: &CardId, nickname: &str) -> Outcome<Card> {
    let nickname = nickname.trim();
    if nickname.chars().count() > NICKNAME_MAX || nickname.chars().any(char::is_control) {
        return Err(Refusal::rule("card.nickname_invalid"));
    }
    let (mut card, _) = split(store.cards_of(shopper).await?, id)?;
    nickname.clone_into(&mut card.value.nickname);
    let value = card.value.clone();
    store.commit(ChangeSet::new().update(card).events([told(shopper, id)])).await?;
    Ok(value)
}

/// Puts all linked cards in the shopper's order.
///
/// # Errors
/// `card.order_invalid` if these are not all cards, each once; the store failed, or somebody else was first
/// (stale).
pub async fn order(store: &impl Store, shopper: &ShopperId, ids: &[CardId]) -> Outcome<()> {
    let cards = store.cards_of(shopper).await?;
    let place_of = |card: &Card| ids.iter().position(|id| *id == card.id);
    let is_whole = ids.len() == cards.len() && cards.iter().all(|it| place_of(&it.value).is_some());
    if !is_whole {
        return Err(Refusal::rule("card.order_invalid"));
    }
    let mut changes = ChangeSet::new();
    for mut card in cards {
        let place = place_of(&card.value).and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX);
        if card.value.place != place {
            card.value.place = place;
            changes = changes.events([told(shopper, &card.value.id)]).update(card);
        }
    }
    Ok(store.commit(changes).await?)
}

fn told(shopper: &ShopperId, id: &CardId) -> Event {
    Event::to_shopper(shopper, EventKind::HoldingsChanged, id.as_str())
}

/// A card and the others.
pub(super) fn split(
    mut cards: Vec<Versioned<Card>>,
    id: &CardId,
) -> Outcome<(Versioned<Card>, Vec<Versioned<Card>>)> {
    let place = cards.iter().position(|it| it.value.id == *id);
    let card = cards.remove(place.ok_or(Refusal::rule("card.not_found"))?);
    Ok((card, cards))
}
