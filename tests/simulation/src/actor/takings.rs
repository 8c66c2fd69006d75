//! A shop captures what it kept authorized, in full or in part, cancels it, and gives back in parts.

use saifu_money::Amount;
use saifu_wallet::Outcome;
use saifu_wallet::charge::{Charge, ChargeState, RefundRequest};
use saifu_wallet::checkout::{CheckoutSession, SessionState};

use super::Actor;
use super::shop::{Ask, keyed, send, some_amount};
use crate::executor::Task;
use crate::service::Service;

pub const ACTOR: Actor = Actor { weight: 16, act };

fn act(service: Service<'_>) -> Option<Task<'_>> {
    let world = service.world;
    let shop = world.dice.place(world.merchants.len());
    let who = world.merchants[shop].name.as_str();
    let careless = world.dice.chance(100);
    let choice = world.dice.between(0, 9);
    let wanted = if choice < 5 { ChargeState::Authorized } else { ChargeState::Captured };
    let charge = some_charge(service, shop, |it| careless || it.state == wanted)?;
    Some(match choice {
        0 => service.task(who, "cancel", cancel(service, charge)),
        1..=4 => {
            let amount = part_of(service, charge.amount.minor());
            let place = keyed(service, shop, Ask::Capture(charge.id, amount));
            service.task(who, "capture", send(service, place))
        }
        _ => {
            let left = charge.captured.map_or(0, Amount::minor) - charge.refunded.minor();
            let amount = part_of(service, left);
            let request = RefundRequest { charge_id: charge.id, amount, soft_descriptor: None };
            let place = keyed(service, shop, Ask::Refund(request));
            service.task(who, "refund", send(service, place))
        }
    })
}

fn some_charge(service: Service<'_>, shop: usize, wanted: impl Fn(&Charge) -> bool) -> Option<Charge> {
    let (world, stored) = (service.world, service.world.snapshot());
    let merchant = &world.merchants[shop].id;
    // The merchant API tells the charge of a session once that is completed.
    let told = |it: &&Charge| match &it.checkout_session_id {
        None => true,
        Some(id) => stored
            .find::<CheckoutSession>(id.as_str())
            .is_some_and(|it| it.value.state == SessionState::Completed),
    };
    let mine = |it: &&Charge| it.merchant_id == *merchant && wanted(it);
    let mut charges: Vec<&Charge> = stored.rows::<Charge>().filter(mine).filter(told).collect();
    charges.sort_by_key(|it| it.approved_at);
    world.dice.recent(&charges).map(|it| (*it).clone())
}

/// All of it, a part of it, or some other amount.
fn part_of(service: Service<'_>, whole: i64) -> Amount {
    let dice = &service.world.dice;
    let minor = match dice.between(0, 9) {
        0..=3 => whole,
        4..=8 => dice.between(1, whole.max(1)),
        _ => some_amount(service).minor(),
    };
    Amount::yen(u32::try_from(minor).unwrap_or_default())
}

async fn cancel(service: Service<'_>, charge: Charge) -> Outcome<String> {
    let canceled = service.cancel(&charge).await?;
    Ok(format!("{} {:?}", canceled.id, canceled.state))
}
