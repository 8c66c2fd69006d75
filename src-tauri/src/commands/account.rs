//! Commands of the main window: sign-up, sign-out, language. Where a PIN is typed there is another window.

use saifu_api::wallet::{ShopperView, SignUpRequest, SignUpView};
use saifu_device::{AppState, Language};
use tauri::{AppHandle, State};

use super::{Answer, answer};
use crate::{SharedDevice, windows};

/// Which screen comes first, and what is missing.
#[tauri::command]
#[specta::specta]
pub async fn app_state(device: State<'_, SharedDevice>) -> Answer<AppState> {
    answer(device.app_state().await)
}

/// Asks for an account; a code is mailed.
#[tauri::command]
#[specta::specta]
pub async fn sign_up(device: State<'_, SharedDevice>, request: SignUpRequest) -> Answer<SignUpView> {
    answer(device.sign_up(&request).await)
}

/// Asks for another code.
#[tauri::command]
#[specta::specta]
pub async fn resend_code(device: State<'_, SharedDevice>, sign_up_id: String) -> Answer<SignUpView> {
    answer(device.resend_code(&sign_up_id).await)
}

/// Proves the address by the mailed code.
#[tauri::command]
#[specta::specta]
pub async fn confirm_email(
    device: State<'_, SharedDevice>,
    sign_up_id: String,
    code: String,
) -> Answer<ShopperView> {
    answer(device.confirm_email(&sign_up_id, code).await)
}

/// Somebody uses the wallet: it does not lock itself yet.
#[tauri::command]
#[specta::specta]
pub async fn touch(device: State<'_, SharedDevice>) -> Answer<()> {
    answer(device.touch())
}

/// Locks the wallet now.
#[tauri::command]
#[specta::specta]
pub async fn lock(app: AppHandle, device: State<'_, SharedDevice>) -> Answer<()> {
    device.lock();
    windows::close_approval(&app);
    Ok(())
}

/// Ends the session; the passkey stays on this device.
#[tauri::command]
#[specta::specta]
pub async fn sign_out(app: AppHandle, device: State<'_, SharedDevice>) -> Answer<()> {
    windows::close_approval(&app);
    windows::close_pin(&app);
    answer(device.sign_out().await)
}

/// Remembers the language and names the windows in it.
#[tauri::command]
#[specta::specta]
pub async fn set_language(app: AppHandle, device: State<'_, SharedDevice>, language: Language) -> Answer<()> {
    answer(device.set_language(language))?;
    windows::rename(&app, language);
    Ok(())
}
