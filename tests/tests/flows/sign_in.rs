//! The history of sign-ins, and *that was not me*.

use saifu_wallet::Outcome;
use saifu_wallet::device::{Device, revoke};
use saifu_wallet::passkey::{finish_sign_in, start_sign_in};
use saifu_wallet::port::store::{Store, Versioned};
use saifu_wallet::session::{Proof, authenticate};
use saifu_wallet::sign_in::{SignIn, SignInMethod, disown};

use crate::device::second;
use crate::stories;
use crate::world::World;

stories!(
    every_sign_in_is_kept_with_device_method_and_network,
    refused_ones_are_kept_and_a_burst_is_mailed_once,
    that_was_not_me_ends_the_others_and_revokes_the_device,
    somebody_elses_is_not_found,
    sign_ins_of_one_account_are_limited,
);

fn code<T>(answer: Outcome<T>) -> Option<&'static str> {
    answer.err().and_then(|refusal| refusal.code())
}

async fn history<S: Store>(world: &World<S>) -> Vec<SignIn> {
    world.store.sign_ins_of(&world.shopper.id, None, 50).await.unwrap()
}

/// A sign-in whose signature does not fit.
async fn refused<S: Store>(world: &World<S>) -> Option<&'static str> {
    let (store, party, moment) = (&world.store, &world.party, world.moment());
    let known = store.credentials_of(&world.shopper.id).await.unwrap().remove(0);
    let (id, options) = start_sign_in(store, party, &moment, &known.id).await.unwrap();
    let mut answer = world.answer(&options);
    answer["response"]["signature"] = "AAAA".into();
    let proof = Proof { key: "x".to_owned(), jti: "0".to_owned(), network: "203.0.113.0/24".to_owned() };
    code(finish_sign_in(store, party, &moment, &id, &answer, &proof).await)
}

async fn every_sign_in_is_kept_with_device_method_and_network<S: Store>(world: World<S>) {
    world.sign_in("one").await;
    world.pass(60);
    let phone = second(&world).await;
    let found = history(&world).await;
    let seen: Vec<_> = found.iter().map(|it| (it.name.as_str(), it.method, it.refused)).collect();
    assert_eq!(seen, [("phone", SignInMethod::Join, false), ("test", SignInMethod::Passkey, false)]);
    assert_eq!(found[0].device_id.as_ref(), Some(&phone.device.id));
    assert_eq!((found[1].network.as_str(), found[0].at), ("192.0.2.0/24", world.now()));
    let rest = world.store.sign_ins_of(&world.shopper.id, Some(&found[0].place()), 50).await.unwrap();
    assert_eq!(rest, found[1..], "page by page");
}

async fn refused_ones_are_kept_and_a_burst_is_mailed_once<S: Store>(world: World<S>) {
    let burst = async || world.mails().await.iter().filter(|it| it.contains("続けて断られました")).count();
    for _ in 0..2 {
        assert_eq!(refused(&world).await, Some("passkey.refused"));
        world.pass(1);
    }
    world.round().await;
    assert_eq!(burst().await, 0);
    for _ in 0..3 {
        refused(&world).await;
        world.pass(1);
    }
    world.round().await;
    assert_eq!(burst().await, 1);
    let found = history(&world).await;
    assert!(found.iter().all(|it| it.refused && it.network == "203.0.113.0/24" && it.session_id.is_none()));
    assert_eq!(found.len(), 5);
    world.pass(3600);
    for _ in 0..3 {
        refused(&world).await;
    }
    world.round().await;
    assert_eq!(burst().await, 2, "another hour, another burst");
}

async fn that_was_not_me_ends_the_others_and_revokes_the_device<S: Store>(world: World<S>) {
    let mine = world.sign_in("one").await;
    let thief = second(&world).await;
    let bad = history(&world).await.into_iter().find(|it| it.name == "phone").unwrap();
    let (store, moment, shopper) = (&world.store, world.moment(), &world.shopper.id);
    let ended = disown(store, &moment, shopper, &world.device.id, &bad.id).await.unwrap();
    assert_eq!((ended.sessions_ended, ended.revoked.as_deref()), (1, Some("phone")));
    let gone = authenticate(store, &moment, thief.tokens.access.reveal()).await;
    assert_eq!(code(gone), Some("session.invalid"));
    authenticate(store, &moment, mine.tokens.access.reveal()).await.unwrap();
    let device: Versioned<Device> = store.find(thief.device.id.as_str()).await.unwrap().unwrap();
    assert!(!device.value.is_live());
    assert!(history(&world).await.iter().any(|it| it.id == bad.id && it.disowned_at.is_some()));
    world.round().await;
    assert!(world.mails().await.iter().any(|it| it.contains("覚えのないサインインを止めました")));
    // The last way in stays: this device cannot be put out of the account by it.
    let left = revoke(store, &moment, shopper, &world.device.id, false).await;
    assert_eq!(code(left), Some("device.last_way_in"));
}

async fn somebody_elses_is_not_found<S: Store>(world: World<S>) {
    world.sign_in("one").await;
    let mine = history(&world).await.remove(0);
    let other = world.another_shopper().await;
    let (store, moment, device) = (&world.store, world.moment(), &world.device.id);
    let disowned = disown(store, &moment, &other.id, device, &mine.id).await;
    assert_eq!(code(disowned), Some("sign_in.not_found"));
}

async fn sign_ins_of_one_account_are_limited<S: Store>(world: World<S>) {
    let known = world.store.credentials_of(&world.shopper.id).await.unwrap().remove(0);
    let begin = async || code(start_sign_in(&world.store, &world.party, &world.moment(), &known.id).await);
    for _ in 0..30 {
        assert_eq!(begin().await, None);
    }
    assert_eq!(begin().await, Some("limit.too_many_tries"));
    world.pass(60);
    assert_eq!(begin().await, None);
}
