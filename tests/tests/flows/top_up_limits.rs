//! How much may be topped up, with what is pending, at midnight, and when two ask at once.

use saifu_money::Amount;
use saifu_processor::sandbox::CashPayment;
use saifu_wallet::port::store::Store;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::top_up::{
    Ask, CashMethod, Limit, POLICY, StoreChain, TopUp, TopUpPolicy, ask, cancel, drive, usage,
};
use saifu_wallet::{Outcome, Refusal};

use crate::stories;
use crate::world::World;

stories!(
    what_is_pending_counts_until_it_is_called_off,
    days_and_months_begin_at_midnight_in_japan,
    gift_balance_may_hold_only_so_much,
    two_at_once_do_not_both_fit,
    a_counter_takes_less_than_a_bank,
);

const HOUR: i64 = 3600;

async fn asked<S: Store>(world: &World<S>, yen: u32, policy: &TopUpPolicy) -> Outcome<TopUp> {
    let method = CashMethod::Slip(StoreChain::Lawson);
    let (shopper, amount, counter) = (&world.shopper.id, Amount::yen(yen), world.counter());
    let request = Ask { shopper, amount, method, policy, counter: &counter };
    let top_up = retry_stale(async || ask(&world.store, &world.moment(), &request).await).await?;
    drive(&world.store, &world.processor, &counter, &world.moment(), &top_up.id).await
}

fn refused(outcome: Outcome<TopUp>) -> (&'static str, i64) {
    match outcome {
        Err(Refusal::Rule { code, left: Some(left), .. }) => (code, left.minor()),
        other => panic!("{other:?}"),
    }
}

async fn what_is_pending_counts_until_it_is_called_off<S: Store>(world: World<S>) {
    assert_eq!(refused(asked(&world, 100_001, &POLICY).await), ("top_up.limit_transaction", 100_000));
    let small = asked(&world, 499, &POLICY).await.unwrap_err();
    assert_eq!(small.code(), Some("top_up.too_small"));
    let first = asked(&world, 100_000, &POLICY).await.unwrap();
    asked(&world, 90_000, &POLICY).await.unwrap();
    assert_eq!(refused(asked(&world, 10_001, &POLICY).await), ("top_up.limit_day", 10_000));
    cancel(&world.store, &world.moment(), &world.shopper.id, &first.id).await.unwrap();
    world.round().await;
    asked(&world, 100_000, &POLICY).await.unwrap();
}

async fn days_and_months_begin_at_midnight_in_japan<S: Store>(world: World<S>) {
    // The world begins on 18 November 2026 at 20:26:40 in Japan: 213 minutes and 20 seconds before midnight.
    let paid = async |yen| {
        let top_up = asked(&world, yen, &POLICY).await.unwrap();
        world
            .sandbox
            .pay_cash(top_up.cash.unwrap().payment_id.as_deref().unwrap(), CashPayment::Paid)
            .await
            .unwrap();
        world.pass(10);
        world.round().await;
    };
    paid(100_000).await;
    paid(100_000).await;
    // Spend it, so that only day and month count.
    spend(&world, 200_000).await;
    assert_eq!(refused(asked(&world, 500, &POLICY).await), ("top_up.limit_day", 0));
    world.pass(4 * HOUR);
    assert_eq!(usage(&world.store, &world.shopper.id, world.now()).await.unwrap().today, Amount::yen(0));
    paid(90_000).await;
    assert_eq!(refused(asked(&world, 10_001, &POLICY).await), ("top_up.limit_month", 10_000));
    world.pass(13 * 24 * HOUR);
    paid(10_001).await;
}

async fn spend<S: Store>(world: &World<S>, yen: u32) {
    let session = world.session(yen).await;
    world.pay(&session.id).await.unwrap();
    world.complete(&session.id, yen).await.unwrap();
}

async fn gift_balance_may_hold_only_so_much<S: Store>(world: World<S>) {
    world.gift(250_000).await;
    asked(&world, 49_000, &POLICY).await.unwrap();
    assert_eq!(refused(asked(&world, 1001, &POLICY).await), ("top_up.limit_balance", 1000));
    // What is reserved may come back.
    let session = world.session(100_000).await;
    world.pay(&session.id).await.unwrap();
    assert_eq!(refused(asked(&world, 1001, &POLICY).await), ("top_up.limit_balance", 1000));
    world.complete(&session.id, 100_000).await.unwrap();
    asked(&world, 1001, &POLICY).await.unwrap();
}

async fn two_at_once_do_not_both_fit<S: Store>(world: World<S>) {
    let policy = TopUpPolicy { per_day: limit(1500), ..POLICY };
    let asking = || asked(&world, 1000, &policy);
    let (one, two, three) = tokio::join!(asking(), asking(), asking());
    let (fitting, others): (Vec<_>, Vec<_>) = [one, two, three].into_iter().partition(Result::is_ok);
    assert_eq!(fitting.len(), 1);
    for other in others {
        assert_eq!(refused(other), ("top_up.limit_day", 500));
    }
    let counts = usage(&world.store, &world.shopper.id, world.now()).await.unwrap();
    assert_eq!(counts.today, Amount::yen(1000));
}

async fn a_counter_takes_less_than_a_bank<S: Store>(world: World<S>) {
    let much = limit(500_000);
    let policy =
        TopUpPolicy { per_transaction: much, per_day: much, per_month: much, balance: much, ..POLICY };
    assert_eq!(refused(asked(&world, 300_000, &policy).await), ("top_up.limit_transaction", 299_999));
    asked(&world, 299_999, &policy).await.unwrap();
}

const fn limit(yen: u32) -> Limit {
    Limit { amount: Amount::yen(yen), source: "a test's" }
}
