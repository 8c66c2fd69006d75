//! Cash that is owed back: given back once, as much as was asked for, and refused without end of asking.

use saifu_ledger::AccountKind;
use saifu_money::Amount;
use saifu_processor::sandbox::{CashPayment, Outage};
use saifu_wallet::port::processor::Processor;
use saifu_wallet::port::store::Store;
use saifu_wallet::top_up::{TopUp, give_back};

use crate::cash::{DAY, LAWSON, driven, holds, house, now, pay, payment, told, waiting};
use crate::stories;
use crate::world::World;

stories!(
    what_is_owed_is_given_back_once,
    what_comes_in_while_money_goes_back_stays_owed,
    a_webhook_does_not_put_off_what_goes_back,
    what_the_processor_will_not_give_back_waits_for_the_operator,
);

async fn paid_twice<S: Store>(world: &World<S>) -> TopUp {
    let top_up = waiting(world, 5000, LAWSON).await;
    pay(world, &top_up, CashPayment::PaidTwice).await;
    told(world, &top_up).await.unwrap();
    top_up
}

async fn what_is_owed_is_given_back_once<S: Store>(world: World<S>) {
    let top_up = waiting(&world, 5000, LAWSON).await;
    let early = give_back(&world.store, &world.moment(), &top_up.id).await.unwrap_err();
    assert_eq!(early.code(), Some("top_up.nothing_owed"));
    pay(&world, &top_up, CashPayment::PaidTwice).await;
    told(&world, &top_up).await.unwrap();
    world.outage(Outage::AnswerLost);
    give_back(&world.store, &world.moment(), &top_up.id).await.unwrap();
    driven(&world, &top_up).await;
    assert_eq!(holds(&world).await, (5000, 5000), "nobody said that it was given");
    world.outage(Outage::None);
    world.pass(10);
    world.round().await;
    assert_eq!(holds(&world).await, (5000, 0));
    let done = now(&world, &top_up).await;
    let cash = done.cash.as_ref().unwrap();
    assert_eq!((done.to_return(), cash.returned), (None, Amount::yen(5000)));
    let again = give_back(&world.store, &world.moment(), &top_up.id).await.unwrap_err();
    assert_eq!(again.code(), Some("top_up.nothing_owed"));
    assert_eq!(house(&world, AccountKind::CashClearing).await, -5000);
}

/// The answer is lost, and somebody pays a third time before the processor is asked again: it is asked for the
/// same sum, and what came in meanwhile stays owed.
async fn what_comes_in_while_money_goes_back_stays_owed<S: Store>(world: World<S>) {
    let top_up = paid_twice(&world).await;
    world.outage(Outage::AnswerLost);
    give_back(&world.store, &world.moment(), &top_up.id).await.unwrap();
    driven(&world, &top_up).await;
    world.outage(Outage::None);
    pay(&world, &top_up, CashPayment::PaidTwice).await;
    told(&world, &top_up).await.unwrap();
    assert_eq!(holds(&world).await, (5000, 10_000));
    world.pass(10);
    let first = driven(&world, &top_up).await;
    assert_eq!((first.to_return(), holds(&world).await), (Some(Amount::yen(5000)), (5000, 5000)));
    give_back(&world.store, &world.moment(), &top_up.id).await.unwrap();
    let second = driven(&world, &top_up).await;
    assert_eq!((second.to_return(), second.cash.unwrap().returned), (None, Amount::yen(10_000)));
    assert_eq!(house(&world, AccountKind::CashClearing).await, -5000);
}

/// Two weeks after its end nobody looks at a payment by themselves: what the operator asked for is done all the
/// same.
async fn a_webhook_does_not_put_off_what_goes_back<S: Store>(world: World<S>) {
    let top_up = paid_twice(&world).await;
    world.pass(30 * DAY);
    world.outage(Outage::AnswerLost);
    give_back(&world.store, &world.moment(), &top_up.id).await.unwrap();
    driven(&world, &top_up).await;
    world.outage(Outage::None);
    told(&world, &top_up).await.unwrap();
    world.pass(10);
    world.round().await;
    assert_eq!((now(&world, &top_up).await.to_return(), holds(&world).await), (None, (5000, 0)));
}

/// Somebody gave the money back at the processor itself, so that it has nothing left: it is asked once and says
/// no. What is owed stays owed, and the operator may ask again.
async fn what_the_processor_will_not_give_back_waits_for_the_operator<S: Store>(world: World<S>) {
    let top_up = paid_twice(&world).await;
    world.processor.refund(payment(&top_up), Amount::yen(9000), "elsewhere").await.unwrap();
    for attempt in 1..=2 {
        give_back(&world.store, &world.moment(), &top_up.id).await.unwrap();
        let refused = driven(&world, &top_up).await;
        assert_eq!((refused.to_return(), holds(&world).await), (Some(Amount::yen(5000)), (5000, 5000)));
        let cash = refused.cash.unwrap();
        assert_eq!((cash.returning, cash.return_refusals), (None, attempt));
        assert!(cash.return_refusal.is_some_and(|reason| !reason.is_empty()));
        world.pass(DAY);
        world.round().await;
        assert_eq!(
            now(&world, &top_up).await.cash.unwrap().return_refusals,
            attempt,
            "nobody asks by itself"
        );
    }
}
