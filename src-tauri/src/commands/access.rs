//! Commands of the main window: recovery, the history of sign-ins, another address.

use saifu_api::wallet::{DisownedView, EmailChangeView, RecoveryUnderWayView, ShopperView, SignInPage};
use saifu_device::DeviceRecovery;
use tauri::State;

use super::{Answer, answer};
use crate::SharedDevice;

/// Asks for the wallet of an address whose devices are gone; a code is mailed.
#[tauri::command]
#[specta::specta]
pub async fn start_recovery(device: State<'_, SharedDevice>, email: String) -> Answer<DeviceRecovery> {
    answer(device.start_recovery(&email).await)
}

/// The mailed code and a recovery code.
#[tauri::command]
#[specta::specta]
pub async fn prove_recovery(
    device: State<'_, SharedDevice>,
    code: String,
    recovery_code: String,
) -> Answer<DeviceRecovery> {
    answer(device.prove_recovery(code, recovery_code).await)
}

/// Whether this device may come in; nothing while it has to wait.
#[tauri::command]
#[specta::specta]
pub async fn finish_recovery(device: State<'_, SharedDevice>) -> Answer<Option<ShopperView>> {
    answer(device.finish_recovery().await)
}

/// Goes no further with it on this device.
#[tauri::command]
#[specta::specta]
pub async fn leave_recovery(device: State<'_, SharedDevice>) -> Answer<()> {
    answer(device.leave_recovery().await)
}

/// Whether another device is on the way into this wallet.
#[tauri::command]
#[specta::specta]
pub async fn recovery_under_way(device: State<'_, SharedDevice>) -> Answer<RecoveryUnderWayView> {
    answer(device.recovery_under_way().await)
}

/// Stops it.
#[tauri::command]
#[specta::specta]
pub async fn stop_recovery(device: State<'_, SharedDevice>) -> Answer<()> {
    answer(device.stop_recovery().await)
}

/// A page of sign-ins.
#[tauri::command]
#[specta::specta]
pub async fn sign_ins(device: State<'_, SharedDevice>, cursor: Option<String>) -> Answer<SignInPage> {
    answer(device.sign_ins(cursor.as_deref()).await)
}

/// That was somebody else.
#[tauri::command]
#[specta::specta]
pub async fn disown_sign_in(device: State<'_, SharedDevice>, sign_in_id: String) -> Answer<DisownedView> {
    answer(device.disown_sign_in(&sign_in_id).await)
}

/// The change of address that waits for its code.
#[tauri::command]
#[specta::specta]
pub async fn email_change(device: State<'_, SharedDevice>) -> Answer<Option<EmailChangeView>> {
    Ok(device.email_change())
}

/// The code that was mailed to the new address.
#[tauri::command]
#[specta::specta]
pub async fn confirm_email_change(device: State<'_, SharedDevice>, code: String) -> Answer<ShopperView> {
    answer(device.confirm_email_change(&code).await)
}
