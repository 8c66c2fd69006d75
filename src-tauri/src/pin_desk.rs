//! What the PIN is asked for, in a window of its own: no script of another page reads what is typed there, and the
//! wallet's window cannot answer for the shopper.

use std::sync::{Mutex, PoisonError};

use saifu_api::wallet::{
    ChangeDeviceRequest, ChangePermissionRequest, DeviceView, JoinView, PasskeyView, PermissionView,
};
use saifu_device::{Language, SecurityMark, TotpSetup};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What the PIN is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PinPurpose {
    /// A PIN is chosen: it guards the passkey that is made with it.
    CreatePasskey,
    /// The wallet is opened again.
    SignIn,
    /// The PIN is changed: the old one, and another.
    ChangePin,
    /// A fingerprint is to do as well from now on.
    TurnOnFingerprint,
    /// The mark of these windows is chosen.
    ChooseMark,
    /// The wallet locked itself.
    Unlock,
    /// A store code, on a device that asks first.
    StoreCode,
    /// Less is asked of a device than before.
    LoosenDevice {
        /// Of which.
        device_id: String,
        /// What is asked now.
        change: ChangeDeviceRequest,
    },
    /// More may be charged without asking than before.
    RaisePermission {
        /// On which permission.
        permission_id: String,
        /// With which limits.
        change: ChangePermissionRequest,
    },
    /// An authenticator app is set up; the window shows its secret.
    SetUpTotp,
    /// It is taken away.
    RemoveTotp,
    /// Recovery codes are drawn; the window shows them.
    RenewRecoveryCodes,
    /// The address is to be another.
    ChangeEmail {
        /// Which.
        email: String,
    },
    /// Another device is let in.
    ConfirmJoin {
        /// Which one waits.
        join_id: String,
    },
    /// The account is opened for a browser or a security key.
    AddPasskey,
    /// One is removed.
    RemovePasskey {
        /// Which.
        passkey_id: String,
    },
}

impl PinPurpose {
    /// Whether a finger does as well: not where the PIN itself is at stake, or what stands beside it.
    pub const fn takes_a_finger(&self) -> bool {
        matches!(
            self,
            Self::SignIn
                | Self::Unlock
                | Self::StoreCode
                | Self::LoosenDevice { .. }
                | Self::RaisePermission { .. }
                | Self::SetUpTotp
                | Self::RemoveTotp
                | Self::RenewRecoveryCodes
                | Self::ChangeEmail { .. }
                | Self::ConfirmJoin { .. }
                | Self::AddPasskey
                | Self::RemovePasskey { .. }
        )
    }
}

/// What the window shows. The core reads it: the wallet's window has no say in it but for the purpose.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PinRequest {
    /// Goes back with the PIN, so that it is for what was shown.
    pub request_id: u32,
    /// What for.
    pub purpose: PinPurpose,
    /// Whose wallet it is.
    pub shopper_name: Option<String>,
    /// The device that waits to be let in.
    pub join: Option<JoinView>,
    /// The device of which less is asked, as it is now.
    pub device: Option<DeviceView>,
    /// The permission that is to allow more, as it is now.
    pub permission: Option<PermissionView>,
    /// The browser or security key that is removed.
    pub passkey: Option<PasskeyView>,
    /// What the shopper knows the window by.
    pub mark: Option<SecurityMark>,
    /// Whether a finger does as well.
    pub fingerprint: bool,
    /// Of the words.
    pub language: Language,
}

/// What the window shows once the PIN was right, and no other window sees.
#[derive(Clone, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PinResult {
    /// Nothing: it is done and the window closes.
    Done,
    /// For the authenticator app, whose first code comes next.
    Totp(TotpSetup),
    /// Shown once.
    RecoveryCodes {
        /// In groups of four.
        codes: Vec<String>,
    },
}

/// The payload of `pin-answered`: how it ended.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PinAnswered {
    /// What it was for.
    pub purpose: PinPurpose,
    /// Whether it was done; otherwise the window was closed.
    pub done: bool,
}

/// The one question that is open.
#[derive(Default)]
pub struct PinDesk(Mutex<Asked>);

#[derive(Default)]
struct Asked {
    count: u32,
    open: Option<PinPurpose>,
}

impl PinDesk {
    /// Asks for the PIN; another question that was open is over. Answers with that one.
    pub fn ask(&self, purpose: PinPurpose) -> Option<PinPurpose> {
        let mut asked = self.lock();
        asked.count += 1;
        asked.open.replace(purpose)
    }

    /// What is asked now, and its number.
    pub fn asked(&self) -> Option<(u32, PinPurpose)> {
        let asked = self.lock();
        asked.open.clone().map(|purpose| (asked.count, purpose))
    }

    /// What the question of this number is for; none where another one was asked since.
    pub fn of(&self, request_id: u32) -> Option<PinPurpose> {
        self.asked().filter(|(count, _)| *count == request_id).map(|(_, purpose)| purpose)
    }

    /// Nothing is asked any more.
    pub fn close(&self) -> Option<PinPurpose> {
        self.lock().open.take()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_for_what_was_shown() {
        let desk = PinDesk::default();
        assert_eq!(desk.ask(PinPurpose::SignIn), None);
        let (shown, _) = desk.asked().unwrap();
        assert_eq!(desk.of(shown), Some(PinPurpose::SignIn));
        let join = PinPurpose::ConfirmJoin { join_id: "j".to_owned() };
        assert_eq!(desk.ask(join.clone()), Some(PinPurpose::SignIn), "the other question is over");
        assert_eq!(desk.of(shown), None, "what was typed for the one does nothing for the other");
        assert_eq!(desk.close(), Some(join));
        assert_eq!(desk.asked(), None);
    }
}
