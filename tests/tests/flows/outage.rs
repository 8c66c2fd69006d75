//! The processor declines, is down, or answers and the answer is lost; and the service stops in the
//! middle. Nothing is lost, nothing happens twice.

use saifu_money::{Amount, TaxRate};
use saifu_processor::sandbox::Outage;
use saifu_wallet::card;
use saifu_wallet::charge::{ChargeState, OrderState, approve, drive};
use saifu_wallet::checkout::{CancelReason, CheckoutSession, SessionState, read_items};
use saifu_wallet::funding::Preference;
use saifu_wallet::gift::LotKind;
use saifu_wallet::port::processor::Processor;
use saifu_wallet::port::store::Store;
use saifu_wallet::store_code::{self, Scan};

use crate::stories;
use crate::world::{GOOD_CARD, World, signed};

const DECLINES: &str = "4000000000009995";

stories!(
    a_declined_card_moves_nothing_and_another_may_pay,
    a_card_that_is_refused_at_linking_is_not_linked,
    the_processor_is_down_and_comes_back,
    the_answer_is_lost_and_the_same_hold_is_found,
    the_service_stops_between_reservation_and_processor,
    the_service_stops_between_capture_and_answer,
    a_capture_that_the_card_refuses_cancels_the_session,
    a_token_that_is_linked_twice_stays_linked,
    a_till_that_gave_up_is_not_charged_later,
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
    let charge =
        approve(store, &world.verifier(), &moment, who, &proposal.id, &signed(&assertion)).await.unwrap();
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

async fn a_capture_that_the_card_refuses_cancels_the_session<S: Store>(world: World<S>) {
    world.gift(1000).await;
    world.link(GOOD_CARD).await.unwrap();
    let session = world.session(3000).await;
    let charge = world.pay(&session.id).await.unwrap();
    world.processor.cancel(charge.hold_id.as_deref().unwrap(), "elsewhere").await.unwrap();
    let declined = world.complete(&session.id, 3000).await.unwrap();
    assert_eq!((declined.state, declined.due), (ChargeState::Declined, None));
    let holdings = world.holdings().await;
    assert_eq!(
        (holdings.total(LotKind::Gift).unwrap(), holdings.reserved),
        (Amount::yen(1000), Amount::yen(0))
    );
    let session = world.store.find::<CheckoutSession>(session.id.as_str()).await.unwrap().unwrap().value;
    assert_eq!(session.state_at(world.now()), (SessionState::Canceled, Some(CancelReason::Declined)));
    assert!(session.charge_id.is_some(), "what happened stays readable");
}

async fn a_token_that_is_linked_twice_stays_linked<S: Store>(world: World<S>) {
    let first = world.link(GOOD_CARD).await.unwrap();
    let (store, moment, who) = (&world.store, world.moment(), &world.shopper.id);
    let again = world.link_token(&first.payment_method_id).await.unwrap();
    assert_eq!(again, first);
    let session = world.session(3000).await;
    assert_eq!(world.pay(&session.id).await.unwrap().state, ChargeState::Authorized);
    let refused = card::remove(store, &world.processor, &moment, who, &first.id, false).await.unwrap_err();
    assert_eq!(refused.code(), Some("card.in_use"));
    card::remove(store, &world.processor, &moment, who, &first.id, true).await.unwrap();
    assert!(world.holdings().await.cards.is_empty());
    assert!(world.link(GOOD_CARD).await.is_ok(), "a card that was removed can come back");
}

async fn a_till_that_gave_up_is_not_charged_later<S: Store>(world: World<S>) {
    world.link(GOOD_CARD).await.unwrap();
    let (store, who) = (&world.store, &world.shopper.id);
    let code = store_code::issue(store, &world.moment(), who).await.unwrap().0;
    let items = read_items(None, Amount::yen(500), "お買い上げ", TaxRate::Reduced).unwrap();
    let scan = Scan { code: code.as_str().to_owned(), amount: Amount::yen(500), items, sandbox: true };
    let scanned = store_code::scan(store, &world.moment(), &world.merchant, &scan).await.unwrap();
    world.outage(Outage::Down);
    let waiting = drive(store, &world.processor, &world.moment(), &scanned.id).await.unwrap();
    assert_eq!(waiting.state, ChargeState::AuthorizationInitiated);
    world.outage(Outage::None);
    world.pass(300);
    let late = drive(store, &world.processor, &world.moment(), &scanned.id).await.unwrap();
    assert_eq!((late.state, late.due), (ChargeState::Canceled, None));
    assert_eq!(late.captured, None);
}
