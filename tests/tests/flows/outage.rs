//! The processor declines, is down, or answers and the answer is lost; and the service stops in the
//! middle. Nothing is lost, nothing happens twice.

use saifu_money::Amount;
use saifu_processor::sandbox::Outage;
use saifu_wallet::charge::{ChargeState, OrderState, approve, drive};
use saifu_wallet::funding::Preference;
use saifu_wallet::gift::LotKind;
use saifu_wallet::port::store::Store;

use crate::stories;
use crate::world::{GOOD_CARD, World};

const DECLINES: &str = "4000000000009995";

stories!(
    a_declined_card_moves_nothing_and_another_may_pay,
    a_card_that_is_refused_at_linking_is_not_linked,
    the_processor_is_down_and_comes_back,
    the_answer_is_lost_and_the_same_hold_is_found,
    the_service_stops_between_reservation_and_processor,
    the_service_stops_between_capture_and_answer,
);

async fn a_declined_card_moves_nothing_and_another_may_pay<S: Store>(world: World<S>) {
    world.gift(1000).await;
    world.link(DECLINES).await.unwrap();
    let good = world.link(GOOD_CARD).await.unwrap();
    let session = world.session(3000).await;
    let declined = world.pay(&session.id).await.unwrap();
    assert_eq!(declined.state, ChargeState::Declined);
    assert_eq!(declined.decline_code.as_deref(), Some("insufficient_funds"));
    assert_eq!(declined.order_state(), OrderState::Declined);
    let holdings = world.holdings().await;
    assert_eq!(holdings.total(LotKind::Gift).unwrap(), Amount::yen(1000));
    assert_eq!(holdings.reserved, Amount::yen(0));

    let with_good = Preference { card_id: Some(good.id), ..Preference::default() };
    let proposal = world.propose_with(&session.id, with_good).await.unwrap();
    let assertion = world.sign(&proposal).await;
    let charge = world.approve(&proposal.id, &assertion).await.unwrap();
    assert_eq!(charge.state, ChargeState::Authorized);
    assert_eq!(world.complete(&session.id, 3000).await.unwrap().state, ChargeState::Captured);
}

async fn a_card_that_is_refused_at_linking_is_not_linked<S: Store>(world: World<S>) {
    assert!(world.link("4000000000000002").await.is_err());
    assert!(world.holdings().await.cards.is_empty());
    world.link(GOOD_CARD).await.unwrap();
    let twice = world.link(GOOD_CARD).await.unwrap_err();
    assert_eq!(twice.code(), Some("card.already_linked"));
}

async fn the_processor_is_down_and_comes_back<S: Store>(world: World<S>) {
    world.link(GOOD_CARD).await.unwrap();
    let session = world.session(3000).await;
    world.outage(Outage::Down);
    let waiting = world.pay(&session.id).await.unwrap();
    assert_eq!(waiting.state, ChargeState::AuthorizationInitiated);
    let again = world.pay(&session.id).await.unwrap_err();
    assert_eq!(again.code(), Some("checkout.already_approved"), "nobody pays twice while it waits");
    world.outage(Outage::None);
    assert_eq!(world.store.charges_due(world.now()).await.unwrap(), std::slice::from_ref(&waiting.id));
    let driven = drive(&world.store, &world.processor, &world.moment(), &waiting.id).await.unwrap();
    assert_eq!(driven.state, ChargeState::Authorized);
}

async fn the_answer_is_lost_and_the_same_hold_is_found<S: Store>(world: World<S>) {
    world.link(GOOD_CARD).await.unwrap();
    let session = world.session(3000).await;
    world.outage(Outage::AnswerLost);
    let waiting = world.pay(&session.id).await.unwrap();
    assert_eq!(waiting.state, ChargeState::AuthorizationInitiated);
    world.outage(Outage::None);
    let first = drive(&world.store, &world.processor, &world.moment(), &waiting.id).await.unwrap();
    let second = drive(&world.store, &world.processor, &world.moment(), &waiting.id).await.unwrap();
    assert_eq!(first.state, ChargeState::Authorized);
    assert_eq!(first.hold_id, second.hold_id);
}

async fn the_service_stops_between_reservation_and_processor<S: Store>(world: World<S>) {
    world.gift(1000).await;
    world.link(GOOD_CARD).await.unwrap();
    let session = world.session(3000).await;
    let proposal = world.propose(&session.id).await.unwrap();
    let assertion = world.sign(&proposal).await;
    // Committed, and then nobody drives it: the process is gone.
    let (store, moment, who) = (&world.store, world.moment(), &world.shopper.id);
    let charge = approve(store, &world.party, &moment, who, &proposal.id, &assertion).await.unwrap();
    assert_eq!(world.holdings().await.reserved, Amount::yen(1000));
    for id in world.store.charges_due(world.now()).await.unwrap() {
        drive(store, &world.processor, &moment, &id).await.unwrap();
    }
    assert_eq!(world.complete(&session.id, 3000).await.unwrap().id, charge.id);
}

async fn the_service_stops_between_capture_and_answer<S: Store>(world: World<S>) {
    world.link(GOOD_CARD).await.unwrap();
    let session = world.session(3000).await;
    world.pay(&session.id).await.unwrap();
    world.outage(Outage::AnswerLost);
    let waiting = world.complete(&session.id, 3000).await.unwrap();
    assert_eq!(waiting.state, ChargeState::CaptureInitiated);
    world.outage(Outage::None);
    let driven = drive(&world.store, &world.processor, &world.moment(), &waiting.id).await.unwrap();
    assert_eq!((driven.state, driven.captured), (ChargeState::Captured, Some(Amount::yen(3000))));
}
