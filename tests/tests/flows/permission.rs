//! Permissions that stand: what a merchant charges later without asking, and who says how much.

use saifu_money::Amount;
use saifu_terms::{Frequency, FrequencyUnit};
use saifu_wallet::Outcome;
use saifu_wallet::charge::{self, Charge, ChargeState, NewCharge, cancel, drive};
use saifu_wallet::checkout::{self, Asked, PaymentIntent, StandingAsked};
use saifu_wallet::gift::LotKind;
use saifu_wallet::id::ChargePermissionId;
use saifu_wallet::merchant::Metadata;
use saifu_wallet::permission::{
    self, ChargePermission, ClosedFor, PermissionChange, PermissionState, StandingKind,
};
use saifu_wallet::port::store::Store;
use saifu_wallet::refusal::retry_stale;

use crate::stories;
use crate::world::World;

stories!(
    a_subscription_is_charged_within_what_was_agreed,
    what_was_signed_is_what_may_be_charged,
    the_shopper_pauses_lowers_and_ends_it,
    more_than_before_needs_the_passkey,
    one_that_nobody_completed_is_charged_never,
    too_little_leaves_it_as_it_was,
    two_charges_at_once_do_not_pass_the_month,
    what_was_canceled_may_be_charged_again,
    the_merchant_closes_it_and_what_is_pending,
    unused_it_ends_by_itself,
);

const DAY_S: i64 = 24 * 3600;

fn code<T>(outcome: Outcome<T>) -> Option<&'static str> {
    outcome.err().and_then(|refusal| refusal.code())
}

/// A weekly subscription of 980 yen: up to 4,900 a month.
fn weekly() -> StandingAsked {
    let frequency = Some(Frequency { unit: FrequencyUnit::Week, value: 1 });
    StandingAsked { kind: StandingKind::Recurring, frequency, amount: Some(Amount::yen(980)) }
}

async fn approved<S: Store>(world: &World<S>) -> (saifu_wallet::id::CheckoutSessionId, ChargePermissionId) {
    let asked = Asked {
        result_return_url: Some("https://shop.example/result".to_owned()),
        intent: Some(PaymentIntent::AuthorizeWithCapture),
        charge_amount: Some(Amount::yen(980)),
        standing: Some(weekly()),
        ..Asked::default()
    };
    let (store, moment) = (&world.store, world.moment());
    let session = checkout::create(store, &moment, &world.merchant, asked, true, None).await.unwrap();
    let charge = world.pay(&session.id).await.unwrap();
    (session.id, charge.permission_id)
}

/// A subscription whose first week is paid.
async fn subscribed<S: Store>(world: &World<S>) -> ChargePermissionId {
    let (session, id) = approved(world).await;
    world.complete(&session, 980).await.unwrap();
    id
}

async fn charged<S: Store>(world: &World<S>, id: &ChargePermissionId, yen: u32) -> Outcome<Charge> {
    let asked = NewCharge {
        amount: Amount::yen(yen),
        items: Vec::new(),
        capture_now: true,
        sandbox: true,
        metadata: Metadata::default(),
        soft_descriptor: None,
    };
    let (store, moment) = (&world.store, world.moment());
    let made = retry_stale(|| charge::create(store, &moment, &world.merchant, id, &asked, None)).await?;
    drive(store, &world.processor, &moment, &made.id).await
}

async fn change<S: Store>(
    world: &World<S>,
    id: &ChargePermissionId,
    wanted: PermissionChange,
    proven: bool,
) -> Outcome<ChargePermission> {
    let (store, moment, who) = (&world.store, world.moment(), &world.shopper.id);
    permission::change(store, &moment, who, id, &wanted, proven).await
}

async fn read<S: Store>(world: &World<S>, id: &ChargePermissionId) -> ChargePermission {
    world.store.find::<ChargePermission>(id.as_str()).await.unwrap().unwrap().value
}

