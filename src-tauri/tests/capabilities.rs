//! Which window may call what: approving belongs to the approval window alone.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

use saifu_app::command_names;
use serde_json::Value;

struct Capability {
    windows: Vec<String>,
    permissions: BTreeSet<String>,
}

fn capability(name: &str) -> Capability {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("capabilities/{name}.json"));
    let json: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let texts = |key: &str| -> Vec<String> { serde_json::from_value(json[key].clone()).unwrap() };
    assert!(json.get("webviews").is_none() && json.get("remote").is_none(), "{name} opens nothing more");
    Capability { windows: texts("windows"), permissions: texts("permissions").into_iter().collect() }
}

fn allow(commands: &[&str]) -> BTreeSet<String> {
    commands.iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect()
}

#[test]
fn the_approval_window_has_its_commands_and_nothing_else() {
    let approval = capability("approval");
    assert_eq!(approval.windows, ["approval"]);
    assert_eq!(approval.permissions, allow(command_names::APPROVAL));
}

#[test]
fn the_main_window_has_its_commands_and_listens() {
    let main = capability("main");
    let listening = ["core:event:allow-listen", "core:event:allow-unlisten"].map(str::to_owned);
    let expected: BTreeSet<String> = allow(command_names::MAIN).into_iter().chain(listening).collect();
    assert_eq!(main.windows, ["main"]);
    assert_eq!(main.permissions, expected);
}

#[test]
fn the_mark_is_the_approval_windows_alone() {
    let (main, approval) = (capability("main"), capability("approval"));
    for permission in allow(&["security_mark", "choose_security_mark"]) {
        assert!(approval.permissions.contains(&permission), "{permission}");
        assert!(!main.permissions.contains(&permission), "{permission}");
    }
}

#[test]
fn nothing_that_approves_is_the_main_windows() {
    let main = capability("main");
    for command in ["approve", "approve_by_fingerprint", "approval_terms", "approval_change_funding"] {
        assert!(main.permissions.is_disjoint(&allow(&[command])), "{command}");
    }
}

#[test]
fn no_command_belongs_to_both_windows() {
    let (main, approval) = (capability("main"), capability("approval"));
    assert!(main.permissions.is_disjoint(&approval.permissions));
}

#[test]
fn there_is_no_third_capability() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
    let names: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, ["approval.json", "main.json"].map(str::to_owned).into());
}

#[test]
fn every_command_of_the_bindings_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bindings.ts");
    saifu_app::bindings::export(&path).unwrap();
    let bindings = std::fs::read_to_string(path).unwrap();
    let listed: BTreeSet<String> = command_names::all().map(str::to_owned).collect();
    // `__TAURI_INVOKE<T>("name"` or `…('name'`: the first text of each call.
    let called: BTreeSet<String> = bindings
        .split("__TAURI_INVOKE<")
        .skip(1)
        .filter_map(|call| call.split(['"', '\'']).nth(1).map(str::to_owned))
        .collect();
    assert_eq!(called, listed);
}
