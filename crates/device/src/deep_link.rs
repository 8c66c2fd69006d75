//! Links into the wallet: `saifu://checkout/<id>`, `saifu://gift/<code>`, `saifu://join/<code>` and
//! `saifu://card/returned`. They come from any web page or mail, so nothing but the exact form is taken.

use std::fmt;
use std::str::FromStr;

use saifu_codes::GiftCode;
use uuid::{Uuid, Version};

use crate::DeviceError;

const CHECKOUT: &str = "saifu://checkout/";
const GIFT: &str = "saifu://gift/";
const JOIN: &str = "saifu://join/";
const CARD_RETURNED: &str = "saifu://card/returned";

/// What a link opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A payment, in the approval window.
    Checkout(CheckoutSessionId),
    /// The redeem screen with this code in its field.
    Gift(GiftCode),
    /// The first screen with the code of another device's invitation.
    Join(String),
    /// Back from the page of a card's bank: the screen that waits for it asks the service.
    CardReturned,
}

impl FromStr for Link {
    type Err = DeviceError;

    fn from_str(link: &str) -> Result<Self, DeviceError> {
        if link == CARD_RETURNED {
            return Ok(Self::CardReturned);
        }
        if let Some(code) = link.strip_prefix(JOIN) {
            return join_code(code).map(Self::Join);
        }
        match link.strip_prefix(GIFT) {
            Some(code) => gift_code(code).map(Self::Gift),
            None => CheckoutSessionId::from_link(link).map(Self::Checkout),
        }
    }
}

/// A code as the service writes it: capitals, plain or in groups of four.
fn gift_code(text: &str) -> Result<GiftCode, DeviceError> {
    let code = GiftCode::parse(text).map_err(|_| DeviceError::LinkMalformed)?;
    // The parser forgives what people type: a link has no typing errors.
    let is_exact = code.as_str() == text || code.grouped() == text;
    if is_exact { Ok(code) } else { Err(DeviceError::LinkMalformed) }
}

/// As the service writes it: three groups of four capitals and digits.
fn join_code(text: &str) -> Result<String, DeviceError> {
    let is_group =
        |group: &str| group.len() == 4 && group.bytes().all(|it| matches!(it, b'A'..=b'Z' | b'0'..=b'9'));
    let plain: Vec<&str> = text.split('-').collect();
    let fits = plain.len() == 3 && plain.into_iter().all(is_group);
    if fits { Ok(text.to_owned()) } else { Err(DeviceError::LinkMalformed) }
}

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
    fn a_gift_opens_by_its_code_in_both_spellings() {
        for code in ["103456789ABCDEFD", "1034-5678-9ABC-DEFD"] {
            let link: Link = format!("saifu://gift/{code}").parse().unwrap();
            assert_eq!(link, Link::Gift(GiftCode::parse(code).unwrap()));
        }
        let link: Link = format!("saifu://checkout/{ID}").parse().unwrap();
        assert_eq!(link, Link::Checkout(ID.parse().unwrap()));
    }

    #[test]
    fn nothing_else_opens_the_redeem_screen() {
        let hostile = [
            "",
            "103456789ABCDEFE",
            "103456789abcdefd",
            "1034 5678 9ABC DEFD",
            "1034-56789ABC-DEFD",
            "IO3456789ABCDEFD",
            "１０３４５６７８９ＡＢＣＤＥＦＤ",
            "103456789ABCDEFD/",
            "103456789ABCDEFD?x=1",
            "103456789ABCDEFD#",
            "%31034-5678-9ABC-DEFD",
            "/103456789ABCDEFD",
        ];
        for code in hostile {
            assert!(format!("saifu://gift/{code}").parse::<Link>().is_err(), "{code}");
        }
        for link in
            ["saifu://Gift/103456789ABCDEFD", "https://gift/103456789ABCDEFD", "saifu:gift/103456789ABCDEFD"]
        {
            assert!(link.parse::<Link>().is_err(), "{link}");
        }
    }

    #[test]
    fn the_way_back_from_the_bank_carries_nothing() {
        assert_eq!("saifu://card/returned".parse::<Link>().unwrap(), Link::CardReturned);
        for link in
            ["saifu://card/returned/", "saifu://card/returned?id=1", "saifu://card", "SAIFU://card/returned"]
        {
            assert!(link.parse::<Link>().is_err(), "{link}");
        }
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
