//! Commands for the fingerprint: how it stands and off in the main window; the finger itself is waited for where something is
//! approved or opened. What the window says meanwhile comes over the command's own channel, so that it needs to listen to no
//! event for it.

use std::sync::Arc;

use saifu_api::wallet::ApprovalView;
use saifu_device::fingerprint::Progress;
use saifu_device::{FingerStep, FingerprintState};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::approval::settle;
use super::{Answer, answer};
use crate::SharedDevice;

/// Whether a fingerprint opens the passkey on this device.
#[tauri::command]
#[specta::specta]
pub async fn fingerprint_state(device: State<'_, SharedDevice>) -> Answer<FingerprintState> {
    answer(device.fingerprint_state().await)
}

/// Only the PIN opens it from now on.
#[tauri::command]
#[specta::specta]
pub async fn turn_off_fingerprint(device: State<'_, SharedDevice>) -> Answer<()> {
    answer(device.turn_off_fingerprint().await)
}

/// Signs the terms on the screen, those of `proposal_id`, after the finger was known, and pays.
#[tauri::command]
#[specta::specta]
pub async fn approve_by_fingerprint(
    app: AppHandle,
    device: State<'_, SharedDevice>,
    proposal_id: String,
    second_factor: Option<String>,
    steps: Channel<FingerStep>,
) -> Answer<ApprovalView> {
    let session = device.open_session();
    let approved = device.approve(device.by_finger(over(steps)), &proposal_id, second_factor).await;
    settle(&app, &device, session, approved)
}

/// Ends the wait for a finger: the shopper takes the PIN.
#[tauri::command]
#[specta::specta]
pub async fn stop_fingerprint(device: State<'_, SharedDevice>) -> Answer<()> {
    device.stop_fingerprint();
    Ok(())
}

pub(super) fn over(steps: Channel<FingerStep>) -> Progress {
    Arc::new(move |step| {
        if let Err(error) = steps.send(step) {
            tracing::info!(%error, "the window was not told of the finger");
        }
    })
}
