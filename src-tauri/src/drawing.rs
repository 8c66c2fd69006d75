//! How the webviews draw on Linux.
//!
//! Where there is no graphics processor, WebKitGTK still composes the page in OpenGL, with Mesa
//! playing the processor on the CPU: about 100 MiB more and a third of a second more until the first
//! balance than drawing straight into the window. So there it is told to draw itself
//! (`docs/adr/0011-start.md`).

use std::env;
use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// WebKitGTK looks at it once, before its first webview. Set on a webview, the same choice comes when its
/// page may be loading already, and then it has to switch.
const COMPOSE_NOTHING: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Chooses how all webviews of this process draw. To be called first: a process cannot safely change its
/// own environment once threads may run, so the program is started anew in its place, with the same arguments
/// and the same process id. Whoever has set the variable has chosen already.
///
/// # Errors
/// The program cannot be started anew. It may go on: it only draws as WebKitGTK would have it.
pub fn choose() -> io::Result<()> {
    if env::var_os(COMPOSE_NOTHING).is_some() || has_processor(Path::new("/dev")) {
        return Ok(());
    }
    let mut anew = Command::new(env::current_exe()?);
    Err(anew.args(env::args_os().skip(1)).env(COMPOSE_NOTHING, "1").exec())
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
