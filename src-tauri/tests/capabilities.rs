//! Which window may call what: approving belongs to the approval window alone.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
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
fn the_pins_window_has_its_commands_and_nothing_else() {
    let pin = capability("pin");
    assert_eq!(pin.windows, ["pin"]);
    assert_eq!(pin.permissions, allow(command_names::PIN));
}

#[test]
fn nothing_that_approves_or_opens_is_the_main_windows() {
    let main = capability("main");
    for command in command_names::APPROVAL.iter().chain(command_names::PIN) {
        assert!(main.permissions.is_disjoint(&allow(&[command])), "{command}");
    }
}

#[test]
fn no_command_belongs_to_two_windows() {
    let [main, approval, pin] = ["main", "approval", "pin"].map(|name| capability(name).permissions);
    assert!(main.is_disjoint(&approval) && main.is_disjoint(&pin) && approval.is_disjoint(&pin));
}

/// A PIN that is typed in the wallet's window is read by whoever took it over.
#[test]
fn no_command_of_the_main_window_takes_a_pin() {
    for (name, inputs) in commands_in(&bindings()) {
        let takes_pin = inputs.split(',').any(|input| input.to_lowercase().contains("pin:"));
        assert!(!takes_pin || !command_names::MAIN.contains(&name.as_str()), "{name}({inputs})");
    }
}

#[test]
fn there_is_no_fourth_capability() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
    let names: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, ["approval.json", "main.json", "pin.json"].map(str::to_owned).into());
}

#[test]
fn every_command_of_the_bindings_is_listed() {
    let listed: BTreeSet<String> = command_names::all().map(str::to_owned).collect();
    let called: BTreeSet<String> = commands_in(&bindings()).into_keys().collect();
    assert_eq!(called, listed);
}

fn bindings() -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bindings.ts");
    saifu_app::bindings::export(&path).unwrap();
    std::fs::read_to_string(path).unwrap()
}

/// Each command with its inputs: `name: (a: string) => __TAURI_INVOKE<T>("name", …)`.
fn commands_in(bindings: &str) -> BTreeMap<String, String> {
    let calls: Vec<&str> = bindings.split("__TAURI_INVOKE<").collect();
    let pairs = calls.windows(2).filter_map(|pair| {
        let name = pair[1].split(['"', '\'']).nth(1)?;
        let inputs = pair[0].rsplit_once('(')?.1.split(')').next()?;
        Some((name.to_owned(), inputs.to_owned()))
    });
    pairs.collect()
}
