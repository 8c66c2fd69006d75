//! A shopper shows a store code, and a till scans it; or scans one that was used, or is old.

use saifu_money::TaxRate;
use saifu_wallet::Outcome;
use saifu_wallet::checkout::read_items;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::store_code::{self, Scan};

use super::shop::some_amount;
use super::{Actor, signed_in};
use crate::executor::Task;
use crate::service::Service;
use crate::weather::Fault;

pub const HOLDER: Actor = Actor { weight: 6, act: show };
pub const ACTOR: Actor = Actor { weight: 7, act: scan };

fn show(service: Service<'_>) -> Option<Task<'_>> {
    let world = service.world;
    let place = signed_in(service)?;
    let who = world.device(place).name;
    Some(service.task(who, "show a store code", async move {
        let shopper = service.signed_in(place).await?;
        let moment = service.moment();
        let (digits, _) = retry_stale(|| store_code::issue(world, &moment, &shopper.id)).await?;
        world.device(place).store_codes.push(digits.as_str().to_owned());
        Ok("twenty digits".to_owned())
    }))
}

fn scan(service: Service<'_>) -> Option<Task<'_>> {
    let world = service.world;
    let place = world.dice.place(world.devices());
    let device = world.device(place);
    let again = world.strikes(Fault::Repeat);
    let code =
        if again { world.dice.recent(&device.store_codes) } else { device.store_codes.last() }?.clone();
    let shop = world.dice.place(world.merchants.len());
    let till = format!("the till of {}", world.merchants[shop].name);
    Some(service.task(till, "scan", charge(service, shop, code)))
}

async fn charge(service: Service<'_>, shop: usize, code: String) -> Outcome<String> {
    let world = service.world;
    let amount = some_amount(service);
    let items = read_items(None, amount, "お買い上げ", TaxRate::Reduced)?;
    let asked = Scan { code, amount, items, sandbox: true };
    let scanned = store_code::scan(world, &service.moment(), &world.merchants[shop], &asked).await?;
    let charge = service.drive(&scanned.id).await?;
    Ok(format!("{} {} {:?}", charge.id, charge.amount, charge.state))
}