async fn a_subscription_is_charged_within_what_was_agreed<S: Store>(world: World<S>) {
    world.gift(10_000).await;
    let id = subscribed(&world).await;
    assert!(id.as_str().starts_with("C03-"), "{id}");
    let next = charged(&world, &id, 980).await.unwrap();
    assert_eq!((next.state, next.captured), (ChargeState::Captured, Some(Amount::yen(980))));
    assert!(!next.id.as_str().starts_with(id.as_str()), "each is an order of its own");
    assert_eq!(code(charged(&world, &id, 981).await), Some("permission.each_exceeded"));
    for _ in 0..3 {
        charged(&world, &id, 980).await.unwrap();
    }
    assert_eq!(code(charged(&world, &id, 1).await), Some("permission.month_exceeded"));
    world.pass(31 * DAY_S);
    charged(&world, &id, 980).await.unwrap();
    let listed = world.store.permissions_of(&world.shopper.id).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].state_at(world.now()).0, PermissionState::Chargeable);
}

async fn what_was_signed_is_what_may_be_charged<S: Store>(world: World<S>) {
    world.gift(10_000).await;
    let session = world.session(980).await;
    let mut proposal = world.propose(&session.id).await.unwrap();
    assert_eq!(proposal.terms.standing, None);
    proposal.terms.standing = Some(permission::limits(weekly().frequency, Amount::yen(980)).unwrap());
    let assertion = world.sign(&proposal).await;
    let refused = world.approve(&proposal.id, &assertion).await;
    assert_eq!(code(refused), Some("approval.assertion_refused"), "a signature over more than was asked");
}

async fn the_shopper_pauses_lowers_and_ends_it<S: Store>(world: World<S>) {
    world.gift(10_000).await;
    let id = subscribed(&world).await;
    let paused = |paused| PermissionChange { paused: Some(paused), ..PermissionChange::default() };
    change(&world, &id, paused(true), false).await.unwrap();
    assert_eq!(code(charged(&world, &id, 980).await), Some("permission.paused"));
    change(&world, &id, paused(false), false).await.unwrap();
    let lower = PermissionChange { each: Some(Amount::yen(500)), ..PermissionChange::default() };
    change(&world, &id, lower, false).await.unwrap();
    assert_eq!(code(charged(&world, &id, 980).await), Some("permission.each_exceeded"));
    charged(&world, &id, 500).await.unwrap();
    let (store, moment, who) = (&world.store, world.moment(), &world.shopper.id);
    let ended = permission::end(store, &moment, who, &id).await.unwrap();
    assert_eq!(ended.closed_for, Some(ClosedFor::BuyerClosed));
    assert_eq!(code(charged(&world, &id, 500).await), Some("permission.status_invalid"));
    assert_eq!(code(change(&world, &id, paused(false), true).await), Some("permission.ended"));
}

async fn more_than_before_needs_the_passkey<S: Store>(world: World<S>) {
    world.gift(10_000).await;
    let id = subscribed(&world).await;
    let more = |each, month| PermissionChange {
        each: Some(Amount::yen(each)),
        month: Some(Amount::yen(month)),
        ..PermissionChange::default()
    };
    assert_eq!(code(change(&world, &id, more(981, 4900), false).await), Some("permission.proof_required"));
    assert_eq!(code(change(&world, &id, more(980, 4901), false).await), Some("permission.proof_required"));
    for invalid in [more(0, 4900), more(980, 979)] {
        assert_eq!(code(change(&world, &id, invalid, true).await), Some("permission.limit_invalid"));
    }
    let raised = change(&world, &id, more(2000, 6000), true).await.unwrap().standing.unwrap();
    assert_eq!(raised.terms.each, Amount::yen(2000));
    charged(&world, &id, 2000).await.unwrap();
    let other = world.another_shopper().await;
    let (store, moment) = (&world.store, world.moment());
    let stranger = permission::end(store, &moment, &other.id, &id).await;
    assert_eq!(code(stranger), Some("permission.not_found"));
}

