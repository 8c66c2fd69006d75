//! The names of all commands, by the window that may call them.

/// Commands of the main window.
pub const MAIN: &[&str] = &[
    "app_state",
    "sign_up",
    "resend_code",
    "confirm_email",
    "create_passkey",
    "sign_in",
    "sign_out",
    "home",
    "instruments",
    "link_card",
    "remove_card",
    "set_default_card",
    "redeem_gift",
    "orders",
    "order",
    "receipt",
    "save_receipt",
    "open_receipt",
    "issue_store_code",
    "open_checkout",
    "set_language",
];

/// Commands of the approval window, and of no other.
pub const APPROVAL: &[&str] =
    &["approval_terms", "approval_change_funding", "approve", "decline_approval", "close_approval"];

/// All commands.
pub fn all() -> impl Iterator<Item = &'static str> {
    MAIN.iter().chain(APPROVAL).copied()
}
