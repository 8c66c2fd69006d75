//! Commands of the main window: browsers and security keys. Adding and removing one is done in the PIN's window.

use saifu_api::wallet::PasskeysView;
use saifu_device::PasskeyLink;
use tauri::State;

use super::{Answer, answer};
use crate::SharedDevice;

/// Browsers and security keys that approve on the hosted page, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn page_passkeys(device: State<'_, SharedDevice>) -> Answer<PasskeysView> {
    answer(device.page_passkeys().await)
}

/// The link that adds one, while it works; the PIN's window opens it.
#[tauri::command]
#[specta::specta]
pub async fn passkey_link(device: State<'_, SharedDevice>) -> Answer<Option<PasskeyLink>> {
    Ok(device.passkey_link())
}
