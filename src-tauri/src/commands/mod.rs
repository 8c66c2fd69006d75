//! The commands, thin: each calls the device. Errors are thrown as an [`ErrorView`].

pub mod access;
pub mod account;
pub mod approval;
pub mod card;
pub mod device;
pub mod fingerprint;
pub mod gift;
pub mod passkey;
pub mod permission;
pub mod pin;
pub mod top_up;
pub mod wallet;

use saifu_api::wallet::ErrorView;
use saifu_device::DeviceError;
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt;

/// What a command answers.
pub type Answer<T> = Result<T, ErrorView>;

/// Turns the device's error into what the screen has words for; its cause stays in the log, once.
fn answer<T>(result: Result<T, DeviceError>) -> Answer<T> {
    result.map_err(|error| {
        let view = ErrorView::from(&error);
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        tracing::info!(code = view.code, message = view.message, cause, "a command was refused");
        view
    })
}

/// Opens a page that the core chose, never one that a window names.
fn open_in_browser(app: &AppHandle, page: &str) -> Result<(), DeviceError> {
    let opened = app.opener().open_url(page, None::<&str>);
    opened.map_err(|error| DeviceError::Internal(error.to_string()))
}
