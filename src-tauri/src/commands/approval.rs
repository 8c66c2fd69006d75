//! Commands of the approval window. Its capability allows these and nothing else; no other window's
//! capability allows any of them.

use saifu_api::wallet::{ApprovalView, FundingPreference};
use saifu_device::{ApprovalScreen, DeviceError};
use tauri::{AppHandle, State};

use super::{Answer, answer};
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
) -> Answer<ApprovalView> {
    let session = device.open_session();
    let approved = device.approve(pin, &proposal_id).await;
    match &approved {
        Ok(view) => finish_approval(&app, session, Some(view.order_id.clone()), view.outcome.into()),
        Err(DeviceError::OutcomeUnknown) => finish_approval(&app, session, None, FinishOutcome::Processing),
        Err(_) => {}
    }
    answer(approved)
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
