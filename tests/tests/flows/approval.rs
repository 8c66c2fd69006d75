//! Attacks on an approval, and mistakes: each is refused, and no money moves.

use saifu_money::Amount;
use saifu_wallet::checkout::{Asked, update};
use saifu_wallet::funding::Preference;
use saifu_wallet::gift::LotKind;
use saifu_wallet::port::store::Store;
use saifu_wallet::proposal::{Approval, propose};

use crate::stories;
use crate::world::World;

stories!(
    an_expired_proposal_is_refused,
    altered_terms_are_refused,
    an_assertion_is_good_for_one_proposal,
    two_approvals_of_one_proposal_at_once_make_one_charge,
    another_shoppers_signature_is_refused,
    another_shopper_cannot_take_a_session,
    another_origin_is_refused,
    terms_that_the_shop_changed_are_refused,
    too_little_money_is_refused,
    spending_the_same_lot_twice_is_refused,
    the_evidence_is_kept,
);

async fn nothing_moved<S: Store>(world: &World<S>, yen: u32) {
    let holdings = world.holdings().await;
    assert_eq!(holdings.total(LotKind::Gift).unwrap(), Amount::yen(yen));
    assert_eq!(holdings.reserved, Amount::yen(0));
    assert!(world.store.charges_of(&world.shopper.id, None, 10).await.unwrap().is_empty());
}

async fn an_expired_proposal_is_refused<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let session = world.session(1000).await;
    let proposal = world.propose(&session.id).await.unwrap();
    let assertion = world.sign(&proposal).await;
    world.pass(300);
    let refused = world.approve(&proposal.id, &assertion).await.unwrap_err();
    assert_eq!(refused.code(), Some("approval.proposal_expired"));
    nothing_moved(&world, 5000).await;
}

async fn altered_terms_are_refused<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let session = world.session(1000).await;
    let proposal = world.propose(&session.id).await.unwrap();
    let mut shown = proposal.terms.clone();
    shown.amount = Amount::yen(100);
    let assertion = world.sign_as(&world.shopper.id, shown.challenge()).await;
    let refused = world.approve(&proposal.id, &assertion).await.unwrap_err();
    assert_eq!(refused.code(), Some("approval.assertion_refused"));
    nothing_moved(&world, 5000).await;
}

async fn an_assertion_is_good_for_one_proposal<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let (first, second) = (world.session(1000).await, world.session(1000).await);
    let proposal = world.propose(&first.id).await.unwrap();
    let assertion = world.sign(&proposal).await;
    world.approve(&proposal.id, &assertion).await.unwrap();
    let again = world.approve(&proposal.id, &assertion).await.unwrap_err();
    assert_eq!(again.code(), Some("approval.replayed"));
    let fresh = world.sign(&proposal).await;
    let again = world.approve(&proposal.id, &fresh).await.unwrap_err();
    assert_eq!(again.code(), Some("approval.proposal_used"));
    let other = world.propose(&second.id).await.unwrap();
    let elsewhere = world.approve(&other.id, &assertion).await.unwrap_err();
    assert_eq!(elsewhere.code(), Some("approval.assertion_refused"));
    assert_eq!(world.store.charges_of(&world.shopper.id, None, 10).await.unwrap().len(), 1);
}

async fn two_approvals_of_one_proposal_at_once_make_one_charge<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let session = world.session(1000).await;
    let proposal = world.propose(&session.id).await.unwrap();
    let (one, two) = (world.sign(&proposal).await, world.sign(&proposal).await);
    let (one, two) = tokio::join!(world.approve(&proposal.id, &one), world.approve(&proposal.id, &two));
    assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1);
    assert_eq!(world.holdings().await.reserved, Amount::yen(1000));
}

async fn another_shoppers_signature_is_refused<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let other = world.another_shopper().await;
    let session = world.session(1000).await;
    let proposal = world.propose(&session.id).await.unwrap();
    let assertion = world.sign_as(&other.id, proposal.terms.challenge()).await;
    let refused = world.approve(&proposal.id, &assertion).await.unwrap_err();
    assert_eq!(refused.code(), Some("approval.assertion_refused"));
    nothing_moved(&world, 5000).await;
}

async fn another_shopper_cannot_take_a_session<S: Store>(world: World<S>) {
    let other = world.another_shopper().await;
    world.gift(5000).await;
    let session = world.session(1000).await;
    world.propose(&session.id).await.unwrap();
    let taken =
        propose(&world.store, &world.moment(), &other.id, None, &session.id, Preference::default()).await;
    assert_eq!(taken.err().unwrap().code(), Some("checkout.taken"));
}

async fn another_origin_is_refused<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let session = world.session(1000).await;
    let proposal = world.propose(&session.id).await.unwrap();
    let challenge = proposal.terms.challenge();
    let assertion = world.sign_at("https://saifu.example", &world.shopper.id, challenge).await;
    let refused = world.approve(&proposal.id, &assertion).await.unwrap_err();
    assert_eq!(refused.code(), Some("approval.assertion_refused"));
    nothing_moved(&world, 5000).await;
}

async fn terms_that_the_shop_changed_are_refused<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let session = world.session(1000).await;
    let proposal = world.propose(&session.id).await.unwrap();
    let assertion = world.sign(&proposal).await;
    let dearer = Asked { charge_amount: Some(Amount::yen(4000)), ..Asked::default() };
    update(&world.store, &world.moment(), &world.merchant, &session.id, dearer).await.unwrap();
    let refused = world.approve(&proposal.id, &assertion).await.unwrap_err();
    assert_eq!(refused.code(), Some("approval.terms_changed"));
    nothing_moved(&world, 5000).await;
}

async fn too_little_money_is_refused<S: Store>(world: World<S>) {
    world.gift(500).await;
    let session = world.session(1000).await;
    let refused = world.pay(&session.id).await.unwrap_err();
    assert_eq!(refused.code(), Some("funding.card_required"));
    nothing_moved(&world, 500).await;
}

async fn spending_the_same_lot_twice_is_refused<S: Store>(world: World<S>) {
    world.gift(1000).await;
    let (first, second) = (world.session(800).await, world.session(800).await);
    let (one, two) = (world.propose(&first.id).await.unwrap(), world.propose(&second.id).await.unwrap());
    let (sign_one, sign_two) = (world.sign(&one).await, world.sign(&two).await);
    world.approve(&one.id, &sign_one).await.unwrap();
    let refused = world.approve(&two.id, &sign_two).await.unwrap_err();
    assert_eq!(refused.code(), Some("funding.insufficient"));
    assert_eq!(world.holdings().await.reserved, Amount::yen(800));
}

async fn the_evidence_is_kept<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let session = world.session(1000).await;
    let proposal = world.propose(&session.id).await.unwrap();
    let assertion = world.sign(&proposal).await;
    let charge = world.approve(&proposal.id, &assertion).await.unwrap();
    let kept = world.store.find::<Approval>(proposal.id.as_str()).await.unwrap().unwrap().value;
    assert_eq!((kept.terms, kept.assertion), (proposal.terms, assertion));
    assert_eq!((kept.charge_id, kept.shopper_id), (charge.id, world.shopper.id.clone()));
}
