//! Writes the interface's bindings: `cargo run -p saifu-app --example export-bindings`.

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/api/bindings.ts");
    saifu_app::bindings::export(&path)
}
