//! A payment in a shop on the web.

use saifu_money::Amount;
use saifu_terms::InstrumentKind;
use saifu_wallet::charge::{ChargeState, cancel, lapse};
use saifu_wallet::checkout::{CheckoutSession, SessionState, decline};
use saifu_wallet::gift::LotKind;
use saifu_wallet::outbox::Audience;
use saifu_wallet::port::store::Store;

use crate::stories;
use crate::world::{GOOD_CARD, World};

stories!(
    gift_balance_and_card_pay_together,
    a_session_is_paid_once,
    points_of_one_payment_pay_the_next,
    the_shoppers_no_cancels_the_session,
    the_shop_releases_what_it_does_not_take,
    what_nobody_completes_is_released_after_a_day,
    another_amount_is_not_completed,
);

async fn gift_balance_and_card_pay_together<S: Store>(world: World<S>) {
    world.gift(3000).await;
    let card = world.link(GOOD_CARD).await.unwrap();
    let session = world.session(5880).await;
    let charge = world.pay(&session.id).await.unwrap();
    let legs: Vec<_> = charge.legs.iter().map(|leg| (leg.kind, leg.amount)).collect();
    assert_eq!(legs, [(InstrumentKind::Gift, Amount::yen(3000)), (InstrumentKind::Card, Amount::yen(2880))]);
    assert_eq!(charge.legs[1].instrument_id, card.id.as_str());
    assert_eq!(charge.state, ChargeState::Authorized);
    assert_eq!(world.holdings().await.reserved, Amount::yen(3000));

    let charge = world.complete(&session.id, 5880).await.unwrap();
    assert_eq!(charge.state, ChargeState::Captured);
    let after = world.holdings().await;
    assert_eq!(after.total(LotKind::Gift).unwrap(), Amount::yen(0));
    assert_eq!(after.total(LotKind::Points).unwrap(), Amount::yen(58));
    assert_eq!(after.reserved, Amount::yen(0));
    let told = world.store.events_after(&Audience::Page(session.id.clone()), 0, 10).await.unwrap();
    assert!(!told.is_empty(), "the page never hears of it");
}

async fn a_session_is_paid_once<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let session = world.session(1000).await;
    world.pay(&session.id).await.unwrap();
    let again = world.pay(&session.id).await.unwrap_err();
    assert_eq!(again.code(), Some("checkout.already_approved"));
    world.complete(&session.id, 1000).await.unwrap();
    let again = world.complete(&session.id, 1000).await.unwrap_err();
    assert_eq!(again.code(), Some("checkout.status_invalid"));
    assert_eq!(world.holdings().await.total(LotKind::Gift).unwrap(), Amount::yen(4000));
}

async fn points_of_one_payment_pay_the_next<S: Store>(world: World<S>) {
    world.gift(20_000).await;
    let first = world.session(10_000).await;
    world.pay(&first.id).await.unwrap();
    world.complete(&first.id, 10_000).await.unwrap();
    let second = world.session(300).await;
    let charge = world.pay(&second.id).await.unwrap();
    let legs: Vec<_> = charge.legs.iter().map(|leg| (leg.kind, leg.amount)).collect();
    assert_eq!(legs, [(InstrumentKind::Points, Amount::yen(100)), (InstrumentKind::Gift, Amount::yen(200))]);
    let charge = world.complete(&second.id, 300).await.unwrap();
    assert_eq!(charge.reward.unwrap().grant.total, Amount::yen(2), "points earn no points");
}

async fn the_shoppers_no_cancels_the_session<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let session = world.session(1000).await;
    world.propose(&session.id).await.unwrap();
    decline(&world.store, &world.moment(), &world.shopper.id, &session.id).await.unwrap();
    assert_eq!(world.pay(&session.id).await.unwrap_err().code(), Some("checkout.canceled"));
    let completed = world.complete(&session.id, 1000).await.unwrap_err();
    assert_eq!(completed.code(), Some("checkout.canceled"));
}

async fn the_shop_releases_what_it_does_not_take<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let session = world.session(1000).await;
    let charge = world.pay(&session.id).await.unwrap();
    let canceled = cancel(&world.store, &world.moment(), &world.merchant.id, &charge.id).await.unwrap();
    assert_eq!(canceled.state, ChargeState::Canceled);
    assert_eq!(world.holdings().await.total(LotKind::Gift).unwrap(), Amount::yen(5000));
    let again = cancel(&world.store, &world.moment(), &world.merchant.id, &charge.id).await.unwrap_err();
    assert_eq!(again.code(), Some("charge.status_invalid"));
}

async fn what_nobody_completes_is_released_after_a_day<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let session = world.session(1000).await;
    let charge = world.pay(&session.id).await.unwrap();
    world.pass(24 * 3600 - 1);
    assert!(world.store.charges_lapsed(world.now()).await.unwrap().is_empty());
    world.pass(1);
    assert_eq!(world.complete(&session.id, 1000).await.unwrap_err().code(), Some("checkout.canceled"));
    assert_eq!(world.store.charges_lapsed(world.now()).await.unwrap(), std::slice::from_ref(&charge.id));
    lapse(&world.store, &world.moment(), &charge.id).await.unwrap();
    assert_eq!(world.holdings().await.total(LotKind::Gift).unwrap(), Amount::yen(5000));
    let session = world.store.find::<CheckoutSession>(session.id.as_str()).await.unwrap().unwrap().value;
    assert_eq!(session.state, SessionState::Canceled);
}

async fn another_amount_is_not_completed<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let session = world.session(1000).await;
    world.pay(&session.id).await.unwrap();
    let refused = world.complete(&session.id, 999).await.unwrap_err();
    assert_eq!(refused.code(), Some("checkout.amount_mismatch"));
    world.complete(&session.id, 1000).await.unwrap();
}
