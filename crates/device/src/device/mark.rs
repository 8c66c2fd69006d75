//! The mark of the approval window. Only that window gets here.

use zeroize::Zeroizing;

use super::Device;
use crate::DeviceError;
use crate::mark::SecurityMark;
use crate::vault::SecretKind;

impl Device {
    /// The mark; `None` before one was chosen.
    ///
    /// # Errors
    /// `session.invalid`: this wallet is nobody's; `device.…`.
    pub async fn security_mark(&self) -> Result<Option<SecurityMark>, DeviceError> {
        let kept = self.vault.get(&self.whose()?, SecretKind::Mark).await?;
        // What is not understood is as good as none: the window asks for another.
        Ok(kept.and_then(|kept| serde_json::from_slice(&kept).ok()))
    }

    /// Keeps a mark, in the keyring and nowhere else.
    ///
    /// # Errors
    /// `mark.word_invalid`, and as [`Device::security_mark`].
    pub async fn choose_security_mark(&self, mark: SecurityMark) -> Result<SecurityMark, DeviceError> {
        let mark = mark.check()?;
        let secret = serde_json::to_vec(&mark).map_err(|error| DeviceError::Internal(error.to_string()))?;
        self.vault.put(&self.whose()?, SecretKind::Mark, Zeroizing::new(secret)).await?;
        Ok(mark)
    }

    fn whose(&self) -> Result<String, DeviceError> {
        Ok(self.settings.get().shopper.ok_or(DeviceError::SessionMissing)?.shopper_id)
    }
}
