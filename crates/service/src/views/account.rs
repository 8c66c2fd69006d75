use saifu_api::wallet::{EmailChangeView, RecoveringDeviceView, RecoveryView, SignInMethodView, SignInView};
use saifu_wallet::id::{DeviceId, SessionId};
use saifu_wallet::recovery::Recovery;
use saifu_wallet::shopper::EmailChange;
use saifu_wallet::sign_in::{SignIn, SignInMethod};

/// A recovery, for the device that began it.
#[must_use]
pub fn recovery(it: &Recovery) -> RecoveryView {
    RecoveryView {
        recovery_id: it.id.to_string(),
        code_expires_at: it.code.expires_at,
        ready_at: it.proved.as_ref().map(|it| it.ready_at),
    }
}

/// The same for the owner; none before both codes were right.
#[must_use]
pub fn recovering_device(it: &Recovery) -> Option<RecoveringDeviceView> {
    let proved = it.proved.as_ref()?;
    Some(RecoveringDeviceView {
        device_name: it.device_name.clone(),
        begun_at: proved.at,
        ready_at: proved.ready_at,
    })
}

/// A change of address that waits for its code.
#[must_use]
pub fn email_change(it: &EmailChange) -> EmailChangeView {
    EmailChangeView {
        email_change_id: it.id.to_string(),
        email: it.new_email.clone(),
        expires_at: it.code.expires_at,
    }
}

/// A sign-in, as device and session that ask see it.
#[must_use]
pub fn sign_in(it: &SignIn, device: &DeviceId, session: &SessionId) -> SignInView {
    SignInView {
        sign_in_id: it.id.to_string(),
        name: it.name.clone(),
        method: method(it.method),
        network: it.network.clone(),
        at: it.at,
        current: it.session_id.as_ref() == Some(session),
        this_device: it.device_id.as_ref() == Some(device),
        refused: it.refused,
        disowned_at: it.disowned_at,
    }
}

const fn method(it: SignInMethod) -> SignInMethodView {
    match it {
        SignInMethod::MailedCode => SignInMethodView::MailedCode,
        SignInMethod::Passkey => SignInMethodView::Passkey,
        SignInMethod::PagePasskey => SignInMethodView::PagePasskey,
        SignInMethod::Join => SignInMethodView::Join,
        SignInMethod::Recovery => SignInMethodView::Recovery,
    }
}
