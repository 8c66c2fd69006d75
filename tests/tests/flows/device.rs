//! Devices: joining, changing, losing one.

use saifu_wallet::Outcome;
use saifu_wallet::device::{
    Device, DeviceChange, DeviceJoin, DevicePolicy, answer_join, change, finish_join, join_purpose,
    open_join, present_join, revoke, show_join,
};
use saifu_wallet::funding::Preference;
use saifu_wallet::passkey::{finish_registration, start_registration, start_sign_in};
use saifu_wallet::port::store::{Store, Versioned};
use saifu_wallet::session::{Begun, Proof, authenticate, refresh};

use crate::stories;
use crate::world::World;

stories!(
    a_second_device_joins_by_a_code_and_a_yes,
    a_code_is_good_for_one_device_and_five_minutes,
    a_session_alone_lets_nobody_in,
    a_no_is_final,
    a_revoked_device_can_do_nothing,
    the_last_way_in_stays,
    two_devices_that_revoke_each_other_leave_one,
    a_policy_is_of_one_device,
    a_device_has_one_passkey,
);

fn proof(key: &str) -> Proof {
    Proof { key: key.to_owned(), jti: key.to_owned(), network: "192.0.2.0/24".to_owned() }
}

fn code<T>(answer: Outcome<T>) -> Option<&'static str> {
    answer.err().and_then(|refusal| refusal.code())
}

/// The first device says yes with its passkey.
async fn say_yes<S: Store>(world: &World<S>, join: &DeviceJoin) -> Outcome<DeviceJoin> {
    let (ceremony, answer) = world.prove_again(&join_purpose(&join.id)).await;
    let (store, party, moment) = (&world.store, &world.party, world.moment());
    answer_join(store, party, &moment, &world.device.id, &join.id, Some((&ceremony, &answer))).await
}

async fn open<S: Store>(world: &World<S>) -> (DeviceJoin, String) {
    open_join(&world.store, &world.moment(), &world.shopper.id, &world.device.id).await.unwrap()
}

/// A second device that is in and has no passkey yet.
async fn joined<S: Store>(world: &World<S>) -> Begun {
    let (join, code) = open(world).await;
    present_join(&world.store, &world.moment(), &code, "phone", &proof("new")).await.unwrap();
    say_yes(world, &join).await.unwrap();
    finish_join(&world.store, &world.moment(), &code, &proof("new")).await.unwrap()
}

/// As [`joined`], with a passkey.
pub async fn second<S: Store>(world: &World<S>) -> Begun {
    let begun = joined(world).await;
    let (store, party, moment) = (&world.store, &world.party, world.moment());
    let (id, options) =
        start_registration(store, party, &moment, &world.shopper, &begun.device).await.unwrap();
    let answer = world.make_credential(&options);
    finish_registration(store, party, &moment, &world.shopper, &begun.device.id, &id, answer).await.unwrap();
    begun
}

async fn row<S: Store>(world: &World<S>, device: &Device) -> Device {
    let found: Versioned<Device> = world.store.find(device.id.as_str()).await.unwrap().unwrap();
    found.value
}

async fn a_second_device_joins_by_a_code_and_a_yes<S: Store>(world: World<S>) {
    let (join, typed) = open(&world).await;
    let early = finish_join(&world.store, &world.moment(), &typed, &proof("new")).await;
    assert_eq!(code(early), Some("device.join_invalid"), "it presents itself first");
    let shown = typed.to_lowercase().replace('-', " ");
    let seen = present_join(&world.store, &world.moment(), &shown, " phone\n", &proof("new")).await.unwrap();
    let mine = show_join(&world.store, &world.device.id, &join.id).await.unwrap();
    assert_eq!(mine.presented.as_ref().map(|it| it.name.as_str()), Some("phone"));
    assert_eq!(mine.check(), seen.check());
    let waiting = finish_join(&world.store, &world.moment(), &typed, &proof("new")).await;
    assert_eq!(code(waiting), Some("device.join_waiting"));
    say_yes(&world, &join).await.unwrap();
    let begun = finish_join(&world.store, &world.moment(), &typed, &proof("new")).await.unwrap();
    assert_eq!((begun.device.name.as_str(), &begun.shopper.id), ("phone", &world.shopper.id));
    let again = finish_join(&world.store, &world.moment(), &typed, &proof("new")).await;
    assert_eq!(code(again), Some("device.join_invalid"));
    world.round().await;
    assert!(world.mails().await.last().unwrap().contains("新しい端末"));
}

async fn a_code_is_good_for_one_device_and_five_minutes<S: Store>(world: World<S>) {
    let (join, typed) = open(&world).await;
    present_join(&world.store, &world.moment(), &typed, "phone", &proof("new")).await.unwrap();
    let other = present_join(&world.store, &world.moment(), &typed, "thief", &proof("thief")).await;
    assert_eq!(code(other), Some("device.join_invalid"));
    say_yes(&world, &join).await.unwrap();
    let stolen = finish_join(&world.store, &world.moment(), &typed, &proof("thief")).await;
    assert_eq!(code(stolen), Some("device.join_invalid"));
    world.pass(300);
    let late = finish_join(&world.store, &world.moment(), &typed, &proof("new")).await;
    assert_eq!(code(late), Some("device.join_invalid"));
    let wrong = present_join(&world.store, &world.moment(), "0000-0000-0000", "x", &proof("x")).await;
    assert_eq!(code(wrong), Some("device.join_invalid"));
}

