//! `design.md` §1 as data.

/// What one crate of the workspace may depend on, and what must not reach it by any way.
pub struct Row {
    pub name: &'static str,
    pub may_use: &'static [&'static str],
    pub never_holds: &'static [&'static str],
}

const fn row(
    name: &'static str,
    may_use: &'static [&'static str],
    never_holds: &'static [&'static str],
) -> Row {
    Row { name, may_use, never_holds }
}

/// Databases, servers, clients, runtimes, windows: nothing of that in a crate of rules.
const NO_IO: &[&str] =
    &["sqlx", "axum", "hyper", "reqwest", "tauri", "tokio", "lettre", "keyring-core", "async-io"];

pub const ROWS: &[Row] = &[
    row("saifu-money", &[], NO_IO),
    row("saifu-terms", &["saifu-money"], NO_IO),
    row("saifu-ledger", &["saifu-money"], NO_IO),
    row("saifu-rewards", &["saifu-money"], NO_IO),
    row("saifu-codes", &["saifu-money"], NO_IO),
    row(
        "saifu-wallet",
        &["saifu-money", "saifu-terms", "saifu-ledger", "saifu-rewards", "saifu-codes"],
        &["sqlx", "axum", "hyper", "reqwest", "tauri", "lettre", "keyring-core"],
    ),
    row("saifu-api", &["saifu-money", "saifu-terms"], &["sqlx", "axum", "hyper", "reqwest", "tauri"]),
    row(
        "saifu-store",
        &["saifu-wallet", "saifu-money", "saifu-terms", "saifu-ledger", "saifu-rewards", "saifu-codes"],
        &["axum", "reqwest", "tauri"],
    ),
    row("saifu-processor", &["saifu-wallet", "saifu-money"], &["sqlx", "tauri"]),
    row(
        "saifu-documents",
        &["saifu-money", "saifu-codes"],
        &["sqlx", "axum", "hyper", "reqwest", "tauri", "tokio"],
    ),
    row(
        "saifu-service",
        &[
            "saifu-money",
            "saifu-terms",
            "saifu-ledger",
            "saifu-rewards",
            "saifu-codes",
            "saifu-wallet",
            "saifu-api",
            "saifu-store",
            "saifu-processor",
            "saifu-documents",
        ],
        &["tauri"],
    ),
    row(
        "saifu-device",
        &["saifu-api", "saifu-terms", "saifu-money", "saifu-codes", "saifu-documents"],
        &["sqlx", "axum", "tauri", "webauthn-rs"],
    ),
    row("saifu-app", &["saifu-device", "saifu-api", "saifu-terms"], &["sqlx", "axum", "webauthn-rs"]),
    // Tooling: nothing depends on it, and it reaches the product as a person does, from outside.
    row("saifu-minimal-window", &[], &["sqlx", "axum"]),
    row("saifu-tests", &[], &["sqlx", "axum", "tauri"]),
    row(
        "saifu-bench",
        &["saifu-tests", "saifu-store", "saifu-wallet", "saifu-ledger", "saifu-codes", "saifu-money"],
        &["axum", "tauri"],
    ),
    row(
        "saifu-simulation",
        &["saifu-wallet", "saifu-money", "saifu-terms", "saifu-ledger", "saifu-rewards", "saifu-codes"],
        &["sqlx", "axum", "reqwest", "tauri"],
    ),
    row("xtask", &["saifu-tests"], &["sqlx", "axum", "tauri"]),
];

/// What the workspace's own manifests must not name, though it may come with another crate.
pub const NOT_BY_NAME: &[(&str, &[&str])] = &[("saifu-service", &["sqlx"]), ("saifu-app", &["reqwest"])];
