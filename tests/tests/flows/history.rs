//! What moved, with its reason.

use saifu_ledger::TransferKind;
use saifu_money::Amount;
use saifu_wallet::charge::{RefundRequest, cancel, refund};
use saifu_wallet::gift::LotKind;
use saifu_wallet::movement::Movement;
use saifu_wallet::port::store::Store;

use crate::stories;
use crate::world::World;

stories!(every_movement_has_its_reason, a_reservation_is_shown_until_it_is_resolved);

/// Kind, yen with a sign, and whether it is only reserved; newest first.
async fn history<S: Store>(world: &World<S>, kind: LotKind) -> Vec<(TransferKind, i64, bool)> {
    let moved = world.store.movements_of(&world.shopper.id, kind, None, 50).await.unwrap();
    let signed = |it: &Movement| it.transfer.amount.minor() * if it.incoming { 1 } else { -1 };
    moved.iter().map(|it| (it.transfer.kind, signed(it), it.is_pending())).collect()
}

async fn every_movement_has_its_reason<S: Store>(world: World<S>) {
    world.gift(3000).await;
    world.pass(1);
    let session = world.session(1000).await;
    let charge = world.pay(&session.id).await.unwrap();
    world.pass(1);
    world.complete(&session.id, 1000).await.unwrap();
    world.pass(1);
    let asked =
        RefundRequest { charge_id: charge.id.clone(), amount: Amount::yen(400), soft_descriptor: None };
    refund(&world.store, &world.moment(), &world.merchant.id, &asked, None).await.unwrap();
    let gift = history(&world, LotKind::Gift).await;
    assert_eq!(
        gift,
        [
            (TransferKind::Refund, 400, false),
            (TransferKind::Charge, -1000, false),
            (TransferKind::Redeem, 3000, false),
        ]
    );
    let points = history(&world, LotKind::Points).await;
    assert_eq!(points, [(TransferKind::RewardReturn, -4, false), (TransferKind::Reward, 10, false)]);
    let moved = world.store.movements_of(&world.shopper.id, LotKind::Points, None, 50).await.unwrap();
    assert!(moved.iter().all(|it| it.order() == Some(charge.id.order())), "{moved:?}");
    let moved = world.store.movements_of(&world.shopper.id, LotKind::Gift, None, 50).await.unwrap();
    assert_eq!(moved.iter().filter(|it| it.order() == Some(charge.id.order())).count(), 2);
    assert!(moved[..2].iter().all(|it| it.merchant() == Some("M1")), "{moved:?}");
    assert_eq!((moved[2].merchant(), moved[2].lot.source.as_str()), (None, "田中さん"));
    let sum: i64 = gift.iter().map(|(_, yen, _)| yen).sum();
    assert_eq!(sum, world.total(LotKind::Gift).await.minor(), "the history explains the balance");
}

async fn a_reservation_is_shown_until_it_is_resolved<S: Store>(world: World<S>) {
    world.gift(3000).await;
    world.pass(1);
    let session = world.session(1000).await;
    let charge = world.pay(&session.id).await.unwrap();
    assert_eq!(history(&world, LotKind::Gift).await[0], (TransferKind::Charge, -1000, true));
    world.pass(1);
    cancel(&world.store, &world.moment(), &world.merchant.id, &charge.id).await.unwrap();
    assert_eq!(history(&world, LotKind::Gift).await, [(TransferKind::Redeem, 3000, false)]);
}
