//! The security mark: a picture on a colour that only the windows of the core show. A page that imitates them does not
//! know it. It lies in the keyring, and no command of the wallet's window answers with it.

use serde::{Deserialize, Serialize};
use specta::Type;
use zeroize::Zeroizing;

use super::Device;
use crate::vault::SecretKind;
use crate::{DeviceError, passkey};

/// How many pictures the interface has.
const PICTURES: u8 = 12;
/// How many colours.
const TINTS: u8 = 6;

/// What the shopper knows the windows by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SecurityMark {
    /// 0 to 11.
    pub picture: u8,
    /// 1 to 6.
    pub tint: u8,
}

impl SecurityMark {
    fn draw() -> Result<Self, DeviceError> {
        let [picture, tint] = *passkey::random::<2>()?;
        Ok(Self { picture: picture % PICTURES, tint: 1 + tint % TINTS })
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let &[picture, tint] = bytes else { return None };
        Some(Self { picture, tint }).filter(|mark| mark.is_known())
    }

    const fn is_known(self) -> bool {
        self.picture < PICTURES && self.tint >= 1 && self.tint <= TINTS
    }
}

impl Device {
    /// The mark of this shopper on this device; drawn where none was chosen yet. None where the keyring does not answer,
    /// which is said when the PIN is used.
    pub async fn mark(&self) -> Option<SecurityMark> {
        let marked = self.known_mark().await;
        marked.map_err(|error| tracing::warn!(%error, "the security mark is not shown")).ok().flatten()
    }

    async fn known_mark(&self) -> Result<Option<SecurityMark>, DeviceError> {
        let Some(shopper) = self.settings.get().shopper else { return Ok(None) };
        let kept = self.vault.get(&shopper.shopper_id, SecretKind::Mark).await?;
        if let Some(mark) = kept.and_then(|bytes| SecurityMark::from_bytes(&bytes)) {
            return Ok(Some(mark));
        }
        let drawn = SecurityMark::draw()?;
        self.keep_mark(&shopper.shopper_id, drawn).await?;
        Ok(Some(drawn))
    }

    /// Another mark, after the PIN.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: no mark, or none that there is; `approval.pin_…`, `device.…`.
    pub async fn choose_mark(&self, pin: String, mark: Option<SecurityMark>) -> Result<(), DeviceError> {
        let mark =
            mark.filter(|mark| mark.is_known()).ok_or(DeviceError::Request("there is no such mark"))?;
        let shopper = self.settings.get().shopper.ok_or(DeviceError::SessionMissing)?;
        self.verify(Self::by_pin(pin)?).await?;
        self.keep_mark(&shopper.shopper_id, mark).await
    }

    async fn keep_mark(&self, shopper_id: &str, mark: SecurityMark) -> Result<(), DeviceError> {
        self.vault.put(shopper_id, SecretKind::Mark, Zeroizing::new(vec![mark.picture, mark.tint])).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_that_is_drawn_can_be_shown() {
        for _ in 0..200 {
            let mark = SecurityMark::draw().unwrap();
            assert!(mark.is_known());
            assert_eq!(SecurityMark::from_bytes(&[mark.picture, mark.tint]), Some(mark));
        }
        for odd in [&[12, 1][..], &[0, 0], &[0, 7], &[0], &[0, 1, 2], &[]] {
            assert_eq!(SecurityMark::from_bytes(odd), None, "{odd:?}");
        }
    }
}
