//! Files that are whole or not there: written beside, flushed, renamed; readable by the owner only.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::DeviceError;

/// Replaces `path` by `bytes`. After a crash it holds the old bytes or the new ones, never a mixture.
///
/// # Errors
/// [`DeviceError::Storage`]: the folder cannot be made or written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), DeviceError> {
    replace(path, bytes).map_err(DeviceError::storage(path))
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    make_private_folder(folder)?;
    let mut name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
    name.push(".new");
    let beside = folder.join(name);
    let mut file = private().create(true).truncate(true).open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    // The rename itself is durable only once its folder is.
    File::open(folder)?.sync_all()
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_private_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes a value as JSON, as [`write`] does.
///
/// # Errors
/// [`DeviceError::Storage`].
pub fn write_json<T: Serialize>(path: &Path, value: &T) -> Result<(), DeviceError> {
    let bytes = serde_json::to_vec_pretty(value).map_err(|error| damaged(path, &error))?;
    write(path, &bytes)
}

/// Reads a value from JSON; `None` where there is no file.
///
/// # Errors
/// [`DeviceError::Storage`], or [`DeviceError::Damaged`] where the file holds something else.
pub fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, DeviceError> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| damaged(path, &error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(DeviceError::storage(path)(error)),
    }
}

/// Removes a file if it is there.
///
/// # Errors
/// [`DeviceError::Storage`].
pub fn remove(path: &Path) -> Result<(), DeviceError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(DeviceError::storage(path)(error)),
        _ => Ok(()),
    }
}

fn damaged(path: &Path, error: &serde_json::Error) -> DeviceError {
    DeviceError::Damaged { path: path.to_owned(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_private() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a/b/value.json");
        assert_eq!(read_json::<Vec<u8>>(&path).unwrap(), None);
        write_json(&path, &vec![1_u8, 2]).unwrap();
        write_json(&path, &vec![3_u8]).unwrap();
        assert_eq!(read_json::<Vec<u8>>(&path).unwrap(), Some(vec![3]));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        }
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_damaged_file_is_an_error_and_not_a_fresh_start() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("value.json");
        fs::write(&path, b"{ half").unwrap();
        assert!(matches!(read_json::<Vec<u8>>(&path), Err(DeviceError::Damaged { .. })));
    }
}
