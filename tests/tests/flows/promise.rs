//! Points that a shop gives after returns are over: promised, then granted once, less what went back.

use saifu_money::Amount;
use saifu_wallet::ChangeSet;
use saifu_wallet::charge::{Charge, RefundRequest, grant_promised, refund};
use saifu_wallet::gift::LotKind;
use saifu_wallet::merchant::Merchant;
use saifu_wallet::port::store::{Store, Versioned};
use saifu_wallet::refusal::retry_stale;

use crate::stories;
use crate::world::World;

stories!(
    promised_points_come_on_their_day_and_once,
    what_goes_back_before_is_promised_no_more,
    what_goes_back_afterwards_is_taken_back,
);

const DAY: i64 = 24 * 3600;

/// A captured charge of ¥10,000 at a shop whose points come after two weeks.
async fn promised<S: Store>(world: &World<S>) -> Charge {
    let shop = world.store.find::<Merchant>("M1").await.unwrap().unwrap();
    let value = Merchant { points_after_days: 14, ..shop.value };
    let changes = ChangeSet::new().update(Versioned { value, version: shop.version });
    world.store.commit(changes).await.unwrap();
    world.gift(10_000).await;
    let session = world.session(10_000).await;
    world.pay(&session.id).await.unwrap();
    world.complete(&session.id, 10_000).await.unwrap()
}

async fn gives_back<S: Store>(world: &World<S>, charge: &Charge, yen: u32) {
    let request =
        RefundRequest { charge_id: charge.id.clone(), amount: Amount::yen(yen), soft_descriptor: None };
    refund(&world.store, &world.moment(), &charge.merchant_id, &request, None).await.unwrap();
}

async fn points<S: Store>(world: &World<S>) -> (i64, i64) {
    let mut promised = Amount::yen(0);
    for charge in world.store.charges_promising(&world.shopper.id).await.unwrap() {
        promised = promised.add(charge.reward.unwrap().promised().unwrap()).unwrap();
    }
    (world.total(LotKind::Points).await.minor(), promised.minor())
}

async fn promised_points_come_on_their_day_and_once<S: Store>(world: World<S>) {
    let charge = promised(&world).await;
    assert_eq!(points(&world).await, (0, 100));
    world.pass(14 * DAY - 1);
    grant_promised(&world.store, &world.moment(), &charge.id).await.unwrap();
    assert_eq!(points(&world).await, (0, 100), "not before its time");
    world.pass(1);
    let moment = world.moment();
    let grant = || retry_stale(|| grant_promised(&world.store, &moment, &charge.id));
    let (one, two) = tokio::join!(grant(), grant());
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(points(&world).await, (100, 0));
    let lot = world.holdings().await.lots.remove(0);
    assert_eq!((lot.lot.opened_at, lot.lot.source.as_str()), (world.now(), "山ねこ珈琲"));
    world.round().await;
    assert_eq!(points(&world).await, (100, 0));
}

async fn what_goes_back_before_is_promised_no_more<S: Store>(world: World<S>) {
    let charge = promised(&world).await;
    gives_back(&world, &charge, 4000).await;
    assert_eq!(points(&world).await, (0, 60));
    world.pass(14 * DAY);
    world.round().await;
    assert_eq!(points(&world).await, (60, 0));
    let other = promised(&world).await;
    gives_back(&world, &other, 10_000).await;
    assert_eq!(points(&world).await, (60, 0));
    world.pass(14 * DAY);
    world.round().await;
    assert_eq!(points(&world).await, (60, 0), "all went back");
}

async fn what_goes_back_afterwards_is_taken_back<S: Store>(world: World<S>) {
    let charge = promised(&world).await;
    world.pass(14 * DAY);
    world.round().await;
    gives_back(&world, &charge, 5000).await;
    assert_eq!(points(&world).await, (50, 0));
}
