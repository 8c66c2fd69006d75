//! Lots end: the shopper is warned, and what is left is booked, once.

use saifu_ledger::{AccountId, AccountKind, TransferKind};
use saifu_money::{Amount, Currency};
use saifu_service::mail::Mailer;
use saifu_wallet::charge::{ChargeState, cancel};
use saifu_wallet::gift::LotKind;
use saifu_wallet::letter;
use saifu_wallet::outbox::{Audience, EventKind};
use saifu_wallet::port::store::Store;

use crate::stories;
use crate::world::World;

stories!(
    an_end_is_warned_of_twice_and_booked_once,
    what_is_reserved_at_the_end_is_booked_when_it_is_released,
    what_was_reserved_before_the_end_is_paid_after_it,
    points_end_like_gift_balance,
    terms_over_a_lot_that_ended_are_refused,
    a_mail_that_nobody_takes_is_tried_again,
);

const DAY: i64 = 24 * 3600;

async fn expired<S: Store>(world: &World<S>) -> i64 {
    let house = AccountId::house(AccountKind::GiftExpired, Currency::Jpy);
    world.store.balance(&house).await.unwrap().unwrap_or_default().credits_posted
}

async fn reasons<S: Store>(world: &World<S>, kind: LotKind) -> Vec<(TransferKind, Amount)> {
    let moved = world.store.movements_of(&world.shopper.id, kind, None, 50).await.unwrap();
    moved.into_iter().map(|it| (it.transfer.kind, it.transfer.amount)).collect()
}

async fn an_end_is_warned_of_twice_and_booked_once<S: Store>(world: World<S>) {
    world.gift_for(1000, 60).await;
    world.pass(30 * DAY - 1);
    world.round().await;
    assert!(world.mails().await.is_empty(), "a second too early");
    for (seconds, mails) in [(1, 1), (1, 1), (23 * DAY - 2, 1), (1, 2), (DAY, 2)] {
        world.pass(seconds);
        world.round().await;
        assert_eq!(world.mails().await.len(), mails, "at {}", world.now());
    }
    assert_eq!(world.mails().await[0], "【Saifu】ギフト残高 1000円分の期限が近づいています");
    let told = world.store.events_after(&Audience::Shopper(world.shopper.id.clone()), 0, 50).await.unwrap();
    assert_eq!(told.iter().filter(|it| it.kind == EventKind::LotExpiring).count(), 2);
    assert_eq!((world.total(LotKind::Gift).await, expired(&world).await), (Amount::yen(1000), 0));

    world.pass(6 * DAY);
    world.round().await;
    assert_eq!((world.total(LotKind::Gift).await, expired(&world).await), (Amount::yen(0), 1000));
    for _ in 0..50 {
        world.pass(3600);
        world.round().await;
    }
    assert_eq!((expired(&world).await, world.mails().await.len()), (1000, 2));
    assert!(world.store.lots_due(world.now()).await.unwrap().is_empty(), "nobody looks at it any more");
    assert!(world.store.lots_of(&world.shopper.id).await.unwrap().is_empty());
    let yen = Amount::yen(1000);
    let history = reasons(&world, LotKind::Gift).await;
    assert_eq!(history, [(TransferKind::Expire, yen), (TransferKind::Redeem, yen)], "it stays readable");
}

async fn what_is_reserved_at_the_end_is_booked_when_it_is_released<S: Store>(world: World<S>) {
    world.gift_for(1000, 60).await;
    world.pass(60 * DAY - 60);
    let session = world.session(400).await;
    let charge = world.pay(&session.id).await.unwrap();
    world.pass(60);
    world.round().await;
    assert_eq!(expired(&world).await, 600);
    world.pass(2 * 3600);
    world.round().await;
    assert_eq!(expired(&world).await, 600, "what is reserved is left alone");
    cancel(&world.store, &world.moment(), &world.merchant.id, &charge.id).await.unwrap();
    assert_eq!(world.total(LotKind::Gift).await, Amount::yen(0), "it ended");
    world.pass(3600);
    world.round().await;
    world.round().await;
    assert_eq!(expired(&world).await, 1000);
}

async fn what_was_reserved_before_the_end_is_paid_after_it<S: Store>(world: World<S>) {
    world.gift_for(1000, 60).await;
    world.pass(60 * DAY - 60);
    let session = world.session(400).await;
    world.pay(&session.id).await.unwrap();
    world.pass(120);
    world.round().await;
    let charge = world.complete(&session.id, 400).await.unwrap();
    assert_eq!((charge.state, expired(&world).await), (ChargeState::Captured, 600));
    let history = reasons(&world, LotKind::Gift).await;
    assert!(history.contains(&(TransferKind::Charge, Amount::yen(400))), "{history:?}");
}

async fn points_end_like_gift_balance<S: Store>(world: World<S>) {
    world.gift(10_000).await;
    let session = world.session(10_000).await;
    world.pay(&session.id).await.unwrap();
    world.complete(&session.id, 10_000).await.unwrap();
    assert_eq!(world.total(LotKind::Points).await, Amount::yen(100));
    world.pass(180 * DAY);
    world.round().await;
    assert_eq!(world.total(LotKind::Points).await, Amount::yen(0));
    let issued = AccountId::house(AccountKind::PointsIssued, Currency::Jpy);
    let issued = world.store.balance(&issued).await.unwrap().unwrap();
    assert_eq!((issued.debits_posted, issued.credits_posted), (100, 100), "points that ended cost nothing");
    assert_eq!(reasons(&world, LotKind::Points).await[0], (TransferKind::Expire, Amount::yen(100)));
}

async fn terms_over_a_lot_that_ended_are_refused<S: Store>(world: World<S>) {
    world.gift_for(1000, 60).await;
    world.pass(60 * DAY - 60);
    let session = world.session(400).await;
    let proposal = world.propose(&session.id).await.unwrap();
    let assertion = world.sign(&proposal).await;
    world.pass(60);
    let refused = world.approve(&proposal.id, &assertion).await.unwrap_err();
    assert_eq!(refused.code(), Some("funding.insufficient"));
    assert_eq!(world.holdings().await.reserved, Amount::yen(0));
}

async fn a_mail_that_nobody_takes_is_tried_again<S: Store>(world: World<S>) {
    world.gift_for(1000, 20).await;
    world.pass(13 * DAY);
    for id in world.store.lots_due(world.now()).await.unwrap() {
        saifu_wallet::gift::tend_lot(&world.store, &world.moment(), &id).await.unwrap();
    }
    // A folder that cannot be: below a file.
    let file = tempfile::NamedTempFile::new().unwrap();
    let closed = Mailer::outbox(&file.path().join("mail"), "no-reply@saifu.example").unwrap();
    let due = world.store.letters_due(world.now()).await.unwrap();
    assert_eq!(due.len(), 1);
    assert!(letter::send(&world.store, &closed, &world.moment(), &due[0]).await.is_err());
    assert!(world.store.letters_due(world.now()).await.unwrap().is_empty(), "not at once");
    world.pass(30);
    world.round().await;
    assert_eq!(world.mails().await.len(), 1);
    world.pass(3600);
    world.round().await;
    assert_eq!(world.mails().await.len(), 1, "once");
}
