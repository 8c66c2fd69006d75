//! Links into the wallet: `saifu://checkout/<id>`. They come from any web page, so nothing but the
//! exact form is taken.

use std::fmt;
use std::str::FromStr;

use uuid::{Uuid, Version};

use crate::DeviceError;

const CHECKOUT: &str = "saifu://checkout/";

/// The id of a CheckoutSession: a version 4 UUID in lower case with hyphens, as the service prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckoutSessionId(String);

impl CheckoutSessionId {
    /// The id of the session that a `saifu://checkout/<id>` link opens.
    ///
    /// # Errors
    /// [`DeviceError::LinkMalformed`] for any other text: other cases, escapes, ports, queries,
    /// fragments and trailing characters included.
    pub fn from_link(link: &str) -> Result<Self, DeviceError> {
        link.strip_prefix(CHECKOUT).ok_or(DeviceError::LinkMalformed)?.parse()
    }

    /// As it stands in paths.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CheckoutSessionId {
    type Err = DeviceError;

    fn from_str(text: &str) -> Result<Self, DeviceError> {
        let uuid = Uuid::try_parse(text).map_err(|_| DeviceError::LinkMalformed)?;
        // The parser also takes braces, URNs, capitals and plain hex: one id has one spelling here.
        let canonical = uuid.as_hyphenated().to_string();
        let is_v4 = uuid.get_version() == Some(Version::Random);
        if is_v4 && canonical == text { Ok(Self(canonical)) } else { Err(DeviceError::LinkMalformed) }
    }
}

impl fmt::Display for CheckoutSessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "3b1ff7b5-3f6a-4c1e-9d0e-6a1f0c2b4d5e";

    #[test]
    fn the_exact_form_opens_its_session() {
        let id = CheckoutSessionId::from_link(&format!("saifu://checkout/{ID}")).unwrap();
        assert_eq!(id.as_str(), ID);
    }

    #[test]
    fn nothing_else_is_a_link() {
        let hostile = [
            String::new(),
            "saifu://checkout/".into(),
            format!("saifu://checkout/{ID}/"),
            format!("saifu://checkout/{ID}/decline"),
            format!("saifu://checkout/{ID}?lang=ja"),
            format!("saifu://checkout/{ID}#x"),
            format!("saifu://checkout/{ID}%00"),
            format!("saifu://checkout/{ID}\n"),
            format!(" saifu://checkout/{ID}"),
            format!("saifu://checkout/../{ID}"),
            format!("saifu://checkout//{ID}"),
            format!("saifu://checkout:80/{ID}"),
            format!("saifu://user@checkout/{ID}"),
            format!("saifu://approve/{ID}"),
            format!("saifu:checkout/{ID}"),
            format!("SAIFU://checkout/{ID}"),
            format!("https://checkout/{ID}"),
            format!("saifu://checkout/{}", ID.to_uppercase()),
            format!("saifu://checkout/{{{ID}}}"),
            format!("saifu://checkout/urn:uuid:{ID}"),
            format!("saifu://checkout/{}", ID.replace('-', "")),
            "saifu://checkout/%33b1ff7b5-3f6a-4c1e-9d0e-6a1f0c2b4d5e".into(),
            "saifu://checkout/3b1ff7b5-3f6a-1c1e-9d0e-6a1f0c2b4d5e".into(),
            "saifu://checkout/00000000-0000-0000-0000-000000000000".into(),
            "saifu://checkout/３b1ff7b5-3f6a-4c1e-9d0e-6a1f0c2b4d5e".into(),
            format!("saifu://checkout/{}", "a".repeat(100_000)),
        ];
        for link in hostile {
            assert!(CheckoutSessionId::from_link(&link).is_err(), "{link:.80}");
        }
    }
}
