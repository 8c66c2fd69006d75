//! The committed bindings are those of the code.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

#[test]
fn the_bindings_are_not_stale() {
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("bindings.ts");
    saifu_app::bindings::export(&fresh).unwrap();
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/api/bindings.ts");
    let read = |path: &Path| std::fs::read_to_string(path).unwrap();
    assert!(
        read(&fresh) == read(&committed),
        "run `cargo run -p saifu-app --example export-bindings` and commit ui/src/lib/api/bindings.ts"
    );
}
