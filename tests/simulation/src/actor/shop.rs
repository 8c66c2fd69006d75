//! A shop makes checkout sessions, changes them and completes them; and it sends requests again whose
//! answer it did not get, or got.

use saifu_money::Amount;
use saifu_wallet::Outcome;
use saifu_wallet::charge::{self, RefundRequest};
use saifu_wallet::checkout::{self, Asked, CheckoutSession, PaymentIntent, SessionState};
use saifu_wallet::id::{ChargeId, CheckoutSessionId, RefundId};
use saifu_wallet::merchant::IdempotencyKey;
use saifu_wallet::refusal::retry_stale;

use super::Actor;
use crate::executor::Task;
use crate::service::Service;
use crate::weather::Fault;

pub const ACTOR: Actor = Actor { weight: 22, act };

/// What a shop can ask for with a key.
#[derive(Clone)]
pub enum Ask {
    /// Make a session.
    Create(Box<Asked>),
    /// Capture a charge.
    Capture(ChargeId, Amount),
    /// Give back.
    Refund(RefundRequest),
}

/// A request that was sent with a key.
#[derive(Clone)]
pub struct Sent {
    /// Which shop.
    pub merchant: usize,
    /// Its key.
    pub key: IdempotencyKey,
    /// What it asked for.
    pub ask: Ask,
    /// What was made, if the answer came.
    pub answer: Option<String>,
}

fn act(service: Service<'_>) -> Option<Task<'_>> {
    let world = service.world;
    let shop = world.dice.place(world.merchants.len());
    let who = world.merchants[shop].name.as_str();
    if world.strikes(Fault::Repeat) {
        let sent = world.sent().len();
        let place = *world.dice.recent(&(0..sent).collect::<Vec<_>>())?;
        return Some(service.task(who, "ask again", send(service, place)));
    }
    Some(match world.dice.between(0, 9) {
        0 => service.task(who, "update a session", update(service, shop, some_session(service, shop)?.id)),
        1..=5 => service.task(who, "complete", complete(service, shop, some_session(service, shop)?)),
        _ => {
            let place = keyed(service, shop, Ask::Create(Box::new(wish(service))));
            service.task(who, "create a session", send(service, place))
        }
    })
}

fn wish(service: Service<'_>) -> Asked {
    let dice = &service.world.dice;
    let captures = dice.chance(600);
    Asked {
        result_return_url: Some("https://shop.example/result".to_owned()),
        intent: Some(if captures { PaymentIntent::AuthorizeWithCapture } else { PaymentIntent::Authorize }),
        charge_amount: Some(some_amount(service)),
        ..Asked::default()
    }
}

/// Mostly small, now and then nothing or more than may be charged.
pub(super) fn some_amount(service: Service<'_>) -> Amount {
    let dice = &service.world.dice;
    let (low, high) = *dice
        .weighed(&[(30, (1, 3000)), (60, (1, 12_000)), (1, (0, 0)), (1, (10_000_001, 20_000_000))])
        .unwrap_or(&(1, 1));
    Amount::yen(u32::try_from(dice.between(low, high)).unwrap_or_default())
}

/// A session of this shop: mostly one that is approved.
fn some_session(service: Service<'_>, shop: usize) -> Option<CheckoutSession> {
    let (world, stored) = (service.world, service.world.snapshot());
    let merchant = &world.merchants[shop].id;
    let careless = world.dice.chance(70);
    let ready = |it: &&CheckoutSession| {
        let approved = it.state == SessionState::Open && it.charge_id.is_some();
        it.merchant_id == *merchant && (careless || approved)
    };
    let mut sessions: Vec<&CheckoutSession> = stored.rows::<CheckoutSession>().filter(ready).collect();
    sessions.sort_by_key(|it| it.created_at);
    world.dice.recent(&sessions).map(|it| (*it).clone())
}

/// Writes a request down before it is sent, with a key of its own.
pub(super) fn keyed(service: Service<'_>, merchant: usize, ask: Ask) -> usize {
    let mut sent = service.world.sent();
    let key = format!("{}:key-{}", service.world.merchants[merchant].id, sent.len());
    let key = IdempotencyKey { request_digest: saifu_wallet::moment::digest(&key), key };
    sent.push(Sent { merchant, key, ask, answer: None });
    sent.len() - 1
}

/// Sends a request, now or again. Whenever an answer comes, it is the same.
pub(super) async fn send(service: Service<'_>, place: usize) -> Outcome<String> {
    let world = service.world;
    let sent = world.sent()[place].clone();
    let made = service.once(&sent.key, || perform(service, &sent)).await;
    let before = world.sent()[place].answer.clone();
    match (&before, &made) {
        (Some(before), Ok(now)) if before != now => {
            world.report("an idempotent request has one answer", format!("{before}, then {now}"));
        }
        (Some(before), Err(now)) if now.code().is_some() => {
            world.report("an idempotent request has one answer", format!("{before}, then {now}"));
        }
        _ => {}
    }
    let made = made?;
    world.sent()[place].answer = Some(made.clone());
    match &sent.ask {
        Ask::Create(_) => Ok(made),
        Ask::Capture(..) => {
            let charge = service.drive(&ChargeId::new(made)).await?;
            Ok(format!("{} {:?} {:?}", charge.id, charge.captured, charge.state))
        }
        Ask::Refund(_) => {
            let refund = service.drive_refund(&RefundId::new(made)).await?;
            Ok(format!("{} {} {:?}", refund.id, refund.amount, refund.state))
        }
    }
}

async fn perform(service: Service<'_>, sent: &Sent) -> Outcome<String> {
    let (world, moment, key) = (service.world, service.moment(), Some(&sent.key));
    let merchant = &world.merchants[sent.merchant];
    match &sent.ask {
        Ask::Create(asked) => {
            let made = checkout::create(world, &moment, merchant, (**asked).clone(), true, key).await?;
            Ok(made.id.to_string())
        }
        Ask::Capture(id, amount) => {
            let run = || charge::capture(world, &moment, &merchant.id, id, *amount, key);
            Ok(retry_stale(run).await?.id.to_string())
        }
        Ask::Refund(request) => {
            let run = || charge::refund(world, &moment, &merchant.id, request, key);
            Ok(retry_stale(run).await?.id.to_string())
        }
    }
}

async fn update(service: Service<'_>, shop: usize, id: CheckoutSessionId) -> Outcome<String> {
    let (world, moment) = (service.world, service.moment());
    let change = Asked { charge_amount: Some(some_amount(service)), ..Asked::default() };
    let run = || checkout::update(world, &moment, &world.merchants[shop], &id, change.clone());
    let changed = retry_stale(run).await?;
    Ok(format!("{} {:?}", changed.id, changed.asked.charge_amount))
}

async fn complete(service: Service<'_>, shop: usize, session: CheckoutSession) -> Outcome<String> {
    let (world, moment) = (service.world, service.moment());
    let asked = session.asked.charge_amount.unwrap_or(Amount::yen(1));
    let amount = if world.dice.chance(50) { some_amount(service) } else { asked };
    let run = || checkout::complete(world, &moment, &world.merchants[shop], &session.id, amount, None);
    let (_, charge) = retry_stale(run).await?;
    let charge = service.drive(&charge.id).await?;
    Ok(format!("{} {:?}", charge.id, charge.state))
}
