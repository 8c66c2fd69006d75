//! A charge keeps the token of the card that was approved, and a card that was removed does not come back by
//! itself.

use saifu_money::Amount;
use saifu_processor::sandbox::Outage;
use saifu_wallet::card::{self, Card};
use saifu_wallet::charge::{Charge, ChargeState, drive};
use saifu_wallet::port::store::Store;
use saifu_wallet::refusal::retry_stale;

use crate::stories;
use crate::world::{GOOD_CARD, World};

const ANOTHER_CARD: &str = "5555555555554444";

stories!(
    of_cards_that_are_linked_at_once_one_is_the_default,
    a_token_of_a_removed_card_links_nothing,
    a_card_that_was_removed_approves_nothing,
    a_hold_is_asked_for_with_the_token_that_was_approved,
);

async fn remove<S: Store>(world: &World<S>, card: &Card) {
    let (store, processor, moment) = (&world.store, &world.processor, world.moment());
    retry_stale(|| card::remove(store, processor, &moment, &world.shopper.id, &card.id, true)).await.unwrap();
}

async fn of_cards_that_are_linked_at_once_one_is_the_default<S: Store>(world: World<S>) {
    let (one, two) =
        tokio::join!(retry_stale(|| world.link(GOOD_CARD)), retry_stale(|| world.link(ANOTHER_CARD)));
    assert_eq!((one.is_ok(), two.is_ok()), (true, true));
    let cards = world.holdings().await.cards;
    assert_eq!(cards.iter().filter(|card| card.is_default).count(), 1, "{cards:?}");
}

/// The request comes late, or again: the processor forgot the token with its card.
async fn a_token_of_a_removed_card_links_nothing<S: Store>(world: World<S>) {
    let card = world.link(GOOD_CARD).await.unwrap();
    remove(&world, &card).await;
    let again = world.link_token(&card.payment_method_id).await;
    assert_eq!(again.unwrap_err().code(), Some("card.not_found"));
    assert!(world.holdings().await.cards.is_empty());
}

async fn a_card_that_was_removed_approves_nothing<S: Store>(world: World<S>) {
    world.gift(1000).await;
    let card = world.link(GOOD_CARD).await.unwrap();
    let session = world.session(3000).await;
    let proposal = world.propose(&session.id).await.unwrap();
    let assertion = world.sign(&proposal).await;
    remove(&world, &card).await;
    let refused = world.approve(&proposal.id, &assertion).await.unwrap_err();
    assert_eq!(refused.code(), Some("card.not_found"));
    assert_eq!(world.holdings().await.reserved, Amount::yen(0), "nothing is held for it");
}

/// The answer to the first question is lost. Meanwhile the shopper removes the card and links its number again,
/// under another token: the second question is still the same.
async fn a_hold_is_asked_for_with_the_token_that_was_approved<S: Store>(world: World<S>) {
    let card = world.link(GOOD_CARD).await.unwrap();
    let session = world.session(3000).await;
    world.outage(Outage::AnswerLost);
    let waiting = world.pay(&session.id).await.unwrap();
    assert_eq!(waiting.state, ChargeState::AuthorizationInitiated);
    world.outage(Outage::None);
    remove(&world, &card).await;
    let back = world.link(GOOD_CARD).await.unwrap();
    assert_ne!(back.payment_method_id, card.payment_method_id);
    let driven = drive(&world.store, &world.processor, &world.moment(), &waiting.id).await.unwrap();
    assert_eq!((driven.state, driven.hold_id.is_some()), (ChargeState::Authorized, true));
    let charge = world.complete(&session.id, 3000).await.unwrap();
    let stored = world.store.find::<Charge>(charge.id.as_str()).await.unwrap().unwrap().value;
    assert_eq!((stored.state, stored.captured), (ChargeState::Captured, Some(Amount::yen(3000))));
}
