//! Commands of the main window: top-ups.

use saifu_api::wallet::{
    AutomaticTopUpView, BankTransferRequest, CardTopUpRequest, PurchaseView, SlipRequest, TopUpPage,
    TopUpView,
};
use saifu_device::TopUpScreen;
use tauri::{AppHandle, State};

use super::{Answer, answer, open_in_browser};
use crate::SharedDevice;

/// Buys gift balance for oneself with a card; what is answered is opened by `open_checkout`.
#[tauri::command]
#[specta::specta]
pub async fn top_up_by_card(
    device: State<'_, SharedDevice>,
    request: CardTopUpRequest,
) -> Answer<PurchaseView> {
    answer(device.top_up_by_card(&request).await)
}

/// Asks for a slip to pay at a convenience store.
#[tauri::command]
#[specta::specta]
pub async fn top_up_by_slip(device: State<'_, SharedDevice>, request: SlipRequest) -> Answer<TopUpView> {
    answer(device.top_up_by_slip(&request).await)
}

/// Asks for an account to transfer to from a bank.
#[tauri::command]
#[specta::specta]
pub async fn top_up_by_bank(
    device: State<'_, SharedDevice>,
    request: BankTransferRequest,
) -> Answer<TopUpView> {
    answer(device.top_up_by_bank(&request).await)
}

/// A page of the top-ups, newest first, and what can still be topped up.
#[tauri::command]
#[specta::specta]
pub async fn top_ups(device: State<'_, SharedDevice>, cursor: Option<String>) -> Answer<TopUpPage> {
    answer(device.top_ups(cursor.as_deref()).await)
}

/// One top-up, with the bars of its slip.
#[tauri::command]
#[specta::specta]
pub async fn top_up(device: State<'_, SharedDevice>, top_up_id: String) -> Answer<TopUpScreen> {
    answer(device.top_up(&top_up_id).await)
}

/// Calls off a top-up that nobody has paid.
#[tauri::command]
#[specta::specta]
pub async fn cancel_top_up(device: State<'_, SharedDevice>, top_up_id: String) -> Answer<TopUpScreen> {
    answer(device.cancel_top_up(&top_up_id).await)
}

/// The rule for topping up without asking.
#[tauri::command]
#[specta::specta]
pub async fn automatic_top_up(device: State<'_, SharedDevice>) -> Answer<AutomaticTopUpView> {
    answer(device.automatic_top_up().await)
}

/// Changes that rule.
#[tauri::command]
#[specta::specta]
pub async fn set_automatic_top_up(
    device: State<'_, SharedDevice>,
    rule: AutomaticTopUpView,
) -> Answer<AutomaticTopUpView> {
    answer(device.set_automatic_top_up(&rule).await)
}

/// Opens the sandbox's page that plays the convenience store and the bank.
#[tauri::command]
#[specta::specta]
pub async fn open_sandbox_store(
    app: AppHandle,
    device: State<'_, SharedDevice>,
    top_up_id: String,
) -> Answer<()> {
    let page = answer(device.sandbox_store(&top_up_id).await)?;
    answer(open_in_browser(&app, page.as_str()))
}
