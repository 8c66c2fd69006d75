//! Commands of the main window: home, instruments, orders, receipts, store codes, terms.

use saifu_api::wallet::{HomeView, InstrumentsView, OrderPage, OrderView, ReceiptView, TermsView};
use saifu_device::{DeviceError, OpenedFrom, SavedReceipt, StoreCodePicture};
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;

use super::{Answer, answer};
use crate::{SharedDevice, links};

/// What the shopper has and what waits.
#[tauri::command]
#[specta::specta]
pub async fn home(device: State<'_, SharedDevice>) -> Answer<HomeView> {
    answer(device.home().await)
}

/// All that the shopper can pay with.
#[tauri::command]
#[specta::specta]
pub async fn instruments(device: State<'_, SharedDevice>) -> Answer<InstrumentsView> {
    answer(device.instruments().await)
}

/// A page of the history, newest first.
#[tauri::command]
#[specta::specta]
pub async fn orders(device: State<'_, SharedDevice>, cursor: Option<String>) -> Answer<OrderPage> {
    answer(device.orders(cursor.as_deref()).await)
}

/// One order.
#[tauri::command]
#[specta::specta]
pub async fn order(device: State<'_, SharedDevice>, order_id: String) -> Answer<OrderView> {
    answer(device.order(&order_id).await)
}

/// The receipt of an order.
#[tauri::command]
#[specta::specta]
pub async fn receipt(device: State<'_, SharedDevice>, order_id: String) -> Answer<ReceiptView> {
    answer(device.receipt(&order_id).await)
}

/// Saves a receipt as PDF in the download folder.
#[tauri::command]
#[specta::specta]
pub async fn save_receipt(device: State<'_, SharedDevice>, order_id: String) -> Answer<SavedReceipt> {
    answer(device.save_receipt(&order_id).await)
}

/// Opens a saved receipt in the system's viewer.
#[tauri::command]
#[specta::specta]
pub async fn open_receipt(app: AppHandle, device: State<'_, SharedDevice>, path: String) -> Answer<()> {
    let path = answer(device.receipt_to_open(&path))?;
    let opened = app.opener().open_path(path.to_string_lossy(), None::<&str>);
    answer(opened.map_err(|error| DeviceError::Internal(error.to_string())))
}

/// A one-time code for a till.
#[tauri::command]
#[specta::specta]
pub async fn issue_store_code(device: State<'_, SharedDevice>) -> Answer<StoreCodePicture> {
    answer(device.issue_store_code().await)
}

/// Opens the approval window for a payment that waits.
#[tauri::command]
#[specta::specta]
pub async fn open_checkout(app: AppHandle, checkout_session_id: String) -> Answer<()> {
    let session = checkout_session_id.parse();
    answer(session.and_then(|session| links::open_checkout(&app, session, OpenedFrom::Wallet)))
}

/// What the issuer of gift balance must tell.
#[tauri::command]
#[specta::specta]
pub async fn terms(device: State<'_, SharedDevice>) -> Answer<TermsView> {
    answer(device.terms().await)
}
