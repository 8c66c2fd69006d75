//! What the shell tells the main window without being asked.

use std::time::Duration;

use saifu_api::wallet::ApprovalOutcome;
use saifu_device::CheckoutSessionId;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Emitter, Manager};

use crate::pin_desk::{PinAnswered, PinPurpose};
use crate::{SharedDevice, windows};

/// The payload of `approval-finished`: what became of the payment in the approval window.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalFinished {
    /// Which payment.
    pub checkout_session_id: Option<String>,
    /// The order that now exists, where its number is known.
    pub order_id: Option<String>,
    /// How it ended.
    pub outcome: FinishOutcome,
}

/// How an approval ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FinishOutcome {
    /// Reserved: the shop may capture.
    Authorized,
    /// The outcome is not known yet. Do not pay again.
    Processing,
    /// The card refused; no money moved.
    Declined,
    /// The shopper does not pay.
    Canceled,
}

impl From<ApprovalOutcome> for FinishOutcome {
    fn from(outcome: ApprovalOutcome) -> Self {
        match outcome {
            ApprovalOutcome::Authorized => Self::Authorized,
            ApprovalOutcome::Processing | ApprovalOutcome::AtBank => Self::Processing,
            ApprovalOutcome::Declined => Self::Declined,
        }
    }
}

/// How often is looked whether anybody still uses the wallet.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Locks a wallet that nobody uses, for as long as the app runs.
pub async fn lock_when_idle(app: AppHandle) {
    let device = SharedDevice::clone(&app.state::<SharedDevice>());
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        match device.lock_if_idle() {
            Ok(false) => {}
            Ok(true) => {
                windows::close_approval(&app);
                tell_main(&app, "locked", ());
            }
            Err(error) => tracing::warn!(%error, "whether the wallet is used could not be told"),
        }
    }
}

/// Passes the wallet's events on for as long as the app runs.
pub async fn follow(app: AppHandle) {
    let device = SharedDevice::clone(&app.state::<SharedDevice>());
    device.follow_events(|event| tell_main(&app, "wallet-event", event)).await;
}

/// Tells the main window that the approval of `session` has ended.
pub fn finish_approval(
    app: &AppHandle,
    session: Option<CheckoutSessionId>,
    order_id: Option<String>,
    outcome: FinishOutcome,
) {
    let checkout_session_id = session.map(|session| session.to_string());
    tell_main(app, "approval-finished", ApprovalFinished { checkout_session_id, order_id, outcome });
}

/// Tells the main window how a question for the PIN ended.
pub fn answer_pin(app: &AppHandle, purpose: PinPurpose, done: bool) {
    tell_main(app, "pin-answered", PinAnswered { purpose, done });
}

/// Tells the main window that a link brought the code of a join, which `take_join` answers.
pub fn bring_join(app: &AppHandle) {
    tell_main(app, "join-brought", ());
}

/// Tells the main window that a link brought a gift code, which `take_gift` answers.
pub fn bring_gift(app: &AppHandle) {
    tell_main(app, "gift-brought", ());
}

/// Tells the main window that the shopper is back from the page of a card's bank.
pub fn return_card(app: &AppHandle) {
    tell_main(app, "card-returned", ());
}

/// Asks the main window to show a route.
pub fn open_path(app: &AppHandle, path: &str) {
    tell_main(app, "open-path", path.to_owned());
}

fn tell_main(app: &AppHandle, name: &str, payload: impl Serialize + Clone) {
    if let Err(error) = app.emit_to(windows::MAIN, name, payload) {
        tracing::warn!(%error, name, "the main window was not told");
    }
}
