//! The façade: one method for each command of the interface.

mod access;
mod account;
mod card;
mod checkout;
mod devices;
mod events;
mod factor;
mod fingerprint;
mod gift;
mod lock;
mod mark;
mod movement;
mod passkeys;
mod permission;
mod pin;
mod recovery;
mod session;
mod state;
mod top_up;
mod wallet;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use saifu_api::wallet::{ApprovalView, EmailChangeView, StatusView};
use saifu_codes::GiftCode;
use tokio::sync::Notify;
use url::Url;

pub use self::card::CardLink;
pub use self::devices::JoinCode;
use self::devices::Joining;
pub use self::factor::TotpSetup;
pub use self::gift::GiftPrint;
use self::lock::Lock;
pub use self::mark::SecurityMark;
pub use self::passkeys::PasskeyLink;
pub use self::recovery::DeviceRecovery;
use self::session::Session;
pub use self::state::{AppState, Stage};
use crate::approval::Approval;
use crate::client::ServiceClient;
use crate::fingerprint::{self as reader, Verifier};
use crate::passkey::Passkeys;
use crate::settings::SettingsFile;
use crate::vault::Vault;
use crate::{CheckoutSessionId, DeviceError, Language, clock};

/// Where the service is when nothing else is said: the sandbox on this machine.
const DEFAULT_SERVICE_URL: &str = "http://localhost:8080";

/// Where the device finds the service and keeps its files.
#[derive(Clone, Debug)]
pub struct Options {
    /// The wallet service.
    pub service_url: String,
    /// The data folder.
    pub home: PathBuf,
    /// Where receipts are saved.
    pub downloads: PathBuf,
    /// What the shopper will know this device by.
    pub device_name: String,
}

impl Options {
    /// Reads `SAIFU_SERVICE_URL`, `SAIFU_HOME` and `SAIFU_DOWNLOAD_DIR`; what is not set is the
    /// platform's usual place.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: this account has no home folder.
    pub fn from_environment() -> Result<Self, DeviceError> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let folders = directories::ProjectDirs::from("jp", "Saifu", "Saifu");
        let home = variable("SAIFU_HOME").map(PathBuf::from);
        let home = home.or_else(|| folders.map(|folders| folders.data_local_dir().to_owned()));
        let downloads = variable("SAIFU_DOWNLOAD_DIR").map(PathBuf::from).or_else(download_folder);
        let nowhere = DeviceError::Request("this account has no home folder");
        let (Some(home), Some(downloads)) = (home, downloads) else { return Err(nowhere) };
        let service_url = variable("SAIFU_SERVICE_URL").unwrap_or_else(|| DEFAULT_SERVICE_URL.to_owned());
        Ok(Self { service_url, home, downloads, device_name: device_name() })
    }
}

fn download_folder() -> Option<PathBuf> {
    let folders = directories::UserDirs::new()?;
    let downloads = folders.download_dir().map_or_else(|| folders.home_dir().join("Downloads"), Into::into);
    Some(downloads.join("Saifu"))
}

/// The machine's name where it has one that says something.
fn device_name() -> String {
    let name = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    match name.trim() {
        "" | "localhost" => "Saifu".to_owned(),
        name => name.chars().take(40).collect(),
    }
}

/// The shopper's device.
pub struct Device {
    options: Options,
    client: ServiceClient,
    settings: SettingsFile,
    vault: Vault,
    session: Session,
    approval: Approval,
    lock: Lock,
    /// One PIN at a time: tries that run side by side could share one count.
    pin_turn: Arc<tokio::sync::Mutex<()>>,
    /// Who reads a finger.
    verifier: Arc<dyn Verifier>,
    /// Ends a wait for a finger.
    stop_touch: Arc<Notify>,
    /// What the service said of itself last.
    status: Mutex<Option<StatusView>>,
    /// A checkout that was opened by a link before the wallet was ready for it.
    remembered: Mutex<Option<CheckoutSessionId>>,
    /// A gift code that a link brought and no screen has taken yet.
    remembered_gift: Mutex<Option<GiftCode>>,
    remembered_join: Mutex<Option<String>>,
    /// A code of another device that this one has presented.
    joining: Mutex<Option<Joining>>,
    /// The link that adds a browser or a security key.
    passkey_link: Mutex<passkeys::Kept>,
    /// Another address, until its code is entered.
    email_change: Mutex<Option<EmailChangeView>>,
    /// The bank's page that the last card waits for.
    bank_page: Mutex<Option<Url>>,
    /// What the last approval came to, until the next.
    undecided: Mutex<Option<ApprovalView>>,
}

