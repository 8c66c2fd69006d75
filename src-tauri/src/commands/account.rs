//! Commands of the main window: sign-up, passkey, sign-in.

use saifu_api::wallet::{CredentialView, ShopperView, SignUpRequest, SignUpView};
use saifu_device::{AppState, Device, Language};
use tauri::{AppHandle, State};

use super::{Answer, answer};
use crate::{SharedDevice, links, windows};

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

/// Makes the passkey of this device, guarded by a PIN of six digits.
#[tauri::command]
#[specta::specta]
pub async fn create_passkey(
    app: AppHandle,
    device: State<'_, SharedDevice>,
    pin: String,
) -> Answer<CredentialView> {
    let view = answer(device.create_passkey(pin).await)?;
    links::open_remembered(&app);
    Ok(view)
}

/// Begins a new session with the passkey of this device.
#[tauri::command]
#[specta::specta]
pub async fn sign_in(app: AppHandle, device: State<'_, SharedDevice>, pin: String) -> Answer<ShopperView> {
    let view = answer(device.sign_in(pin).await)?;
    links::open_remembered(&app);
    Ok(view)
}

/// Whether these six digits may become the PIN: asked when it is entered the first time.
#[tauri::command]
#[specta::specta]
pub async fn check_new_pin(pin: String) -> Answer<()> {
    answer(Device::check_new_pin(pin))
}

/// Puts another PIN in the place of the one that the shopper knows.
#[tauri::command]
#[specta::specta]
pub async fn change_pin(device: State<'_, SharedDevice>, before: String, next: String) -> Answer<()> {
    answer(device.change_pin(before, next).await)
}

/// Lets the shopper choose a mark, in the approval window: this one must not know it.
#[tauri::command]
#[specta::specta]
pub async fn open_mark_chooser(app: AppHandle) -> Answer<()> {
    answer(windows::open_mark_chooser(&app))
}

/// Ends the session; the passkey stays on this device.
#[tauri::command]
#[specta::specta]
pub async fn sign_out(app: AppHandle, device: State<'_, SharedDevice>) -> Answer<()> {
    windows::close_approval(&app);
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
