//! Sessions: what a stolen token is good for, and what ends one.

use saifu_wallet::Outcome;
use saifu_wallet::device::Device;
use saifu_wallet::port::store::{Store, Versioned};
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::session::{Begun, Caller, Proof, Session, authenticate, refresh, sign_out};

use crate::stories;
use crate::world::World;

stories!(
    an_access_token_ends_and_a_refresh_token_gets_another,
    a_refresh_token_without_its_key_is_worth_nothing,
    a_used_refresh_token_ends_the_family,
    a_lost_answer_comes_again_for_a_minute,
    a_refresh_token_ends,
    two_refreshes_at_once_are_one_or_end_the_family,
    signing_out_ends_all_tokens,
    a_new_sign_in_ends_the_session_before,
    the_store_holds_no_token,
);

const MINUTE: i64 = 60;

async fn who<S: Store>(world: &World<S>, begun: &Begun) -> Outcome<Caller> {
    authenticate(&world.store, &world.moment(), begun.tokens.access.reveal()).await
}

async fn go_on<S: Store>(world: &World<S>, begun: &Begun, proof: &Proof) -> Outcome<Begun> {
    let (moment, token) = (world.moment(), begun.tokens.refresh.reveal());
    retry_stale(|| refresh(&world.store, &moment, proof, token)).await
}

fn proof(key: &str, jti: &str) -> Proof {
    Proof { key: key.to_owned(), jti: jti.to_owned(), network: "192.0.2.0/24".to_owned() }
}

fn code<T>(answer: Outcome<T>) -> Option<&'static str> {
    answer.err().and_then(|refusal| refusal.code())
}

const INVALID: Option<&str> = Some("session.invalid");

async fn an_access_token_ends_and_a_refresh_token_gets_another<S: Store>(world: World<S>) {
    let first = world.sign_in("key").await;
    assert_eq!(who(&world, &first).await.unwrap().device_id, world.device.id);
    world.pass(10 * MINUTE);
    assert_eq!(code(who(&world, &first).await), Some("session.expired"));
    let second = go_on(&world, &first, &proof("key", "1")).await.unwrap();
    assert_eq!(who(&world, &second).await.unwrap().shopper, world.shopper);
    let third = go_on(&world, &second, &proof("key", "2")).await.unwrap();
    assert_eq!(code(who(&world, &second).await), None, "requests under way are not cut off");
    assert_eq!(code(who(&world, &third).await), None);
    let device = world.store.find::<Device>(world.device.id.as_str()).await.unwrap().unwrap().value;
    assert_eq!(device.seen_at, world.now());
}

async fn a_refresh_token_without_its_key_is_worth_nothing<S: Store>(world: World<S>) {
    let first = world.sign_in("key").await;
    assert_eq!(code(go_on(&world, &first, &proof("thief", "1")).await), INVALID);
    assert_eq!(code(go_on(&world, &first, &proof("key", "1")).await), None, "the owner goes on");
    assert_eq!(code(go_on(&world, &first, &proof("thief", "1")).await), INVALID);
    assert_eq!(code(who(&world, &first).await), None, "nor does an old one sign the owner out");
}

async fn a_used_refresh_token_ends_the_family<S: Store>(world: World<S>) {
    let first = world.sign_in("key").await;
    let second = go_on(&world, &first, &proof("key", "1")).await.unwrap();
    assert_eq!(code(go_on(&world, &first, &proof("key", "2")).await), INVALID);
    for token in [&first, &second] {
        assert_eq!(code(who(&world, token).await), INVALID);
        assert_eq!(code(go_on(&world, token, &proof("key", "3")).await), INVALID);
    }
}

async fn a_lost_answer_comes_again_for_a_minute<S: Store>(world: World<S>) {
    let first = world.sign_in("key").await;
    let answer = go_on(&world, &first, &proof("key", "1")).await.unwrap();
    world.pass(MINUTE - 1);
    let again = go_on(&world, &first, &proof("key", "1")).await.unwrap();
    assert_eq!(again.tokens, answer.tokens);
    assert_eq!(code(who(&world, &again).await), None);
    world.pass(1);
    assert_eq!(code(go_on(&world, &first, &proof("key", "1")).await), INVALID);
    assert_eq!(code(who(&world, &again).await), INVALID, "after that it is a copy");
}

async fn a_refresh_token_ends<S: Store>(world: World<S>) {
    let first = world.sign_in("key").await;
    world.pass(30 * 24 * 60 * MINUTE - 1);
    let second = go_on(&world, &first, &proof("key", "1")).await.unwrap();
    world.pass(30 * 24 * 60 * MINUTE);
    assert_eq!(code(go_on(&world, &second, &proof("key", "2")).await), INVALID);
}

async fn two_refreshes_at_once_are_one_or_end_the_family<S: Store>(world: World<S>) {
    let first = world.sign_in("key").await;
    let same = proof("key", "1");
    let (a, b) = tokio::join!(go_on(&world, &first, &same), go_on(&world, &first, &same));
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_eq!(a.tokens, b.tokens);
    let (one, other) = (proof("key", "2"), proof("key", "3"));
    let (c, d) = tokio::join!(go_on(&world, &a, &one), go_on(&world, &a, &other));
    assert!(c.is_err() || d.is_err(), "a copy of the device's secrets is noticed");
    for begun in [c, d].into_iter().flatten() {
        assert_eq!(code(who(&world, &begun).await), INVALID);
    }
}

async fn signing_out_ends_all_tokens<S: Store>(world: World<S>) {
    let first = world.sign_in("key").await;
    let caller = who(&world, &first).await.unwrap();
    sign_out(&world.store, &world.moment(), &caller.session_id).await.unwrap();
    assert_eq!(code(who(&world, &first).await), INVALID);
    assert_eq!(code(go_on(&world, &first, &proof("key", "1")).await), INVALID);
}

async fn a_new_sign_in_ends_the_session_before<S: Store>(world: World<S>) {
    let first = world.sign_in("key").await;
    let second = world.sign_in("other key").await;
    assert_eq!(code(who(&world, &first).await), INVALID);
    assert_eq!(who(&world, &second).await.unwrap().device_id, world.device.id);
}

async fn the_store_holds_no_token<S: Store>(world: World<S>) {
    let first = world.sign_in("key").await;
    let second = go_on(&world, &first, &proof("key", "1")).await.unwrap();
    let caller = who(&world, &second).await.unwrap();
    let row: Versioned<Session> = world.store.find(caller.session_id.as_str()).await.unwrap().unwrap();
    let kept = format!("{:?}", row.value);
    for token in [&first.tokens.access, &first.tokens.refresh, &second.tokens.access, &second.tokens.refresh]
    {
        let secret = token.reveal().split_once('.').unwrap().1;
        assert!(!kept.contains(secret));
        assert!(!format!("{token:?}").contains(secret));
    }
}
