//! Money goes back to where it came from.

use saifu_money::Amount;
use saifu_wallet::Outcome;
use saifu_wallet::charge::{
    Charge, OrderState, Refund, RefundRequest, RefundState, cancel, capture, drive, drive_refund, refund,
};
use saifu_wallet::gift::LotKind;
use saifu_wallet::merchant::IdempotencyKey;
use saifu_wallet::port::processor::Processor;
use saifu_wallet::port::store::Store;
use saifu_wallet::refusal::retry_stale;

use crate::stories;
use crate::world::{GOOD_CARD, World};

stories!(
    a_refund_goes_back_in_reverse,
    no_more_is_refunded_than_was_captured,
    a_key_refunds_once,
    a_part_is_captured_and_the_rest_released,
    a_refund_into_a_lot_that_ended_opens_another,
    points_that_were_spent_are_owed,
    points_wait_for_a_refund_that_the_card_may_refuse,
    captures_and_cancels_at_once_have_one_winner,
);

async fn paid<S: Store>(world: &World<S>, yen: u32) -> Charge {
    let session = world.session(yen).await;
    world.pay(&session.id).await.unwrap();
    world.complete(&session.id, yen).await.unwrap()
}

async fn give_back<S: Store>(world: &World<S>, charge: &Charge, yen: u32) -> Outcome<Refund> {
    let asked =
        RefundRequest { charge_id: charge.id.clone(), amount: Amount::yen(yen), soft_descriptor: None };
    let made = refund(&world.store, &world.moment(), &world.merchant.id, &asked, None).await?;
    drive_refund(&world.store, &world.processor, &world.moment(), &made.id).await
}

async fn now<S: Store>(world: &World<S>, charge: &Charge) -> Charge {
    world.store.find::<Charge>(charge.id.as_str()).await.unwrap().unwrap().value
}

async fn a_refund_goes_back_in_reverse<S: Store>(world: World<S>) {
    world.gift(1000).await;
    world.link(GOOD_CARD).await.unwrap();
    let charge = paid(&world, 3000).await;
    assert_eq!(give_back(&world, &charge, 500).await.unwrap().state, RefundState::Refunded);
    assert_eq!(world.holdings().await.total(LotKind::Gift).unwrap(), Amount::yen(0), "the card first");
    give_back(&world, &charge, 2000).await.unwrap();
    assert_eq!(world.holdings().await.total(LotKind::Gift).unwrap(), Amount::yen(500));
    assert_eq!(now(&world, &charge).await.order_state(), OrderState::PartiallyRefunded);
    give_back(&world, &charge, 500).await.unwrap();
    assert_eq!(now(&world, &charge).await.order_state(), OrderState::Refunded);
    let after = world.holdings().await;
    assert_eq!(after.total(LotKind::Gift).unwrap(), Amount::yen(1000));
    assert_eq!(after.total(LotKind::Points).unwrap(), Amount::yen(0), "points go with the purchase");
}

async fn no_more_is_refunded_than_was_captured<S: Store>(world: World<S>) {
    world.gift(3000).await;
    let charge = paid(&world, 3000).await;
    let refused = give_back(&world, &charge, 3001).await.unwrap_err();
    assert_eq!(refused.code(), Some("refund.amount_exceeded"));
    give_back(&world, &charge, 2000).await.unwrap();
    let refused = give_back(&world, &charge, 1001).await.unwrap_err();
    assert_eq!(refused.code(), Some("refund.amount_exceeded"));
    assert_eq!(world.holdings().await.total(LotKind::Gift).unwrap(), Amount::yen(2000));
}

async fn a_key_refunds_once<S: Store>(world: World<S>) {
    world.gift(3000).await;
    let charge = paid(&world, 3000).await;
    let asked =
        RefundRequest { charge_id: charge.id.clone(), amount: Amount::yen(100), soft_descriptor: None };
    let key = IdempotencyKey { key: "M1:a".to_owned(), request_digest: "d".to_owned() };
    let (store, moment, merchant) = (&world.store, world.moment(), &world.merchant.id);
    refund(store, &moment, merchant, &asked, Some(&key)).await.unwrap();
    let again = refund(store, &moment, merchant, &asked, Some(&key)).await.unwrap_err();
    assert!(again.is_stale(), "the key is taken, and the whole refund with it");
    assert_eq!(now(&world, &charge).await.refunded, Amount::yen(100));
}

