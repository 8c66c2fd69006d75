//! Lists the commands, so that capabilities decide by window who may call which.

use std::path::Path;

// The list is shared with the crate, whose tests hold it against the capabilities.
#[allow(dead_code, reason = "the build needs the list alone")]
#[path = "src/command_names.rs"]
mod command_names;

const INTERFACE: &str = "../ui/build";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let interface = Path::new(INTERFACE);
    if std::env::var_os("CARGO_FEATURE_CUSTOM_PROTOCOL").is_none() {
        // Checks and tests need no interface, but the context is generated over its folder.
        std::fs::create_dir_all(interface)?;
    } else if !interface.join("index.html").is_file() {
        return Err("ui/build is empty: run `npm run build` in ui/ first".into());
    }
    println!("cargo:rerun-if-changed={INTERFACE}");
    println!("cargo:rerun-if-changed=capabilities");
    let commands: Vec<&'static str> = command_names::all().collect();
    let manifest = tauri_build::AppManifest::new().commands(Box::leak(commands.into_boxed_slice()));
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
