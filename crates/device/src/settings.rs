//! What the device remembers between starts: nothing secret, in one small file.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use saifu_api::wallet::{DevicePolicyView, ShopperView};
use serde::{Deserialize, Serialize};
use specta::Type;
use uuid::Uuid;

use crate::device::DeviceRecovery;
use crate::{DeviceError, files};

/// The interface's language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Language {
    /// Japanese.
    #[default]
    Ja,
    /// English.
    En,
}

/// What is remembered.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Tells this wallet's entries in the keyring from those of another folder.
    pub device_id: Uuid,
    /// The language that was chosen last.
    pub language: Language,
    /// Whose wallet this is; stays after signing out, so that the PIN signs in again.
    pub shopper: Option<ShopperView>,
    /// Whether the shopper signed out, or the session cannot be had again on this device.
    pub signed_out: bool,
    /// A sign-up whose code was mailed and not yet entered.
    pub sign_up_id: Option<String>,
    /// A recovery that this device began.
    #[serde(default)]
    pub recovery: Option<DeviceRecovery>,
    /// What the shopper asks of this device, as the service said last.
    #[serde(default)]
    pub policy: Option<DevicePolicyView>,
    /// When the wallet was used last, to the minute.
    #[serde(default)]
    pub touched_at: Option<Timestamp>,
}

impl Settings {
    fn fresh() -> Self {
        Self {
            device_id: Uuid::new_v4(),
            language: Language::default(),
            shopper: None,
            signed_out: false,
            sign_up_id: None,
            recovery: None,
            policy: None,
            touched_at: None,
        }
    }
}

/// The settings in memory and on disk.
pub struct SettingsFile {
    path: PathBuf,
    settings: Mutex<Settings>,
}

impl SettingsFile {
    /// Reads `settings.json` of the data folder, or starts with fresh ones and writes them.
    ///
    /// # Errors
    /// [`DeviceError::Storage`] or [`DeviceError::Damaged`].
    pub fn open(home: &Path) -> Result<Self, DeviceError> {
        let path = home.join("settings.json");
        let settings = match files::read_json(&path)? {
            Some(settings) => settings,
            None => {
                let fresh = Settings::fresh();
                files::write_json(&path, &fresh)?;
                fresh
            }
        };
        Ok(Self { path, settings: Mutex::new(settings) })
    }

    /// A copy of what is remembered.
    #[must_use]
    pub fn get(&self) -> Settings {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes the settings on disk, then in memory.
    ///
    /// # Errors
    /// [`DeviceError::Storage`]; then nothing changed.
    pub fn update(&self, change: impl FnOnce(&mut Settings)) -> Result<(), DeviceError> {
        let mut settings = self.settings.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changed = settings.clone();
        change(&mut changed);
        files::write_json(&self.path, &changed)?;
        *settings = changed;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_a_restart() {
        let home = tempfile::tempdir().unwrap();
        let first = SettingsFile::open(home.path()).unwrap();
        first.update(|settings| settings.language = Language::En).unwrap();
        let second = SettingsFile::open(home.path()).unwrap().get();
        assert_eq!(second.language, Language::En);
        assert_eq!(second.device_id, first.get().device_id);
    }
}
