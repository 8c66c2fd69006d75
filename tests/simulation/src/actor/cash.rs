//! A shopper asks for numbers to pay cash, and pays: in time, late, twice, another sum, or not. The processor tells
//! of it, or not; the operator gives back what is too much.

use jiff::SignedDuration;
use saifu_money::Amount;
use saifu_wallet::Outcome;
use saifu_wallet::id::TopUpId;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::top_up::{
    Ask, CashMethod, Counter, POLICY, StoreChain, TopUp, ask, cancel, drive, give_back, look,
};

use super::{Actor, signed_in};
use crate::books::CashMoney;
use crate::executor::Task;
use crate::service::{Service, counter};

pub const ACTOR: Actor = Actor { weight: 8, act };
/// Who stands at the counter, or has the bank do it.
pub const PAYER: Actor = Actor { weight: 6, act: pay };
/// The processor's webhook.
pub const BELL: Actor = Actor { weight: 5, act: ring };

/// How long after its end somebody may still pay a slip that a store did not take back.
const LATE: SignedDuration = SignedDuration::from_hours(24 * 10);

fn act(service: Service<'_>) -> Option<Task<'_>> {
    let place = signed_in(service)?;
    let who = service.world.device(place).name;
    Some(match service.world.dice.between(0, 9) {
        0 => service.task(who, "call cash off", call_off(service, place, some_top_up(service, Some(place))?)),
        1..=3 => service.task("the operator", "give cash back", back(service, owing(service)?)),
        _ => service.task(who, "ask for cash", ask_for(service, place)),
    })
}

/// A top-up for cash of this shopper, or of anybody: mostly one that is open.
fn some_top_up(service: Service<'_>, place: Option<usize>) -> Option<TopUp> {
    let world = service.world;
    let me = place.and_then(|place| world.device(place).signed_in().cloned());
    let (stored, careless) = (world.snapshot(), world.dice.chance(100));
    let fits = |it: &&TopUp| {
        let mine = me.as_ref().is_none_or(|me| it.shopper_id == *me);
        it.cash.is_some() && mine && (careless || it.state.is_open())
    };
    let mut found: Vec<&TopUp> = stored.rows::<TopUp>().filter(fits).collect();
    found.sort_by_key(|it| it.created_at);
    world.dice.recent(&found).map(|it| (*it).clone())
}

fn owing(service: Service<'_>) -> Option<TopUp> {
    let stored = service.world.snapshot();
    let owing: Vec<&TopUp> = stored.rows::<TopUp>().filter(|it| it.to_return().is_some()).collect();
    service.world.dice.pick(&owing).map(|it| (*it).clone())
}

async fn ask_for(service: Service<'_>, place: usize) -> Outcome<String> {
    let (world, counter) = (service.world, counter());
    let shopper = service.signed_in(place).await?;
    let most = *world.dice.pick(&[9000, 100_000]).unwrap_or(&9000);
    let yen = u32::try_from(world.dice.between(most / 20, most)).unwrap_or_default();
    let asked = Ask {
        shopper: &shopper.id,
        amount: Amount::yen(yen),
        method: some_method(service),
        policy: &POLICY,
        counter: &counter,
    };
    let moment = service.moment();
    let top_up = retry_stale(|| ask(world, &moment, &asked)).await?;
    driven(service, &counter, &top_up).await
}

fn some_method(service: Service<'_>) -> CashMethod {
    match service.world.dice.between(0, 2) {
        0 => CashMethod::BankTransfer,
        1 => CashMethod::Slip(StoreChain::SevenEleven),
        _ => CashMethod::Slip(StoreChain::Lawson),
    }
}

async fn driven(service: Service<'_>, counter: &Counter, top_up: &TopUp) -> Outcome<String> {
    let (world, moment) = (service.world, service.moment());
    let now = drive(world, world, counter, &moment, &top_up.id).await?;
    Ok(format!("{} {} {:?}", now.id, now.amount, now.state))
}

async fn call_off(service: Service<'_>, place: usize, top_up: TopUp) -> Outcome<String> {
    let (world, moment) = (service.world, service.moment());
    let shopper = service.signed_in(place).await?;
    retry_stale(|| cancel(world, &moment, &shopper.id, &top_up.id)).await?;
    driven(service, &counter(), &top_up).await
}

async fn back(service: Service<'_>, top_up: TopUp) -> Outcome<String> {
    let (world, moment) = (service.world, service.moment());
    retry_stale(|| give_back(world, &moment, &top_up.id)).await?;
    driven(service, &counter(), &top_up).await
}

fn pay(service: Service<'_>) -> Option<Task<'_>> {
    let (world, now) = (service.world, service.world.clock.now());
    let strange = world.dice.chance(250);
    let can_be_paid = |it: &&CashMoney| {
        let over = it.ends_at.and_then(|end| end.checked_add(LATE).ok()).is_some_and(|end| now >= end);
        it.waits(now) || (strange && it.ends_at.is_some() && !over)
    };
    let money = {
        let books = world.books();
        let payable: Vec<&CashMoney> = books.cash.values().filter(can_be_paid).collect();
        world.dice.recent(&payable).map(|it| (*it).clone())?
    };
    let left = (money.amount.minor() - money.received).max(1);
    let yen = match world.dice.between(0, 9) {
        0 | 1 if money.ends_at.is_none() => world.dice.between(1, left * 2),
        _ if strange => money.amount.minor(),
        _ => left,
    };
    Some(service.task("somebody", "pay cash", async move {
        world.books().pay_cash(&money.id, yen);
        world.something_changed();
        Ok(format!("{yen} for {} of {}", money.top_up_id, money.amount))
    }))
}

/// It may ring twice, late, before the answer, or for nothing: whatever it says is read again.
fn ring(service: Service<'_>) -> Option<Task<'_>> {
    let world = service.world;
    let money = {
        let books = world.books();
        let known: Vec<&CashMoney> = books.cash.values().collect();
        world.dice.recent(&known).map(|it| (*it).clone())?
    };
    Some(service.task("the processor", "ring", async move {
        let (moment, id) = (service.moment(), TopUpId::new(money.top_up_id.as_str()));
        let seen = look(world, world, &moment, &id, &money.id).await?;
        Ok(format!("{} {:?}", seen.id, seen.state))
    }))
}
