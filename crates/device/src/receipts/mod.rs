//! Receipts as files: the service's values, our PDF, the shopper's download folder.

mod document;
mod file_name;

use std::fs;
use std::path::{Path, PathBuf};

use saifu_api::wallet::ReceiptView;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{DeviceError, Language, files};

/// How many names are tried where a file of that name holds something else.
const NAMES: u32 = 100;

/// A receipt that was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SavedReceipt {
    /// Where it lies.
    pub path: String,
    /// Its name alone.
    pub file_name: String,
}

/// Draws a receipt and saves it in `folder`. The same receipt again is the same file; another file
/// of that name is left alone.
///
/// # Errors
/// [`DeviceError::Internal`]: a character has no glyph in any font; [`DeviceError::Storage`].
pub fn save(receipt: &ReceiptView, language: Language, folder: &Path) -> Result<SavedReceipt, DeviceError> {
    let bytes = document::draw(receipt, language)?;
    let name = file_name::of(receipt, language);
    let path = place(folder, &name, &bytes)?;
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(SavedReceipt { path: path.to_string_lossy().into_owned(), file_name })
}

fn place(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, DeviceError> {
    for number in 1..=NAMES {
        let suffix = if number == 1 { String::new() } else { format!(" ({number})") };
        let path = folder.join(format!("{name}{suffix}.pdf"));
        match fs::read(&path) {
            Ok(there) if there == bytes => return Ok(path),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                files::write(&path, bytes)?;
                return Ok(path);
            }
            Err(error) => return Err(DeviceError::storage(path)(error)),
        }
    }
    Err(DeviceError::Internal(format!("{name}.pdf is there {NAMES} times")))
}

/// The file that a page asks to open, if it is a PDF right in `folder`: pages open nothing else.
///
/// # Errors
/// [`DeviceError::Request`] for any other path; [`DeviceError::Storage`] where it is gone.
pub fn openable(path: &str, folder: &Path) -> Result<PathBuf, DeviceError> {
    let folder = folder.canonicalize().map_err(DeviceError::storage(folder))?;
    let path = Path::new(path).canonicalize().map_err(DeviceError::storage(path))?;
    let is_receipt = path.parent() == Some(&folder) && path.extension().is_some_and(|end| end == "pdf");
    if is_receipt && path.is_file() { Ok(path) } else { Err(DeviceError::Request("not a receipt")) }
}

#[cfg(test)]
mod tests;
