//! Cuts the service's power under load, again and again: after each cut the books hold, and what was
//! acknowledged is there. `cargo xtask torture` runs many rounds, the tests a few.

mod load;
mod shopper;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::task::JoinSet;

use crate::service::{Data, Ports, Service, add_demo, audit};
use crate::shop::ShopKeys;
use crate::wait::until;

use load::{Acknowledged, Round};
use shopper::Shopper;

const SHOPPERS: usize = 8;
/// Cuts come after 5 to 44 acknowledgements, another number each time.
const FEWEST: usize = 5;
const SPREAD: usize = 40;
const PRIME: usize = 7919;

/// What became of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// How often the power was cut.
    pub rounds: usize,
    /// Charges that the service said it had captured, and had.
    pub charges: usize,
    /// Top-ups that it said it had written down, and had.
    pub top_ups: usize,
}

/// Cuts the power of a service on `data` so many times, or until `time` is over.
///
/// # Errors
/// The books do not hold, something acknowledged is gone, or the service does not start again.
pub async fn torture(data: &Data, logs: &Path, rounds: usize, time: Duration) -> Result<Outcome> {
    let mut service = Service::start(data.clone(), Ports::default(), logs)?;
    add_demo(data.clone(), &ShopKeys::ensure(&logs.join("keys"))?.public_key)?;
    let mut shoppers = Vec::new();
    for number in 0..SHOPPERS {
        shoppers.push(Shopper::sign_up(&service, number).await?);
    }
    let shoppers: Arc<[Shopper]> = shoppers.into();
    let (end, mut outcome) = (Instant::now() + time, Outcome::default());
    while outcome.rounds < rounds && Instant::now() < end {
        let enough = FEWEST + outcome.rounds * PRIME % SPREAD;
        let acknowledged = round(&mut service, data, &shoppers, enough).await?;
        let charges = acknowledged.iter().filter(|(_, what)| matches!(what, Acknowledged::Charge { .. }));
        let charges = charges.count();
        outcome.rounds += 1;
        outcome.charges += charges;
        outcome.top_ups += acknowledged.len() - charges;
    }
    settled(&shoppers).await?;
    drop(service);
    audit(data.clone())?;
    Ok(outcome)
}

/// One cut; answers what was acknowledged before it.
async fn round(
    service: &mut Service,
    data: &Data,
    shoppers: &Arc<[Shopper]>,
    enough: usize,
) -> Result<Vec<(usize, Acknowledged)>> {
    let round = Arc::new(Round::new(enough));
    let mut tasks = JoinSet::new();
    for number in 0..shoppers.len() {
        let (shoppers, round) = (Arc::clone(shoppers), Arc::clone(&round));
        tasks.spawn(async move {
            let shopper = shoppers.get(number).context("a shopper of this number")?;
            load::until_cut(shopper, &round).await
        });
    }
    round.wait_for_enough().await?;
    service.cut_power()?;
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    audit(data.clone()).context("after a cut")?;
    service.start_again()?;
    let acknowledged = round.acknowledged();
    for (number, what) in &acknowledged {
        let shopper = shoppers.get(*number).context("a shopper of this number")?;
        still_there(shopper, what).await?;
    }
    Ok(acknowledged)
}

async fn still_there(shopper: &Shopper, what: &Acknowledged) -> Result<()> {
    match what {
        Acknowledged::Charge { order_id, yen } => {
            let order = shopper.get(&format!("/v1/orders/{order_id}")).await?;
            let amount = order["total"]["amount"].as_str().and_then(|amount| amount.parse().ok());
            ensure!(order["row"]["state"] == "captured" && amount == Some(*yen), "{order_id}: {order}");
        }
        Acknowledged::TopUp { top_up_id } => {
            shopper.get(&format!("/v1/top-ups/{top_up_id}")).await.context("an acknowledged top-up")?;
        }
    }
    Ok(())
}

/// Waits until the workers have finished what the cuts left undone.
async fn settled(shoppers: &[Shopper]) -> Result<()> {
    for shopper in shoppers {
        until("nothing is being processed", || async {
            let orders = shopper.get("/v1/orders?limit=100").await?;
            let rows = orders["orders"].as_array().context("orders")?.clone();
            Ok(rows.iter().all(|row| row["state"] != "processing").then_some(()))
        })
        .await?;
    }
    Ok(())
}
