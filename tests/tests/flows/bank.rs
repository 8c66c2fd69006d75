//! 3-D Secure at the payment: the card's bank wants to see the shopper, who comes, fails, or stays away.

use saifu_money::Amount;
use saifu_wallet::charge::{BANK_VISIT_S, Charge, ChargeState, drive};
use saifu_wallet::gift::LotKind;
use saifu_wallet::port::store::Store;

use crate::stories;
use crate::world::World;

/// The bank wants to see the shopper each time.
const ALWAYS: &str = "4000002760003184";

stories!(
    a_shopper_who_was_at_the_bank_has_paid,
    a_shopper_who_fails_at_the_bank_pays_otherwise,
    nobody_waits_for_ever_for_a_shopper_who_stays_away,
);

/// A charge that waits: a gift of 1,000 yen and the card for 2,000.
async fn waiting<S: Store>(world: &World<S>) -> Charge {
    world.gift(1000).await;
    world.link_at_bank(ALWAYS).await;
    let session = world.session(3000).await;
    let charge = world.pay(&session.id).await.unwrap();
    assert_eq!(charge.state, ChargeState::AuthorizationInitiated);
    assert!(charge.bank_page.as_ref().is_some_and(|page| page.contains("/authenticate/pi_")), "{charge:?}");
    assert_eq!(world.holdings().await.reserved, Amount::yen(1000), "it stays reserved");
    charge
}

async fn driven<S: Store>(world: &World<S>, charge: &Charge) -> Charge {
    drive(&world.store, &world.processor, &world.moment(), &charge.id).await.unwrap()
}

async fn a_shopper_who_was_at_the_bank_has_paid<S: Store>(world: World<S>) {
    let charge = waiting(&world).await;
    assert_eq!(driven(&world, &charge).await.state, ChargeState::AuthorizationInitiated, "nobody was there");
    world.sandbox.authenticate(charge.hold_id.as_ref().unwrap(), true).await.unwrap();
    let authorized = driven(&world, &charge).await;
    assert_eq!((authorized.state, &authorized.bank_page), (ChargeState::Authorized, &None));
    let session = charge.checkout_session_id.unwrap();
    let captured = world.complete(&session, 3000).await.unwrap();
    assert_eq!(captured.state, ChargeState::Captured);
    assert_eq!(world.total(LotKind::Gift).await, Amount::yen(0));
}

async fn a_shopper_who_fails_at_the_bank_pays_otherwise<S: Store>(world: World<S>) {
    let charge = waiting(&world).await;
    let session = charge.checkout_session_id.clone().unwrap();
    assert_eq!(world.pay(&session).await.unwrap_err().code(), Some("checkout.already_approved"));
    world.sandbox.authenticate(charge.hold_id.as_ref().unwrap(), false).await.unwrap();
    let declined = driven(&world, &charge).await;
    assert_eq!(declined.state, ChargeState::Declined);
    assert_eq!(declined.decline_code.as_deref(), Some("payment_intent_authentication_failure"));
    assert_eq!(world.total(LotKind::Gift).await, Amount::yen(1000));
    world.gift(2000).await;
    assert_eq!(world.pay(&session).await.unwrap().state, ChargeState::Authorized);
}

async fn nobody_waits_for_ever_for_a_shopper_who_stays_away<S: Store>(world: World<S>) {
    let charge = waiting(&world).await;
    world.pass(BANK_VISIT_S - 1);
    assert_eq!(driven(&world, &charge).await.state, ChargeState::AuthorizationInitiated);
    world.pass(1);
    let given_up = driven(&world, &charge).await;
    assert_eq!(given_up.state, ChargeState::Declined);
    assert_eq!(given_up.decline_code.as_deref(), Some("authentication_required"));
    assert_eq!((&given_up.bank_page, given_up.due), (&None, None), "the hold was released");
    let late = world.sandbox.authenticate(charge.hold_id.as_ref().unwrap(), true).await;
    assert!(late.is_err(), "the bank's page is over");
    assert_eq!(world.holdings().await.reserved, Amount::yen(0));
}