async fn a_part_is_captured_and_the_rest_released<S: Store>(world: World<S>) {
    world.gift(1000).await;
    world.link(GOOD_CARD).await.unwrap();
    let session = world.session(3000).await;
    let charge = world.pay(&session.id).await.unwrap();
    let (store, moment, merchant) = (&world.store, world.moment(), &world.merchant.id);
    let refused = capture(store, &moment, merchant, &charge.id, Amount::yen(3001), None).await.unwrap_err();
    assert_eq!(refused.code(), Some("charge.amount_exceeded"));
    capture(store, &moment, merchant, &charge.id, Amount::yen(600), None).await.unwrap();
    let charge = drive(store, &world.processor, &moment, &charge.id).await.unwrap();
    assert_eq!(charge.captured, Some(Amount::yen(600)));
    assert_eq!(charge.due, None, "the hold on the card is released");
    assert_eq!(world.holdings().await.total(LotKind::Gift).unwrap(), Amount::yen(400));
}

async fn a_refund_into_a_lot_that_ended_opens_another<S: Store>(world: World<S>) {
    world.gift(1000).await;
    let charge = paid(&world, 1000).await;
    world.pass(366 * 24 * 3600);
    assert_eq!(world.holdings().await.total(LotKind::Gift).unwrap(), Amount::yen(0));
    give_back(&world, &charge, 400).await.unwrap();
    give_back(&world, &charge, 600).await.unwrap();
    let holdings = world.holdings().await;
    assert_eq!(holdings.total(LotKind::Gift).unwrap(), Amount::yen(1000));
    assert!(holdings.lots.iter().all(|it| it.lot.expires_at > world.now()));
}

async fn points_that_were_spent_are_owed<S: Store>(world: World<S>) {
    world.gift(10_900).await;
    let earning = paid(&world, 10_000).await;
    let spending = paid(&world, 1000).await;
    assert_eq!(spending.legs[0].captured, Amount::yen(100), "the points of the first");
    give_back(&world, &earning, 10_000).await.unwrap();
    give_back(&world, &spending, 1000).await.unwrap();
    let after = world.holdings().await;
    assert_eq!(
        after.total(LotKind::Points).unwrap(),
        Amount::yen(0),
        "nothing was bought, nothing is earned"
    );
    assert_eq!(after.total(LotKind::Gift).unwrap(), Amount::yen(10_900));
}

/// While the processor has not answered, what a refund asks for may still stay bought.
async fn points_wait_for_a_refund_that_the_card_may_refuse<S: Store>(world: World<S>) {
    world.gift(1000).await;
    world.link(GOOD_CARD).await.unwrap();
    let charge = paid(&world, 3000).await;
    // What was given back elsewhere cannot be given back again.
    let hold = charge.hold_id.clone().unwrap();
    world.processor.refund(&hold, Amount::yen(2000), "elsewhere").await.unwrap();
    let (store, moment) = (&world.store, world.moment());
    let asked =
        |yen| RefundRequest { charge_id: charge.id.clone(), amount: Amount::yen(yen), soft_descriptor: None };
    let by_card = refund(store, &moment, &world.merchant.id, &asked(2000), None).await.unwrap();
    let as_balance = refund(store, &moment, &world.merchant.id, &asked(500), None).await.unwrap();
    assert_eq!((by_card.state, as_balance.state), (RefundState::RefundInitiated, RefundState::Refunded));
    let refused = drive_refund(store, &world.processor, &moment, &by_card.id).await.unwrap();
    assert_eq!(refused.state, RefundState::Declined);
    let reward = now(&world, &charge).await.reward.unwrap();
    let kept = "2,500 yen stay bought, and earn 25 points";
    assert_eq!((reward.grant.total, reward.returned), (Amount::yen(30), Amount::yen(5)), "{kept}");
    assert_eq!(world.total(LotKind::Points).await, Amount::yen(25));
}

async fn captures_and_cancels_at_once_have_one_winner<S: Store>(world: World<S>) {
    world.gift(1000).await;
    let session = world.session(1000).await;
    let charge = world.pay(&session.id).await.unwrap();
    let (store, moment, merchant) = (&world.store, world.moment(), &world.merchant.id);
    let take = async |yen| {
        let run = || capture(store, &moment, merchant, &charge.id, Amount::yen(yen), None);
        retry_stale(run).await
    };
    let drop = async || retry_stale(|| cancel(store, &moment, merchant, &charge.id)).await;
    let (one, two, three, four) = tokio::join!(take(1000), take(600), drop(), take(1000));
    let answers = [one, two, three, four];
    assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
    let refused = answers.iter().filter_map(|it| it.as_ref().err());
    assert!(refused.into_iter().all(|it| it.code() == Some("charge.status_invalid")), "{answers:?}");
}
