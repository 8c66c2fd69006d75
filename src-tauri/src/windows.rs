//! The two windows. They share nothing: each has its own page and its own capability.

use saifu_device::{DeviceError, Language};
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder, Wry};

use crate::SharedDevice;

/// The wallet's window.
pub const MAIN: &str = "main";

/// The window that shows and approves one payment.
pub const APPROVAL: &str = "approval";

const APPROVAL_PAGE: &str = "approval";
const MARK_PAGE: &str = "approval/mark";

/// Opens the wallet's window.
///
/// # Errors
/// The windowing system refuses.
pub fn open_main(app: &AppHandle) -> tauri::Result<()> {
    builder(app, MAIN, "index.html")
        .title(main_title())
        .inner_size(1280.0, 800.0)
        .min_inner_size(360.0, 640.0)
        .build()?;
    Ok(())
}

/// Opens the approval window, or shows the next payment in the one that is open.
///
/// # Errors
/// The windowing system refuses.
pub fn open_approval(app: &AppHandle) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(APPROVAL) {
        let (mut page, before) = (window.url()?, window.url()?);
        page.set_path(APPROVAL_PAGE);
        if page == before {
            window.reload()?
        } else {
            window.navigate(page)?
        }
        return window.set_focus();
    }
    build_approval(app, APPROVAL_PAGE)
}

/// Opens the same window for choosing the mark, which only it may know.
///
/// # Errors
/// [`DeviceError::Request`]: it is open; [`DeviceError::Internal`]: the windowing system refuses.
pub fn open_mark_chooser(app: &AppHandle) -> Result<(), DeviceError> {
    if app.get_webview_window(APPROVAL).is_some() {
        return Err(DeviceError::Request("the approval window is open"));
    }
    build_approval(app, MARK_PAGE).map_err(|error| DeviceError::Internal(error.to_string()))
}

fn build_approval(app: &AppHandle, page: &str) -> tauri::Result<()> {
    builder(app, APPROVAL, page)
        .title(approval_title(app.state::<SharedDevice>().language()))
        .inner_size(944.0, 672.0)
        .min_inner_size(360.0, 560.0)
        .center()
        .build()?;
    Ok(())
}

/// Closes the approval window if it is open.
pub fn close_approval(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(APPROVAL)
        && let Err(error) = window.close()
    {
        tracing::warn!(%error, "the approval window did not close");
    }
}

/// Brings the wallet's window to the front.
pub fn focus_main(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    if let Err(error) = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus()) {
        tracing::warn!(%error, "the window did not come to the front");
    }
}

/// Names the windows in the language that was chosen.
pub fn rename(app: &AppHandle, language: Language) {
    let titles = [(MAIN, main_title()), (APPROVAL, approval_title(language))];
    for (label, title) in titles {
        if let Some(window) = app.get_webview_window(label)
            && let Err(error) = window.set_title(title)
        {
            tracing::warn!(%error, label, "the window kept its title");
        }
    }
}

/// A window that shows our own pages and goes nowhere else.
fn builder<'a>(app: &'a AppHandle, label: &str, page: &str) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    WebviewWindowBuilder::new(app, label, WebviewUrl::App(page.into())).on_navigation(is_our_page)
}

fn is_our_page(url: &Url) -> bool {
    // Linux and macOS serve the interface as tauri://localhost, Windows as http://tauri.localhost.
    matches!((url.scheme(), url.host_str()), ("tauri", Some("localhost")) | ("http", Some("tauri.localhost")))
}

const fn main_title() -> &'static str {
    "財布 Saifu"
}

const fn approval_title(language: Language) -> &'static str {
    match language {
        Language::Ja => "支払いの承認 – Saifu",
        Language::En => "Approve a payment – Saifu",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_shows_our_pages_and_goes_nowhere_else() {
        let is_ours = |url: &str| is_our_page(&url.parse().unwrap());
        assert!(is_ours("tauri://localhost/approval"));
        for other in
            ["https://saifu.example/", "http://localhost:8080/", "file:///etc/passwd", "data:text/html,x"]
        {
            assert!(!is_ours(other), "{other}");
        }
    }
}
