//! What goes on without a request: finishing what waits for the processor, and releasing what lapsed.

use std::time::Duration;

use jiff::SignedDuration;
use saifu_wallet::charge::{drive, drive_refund, lapse};
use saifu_wallet::port::store::ChargeReads;
use saifu_wallet::{Outcome, Refusal};
use tokio::time::{MissedTickBehavior, interval};

use crate::app::{App, Shared};
use crate::clock;

const EVERY: Duration = Duration::from_secs(2);
/// A request that is under way gets this long before a worker asks too; both would be harmless.
const GRACE: SignedDuration = SignedDuration::from_secs(5);

/// Looks after charges and refunds until the service ends.
pub async fn run(app: Shared) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = tend(&app).await {
            tracing::error!(%error, "the worker's round failed; the next one tries again");
        }
    }
}

/// One round.
///
/// # Errors
/// The store failed.
pub async fn tend(app: &App) -> Outcome<()> {
    let moment = clock::moment();
    let before = moment.now.checked_sub(GRACE).unwrap_or(moment.now);
    let mut moved = false;
    for id in app.store.charges_due(before).await? {
        moved |= tended(drive(&app.store, &app.processor, &moment, &id).await)?;
    }
    for refund in app.store.refunds_due(before).await? {
        moved |= tended(drive_refund(&app.store, &app.processor, &moment, &refund.id).await)?;
    }
    for id in app.store.charges_lapsed(moment.now).await? {
        moved |= tended(lapse(&app.store, &moment, &id).await)?;
    }
    if moved {
        app.waker.wake();
    }
    Ok(())
}

/// Somebody else may have been first: that is as good.
fn tended<T>(outcome: Outcome<T>) -> Outcome<bool> {
    match outcome {
        Ok(_) => Ok(true),
        Err(refusal) if refusal.is_stale() || matches!(refusal, Refusal::Rule { .. }) => Ok(false),
        Err(refusal) => Err(refusal),
    }
}
