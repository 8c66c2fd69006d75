use saifu_api::wallet::{MerchantView, SessionView, ShopperView, SignUpView};
use saifu_wallet::merchant::Merchant;
use saifu_wallet::shopper::{Confirmed, Shopper, SignUp};

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
        expires_at: it.expires_at,
        resend_at: it.resend_at,
    }
}

/// A new session, with its token.
#[must_use]
pub fn session(it: &Confirmed) -> SessionView {
    SessionView {
        access_token: it.token.reveal().to_owned(),
        expires_at: it.token.expires_at,
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