async fn a_session_alone_lets_nobody_in<S: Store>(world: World<S>) {
    let (join, typed) = open(&world).await;
    present_join(&world.store, &world.moment(), &typed, "phone", &proof("new")).await.unwrap();
    let (ceremony, mut answer) = world.prove_again("something else").await;
    let (store, party, moment) = (&world.store, &world.party, world.moment());
    let device = &world.device.id;
    let other = answer_join(store, party, &moment, device, &join.id, Some((&ceremony, &answer))).await;
    assert_eq!(code(other), Some("passkey.ceremony_expired"), "it was asked for something else");
    let (ceremony, _) = world.prove_again(&join_purpose(&join.id)).await;
    answer["response"]["signature"] = "AAAA".into();
    let forged = answer_join(store, party, &moment, device, &join.id, Some((&ceremony, &answer))).await;
    assert_eq!(code(forged), Some("passkey.refused"));
    let waiting = finish_join(store, &moment, &typed, &proof("new")).await;
    assert_eq!(code(waiting), Some("device.join_waiting"));
}

async fn a_no_is_final<S: Store>(world: World<S>) {
    let (join, typed) = open(&world).await;
    present_join(&world.store, &world.moment(), &typed, "phone", &proof("new")).await.unwrap();
    let (store, party, moment) = (&world.store, &world.party, world.moment());
    answer_join(store, party, &moment, &world.device.id, &join.id, None).await.unwrap();
    assert_eq!(code(say_yes(&world, &join).await), Some("device.join_invalid"));
    let refused = finish_join(store, &moment, &typed, &proof("new")).await;
    assert_eq!(code(refused), Some("device.join_refused"));
}

async fn a_revoked_device_can_do_nothing<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let lost = world.sign_in("lost").await;
    let session = world.session(1000).await;
    let proposal = world.propose_with(&session.id, Preference::default()).await.unwrap();
    let assertion = world.sign(&proposal).await;
    second(&world).await;
    let credential = row(&world, &world.device).await.credential_id.unwrap();
    revoke(&world.store, &world.moment(), &world.shopper.id, &world.device.id, false).await.unwrap();
    let (store, moment) = (&world.store, world.moment());
    let asked = authenticate(store, &moment, lost.tokens.access.reveal()).await;
    assert_eq!(code(asked), Some("session.invalid"));
    let refreshed = refresh(store, &moment, &proof("lost"), lost.tokens.refresh.reveal()).await;
    assert_eq!(code(refreshed), Some("session.invalid"));
    let back = start_sign_in(store, &world.party, &moment, &credential).await;
    assert_eq!(code(back), Some("session.invalid"));
    let approved = world.approve(&proposal.id, &assertion).await;
    assert_eq!(code(approved), Some("approval.assertion_refused"), "nor what it signed before");
    assert_eq!(
        code(revoke(store, &moment, &world.shopper.id, &world.device.id, false).await),
        Some("device.not_found")
    );
}

async fn the_last_way_in_stays<S: Store>(world: World<S>) {
    let (store, moment, shopper) = (&world.store, world.moment(), &world.shopper.id);
    let last = revoke(store, &moment, shopper, &world.device.id, false).await;
    assert_eq!(code(last), Some("device.last_way_in"));
    let waiting = joined(&world).await;
    let last = revoke(store, &moment, shopper, &world.device.id, false).await;
    assert_eq!(code(last), Some("device.last_way_in"), "a device without a passkey is no way in");
    revoke(store, &moment, shopper, &waiting.device.id, false).await.unwrap();
    assert!(row(&world, &waiting.device).await.revoked_at.is_some());
}

async fn two_devices_that_revoke_each_other_leave_one<S: Store>(world: World<S>) {
    let other = second(&world).await;
    let (store, moment, shopper) = (&world.store, world.moment(), &world.shopper.id);
    let (a, b) = tokio::join!(
        revoke(store, &moment, shopper, &world.device.id, false),
        revoke(store, &moment, shopper, &other.device.id, false)
    );
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    let live = store.credentials_of(shopper).await.unwrap();
    assert_eq!(live.iter().filter(|it| it.revoked_at.is_none()).count(), 1);
}

async fn a_policy_is_of_one_device<S: Store>(world: World<S>) {
    let other = second(&world).await;
    let policy = DevicePolicy { store_codes_unverified: false, ..DevicePolicy::default() };
    let wanted = DeviceChange { name: Some("書斎".to_owned()), policy: Some(policy.clone()) };
    let changed = change(&world.store, &world.shopper.id, &world.device.id, &wanted, false).await.unwrap();
    assert_eq!((changed.name.as_str(), &changed.policy), ("書斎", &policy));
    assert_eq!(row(&world, &other.device).await.policy, DevicePolicy::default());
    let less = DeviceChange { name: None, policy: Some(DevicePolicy::default()) };
    let (id, shopper) = (&world.device.id, &world.shopper.id);
    let refused = change(&world.store, shopper, id, &less, false).await;
    assert_eq!(code(refused), Some("device.proof_required"), "a session alone does not loosen it");
    assert_eq!(row(&world, &world.device).await.policy, policy);
    change(&world.store, shopper, id, &less, true).await.unwrap();
    let theirs = world.another_shopper().await;
    let strange = change(&world.store, &theirs.id, &world.device.id, &wanted, true).await;
    assert_eq!(code(strange), Some("device.not_found"));
}

async fn a_device_has_one_passkey<S: Store>(world: World<S>) {
    let (store, party, moment) = (&world.store, &world.party, world.moment());
    let device = row(&world, &world.device).await;
    let more = start_registration(store, party, &moment, &world.shopper, &device).await;
    assert_eq!(code(more), Some("passkey.exists"));
    let new = joined(&world).await;
    let (id, options) = start_registration(store, party, &moment, &world.shopper, &new.device).await.unwrap();
    let answer = world.make_credential(&options);
    let elsewhere = finish_registration(store, party, &moment, &world.shopper, &device.id, &id, answer).await;
    assert_eq!(code(elsewhere), Some("passkey.ceremony_expired"));
}
