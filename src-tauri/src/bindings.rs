//! The commands and types that the interface gets as TypeScript.

use std::path::Path;

use saifu_api::wallet::{ErrorView, EventView};
use specta::Types;
use specta_typescript::Typescript;
use tauri::Wry;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};

use crate::commands::{
    access, account, approval, card, device, fingerprint, gift, passkey, permission, pin, top_up, wallet,
};
use crate::events::ApprovalFinished;
use crate::pin_desk::PinAnswered;

/// Every command, and the types of the events.
#[must_use]
#[allow(clippy::too_many_lines, reason = "a list, and the macro takes it whole")]
pub fn builder() -> Builder<Wry> {
    Builder::new()
        .commands(collect_commands![
            account::app_state,
            account::sign_up,
            account::resend_code,
            account::confirm_email,
            account::sign_out,
            account::touch,
            account::lock,
            device::devices,
            device::change_device,
            device::revoke_device,
            access::start_recovery,
            access::prove_recovery,
            access::finish_recovery,
            access::leave_recovery,
            access::recovery_under_way,
            access::stop_recovery,
            access::sign_ins,
            access::disown_sign_in,
            access::email_change,
            access::confirm_email_change,
            device::open_join,
            device::join,
            device::refuse_join,
            device::present_join,
            device::finish_join,
            device::take_join,
            passkey::page_passkeys,
            passkey::passkey_link,
            pin::ask_pin,
            account::set_language,
            fingerprint::fingerprint_state,
            fingerprint::turn_off_fingerprint,
            device::factors,
            permission::permissions,
            permission::change_permission,
            permission::end_permission,
            wallet::home,
            wallet::instruments,
            wallet::orders,
            wallet::order,
            wallet::receipt,
            wallet::save_receipt,
            wallet::open_receipt,
            wallet::issue_store_code,
            wallet::open_checkout,
            wallet::terms,
            card::link_card,
            card::confirm_card,
            card::open_bank_page,
            card::open_order_bank_page,
            card::remove_card,
            card::set_default_card,
            card::rename_card,
            card::order_cards,
            card::funding_preference,
            card::set_funding_preference,
            top_up::top_up_by_card,
            top_up::top_up_by_slip,
            top_up::top_up_by_bank,
            top_up::top_ups,
            top_up::top_up,
            top_up::cancel_top_up,
            top_up::automatic_top_up,
            top_up::set_automatic_top_up,
            top_up::open_sandbox_store,
            gift::buy_gift,
            gift::gifts,
            gift::gift,
            gift::resend_gift,
            gift::cancel_gift,
            gift::print_gift,
            gift::redeem_gift,
            gift::gift_code_in_text,
            gift::gift_code_in_picture,
            gift::take_gift,
            gift::points,
            gift::gift_balance,
            approval::approval_terms,
            approval::approval_change_funding,
            approval::approve,
            fingerprint::approve_by_fingerprint,
            fingerprint::stop_fingerprint,
            approval::approval_outcome,
            approval::open_approval_bank_page,
            approval::decline_approval,
            approval::close_approval,
            pin::pin_request,
            pin::answer_pin,
            pin::answer_by_fingerprint,
            pin::confirm_totp,
            pin::save_recovery_codes,
            pin::take_recovery_codes,
            pin::close_pin,
        ])
        .types(
            &Types::default()
                .register::<ErrorView>()
                .register::<EventView>()
                .register::<ApprovalFinished>()
                .register::<PinAnswered>(),
        )
        .error_handling(ErrorHandlingMode::Throw)
        // What is optional on the wire is optional in both directions.
        .disable_serde_phases()
}

/// Writes the bindings.
///
/// # Errors
/// A type that TypeScript has no form for, or a path that cannot be written.
pub fn export(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    Ok(builder().export(Typescript::default(), path)?)
}
