//! The names of all commands, by the window that may call them.

/// Commands of the main window.
pub const MAIN: &[&str] = &[
    "app_state",
    "sign_up",
    "resend_code",
    "confirm_email",
    "ask_pin",
    "sign_out",
    "touch",
    "lock",
    "devices",
    "change_device",
    "revoke_device",
    "open_join",
    "join",
    "refuse_join",
    "present_join",
    "finish_join",
    "take_join",
    "fingerprint_state",
    "turn_off_fingerprint",
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
    "approve_by_fingerprint",
    "stop_fingerprint",
    "approval_outcome",
    "open_approval_bank_page",
    "decline_approval",
    "close_approval",
];

/// Commands of the window that asks for the PIN, and of no other.
pub const PIN: &[&str] = &["pin_request", "answer_pin", "answer_by_fingerprint", "close_pin"];

/// All commands.
pub fn all() -> impl Iterator<Item = &'static str> {
    MAIN.iter().chain(APPROVAL).chain(PIN).copied()
}
