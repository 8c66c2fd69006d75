//! What can go wrong on the device, and the stable code that the screen has words for.

use std::path::PathBuf;

use jiff::Timestamp;
use saifu_api::wallet::ErrorView;
use thiserror::Error;

/// Why a command of the device did not do what it was asked.
#[derive(Debug, Error)]
pub enum DeviceError {
    /// The service refused; its answer is passed on as it is.
    #[error("the service refused: {} ({})", .0.code, .0.message)]
    Refused(ErrorView),
    /// The service or the processor could not be reached, or it went silent.
    #[error("the service cannot be reached")]
    Unreachable(#[source] reqwest::Error),
    /// The service did not answer in time.
    #[error("the service did not answer in time")]
    Silent,
    /// The answer is none that this version understands.
    #[error("the service's answer is not understood: {0}")]
    NotUnderstood(String),
    /// The approval was sent, and whether it arrived is not known.
    #[error("the approval was sent and its outcome is not known")]
    OutcomeUnknown,
    /// The system's keyring is locked.
    #[error("the keyring is locked: {0}")]
    KeyringLocked(String),
    /// There is no keyring service.
    #[error("there is no keyring: {0}")]
    KeyringMissing(String),
    /// The keyring did not answer; most likely it waits for a person.
    #[error("the keyring did not answer in time")]
    KeyringTimeout,
    /// A file of the device could not be read or written.
    #[error("{path}: {source}", path = .path.display())]
    Storage {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file of the device does not hold what it should.
    #[error("{path} is damaged: {reason}", path = .path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// No passkey of this shopper is on this device.
    #[error("there is no passkey on this device")]
    PasskeyMissing,
    /// The authenticator did not make or use a credential.
    #[error("the passkey ceremony failed: {0}")]
    Passkey(String),
    /// The PIN is wrong.
    #[error("wrong PIN, {tries_left} tries left")]
    PinWrong {
        /// Before the key is wiped.
        tries_left: u32,
        /// When the next try counts, if not at once.
        retry_at: Option<Timestamp>,
    },
    /// Too many wrong PINs: wait.
    #[error("no PIN is taken before {retry_at}")]
    PinLocked {
        /// When the next try counts.
        retry_at: Timestamp,
    },
    /// The last try was wrong: the key is gone.
    #[error("the key was wiped after too many wrong PINs")]
    PinWiped,
    /// A PIN that others would try first.
    #[error("the PIN is easily guessed")]
    PinWeak,
    /// The shopper wants the PIN for this, each time.
    #[error("the PIN has to be entered first")]
    PinRequired,
    /// Nobody used the wallet for a while: the PIN opens it.
    #[error("the wallet is locked")]
    Locked,
    /// What would be signed is not what was shown, or does not hold together.
    #[error("the terms are not those that were shown: {0}")]
    TermsChanged(&'static str),
    /// The terms are void by time.
    #[error("the proposal has expired")]
    ProposalExpired,
    /// A link or an id of a CheckoutSession is malformed.
    #[error("not a link of Saifu")]
    LinkMalformed,
    /// A field of a card, by its code.
    #[error("{0}")]
    Card(&'static str),
    /// A fingerprint that did not approve, by its code.
    #[error("{0}")]
    Fingerprint(&'static str),
    /// A picture that no gift code was found in, by its code.
    #[error("{0}")]
    Picture(&'static str),
    /// The request makes no sense at this point.
    #[error("{0}")]
    Request(&'static str),
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SessionMissing,
    /// A document or a code could not be made.
    #[error("{0}")]
    Internal(String),
}

impl DeviceError {
    /// A file that could not be read or written.
    pub(crate) fn storage(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Storage { path, source }
    }

    /// The stable code that screens look at.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Refused(view) => &view.code,
            Self::Unreachable(_) | Self::Silent => "device.service_unreachable",
            Self::NotUnderstood(_) => "device.service_not_understood",
            Self::OutcomeUnknown => "charge.processing",
            Self::KeyringLocked(_) => "device.keyring_locked",
            Self::KeyringMissing(_) => "device.keyring_missing",
            Self::KeyringTimeout => "device.keyring_timeout",
            Self::Storage { .. } | Self::Damaged { .. } => "device.storage_failed",
            Self::PasskeyMissing => "device.passkey_missing",
            Self::Passkey(_) => "passkey.refused",
            Self::PinWrong { .. } => "approval.pin_wrong",
            Self::PinLocked { .. } => "approval.pin_locked",
            Self::PinWiped => "approval.pin_wiped",
            Self::PinWeak => "device.pin_weak",
            Self::PinRequired => "device.pin_required",
            Self::Locked => "device.locked",
            Self::TermsChanged(_) => "approval.terms_changed",
            Self::ProposalExpired => "approval.proposal_expired",
            Self::LinkMalformed => "device.link_malformed",
            Self::Card(code) | Self::Fingerprint(code) | Self::Picture(code) => code,
            Self::Request(_) => "request.invalid",
            Self::SessionMissing => "session.invalid",
            Self::Internal(_) => "internal",
        }
    }

    /// Whether the service says that the session is over.
    #[must_use]
    pub fn is_session_over(&self) -> bool {
        self.code() == "session.invalid"
    }
}

impl From<&DeviceError> for ErrorView {
    fn from(error: &DeviceError) -> Self {
        if let DeviceError::Refused(view) = error {
            return view.clone();
        }
        let mut view = Self::new(error.code(), error.to_string());
        match error {
            DeviceError::PinWrong { tries_left, retry_at } => {
                view.tries_left = Some(*tries_left);
                view.retry_at = *retry_at;
            }
            DeviceError::PinLocked { retry_at } => view.retry_at = Some(*retry_at),
            _ => {}
        }
        view
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_the_service_passes_unchanged() {
        let mut refusal = ErrorView::new("sign_up.code_wrong", "wrong code");
        refusal.tries_left = Some(4);
        assert_eq!(ErrorView::from(&DeviceError::Refused(refusal.clone())), refusal);
    }

    #[test]
    fn a_wrong_pin_says_how_many_tries_are_left() {
        let view = ErrorView::from(&DeviceError::PinWrong { tries_left: 2, retry_at: None });
        assert_eq!((view.code.as_str(), view.tries_left), ("approval.pin_wrong", Some(2)));
    }
}
