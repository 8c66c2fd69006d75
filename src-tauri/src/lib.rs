//! The Tauri shell: windows, commands, deep links. What a wallet does is in `saifu-device`; here each
//! command calls it and turns its errors into what screens have words for.

pub mod bindings;
pub mod command_names;
mod commands;
#[cfg(target_os = "linux")]
pub mod drawing;
mod events;
mod links;
mod pin_desk;
mod windows;

use std::sync::Arc;

use saifu_device::{Device, Options};
use tauri::{App, AppHandle, Manager, RunEvent, WindowEvent};
use tracing_subscriber::EnvFilter;

use pin_desk::PinDesk;

/// What the commands are given.
pub type SharedDevice = Arc<Device>;

/// Runs the app until its windows are closed.
///
/// # Errors
/// The device's files cannot be read, or the windowing system is missing.
pub fn run() -> Result<(), Box<dyn std::error::Error>> {
    let filter = EnvFilter::try_from_env("SAIFU_LOG").unwrap_or_else(|_| EnvFilter::new("warn,saifu=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let device: SharedDevice = Arc::new(Device::open(Options::from_environment()?)?);
    let app = tauri::Builder::default()
        // First, so that a second start hands over its link before anything else happens.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| windows::focus_main(app)))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .manage(device)
        .manage(PinDesk::default())
        .invoke_handler(bindings::builder().invoke_handler())
        .setup(set_up)
        .build(tauri::generate_context!())?;
    app.run(on_event);
    Ok(())
}

fn set_up(app: &mut App) -> Result<(), Box<dyn std::error::Error>> {
    let handle = app.handle().clone();
    let device = SharedDevice::clone(&app.state::<SharedDevice>());
    tauri::async_runtime::spawn(async move { device.warm_up().await });
    windows::open_main(&handle)?;
    links::follow(&handle)?;
    tauri::async_runtime::spawn(events::follow(handle.clone()));
    tauri::async_runtime::spawn(events::lock_when_idle(handle));
    Ok(())
}

fn on_event(app: &AppHandle, event: RunEvent) {
    let RunEvent::WindowEvent { label, event: WindowEvent::Destroyed, .. } = event else { return };
    // Closed by its frame: the shopper decides later.
    match label.as_str() {
        windows::APPROVAL => app.state::<SharedDevice>().close_approval(),
        windows::PIN => {
            if let Some(purpose) = app.state::<PinDesk>().close() {
                events::answer_pin(app, purpose, false);
            }
        }
        _ => {}
    }
}
