//! The key under which secrets of authenticator apps lie in the database. Every process of the service needs the same.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, bail};
use saifu_wallet::Moment;
use saifu_wallet::factor::FactorKey;
use saifu_wallet::moment::hex;
use zeroize::Zeroizing;

use crate::settings::Serve;

/// As it is set; the sandbox makes one beside its database.
///
/// # Errors
/// It is missing outside of the sandbox, or is not 64 hexadecimal digits; its file cannot be read or written.
pub fn factor_key(settings: &Serve, moment: &Moment<'_>) -> anyhow::Result<FactorKey> {
    match &settings.factor_key {
        Some(text) => parse(text).context("--factor-key"),
        None if settings.sandbox => kept(&settings.database.data_dir.join("factor.key"), moment),
        None => bail!("--factor-key is required outside of the sandbox"),
    }
}

fn kept(file: &Path, moment: &Moment<'_>) -> anyhow::Result<FactorKey> {
    let name = || file.display().to_string();
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    match made {
        Ok(mut made) => {
            made.write_all(hex(&moment.bytes::<32>()).as_bytes()).with_context(name)?;
            made.sync_all().with_context(name)?;
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error).with_context(name),
    }
    parse(Zeroizing::new(fs::read_to_string(file).with_context(name)?).trim()).with_context(name)
}

fn parse(text: &str) -> anyhow::Result<FactorKey> {
    let mut key = Zeroizing::new([0; 32]);
    let digits =
        Some(text).filter(|text| text.len() == 64 && text.is_ascii()).context("64 hexadecimal digits")?;
    for (index, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * index..2 * index + 2], 16).context("64 hexadecimal digits")?;
    }
    Ok(FactorKey::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("factor.key");
        kept(&file, &crate::clock::moment()).unwrap();
        let text = fs::read_to_string(&file).unwrap();
        kept(&file, &crate::clock::moment()).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0);
    }

    #[test]
    fn what_is_no_key_is_said() {
        for odd in ["", "00", &"0".repeat(63), &"g".repeat(64), &"０".repeat(64)] {
            assert!(parse(odd).is_err(), "{odd}");
        }
        assert!(parse(&"0f".repeat(32)).is_ok());
    }
}
