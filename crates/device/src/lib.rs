//! The shopper's device: everything of the wallet app that is not a window.
//!
//! [`Device`] is the façade with one method for each command of the interface. Below it, one module
//! a concept: the [`client`] of the wallet service, the [`processor`] that card numbers go to, the
//! [`vault`] over the system's keyring, the [`passkey`] authenticator with the PIN and
//! the [`fingerprint`] that open its key, and the [`approval`] that
//! decides what may be signed. Nothing here knows of windows; only [`clock`] reads the time.

pub mod approval;
pub mod card;
pub mod client;
pub mod clock;
pub mod deep_link;
pub mod device;
pub mod error;
pub mod files;
pub mod fingerprint;
pub mod gift_picture;
pub mod passkey;
pub mod processor;
pub mod receipts;
pub mod settings;
pub mod store_code;
pub mod top_up;
pub mod vault;

pub use approval::{ApprovalScreen, OpenedFrom};
pub use card::CardInput;
pub use deep_link::{CheckoutSessionId, Link};
pub use device::{
    AppState, CardLink, Device, DeviceRecovery, GiftPrint, JoinCode, Options, PasskeyLink, SecurityMark,
    Stage, TotpSetup,
};
pub use error::DeviceError;
pub use fingerprint::{FingerStep, FingerprintState};
pub use receipts::SavedReceipt;
pub use settings::Language;
pub use store_code::StoreCodePicture;
pub use top_up::TopUpScreen;
pub use vault::KeyringState;
