//! Commands of the main window: what may be charged without asking.

use saifu_api::wallet::{ChangePermissionRequest, PermissionView, PermissionsView};
use tauri::State;

use super::{Answer, answer};
use crate::SharedDevice;

/// The permissions that stand.
#[tauri::command]
#[specta::specta]
pub async fn permissions(device: State<'_, SharedDevice>) -> Answer<PermissionsView> {
    answer(device.permissions().await)
}

/// Pauses one, lets it go on, or changes its limits.
#[tauri::command]
#[specta::specta]
pub async fn change_permission(
    device: State<'_, SharedDevice>,
    permission_id: String,
    change: ChangePermissionRequest,
) -> Answer<PermissionView> {
    answer(device.change_permission(&permission_id, &change).await)
}

/// Ends one for ever.
#[tauri::command]
#[specta::specta]
pub async fn end_permission(
    device: State<'_, SharedDevice>,
    permission_id: String,
) -> Answer<PermissionView> {
    answer(device.end_permission(&permission_id).await)
}
