//! `saifu://` links: from the command line, from a second start, from the system.

use saifu_device::{CheckoutSessionId, DeviceError, Link, OpenedFrom};
use tauri::{AppHandle, Manager};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::{SharedDevice, events, windows};

/// Follows the link that the app was started with, and every later one.
///
/// # Errors
/// The plugin could not read the command line.
pub fn follow(app: &AppHandle) -> Result<(), tauri_plugin_deep_link::Error> {
    register(app.clone());
    let handle = app.clone();
    app.deep_link().on_open_url(move |event| {
        for url in event.urls() {
            open(&handle, url.as_str());
        }
    });
    for url in app.deep_link().get_current()?.unwrap_or_default() {
        open(app, url.as_str());
    }
    Ok(())
}

/// An installed package registers the scheme; a build that is run in place has to do it itself. On a
/// thread of its own: on Linux three programs are run for it, and the window's first page would wait.
fn register(app: AppHandle) {
    #[cfg(any(target_os = "linux", windows))]
    tauri::async_runtime::spawn_blocking(move || {
        if let Err(error) = app.deep_link().register_all() {
            tracing::info!(%error, "saifu:// links could not be registered");
        }
    });
}

fn open(app: &AppHandle, link: &str) {
    let opened = link.parse().and_then(|link| match link {
        Link::Checkout(session) => open_checkout(app, session, OpenedFrom::Link),
        Link::Gift(code) => {
            // The page asks for the code: it may not listen yet, and a code is money, so no event holds it.
            app.state::<SharedDevice>().remember_gift(code);
            windows::focus_main(app);
            events::bring_gift(app);
            Ok(())
        }
        Link::Join(code) => {
            app.state::<SharedDevice>().remember_join(code);
            windows::focus_main(app);
            events::bring_join(app);
            Ok(())
        }
        Link::CardReturned => {
            windows::focus_main(app);
            events::return_card(app);
            Ok(())
        }
    });
    if let Err(error) = opened {
        // A link comes from anywhere: its text stays out of the log.
        tracing::warn!(%error, "a link was not followed");
        windows::focus_main(app);
    }
}

/// Shows a payment in the approval window, or the wallet's first screen where it is not set up.
///
/// # Errors
/// [`DeviceError::Request`] while another payment is being signed; [`DeviceError::Internal`]: no
/// window can be made.
pub fn open_checkout(
    app: &AppHandle,
    session: CheckoutSessionId,
    from: OpenedFrom,
) -> Result<(), DeviceError> {
    let device = app.state::<SharedDevice>();
    if device.open_checkout(session, from)? {
        return windows::open_approval(app).map_err(|error| DeviceError::Internal(error.to_string()));
    }
    windows::focus_main(app);
    events::open_path(app, "/");
    Ok(())
}

/// Opens the payment that a link asked for before the wallet was ready.
pub fn open_remembered(app: &AppHandle) {
    let remembered = app.state::<SharedDevice>().take_remembered();
    let opened = remembered.map(|session| open_checkout(app, session, OpenedFrom::Link));
    if let Some(Err(error)) = opened {
        tracing::warn!(%error, "a link was not followed");
    }
}
