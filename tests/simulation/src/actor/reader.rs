//! A shopper looks at what there is: balances, orders and histories. They always add up.

use saifu_wallet::charge::spent_since;
use saifu_wallet::gift::LotKind;
use saifu_wallet::movement::Movement;
use saifu_wallet::port::store::MovementReads;
use saifu_wallet::shopper::holdings;
use saifu_wallet::{Outcome, Refusal};

use super::{Actor, signed_in};
use crate::executor::Task;
use crate::service::Service;

pub const ACTOR: Actor = Actor { weight: 3, act };

const PAGE: u32 = 7;
const MONTH_S: i64 = 30 * 24 * 3600;

fn act(service: Service<'_>) -> Option<Task<'_>> {
    let place = signed_in(service)?;
    let who = service.world.device(place).name;
    Some(match service.world.dice.between(0, 1) {
        0 => service.task(who, "look at home", home(service, place)),
        _ => service.task(who, "read a history", history(service, place)),
    })
}

async fn home(service: Service<'_>, place: usize) -> Outcome<String> {
    let shopper = service.signed_in(place).await?;
    let moment = service.moment();
    let holds = holdings(service.world, &shopper.id, moment.now).await?;
    let spent = spent_since(service.world, &shopper.id, moment.after_seconds(-MONTH_S)).await?;
    Ok(format!("{} of gift balance, spent {spent}", holds.total(LotKind::Gift)?))
}

/// Reads it page by page, as the app does: no movement comes twice, whatever is written between two pages.
async fn history(service: Service<'_>, place: usize) -> Outcome<String> {
    let shopper = service.signed_in(place).await?;
    let mut seen: Vec<Movement> = Vec::new();
    loop {
        let before = seen.last().map(Movement::place);
        let page = service.world.movements_of(&shopper.id, LotKind::Gift, before.as_ref(), PAGE).await?;
        let full = page.len() == PAGE as usize;
        for next in page {
            if seen.last().is_some_and(|last| next.place() >= last.place()) {
                return Err(Refusal::Stored(format!("a history goes back at {:?}", next.transfer.id)));
            }
            seen.push(next);
        }
        if !full {
            return Ok(format!("{} movements", seen.len()));
        }
    }
}
