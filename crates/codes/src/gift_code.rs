use thiserror::Error;

/// Crockford's base 32: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Fifteen random characters and one check character.
const LENGTH: usize = 16;

/// The code of a gift card: sixteen characters of Crockford's base 32, printed in groups of four.
///
/// Fifteen characters are random (75 bits), the last is a check. A character stands for an element of
/// GF(32) (five bits, modulo x⁵ + x² + 1) and a code is sound where Σ αⁱ·cᵢ = 0 with α = x and i
/// counted from the left. One wrong character changes the sum by αⁱ·e ≠ 0, and two swapped unequal
/// characters by (αⁱ + αʲ)·e ≠ 0, as the powers of α repeat only after 31: every single error and every
/// swap, of neighbours or not, is found.
///
/// A code is money, so `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct GiftCode(String);

/// Why a text is no gift code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum GiftCodeError {
    /// Not sixteen characters of the alphabet.
    #[error("a gift code has sixteen letters and digits")]
    Malformed,
    /// The check character does not fit: mistyped.
    #[error("the check character of the gift code is wrong")]
    CheckWrong,
}

impl GiftCode {
    /// Makes a code from random bytes; each gives five bits, so every code is equally likely.
    #[must_use]
    pub fn from_random(random: &[u8; LENGTH - 1]) -> Self {
        let body = random.map(|byte| byte & 31);
        let weight = alpha_power(LENGTH - 1);
        // The one element that brings the sum to zero: found by trying, as there are 32.
        let sum = weighed_sum(&body);
        let check = (0..32).find(|check| multiply(weight, *check) == sum).unwrap_or(0);
        let symbols = body.iter().chain(std::iter::once(&check));
        Self(symbols.map(|symbol| char::from(ALPHABET[usize::from(*symbol)])).collect())
    }

    /// Reads a code as a person types it: any case, with spaces or hyphens, half or full width, I and L
    /// for 1, O for 0.
    ///
    /// # Errors
    /// Malformed or wrong check character, told apart.
    pub fn parse(text: &str) -> Result<Self, GiftCodeError> {
        let plain = text.chars().map(half_width).filter(|c| !is_separator(*c));
        let symbols: Option<Vec<u8>> = plain.map(symbol_of).collect();
        let symbols = symbols.filter(|symbols| symbols.len() == LENGTH).ok_or(GiftCodeError::Malformed)?;
        if weighed_sum(&symbols) != 0 {
            return Err(GiftCodeError::CheckWrong);
        }
        Ok(Self(symbols.iter().map(|symbol| char::from(ALPHABET[usize::from(*symbol)])).collect()))
    }

    /// Sixteen upper-case characters without hyphens: the one form that is hashed and compared.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As printed on a card: `7Q4M-118X-22KD-9F0A`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let (groups, _) = self.0.as_bytes().as_chunks::<4>();
        groups.iter().map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join("-")
    }
}

impl std::fmt::Debug for GiftCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GiftCode(…)")
    }
}

/// U+FF01–U+FF5E mirror ASCII 0xFEE0 further up (Unicode, Halfwidth and Fullwidth Forms).
pub(crate) fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Spaces, and what Japanese keyboards and copied text give for a hyphen.
pub(crate) fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー' | 'ｰ')
}

fn symbol_of(c: char) -> Option<u8> {
    let upper = match c.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    let position = ALPHABET.iter().position(|letter| char::from(*letter) == upper);
    position.and_then(|position| u8::try_from(position).ok())
}

/// Σ αⁱ·cᵢ; addition in GF(32) is exclusive or.
fn weighed_sum(symbols: &[u8]) -> u8 {
    symbols.iter().enumerate().fold(0, |sum, (index, symbol)| sum ^ multiply(alpha_power(index), *symbol))
}

fn alpha_power(exponent: usize) -> u8 {
    (0..exponent).fold(1, |power, _| multiply(power, 2))
}

/// The product in GF(32): carry-less multiplication, reduced modulo x⁵ + x² + 1 at every step.
fn multiply(a: u8, b: u8) -> u8 {
    (0..5).rev().fold(0, |product, bit| {
        let doubled = product << 1;
        let reduced = if doubled & 0b10_0000 == 0 { doubled } else { doubled ^ 0b10_0101 };
        if b >> bit & 1 == 1 { reduced ^ a } else { reduced }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn alpha_is_primitive_so_no_two_places_weigh_the_same() {
        let mut powers: Vec<u8> = (0..31).map(alpha_power).collect();
        assert_eq!(alpha_power(31), 1);
        powers.sort_unstable();
        assert_eq!(powers, (1..=31).collect::<Vec<_>>());
    }

    #[test]
    fn a_code_is_pinned() {
        let code = GiftCode::from_random(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
        assert_eq!(code.grouped(), "1234-5678-9ABC-DEFE");
    }

    #[test]
    fn what_people_type_is_understood() {
        let code = GiftCode::parse("1034-5678-9ABC-DEFD").unwrap();
        for typed in [
            "io34 5678 9abc defd",
            "LO34-5678-9ABC-DEFD",
            "１０３４ー５６７８−９ＡＢＣ　ＤＥＦＤ",
            " 1034‐5678–9abc—defd ",
        ] {
            assert_eq!(GiftCode::parse(typed).as_ref(), Ok(&code), "{typed}");
        }
    }

    #[test]
    fn what_is_no_code_is_malformed() {
        for text in ["", "1234", "1034-5678-9ABC-DEF", "1034-5678-9ABC-DEFDD", "U034-5678-9ABC-DEFD", "あ"] {
            assert_eq!(GiftCode::parse(text), Err(GiftCodeError::Malformed), "{text}");
        }
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", GiftCode::from_random(&[9; 15])), "GiftCode(…)");
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(random: [u8; 15]) {
            let code = GiftCode::from_random(&random);
            prop_assert_eq!(GiftCode::parse(&code.grouped()), Ok(code.clone()));
            prop_assert_eq!(GiftCode::parse(&code.as_str().to_lowercase()), Ok(code));
        }

        #[test]
        fn every_wrong_character_is_found(random: [u8; 15], at in 0..LENGTH, other in 0..32_usize) {
            let mut text = GiftCode::from_random(&random).as_str().as_bytes().to_vec();
            prop_assume!(text[at] != ALPHABET[other]);
            text[at] = ALPHABET[other];
            let wrong = String::from_utf8(text).unwrap();
            prop_assert_eq!(GiftCode::parse(&wrong), Err(GiftCodeError::CheckWrong));
        }

        #[test]
        fn every_swap_is_found(random: [u8; 15], a in 0..LENGTH, b in 0..LENGTH) {
            let mut text = GiftCode::from_random(&random).as_str().as_bytes().to_vec();
            prop_assume!(text[a] != text[b]);
            text.swap(a, b);
            let wrong = String::from_utf8(text).unwrap();
            prop_assert_eq!(GiftCode::parse(&wrong), Err(GiftCodeError::CheckWrong));
        }

        #[test]
        fn nothing_makes_parse_panic(text in ".*") {
            let _ = GiftCode::parse(&text);
        }
    }
}
