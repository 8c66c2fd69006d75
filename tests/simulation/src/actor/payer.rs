//! A shopper opens a checkout session, reads the terms, signs them or says no.

use saifu_terms::InstrumentKind;
use saifu_wallet::charge::approve;
use saifu_wallet::checkout::{self, CheckoutSession, SessionState};
use saifu_wallet::funding::Preference;
use saifu_wallet::id::CheckoutSessionId;
use saifu_wallet::proposal::{ChargeProposal, propose};
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::{Outcome, Refusal};

use super::card_holder::some_card;
use super::{Actor, signed_in};
use crate::device::Signed;
use crate::executor::Task;
use crate::service::Service;
use crate::weather::Fault;
use crate::world::over;

pub const ACTOR: Actor = Actor { weight: 26, act };

/// What is spent first.
const ORDERS: &[&[InstrumentKind]] = &[
    &[],
    &[],
    &[InstrumentKind::Gift],
    &[InstrumentKind::Card],
    &[InstrumentKind::Card, InstrumentKind::Gift],
];

fn act(service: Service<'_>) -> Option<Task<'_>> {
    let place = signed_in(service)?;
    let world = service.world;
    let who = world.device(place).name;
    if world.strikes(Fault::Repeat) {
        let signed = world.dice.recent(&world.device(place).signed).cloned()?;
        return Some(service.task(who, "approve again", send(service, place, signed)));
    }
    if world.dice.chance(150) {
        let shown = world.dice.recent(&world.device(place).shown).cloned()?;
        return Some(service.task(who, "approve later", sign(service, place, shown)));
    }
    let session = some_session(service, place)?;
    Some(match world.dice.between(0, 9) {
        0 => service.task(who, "decline", decline(service, place, session)),
        1 => service.task(who, "propose", async move {
            let shown = read_terms(service, place, &session).await?;
            Ok(shown.id.to_string())
        }),
        _ => service.task(who, "pay", async move {
            let shown = read_terms(service, place, &session).await?;
            sign(service, place, shown).await
        }),
    })
}

/// A session on some page: mostly one that waits, mostly not another shopper's.
fn some_session(service: Service<'_>, place: usize) -> Option<CheckoutSessionId> {
    let (world, stored) = (service.world, service.world.snapshot());
    let me = world.device(place).signed_in().cloned()?;
    let careless = world.dice.chance(100);
    // What one asked for oneself, at Saifu's own shop, is nearer than what is on some page.
    let own = world.dice.chance(350);
    let waits = |it: &&CheckoutSession| {
        let mine = it.shopper_id.as_ref().map_or(!own, |other| *other == me);
        let open = it.state_at(world.clock.now()).0 == SessionState::Open;
        careless || open && it.charge_id.is_none() && mine && it.purpose.is_prepaid() == own
    };
    let mut sessions: Vec<&CheckoutSession> = stored.rows::<CheckoutSession>().filter(waits).collect();
    sessions.sort_by_key(|it| it.created_at);
    world.dice.recent(&sessions).map(|it| it.id.clone())
}

async fn read_terms(
    service: Service<'_>,
    place: usize,
    session: &CheckoutSessionId,
) -> Outcome<ChargeProposal> {
    let world = service.world;
    let shopper = service.signed_in(place).await?;
    let preference = Preference {
        use_points: world.dice.chance(800),
        use_gift: world.dice.chance(800),
        card_id: some_card(service, place).filter(|_| world.dice.chance(400)).map(|card| card.id),
        order: world.dice.pick(ORDERS).map(|order| order.to_vec()).unwrap_or_default(),
    };
    let moment = service.moment();
    let run = || propose(world, &moment, &shopper.id, None, session, preference.clone());
    let shown = retry_stale(run).await?.proposal;
    world.device(place).shown.push(shown.clone());
    Ok(shown)
}

async fn sign(service: Service<'_>, place: usize, shown: ChargeProposal) -> Outcome<String> {
    let signed = service.world.device(place).sign(&shown.terms.challenge());
    // A device that gave up its passkey registers another one first.
    let Ok(assertion) = signed else { return Ok("nothing to sign with".to_owned()) };
    let signed = Signed { proposal_id: shown.id, assertion, accepted: false };
    service.world.device(place).signed.push(signed.clone());
    send(service, place, signed).await
}

async fn send(service: Service<'_>, place: usize, signed: Signed) -> Outcome<String> {
    let world = service.world;
    let shopper = service.signed_in(place).await?;
    let (moment, id) = (service.moment(), &signed.proposal_id);
    let (verifier, over) = (world.verifier(), over(&signed.assertion));
    let run = || approve(world, &verifier, &moment, &shopper.id, id, &over);
    let charge = retry_stale(run).await;
    if charge.as_ref().err().and_then(Refusal::code) == Some("approval.assertion_refused") {
        // The registration never reached the service: the key is worth nothing.
        world.device(place).credential = None;
    }
    let charge = charge?;
    if accept(service, place, &signed) {
        world.report("an approval makes one charge", format!("{id} was accepted twice: {}", charge.id));
    }
    let driven = service.drive(&charge.id).await?;
    Ok(format!("{} {} {:?}", driven.id, driven.amount, driven.state))
}

/// Remembers that the service said yes; answers whether it did before.
fn accept(service: Service<'_>, place: usize, signed: &Signed) -> bool {
    let mut device = service.world.device(place);
    let before = device.signed.iter_mut().find(|it| it.proposal_id == signed.proposal_id);
    before.is_some_and(|before| std::mem::replace(&mut before.accepted, true))
}

async fn decline(service: Service<'_>, place: usize, session: CheckoutSessionId) -> Outcome<String> {
    let shopper = service.signed_in(place).await?;
    let moment = service.moment();
    retry_stale(|| checkout::decline(service.world, &moment, &shopper.id, &session)).await?;
    Ok(session.to_string())
}
