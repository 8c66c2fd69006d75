use saifu_api::wallet::{PasskeyKind, PasskeyView};
use saifu_wallet::passkey::{Credential, CredentialKind};

/// A browser or a security key.
#[must_use]
pub fn passkey(it: &Credential) -> PasskeyView {
    PasskeyView {
        passkey_id: it.id.to_string(),
        kind: match it.kind {
            CredentialKind::SecurityKey => PasskeyKind::SecurityKey,
            CredentialKind::Device | CredentialKind::Browser => PasskeyKind::Browser,
        },
        name: it.device_name.clone(),
        created_at: it.created_at,
        used_at: it.used_at,
    }
}
