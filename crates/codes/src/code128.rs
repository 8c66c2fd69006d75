use thiserror::Error;

mod table;

use table::{PATTERNS, STOP};

/// The start character of code set C, where a symbol is a pair of digits.
const START_C: usize = 105;

/// Function character 1; right after the start it says that GS1 application identifiers follow.
const FNC1: usize = 102;

/// A Code 128 symbol (ISO/IEC 15417) of digits in code set C: start, pairs, check symbol, stop.
///
/// The quiet zones of ten modules left and right are left to who draws it.
#[derive(Clone, PartialEq, Eq)]
pub struct Code128 {
    widths: Vec<u8>,
}

/// Why digits cannot be written in code set C.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Code128Error {
    /// Empty, or something other than 0–9.
    #[error("code set C holds digits only")]
    NotDigits,
    /// Code set C takes digits in pairs.
    #[error("code set C holds an even number of digits")]
    OddLength,
}

impl Code128 {
    /// Encodes an even number of digits.
    ///
    /// # Errors
    /// See [`Code128Error`].
    pub fn encode(digits: &str) -> Result<Self, Code128Error> {
        Ok(Self { widths: widths_of(&pairs_of(digits)?) })
    }

    /// Encodes an even number of digits as GS1-128 (GS1 General Specifications, section 5.4): as
    /// [`Code128::encode`], with FNC1 in the first place. The digits begin with an application identifier,
    /// on a convenience store's slip 91.
    ///
    /// # Errors
    /// See [`Code128Error`].
    pub fn encode_gs1(digits: &str) -> Result<Self, Code128Error> {
        let symbols: Vec<usize> = std::iter::once(FNC1).chain(pairs_of(digits)?).collect();
        Ok(Self { widths: widths_of(&symbols) })
    }

    /// Widths in modules, bar and space in turn; the first and the last are bars.
    #[must_use]
    pub fn widths(&self) -> &[u8] {
        &self.widths
    }

    /// The whole width in modules, without quiet zones.
    #[must_use]
    pub fn modules(&self) -> usize {
        self.widths.iter().map(|width| usize::from(*width)).sum()
    }
}

/// The values of the pairs, 0 to 99.
fn pairs_of(digits: &str) -> Result<Vec<usize>, Code128Error> {
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Code128Error::NotDigits);
    }
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return Err(Code128Error::OddLength);
    }
    Ok(pairs.iter().map(|[tens, ones]| usize::from((tens - b'0') * 10 + (ones - b'0'))).collect())
}

/// Hides the bars: they may hold a one-time code.
impl std::fmt::Debug for Code128 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Code128({} modules)", self.modules())
    }
}

fn widths_of(symbols: &[usize]) -> Vec<u8> {
    let all = std::iter::once(START_C).chain(symbols.iter().copied());
    let all = all.chain(std::iter::once(check_symbol(symbols)));
    all.flat_map(|symbol| PATTERNS[symbol]).chain(STOP).collect()
}

/// The start character plus each symbol times its place, modulo 103 (ISO/IEC 15417, annex A); reduced
/// at every step, so that no length overflows.
fn check_symbol(symbols: &[usize]) -> usize {
    (1..).zip(symbols).fold(START_C, |sum, (place, symbol)| (sum + place % 103 * symbol) % 103)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bars(digits: &str) -> String {
        Code128::encode(digits).unwrap().widths().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn known_symbols_come_out() {
        // Start C, 12, 34, 56, check 44, stop.
        assert_eq!(bars("123456"), "211232112232131123331121132131".to_owned() + "2331112");
        assert_eq!(check_symbol(&[12, 34, 56]), 44);
    }

    #[test]
    fn gs1_has_fnc1_in_the_first_place() {
        let gs1 = Code128::encode_gs1("91").unwrap();
        let (symbols, _) = gs1.widths()[..gs1.widths().len() - STOP.len()].as_chunks::<6>();
        let values: Vec<usize> =
            symbols.iter().map(|s| PATTERNS.iter().position(|p| p == s).unwrap()).collect();
        // 105 + 1 × 102 + 2 × 91 = 389 = 3 × 103 + 80.
        assert_eq!(values, [START_C, FNC1, 91, 80]);
        assert_eq!(Code128::encode_gs1("911"), Err(Code128Error::OddLength));
    }

    #[test]
    fn the_table_is_sound() {
        for (index, pattern) in PATTERNS.iter().enumerate() {
            assert_eq!(pattern.iter().sum::<u8>(), 11, "symbol {index} is eleven modules wide");
            let bars: u8 = pattern.iter().step_by(2).sum();
            assert_eq!(bars % 2, 0, "symbol {index}: the bars of a symbol sum up to an even number");
            assert!(!PATTERNS[..index].contains(pattern), "symbol {index} is there twice");
        }
        assert_eq!(STOP.iter().sum::<u8>(), 13);
    }

    #[test]
    fn what_set_c_cannot_hold_is_refused() {
        assert_eq!(Code128::encode(""), Err(Code128Error::NotDigits));
        assert_eq!(Code128::encode("12A4"), Err(Code128Error::NotDigits));
        assert_eq!(Code128::encode("１２"), Err(Code128Error::NotDigits));
        assert_eq!(Code128::encode("123"), Err(Code128Error::OddLength));
    }

    proptest! {
        #[test]
        fn bars_decode_to_the_digits(digits in "([0-9]{2}){1,40}") {
            let code = Code128::encode(&digits).unwrap();
            let (symbols, _) = code.widths()[..code.widths().len() - STOP.len()].as_chunks::<6>();
            let values: Vec<usize> =
                symbols.iter().map(|s| PATTERNS.iter().position(|p| p == s).unwrap()).collect();
            let pairs = &values[1..values.len() - 1];
            prop_assert_eq!(pairs.iter().map(|pair| format!("{pair:02}")).collect::<String>(), digits);
            let sum: usize = values[0] + pairs.iter().enumerate().map(|(i, v)| (i + 1) * v).sum::<usize>();
            prop_assert_eq!(sum % 103, values[values.len() - 1]);
            prop_assert_eq!(code.modules(), 11 * values.len() + 13);
        }
    }
}
