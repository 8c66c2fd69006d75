//! Commands for the fingerprint: how it stands, on and off in the main window; the finger itself is waited
//! for where something is approved. What the window says meanwhile comes over the command's own channel, so
//! that no window needs to listen to events for it.

use std::sync::Arc;

use saifu_api::wallet::{ApprovalView, ShopperView};
use saifu_device::fingerprint::Progress;
use saifu_device::{FingerStep, FingerprintState};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::approval::settle;
use super::{Answer, answer};
use crate::{SharedDevice, links};

/// Whether a fingerprint can approve on this device.
#[tauri::command]
#[specta::specta]
pub async fn fingerprint_state(device: State<'_, SharedDevice>) -> Answer<FingerprintState> {
    answer(device.fingerprint_state().await)
}

/// Lets the fingers approve that the machine knows now; the PIN has to be right.
#[tauri::command]
#[specta::specta]
pub async fn turn_on_fingerprint(device: State<'_, SharedDevice>, pin: String) -> Answer<FingerprintState> {
    answer(device.turn_on_fingerprint(pin).await)
}

/// Only the PIN approves from now on.
#[tauri::command]
#[specta::specta]
pub async fn turn_off_fingerprint(device: State<'_, SharedDevice>) -> Answer<FingerprintState> {
    answer(device.turn_off_fingerprint().await)
}

/// Begins a new session by a fingerprint.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_by_fingerprint(
    app: AppHandle,
    device: State<'_, SharedDevice>,
    steps: Channel<FingerStep>,
) -> Answer<ShopperView> {
    let view = answer(device.sign_in_by_fingerprint(over(steps)).await)?;
    links::open_remembered(&app);
    Ok(view)
}

/// The same as `fingerprint_state`, for the approval window.
#[tauri::command]
#[specta::specta]
pub async fn approval_fingerprint(device: State<'_, SharedDevice>) -> Answer<FingerprintState> {
    answer(device.fingerprint_state().await)
}

/// Signs the terms on the screen, those of `proposal_id`, after the finger was known, and pays.
#[tauri::command]
#[specta::specta]
pub async fn approve_by_fingerprint(
    app: AppHandle,
    device: State<'_, SharedDevice>,
    proposal_id: String,
    steps: Channel<FingerStep>,
) -> Answer<ApprovalView> {
    let session = device.open_session();
    let approved = device.approve_by_fingerprint(&proposal_id, over(steps)).await;
    settle(&app, &device, session, approved)
}

/// Ends the wait for a finger: the shopper takes the PIN.
#[tauri::command]
#[specta::specta]
pub async fn stop_fingerprint(device: State<'_, SharedDevice>) -> Answer<()> {
    device.stop_fingerprint();
    Ok(())
}

fn over(steps: Channel<FingerStep>) -> Progress {
    Arc::new(move |step| {
        if let Err(error) = steps.send(step) {
            tracing::info!(%error, "the window was not told of the finger");
        }
    })
}
