use saifu_api::wallet::{MerchantView, SessionView, ShopperView, SignUpView};
use saifu_wallet::merchant::Merchant;
use saifu_wallet::session::Begun;
use saifu_wallet::shopper::{Shopper, SignUp};

/// A shopper.
#[must_use]
pub fn shopper(it: &Shopper) -> ShopperView {
    ShopperView { shopper_id: it.id.to_string(), name: it.name.clone(), email: it.email.clone() }
}

/// A waiting sign-up.
#[must_use]
pub fn sign_up(it: &SignUp) -> SignUpView {
    SignUpView {
        sign_up_id: it.id.to_string(),
        email: it.email.clone(),
        expires_at: it.code.expires_at,
        resend_at: it.resend_at,
    }
}

/// A session with its tokens.
#[must_use]
pub fn session(it: &Begun) -> SessionView {
    SessionView {
        access_token: it.tokens.access.reveal().to_owned(),
        expires_at: it.tokens.access.expires_at,
        refresh_token: it.tokens.refresh.reveal().to_owned(),
        refresh_expires_at: it.tokens.refresh.expires_at,
        device_id: it.device.id.to_string(),
        shopper: shopper(&it.shopper),
    }
}

/// A merchant as a shopper sees it.
#[must_use]
pub fn merchant_view(it: &Merchant) -> MerchantView {
    MerchantView {
        merchant_id: it.id.to_string(),
        name: it.name.clone(),
        mark: it.mark.clone(),
        tint: it.tint(),
        domain: it.domain.clone(),
        registered: it.registration_number.is_some(),
    }
}
