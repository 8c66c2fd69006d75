//! Second factors: setting them up where only the PIN's window sees them.

use saifu_api::wallet::FactorsView;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::Device;
use crate::passkey::Verification;
use crate::store_code::QrPicture;
use crate::{DeviceError, files};

const FILE: &str = "Saifu-recovery-codes.txt";
/// The passkey says yes to the authenticator app, and to recovery codes.
const TOTP: &str = "totp";
const RECOVERY_CODES: &str = "recovery-codes";

/// What an authenticator app is shown, once.
#[derive(Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TotpSetup {
    /// To be typed, in groups of four.
    pub secret: String,
    /// To be scanned.
    pub qr: QrPicture,
}

impl Device {
    /// What there is beside passkeys.
    ///
    /// # Errors
    /// `session.invalid`, `device.…`.
    pub async fn factors(&self) -> Result<FactorsView, DeviceError> {
        self.signed_in(|token| async move { self.client.factors(&token).await }).await
    }

    /// Begins with an authenticator app.
    ///
    /// # Errors
    /// `factor.totp_exists`, `approval.pin_…`, `fingerprint.…`, `passkey.…`, and as [`Device::factors`].
    pub async fn start_totp(&self, by: Verification) -> Result<TotpSetup, DeviceError> {
        let proof = &self.prove_again(TOTP, by).await?;
        let asked =
            self.signed_in(|token| async move { self.client.start_totp(&token, proof.clone()).await });
        let view = asked.await?;
        Ok(TotpSetup { qr: QrPicture::draw(&view.uri)?, secret: grouped(&view.secret) })
    }

    /// The app's first code.
    ///
    /// # Errors
    /// `factor.code_wrong`, `factor.too_many_tries`, `factor.totp_missing`, and as [`Device::factors`].
    pub async fn confirm_totp(&self, code: &str) -> Result<(), DeviceError> {
        self.signed_in(|token| async move { self.client.confirm_totp(&token, code.to_owned()).await }).await
    }

    /// Takes the authenticator app away.
    ///
    /// # Errors
    /// `factor.totp_missing`, `factor.in_use`, and as [`Device::start_totp`].
    pub async fn remove_totp(&self, by: Verification) -> Result<(), DeviceError> {
        let proof = &self.prove_again(TOTP, by).await?;
        self.signed_in(|token| async move { self.client.remove_totp(&token, proof.clone()).await }).await
    }

    /// Draws ten recovery codes; those before are void.
    ///
    /// # Errors
    /// As [`Device::start_totp`].
    pub async fn renew_recovery_codes(&self, by: Verification) -> Result<Vec<String>, DeviceError> {
        let proof = &self.prove_again(RECOVERY_CODES, by).await?;
        let asked = self
            .signed_in(|token| async move { self.client.renew_recovery_codes(&token, proof.clone()).await });
        Ok(asked.await?.codes)
    }

    /// Writes recovery codes into a file of the download folder that only its owner reads; answers with its path.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: these are none; [`DeviceError::Storage`].
    pub fn save_recovery_codes(&self, codes: &[String]) -> Result<String, DeviceError> {
        if codes.is_empty() || !codes.iter().all(|code| is_code(code)) {
            return Err(DeviceError::Request("these are no recovery codes"));
        }
        let path = self.options.downloads.join(FILE);
        let text = format!("Saifu 回復コード / recovery codes\n\n{}\n", codes.join("\n"));
        files::write(&path, text.as_bytes())?;
        Ok(path.to_string_lossy().into_owned())
    }
}

fn is_code(text: &str) -> bool {
    text.len() == 29 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn grouped(secret: &str) -> String {
    let groups: Vec<&str> =
        secret.as_bytes().chunks(4).map(|it| std::str::from_utf8(it).unwrap_or_default()).collect();
    groups.join(" ")
}
