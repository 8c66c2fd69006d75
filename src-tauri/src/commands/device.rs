//! Commands of the main window: the shopper's devices, and letting another one in.

use saifu_api::wallet::{ChangeDeviceRequest, DeviceView, DevicesView, FactorsView, JoinView, ShopperView};
use saifu_device::JoinCode;
use tauri::State;

use super::{Answer, answer};
use crate::SharedDevice;

/// The shopper's devices, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn devices(device: State<'_, SharedDevice>) -> Answer<DevicesView> {
    answer(device.devices().await)
}

/// Names a device, or changes what is asked of it.
#[tauri::command]
#[specta::specta]
pub async fn change_device(
    device: State<'_, SharedDevice>,
    device_id: String,
    change: ChangeDeviceRequest,
) -> Answer<DeviceView> {
    answer(device.change_device(&device_id, &change).await)
}

/// Revokes a device: it can do nothing from now on.
#[tauri::command]
#[specta::specta]
pub async fn revoke_device(
    device: State<'_, SharedDevice>,
    device_id: String,
    codes_only: bool,
) -> Answer<()> {
    answer(device.revoke_device(&device_id, codes_only).await)
}

/// Opens the account for one more device, for five minutes.
#[tauri::command]
#[specta::specta]
pub async fn open_join(device: State<'_, SharedDevice>) -> Answer<JoinCode> {
    answer(device.open_join().await)
}

/// Whether a device has presented the code.
#[tauri::command]
#[specta::specta]
pub async fn join(device: State<'_, SharedDevice>, join_id: String) -> Answer<JoinView> {
    answer(device.join(&join_id).await)
}

/// Does not let the device in.
#[tauri::command]
#[specta::specta]
pub async fn refuse_join(device: State<'_, SharedDevice>, join_id: String) -> Answer<JoinView> {
    answer(device.refuse_join(&join_id).await)
}

/// Presents the code that another device shows: this one waits for a yes there.
#[tauri::command]
#[specta::specta]
pub async fn present_join(device: State<'_, SharedDevice>, code: String) -> Answer<JoinView> {
    answer(device.present_join(&code).await)
}

/// Whether this device is in; nothing while the other one has not answered.
#[tauri::command]
#[specta::specta]
pub async fn finish_join(device: State<'_, SharedDevice>) -> Answer<Option<ShopperView>> {
    answer(device.finish_join().await)
}

/// The code that a link brought, for the first screen; once.
#[tauri::command]
#[specta::specta]
pub async fn take_join(device: State<'_, SharedDevice>) -> Answer<Option<String>> {
    Ok(device.take_join())
}

/// What there is beside passkeys.
#[tauri::command]
#[specta::specta]
pub async fn factors(device: State<'_, SharedDevice>) -> Answer<FactorsView> {
    answer(device.factors().await)
}