async fn one_that_nobody_completed_is_charged_never<S: Store>(world: World<S>) {
    world.gift(10_000).await;
    let (_, id) = approved(&world).await;
    assert_eq!(code(charged(&world, &id, 980).await), Some("permission.status_invalid"));
    world.pass(25 * 3600);
    world.round().await;
    assert_eq!(read(&world, &id).await.state, PermissionState::Closed);
    assert_eq!(world.total(LotKind::Gift).await, Amount::yen(10_000), "nothing was paid");
}

async fn too_little_leaves_it_as_it_was<S: Store>(world: World<S>) {
    world.gift(1000).await;
    let id = subscribed(&world).await;
    let before = read(&world, &id).await;
    assert_eq!(code(charged(&world, &id, 980).await), Some("funding.card_required"));
    assert_eq!(read(&world, &id).await, before);
    world.gift(1000).await;
    charged(&world, &id, 980).await.unwrap();
}

async fn two_charges_at_once_do_not_pass_the_month<S: Store>(world: World<S>) {
    world.gift(10_000).await;
    let id = subscribed(&world).await;
    for _ in 0..3 {
        charged(&world, &id, 980).await.unwrap();
    }
    let (one, two) = tokio::join!(charged(&world, &id, 980), charged(&world, &id, 980));
    let refused: Vec<_> = [one, two].into_iter().filter_map(code).collect();
    assert_eq!(refused, ["permission.month_exceeded"], "one of them is the fifth, the other one too many");
}

async fn what_was_canceled_may_be_charged_again<S: Store>(world: World<S>) {
    world.gift(10_000).await;
    let id = subscribed(&world).await;
    let asked = NewCharge {
        amount: Amount::yen(980),
        items: Vec::new(),
        capture_now: false,
        sandbox: true,
        metadata: Metadata::default(),
        soft_descriptor: None,
    };
    let (store, moment) = (&world.store, world.moment());
    let made = charge::create(store, &moment, &world.merchant, &id, &asked, None).await.unwrap();
    assert_eq!(made.state, ChargeState::Authorized);
    let used = |it: &ChargePermission| it.standing.as_ref().unwrap().used;
    assert_eq!(used(&read(&world, &id).await), Amount::yen(1960));
    cancel(store, &moment, &world.merchant.id, &made.id).await.unwrap();
    let after = read(&world, &id).await;
    assert_eq!((used(&after), after.state), (Amount::yen(980), PermissionState::Chargeable));
}

async fn the_merchant_closes_it_and_what_is_pending<S: Store>(world: World<S>) {
    world.gift(10_000).await;
    let id = subscribed(&world).await;
    let asked = NewCharge {
        amount: Amount::yen(980),
        items: Vec::new(),
        capture_now: false,
        sandbox: true,
        metadata: Metadata::default(),
        soft_descriptor: None,
    };
    let (store, moment, merchant) = (&world.store, world.moment(), &world.merchant.id);
    let made = charge::create(store, &moment, &world.merchant, &id, &asked, None).await.unwrap();
    let (closed, canceled) = permission::close(store, &moment, merchant, &id, "解約", true).await.unwrap();
    assert_eq!((closed.closed_for, canceled), (Some(ClosedFor::MerchantClosed), vec![made.id.clone()]));
    let charge = store.find::<Charge>(made.id.as_str()).await.unwrap().unwrap().value;
    assert_eq!(charge.reason.as_deref(), Some("ChargePermissionCanceled"));
    assert_eq!(world.total(LotKind::Gift).await, Amount::yen(10_000 - 980));
    let again = permission::close(store, &moment, merchant, &id, "", true).await;
    assert_eq!(code(again), Some("permission.ended"));
}

async fn unused_it_ends_by_itself<S: Store>(world: World<S>) {
    world.gift_for(10_000, 900).await;
    let id = subscribed(&world).await;
    world.pass(300 * DAY_S);
    charged(&world, &id, 980).await.unwrap();
    world.pass(395 * DAY_S);
    charged(&world, &id, 980).await.unwrap();
    world.pass(396 * DAY_S);
    assert_eq!(code(charged(&world, &id, 980).await), Some("permission.status_invalid"));
    assert_eq!(read(&world, &id).await.state_at(world.now()).1, Some(ClosedFor::Expired));
}
