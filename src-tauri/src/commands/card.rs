//! Commands of the main window: linked cards, and what pays first.

use saifu_api::wallet::{CardView, FundingPreference};
use saifu_device::{CardInput, CardLink};
use tauri::{AppHandle, State};

use super::{Answer, answer, open_in_browser};
use crate::SharedDevice;

/// Links a card. Where its bank wants to see the shopper first, the bank's page opens in the browser.
#[tauri::command]
#[specta::specta]
pub async fn link_card(app: AppHandle, device: State<'_, SharedDevice>, card: CardInput) -> Answer<CardLink> {
    let link = answer(device.link_card(card).await)?;
    show_bank(&app, &device, &link)?;
    Ok(link)
}

/// The shopper was at the bank's page: links the card that waits for it.
#[tauri::command]
#[specta::specta]
pub async fn confirm_card(device: State<'_, SharedDevice>, confirmation_id: String) -> Answer<CardLink> {
    answer(device.confirm_card(confirmation_id).await)
}

/// Opens the bank's page once more.
#[tauri::command]
#[specta::specta]
pub async fn open_bank_page(app: AppHandle, device: State<'_, SharedDevice>) -> Answer<()> {
    let page = answer(device.bank_page())?;
    answer(open_in_browser(&app, &page))
}

/// Opens the page of the bank that an order waits for.
#[tauri::command]
#[specta::specta]
pub async fn open_order_bank_page(
    app: AppHandle,
    device: State<'_, SharedDevice>,
    order_id: String,
) -> Answer<()> {
    let page = answer(device.order_bank_page(&order_id).await)?;
    answer(open_in_browser(&app, &page))
}

/// Unlinks a card; with `force` also one that is in use.
#[tauri::command]
#[specta::specta]
pub async fn remove_card(device: State<'_, SharedDevice>, card_id: String, force: bool) -> Answer<()> {
    answer(device.remove_card(&card_id, force).await)
}

/// Makes a card the one that pays when nothing else is said.
#[tauri::command]
#[specta::specta]
pub async fn set_default_card(device: State<'_, SharedDevice>, card_id: String) -> Answer<CardView> {
    answer(device.set_default_card(&card_id).await)
}

/// Names a card.
#[tauri::command]
#[specta::specta]
pub async fn rename_card(
    device: State<'_, SharedDevice>,
    card_id: String,
    nickname: String,
) -> Answer<CardView> {
    answer(device.rename_card(&card_id, nickname).await)
}

/// Puts the cards in this order: each linked card once.
#[tauri::command]
#[specta::specta]
pub async fn order_cards(device: State<'_, SharedDevice>, card_ids: Vec<String>) -> Answer<()> {
    answer(device.order_cards(card_ids).await)
}

/// What pays when nothing else is said.
#[tauri::command]
#[specta::specta]
pub async fn funding_preference(device: State<'_, SharedDevice>) -> Answer<FundingPreference> {
    answer(device.funding_preference().await)
}

/// Changes what pays when nothing else is said.
#[tauri::command]
#[specta::specta]
pub async fn set_funding_preference(
    device: State<'_, SharedDevice>,
    preference: FundingPreference,
) -> Answer<FundingPreference> {
    answer(device.set_funding_preference(&preference).await)
}

fn show_bank(app: &AppHandle, device: &SharedDevice, link: &CardLink) -> Answer<()> {
    match link {
        CardLink::Linked { .. } => Ok(()),
        CardLink::Bank { .. } => answer(device.bank_page().and_then(|page| open_in_browser(app, &page))),
    }
}
