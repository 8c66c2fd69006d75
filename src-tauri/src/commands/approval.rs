//! Commands of the approval window. Its capability allows these and nothing else; no other window's
//! capability allows any of them.

use saifu_api::wallet::{ApprovalOutcome, ApprovalView, FundingPreference};
use saifu_device::{ApprovalScreen, CheckoutSessionId, Device, DeviceError};
use tauri::{AppHandle, State};

use super::{Answer, answer, open_in_browser};
use crate::events::{FinishOutcome, finish_approval};
use crate::{SharedDevice, windows};

/// The frozen terms, as the core keeps them for signing.
#[tauri::command]
#[specta::specta]
pub async fn approval_terms(device: State<'_, SharedDevice>) -> Answer<ApprovalScreen> {
    answer(device.approval_terms().await)
}

/// The terms with another funding.
#[tauri::command]
#[specta::specta]
pub async fn approval_change_funding(
    device: State<'_, SharedDevice>,
    preference: FundingPreference,
) -> Answer<ApprovalScreen> {
    answer(device.change_funding(preference).await)
}

/// Signs the terms on the screen, those of `proposal_id`, after the PIN was verified, and pays.
#[tauri::command]
#[specta::specta]
pub async fn approve(
    app: AppHandle,
    device: State<'_, SharedDevice>,
    pin: String,
    proposal_id: String,
    second_factor: Option<String>,
) -> Answer<ApprovalView> {
    let session = device.open_session();
    let approved = device.approve(answer(Device::by_pin(pin))?, &proposal_id, second_factor).await;
    settle(&app, &device, session, approved)
}

/// Tells the main window what became of it.
pub(super) fn settle(
    app: &AppHandle,
    device: &SharedDevice,
    session: Option<CheckoutSessionId>,
    approved: Result<ApprovalView, DeviceError>,
) -> Answer<ApprovalView> {
    match &approved {
        Ok(view) => {
            finish_approval(app, session, Some(view.order_id.clone()), view.outcome.into());
            show_bank(app, device, view);
        }
        Err(DeviceError::OutcomeUnknown) => finish_approval(app, session, None, FinishOutcome::Processing),
        Err(_) => {}
    }
    answer(approved)
}

/// What became of an approval that was not decided at once.
#[tauri::command]
#[specta::specta]
pub async fn approval_outcome(device: State<'_, SharedDevice>) -> Answer<ApprovalView> {
    answer(device.approval_outcome().await)
}

/// Opens the page of the card's bank once more.
#[tauri::command]
#[specta::specta]
pub async fn open_approval_bank_page(app: AppHandle, device: State<'_, SharedDevice>) -> Answer<()> {
    answer(device.approval_bank_page().and_then(|page| open_in_browser(&app, &page)))
}

/// The shopper does not pay: the session is canceled and the window closes.
#[tauri::command]
#[specta::specta]
pub async fn decline_approval(app: AppHandle, device: State<'_, SharedDevice>) -> Answer<()> {
    let session = device.open_session();
    answer(device.decline_approval().await)?;
    finish_approval(&app, session, None, FinishOutcome::Canceled);
    windows::close_approval(&app);
    Ok(())
}

/// The shopper decides later, or is done: the window closes and nothing changes.
#[tauri::command]
#[specta::specta]
pub async fn close_approval(app: AppHandle, device: State<'_, SharedDevice>) -> Answer<()> {
    device.close_approval();
    windows::close_approval(&app);
    Ok(())
}

/// The payment stands whether or not the page opens: a button opens it again, and says why it does not.
fn show_bank(app: &AppHandle, device: &SharedDevice, view: &ApprovalView) {
    if view.outcome != ApprovalOutcome::AtBank {
        return;
    }
    if let Err(error) = device.approval_bank_page().and_then(|page| open_in_browser(app, &page)) {
        tracing::warn!(%error, "the bank's page did not open");
    }
}
