use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;
use serde_json::json;

use super::shopper::{Reply, Shopper};
use crate::wait::until;

/// What the service said that it had done.
#[derive(Clone, Debug)]
pub(super) enum Acknowledged {
    Charge { order_id: String, yen: usize },
    TopUp { top_up_id: String },
}

/// What happened between two cuts.
pub(super) struct Round {
    enough: usize,
    steps: AtomicUsize,
    /// By shopper's number.
    acknowledged: Mutex<Vec<(usize, Acknowledged)>>,
}

impl Round {
    pub(super) const fn new(enough: usize) -> Self {
        Self { enough, steps: AtomicUsize::new(0), acknowledged: Mutex::new(Vec::new()) }
    }

    /// # Errors
    /// The service acknowledges too little.
    pub(super) async fn wait_for_enough(&self) -> Result<()> {
        until("enough is acknowledged", || async {
            Ok((self.acknowledged().len() >= self.enough).then_some(()))
        })
        .await
    }

    pub(super) fn acknowledged(&self) -> Vec<(usize, Acknowledged)> {
        self.acknowledged.lock().map(|list| list.clone()).unwrap_or_default()
    }

    fn add(&self, shopper: &Shopper, what: Acknowledged) {
        if let Ok(mut list) = self.acknowledged.lock() {
            list.push((shopper.number, what));
        }
    }
}

/// Pays at a till and tops up for cash in turns, until nobody answers any more.
///
/// # Errors
/// An answer that no client should get.
pub(super) async fn until_cut(shopper: &Shopper, round: &Round) -> Result<()> {
    loop {
        let step = round.steps.fetch_add(1, Ordering::Relaxed);
        let went_on = match step % 3 {
            0 => top_up(shopper, round).await?,
            _ => pay(shopper, round, 1 + step % 97).await?,
        };
        if !went_on {
            return Ok(());
        }
    }
}

/// `false`: the power was cut.
async fn pay(shopper: &Shopper, round: &Round, yen: usize) -> Result<bool> {
    let Reply::Done(code) = shopper.post("/v1/store-codes", &json!({})).await? else { return Ok(false) };
    let till = json!({
        "code": code["digits"], "amount": yen.to_string(), "merchantId": null, "items": null,
    });
    Ok(match shopper.post("/dev/till", &till).await? {
        Reply::Done(charge) => {
            if let (Some(id), Some("Captured")) = (charge["orderId"].as_str(), charge["state"].as_str()) {
                round.add(shopper, Acknowledged::Charge { order_id: id.to_owned(), yen });
            }
            true
        }
        Reply::Refused => true,
        Reply::Gone => false,
    })
}

async fn top_up(shopper: &Shopper, round: &Round) -> Result<bool> {
    let amount = json!({ "amount": "500", "currencyCode": "JPY" });
    let asked = json!({ "amount": amount, "chain": "lawson" });
    let slip = match shopper.post("/v1/top-ups/slips", &asked).await? {
        Reply::Done(slip) => slip,
        Reply::Refused => return Ok(true),
        Reply::Gone => return Ok(false),
    };
    let Some(id) = slip["topUpId"].as_str() else { return Ok(true) };
    round.add(shopper, Acknowledged::TopUp { top_up_id: id.to_owned() });
    shopper.pay_at_store(id).await
}
