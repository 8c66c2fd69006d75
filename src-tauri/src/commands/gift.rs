//! Commands of the main window: gifts that are sent, codes that are redeemed, and what moved.

use saifu_api::wallet::{GiftRequest, GiftView, GiftsView, LotView, MovementPage, PurchaseView};
use saifu_device::GiftPrint;
use tauri::State;

use super::{Answer, answer};
use crate::SharedDevice;

/// Buys a gift; what is answered is opened by `open_checkout`.
#[tauri::command]
#[specta::specta]
pub async fn buy_gift(device: State<'_, SharedDevice>, request: GiftRequest) -> Answer<PurchaseView> {
    answer(device.buy_gift(&request).await)
}

/// The gifts that were sent, newest first.
#[tauri::command]
#[specta::specta]
pub async fn gifts(device: State<'_, SharedDevice>) -> Answer<GiftsView> {
    answer(device.gifts().await)
}

/// One gift.
#[tauri::command]
#[specta::specta]
pub async fn gift(device: State<'_, SharedDevice>, gift_id: String) -> Answer<GiftView> {
    answer(device.gift(&gift_id).await)
}

/// Mails a gift once more, with a new code.
#[tauri::command]
#[specta::specta]
pub async fn resend_gift(device: State<'_, SharedDevice>, gift_id: String) -> Answer<GiftView> {
    answer(device.resend_gift(&gift_id).await)
}

/// Calls off a gift that nobody has redeemed; the money comes back.
#[tauri::command]
#[specta::specta]
pub async fn cancel_gift(device: State<'_, SharedDevice>, gift_id: String) -> Answer<GiftView> {
    answer(device.cancel_gift(&gift_id).await)
}

/// Draws a new code to be printed; the one before, also the mailed one, ends.
#[tauri::command]
#[specta::specta]
pub async fn print_gift(device: State<'_, SharedDevice>, gift_id: String) -> Answer<GiftPrint> {
    answer(device.print_gift(&gift_id).await)
}

/// Redeems a gift code.
#[tauri::command]
#[specta::specta]
pub async fn redeem_gift(device: State<'_, SharedDevice>, code: String) -> Answer<LotView> {
    answer(device.redeem_gift(code).await)
}

/// The gift code in a pasted text, if there is one.
#[tauri::command]
#[specta::specta]
pub async fn gift_code_in_text(device: State<'_, SharedDevice>, text: String) -> Answer<Option<String>> {
    Ok(device.gift_code_in_text(&text))
}

/// The gift code in a picture of its QR code: a PNG or JPEG file in base64.
#[tauri::command]
#[specta::specta]
pub async fn gift_code_in_picture(device: State<'_, SharedDevice>, picture: String) -> Answer<String> {
    answer(device.gift_code_in_picture(picture).await)
}

/// The code that a `saifu://gift/<code>` link brought; once.
#[tauri::command]
#[specta::specta]
pub async fn take_gift(device: State<'_, SharedDevice>) -> Answer<Option<String>> {
    Ok(device.take_gift())
}

/// A page of what moved in points, newest first.
#[tauri::command]
#[specta::specta]
pub async fn points(device: State<'_, SharedDevice>, cursor: Option<String>) -> Answer<MovementPage> {
    answer(device.points(cursor.as_deref()).await)
}

/// A page of what moved in gift balance, newest first.
#[tauri::command]
#[specta::specta]
pub async fn gift_balance(device: State<'_, SharedDevice>, cursor: Option<String>) -> Answer<MovementPage> {
    answer(device.gift_balance(cursor.as_deref()).await)
}
