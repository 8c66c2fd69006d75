//! What goes on without a request: finishing what waits for the processor, releasing what lapsed, points
//! that were promised, the end of lots, and mail.

use std::time::Duration;

use jiff::SignedDuration;
use saifu_wallet::charge::{drive, drive_refund, grant_promised, lapse};
use saifu_wallet::gift::tend_lot;
use saifu_wallet::port::store::{ChargeReads, GiftReads, HoldingReads, LetterReads, TopUpReads};
use saifu_wallet::transfer::expire_overdue;
use saifu_wallet::{Outcome, Refusal, gift, letter, top_up};
use tokio::time::{MissedTickBehavior, interval};

use crate::app::{App, Shared};
use crate::clock;

const EVERY: Duration = Duration::from_secs(2);
const FORGET_EVERY: Duration = Duration::from_secs(600);
/// A request that is under way gets this long before a worker asks too; both would be harmless.
const GRACE: SignedDuration = SignedDuration::from_secs(5);

/// Looks after all of it until the service ends. What needs no processor or mail server does not wait for
/// one that is slow to answer.
pub async fn run(app: Shared) {
    tokio::join!(
        rounds(&app, ask_processor),
        rounds(&app, end_what_ended),
        rounds(&app, send_letters),
        rounds(&app, tend_gifts),
        rounds(&app, top_up_shoppers),
        forget(&app)
    );
}

/// Deletes what is not kept for ever.
async fn forget(app: &App) {
    let mut ticks = interval(FORGET_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = app.store.forget(clock::now()).await {
            tracing::error!(%error, "nothing was forgotten; the next round tries again");
        }
    }
}

async fn rounds(app: &App, round: impl AsyncFn(&App) -> Outcome<()>) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = round(app).await {
            tracing::error!(%error, "a worker's round failed; the next one tries again");
        }
    }
}

async fn ask_processor(app: &App) -> Outcome<()> {
    let moment = clock::moment();
    let before = moment.now.checked_sub(GRACE).unwrap_or(moment.now);
    for id in app.store.charges_due(before).await? {
        tended(app, id.as_str(), drive(&app.store, &app.processor, &moment, &id).await);
    }
    for refund in app.store.refunds_due(before).await? {
        let driven = drive_refund(&app.store, &app.processor, &moment, &refund.id).await;
        tended(app, refund.id.as_str(), driven);
    }
    Ok(())
}

async fn end_what_ended(app: &App) -> Outcome<()> {
    let moment = clock::moment();
    expire_overdue(&app.store, &moment).await?;
    for id in app.store.charges_lapsed(moment.now).await? {
        tended(app, id.as_str(), lapse(&app.store, &moment, &id).await);
    }
    for id in app.store.promises_due(moment.now).await? {
        tended(app, id.as_str(), grant_promised(&app.store, &moment, &id).await);
    }
    for id in app.store.lots_due(moment.now).await? {
        tended(app, id.as_str(), tend_lot(&app.store, &moment, &id).await);
    }
    Ok(())
}

async fn send_letters(app: &App) -> Outcome<()> {
    let moment = clock::moment();
    for id in app.store.letters_due(moment.now).await? {
        tended(app, &id, letter::send(&app.store, &app.mailer, &moment, &id).await);
    }
    Ok(())
}

/// Mails gifts, and ends those whose time is over.
async fn tend_gifts(app: &App) -> Outcome<()> {
    let moment = clock::moment();
    for id in app.store.gifts_due(moment.now).await? {
        let tended_gift = gift::tend(&app.store, &app.mailer, &moment, &id).await;
        if let Ok(Some(refund)) = &tended_gift {
            let driven = drive_refund(&app.store, &app.processor, &moment, &refund.id).await;
            tended(app, refund.id.as_str(), driven);
        }
        tended(app, id.as_str(), tended_gift);
    }
    Ok(())
}

/// Asks about cash, ends top-ups that nobody approved, and runs the shoppers' rules.
async fn top_up_shoppers(app: &App) -> Outcome<()> {
    let moment = clock::moment();
    for due in app.store.top_ups_due(moment.now).await? {
        let done = top_up::tend(&app.store, &app.processor, &app.counter, &moment, &due).await;
        tended(app, due.id.as_str(), done);
    }
    for shopper in app.store.automatic_due(moment.now).await? {
        let run = top_up::run_automatic(&app.store, &moment, &shopper, app.site.sandbox).await;
        if let Ok(Some(charge)) = &run {
            let driven = drive(&app.store, &app.processor, &moment, &charge.id).await;
            tended(app, charge.id.as_str(), driven);
        }
        tended(app, shopper.as_str(), run);
    }
    Ok(())
}

/// One item that fails is logged and does not keep the others waiting. Somebody else may have been
/// first: that is as good.
fn tended<T>(app: &App, id: &str, outcome: Outcome<T>) {
    match outcome {
        Ok(_) => app.waker.wake(),
        Err(refusal) if refusal.is_stale() || matches!(refusal, Refusal::Rule { .. }) => {}
        Err(refusal) => tracing::error!(id, cause = %refusal, "this one needs a look"),
    }
}