impl Device {
    /// Opens the device's files; the service and the keyring are not asked yet.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: the service's address; [`DeviceError::Storage`],
    /// [`DeviceError::Damaged`].
    pub fn open(options: Options) -> Result<Self, DeviceError> {
        let settings = SettingsFile::open(&options.home)?;
        let vault = Vault::of_system(settings.get().device_id);
        Self::assemble(options, settings, vault)
    }

    /// As [`Device::open`], with a keyring other than the system's.
    ///
    /// # Errors
    /// As [`Device::open`].
    pub fn open_with(
        options: Options,
        keyring: Arc<keyring_core::CredentialStore>,
    ) -> Result<Self, DeviceError> {
        let settings = SettingsFile::open(&options.home)?;
        let vault = Vault::over(keyring, settings.get().device_id);
        Self::assemble(options, settings, vault)
    }

    /// The same device with a reader other than the system's.
    #[must_use]
    pub fn with_reader(mut self, verifier: Arc<dyn Verifier>) -> Self {
        self.verifier = verifier;
        self
    }

    fn assemble(options: Options, settings: SettingsFile, vault: Vault) -> Result<Self, DeviceError> {
        let client = ServiceClient::new(&options.service_url)?;
        let known = settings.get();
        let lock = Lock::since(known.touched_at, known.policy.as_ref(), clock::now());
        Ok(Self {
            options,
            client,
            settings,
            session: Session::new(vault.clone()),
            vault,
            approval: Approval::default(),
            lock,
            pin_turn: Arc::default(),
            verifier: reader::of_system(),
            stop_touch: Arc::default(),
            status: Mutex::default(),
            remembered: Mutex::default(),
            remembered_gift: Mutex::default(),
            remembered_join: Mutex::default(),
            joining: Mutex::default(),
            passkey_link: Mutex::default(),
            email_change: Mutex::default(),
            bank_page: Mutex::default(),
            undecided: Mutex::default(),
        })
    }

    /// Whose wallet this is.
    #[must_use]
    pub fn shopper_name(&self) -> Option<String> {
        self.settings.get().shopper.map(|shopper| shopper.name)
    }

    /// The interface's language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.settings.get().language
    }

    /// Remembers the interface's language.
    ///
    /// # Errors
    /// [`DeviceError::Storage`].
    pub fn set_language(&self, language: Language) -> Result<(), DeviceError> {
        self.settings.update(|settings| settings.language = language)
    }

    /// The passkey of the shopper whose wallet this is.
    fn passkeys(&self) -> Result<Passkeys, DeviceError> {
        let shopper = self.settings.get().shopper.ok_or(DeviceError::SessionMissing)?;
        self.passkeys_of(&shopper.shopper_id)
    }

    fn passkeys_of(&self, shopper_id: &str) -> Result<Passkeys, DeviceError> {
        // The id names a folder: the service's word alone must not choose which.
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if shopper_id.is_empty() || shopper_id.len() > 64 || !shopper_id.bytes().all(is_name) {
            return Err(DeviceError::NotUnderstood("a shopper's id".to_owned()));
        }
        let folder = self.options.home.join("shoppers").join(shopper_id);
        Ok(Passkeys::new(&folder, shopper_id, self.vault.clone(), Arc::clone(&self.pin_turn)))
    }
}
