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
    "check_new_pin",
    "change_pin",
    "home",
    "instruments",
    "orders",
    "order",
    "receipt",
    "save_receipt",
    "open_receipt",
    "issue_store_code",
    "open_checkout",
    "terms",
    "link_card",
    "confirm_card",
    "open_bank_page",
    "open_order_bank_page",
    "remove_card",
    "set_default_card",
    "rename_card",
    "order_cards",
    "funding_preference",
    "set_funding_preference",
    "top_up_by_card",
    "top_up_by_slip",
    "top_up_by_bank",
    "top_ups",
    "top_up",
    "cancel_top_up",
    "automatic_top_up",
    "set_automatic_top_up",
    "open_sandbox_store",
    "buy_gift",
    "gifts",
    "gift",
    "resend_gift",
    "cancel_gift",
    "print_gift",
    "redeem_gift",
    "gift_code_in_text",
    "gift_code_in_picture",
    "take_gift",
    "points",
    "gift_balance",
    "set_language",
];

/// Commands of the approval window, and of no other.
pub const APPROVAL: &[&str] = &[
    "approval_terms",
    "approval_change_funding",
    "approve",
    "approval_outcome",
    "open_approval_bank_page",
    "decline_approval",
    "close_approval",
];

/// All commands.
pub fn all() -> impl Iterator<Item = &'static str> {
    MAIN.iter().chain(APPROVAL).copied()
}
