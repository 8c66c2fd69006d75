//! How the webview draws on Linux.
//!
//! Where there is no graphics processor, WebKitGTK still composes the page in OpenGL, with Mesa
//! playing the processor on the CPU: about 100 MiB more and a third of a second more until the first
//! balance than drawing straight into the window. So there it is told to draw itself.

use std::fs;
use std::path::Path;

use tauri::WebviewWindow;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

/// Chooses how `window` draws. To be called right after it was made: its page is not there yet.
///
/// # Errors
/// The window is gone.
pub fn choose(window: &WebviewWindow) -> tauri::Result<()> {
    if has_processor(Path::new("/dev")) {
        return Ok(());
    }
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// Whether something other than the CPU can draw: a render node of the kernel's, NVIDIA's own driver,
/// or what WSL passes through. In doubt it says yes, and all stays as WebKitGTK would have it.
fn has_processor(devices: &Path) -> bool {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let named = |folder: &Path, start: &str| {
        entries(folder).any(|entry| entry.file_name().to_string_lossy().starts_with(start))
    };
    named(&devices.join("dri"), "renderD") || named(devices, "nvidia") || devices.join("dxg").exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_processor_is_known_by_its_device() {
        let folder = tempfile::tempdir().unwrap();
        let devices = folder.path();
        fs::create_dir(devices.join("dri")).unwrap();
        fs::write(devices.join("dri/card0"), "").unwrap();
        // A frame buffer without a render node: a virtual machine's.
        assert!(!has_processor(devices));
        fs::write(devices.join("dri/renderD128"), "").unwrap();
        assert!(has_processor(devices));
    }

    #[test]
    fn drivers_that_come_without_render_nodes_count_too() {
        for device in ["nvidia0", "dxg"] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(device), "").unwrap();
            assert!(has_processor(folder.path()), "{device}");
        }
    }
}
