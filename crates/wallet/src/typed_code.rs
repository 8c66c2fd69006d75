//! Codes that people read off one screen and type on another: Crockford's base 32 in groups of four.

use crate::Moment;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Draws a code of `N` characters, five bits each.
pub(crate) fn draw<const N: usize>(moment: &Moment<'_>) -> String {
    moment.bytes::<N>().iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

/// In groups of four.
pub(crate) fn grouped(code: &str) -> String {
    let groups: Vec<String> =
        code.as_bytes().chunks(4).map(|it| String::from_utf8_lossy(it).into()).collect();
    groups.join("-")
}

/// What was typed, as it was drawn: without gaps, in capitals, with O, I and L as the digits that they look like.
pub(crate) fn read(text: &str) -> String {
    let typed = text.chars().filter(|it| !it.is_whitespace() && *it != '-').take(64);
    typed
        .map(|it| match it.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_again() {
        assert_eq!(grouped("0123456789AB"), "0123-4567-89AB");
        assert_eq!(read(" o123-4567 89ab\n"), "0123456789AB");
        assert_eq!(read(&"x".repeat(1000)).len(), 64);
    }
}
