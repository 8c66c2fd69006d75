//! The commands, thin: each calls the device. Errors are thrown as an [`ErrorView`].

pub mod account;
pub mod approval;
pub mod wallet;

use saifu_api::wallet::ErrorView;
use saifu_device::DeviceError;

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
