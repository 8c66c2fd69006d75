//! PINs that are guessed first. Ten tries are few against a million PINs, and many against the ones that
//! people like: the tenth most common PIN of six digits is worth more than a thousand rare ones.

use std::collections::BTreeSet;

/// Paths over a keypad and numbers that many know.
const FAVOURITES: [&[u8]; 9] =
    [b"147258", b"258369", b"147369", b"159357", b"357159", b"159753", b"142536", b"314159", b"271828"];

/// Whether these six digits are among those that are guessed first: two digits or fewer, steps (123456,
/// 112233, 975310), a half that comes again (280280), a date, a favourite.
pub fn is_weak(digits: &[u8]) -> bool {
    let kinds: BTreeSet<u8> = digits.iter().copied().collect();
    kinds.len() <= 2
        || is_stair(digits)
        || is_stair_of_pairs(digits)
        || digits[..3] == digits[3..]
        || is_date(digits)
        || FAVOURITES.contains(&digits)
}

/// Each digit as far from the one before as the next, round the ten.
fn is_stair(digits: &[u8]) -> bool {
    let step = |pair: &[u8]| (10 + pair[1] - pair[0]) % 10;
    let first = step(&digits[..2]);
    digits.windows(2).all(|pair| step(pair) == first)
}

fn is_stair_of_pairs(digits: &[u8]) -> bool {
    let pairs: Vec<u8> = digits.chunks(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    pairs.len() == 3 && is_stair(&pairs)
}

/// A birthday in any of the usual orders (also of an era: 620415), or a year and a month.
fn is_date(digits: &[u8]) -> bool {
    let number = |part: &[u8]| part.iter().fold(0_u16, |sum, digit| sum * 10 + u16::from(digit - b'0'));
    let (a, b, c) = (number(&digits[..2]), number(&digits[2..4]), number(&digits[4..]));
    let is_day = |month: u16, day: u16| (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_year_month = (1900..2100).contains(&(a * 100 + b)) && (1..=12).contains(&c);
    is_day(b, c) || is_day(b, a) || is_day(a, b) || is_year_month
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guessed_first_is_weak() {
        for weak in [
            "000000", "111111", "121212", "100000", "123456", "654321", "567890", "098765", "135791",
            "112233", "332211", "123123", "280280", "199004", "900415", "150490", "041590", "620415",
            "147258",
        ] {
            assert!(is_weak(weak.as_bytes()), "{weak}");
        }
    }

    #[test]
    fn other_pins_are_not() {
        for good in ["402913", "402914", "481920", "738264", "906353", "597346", "864975"] {
            assert!(!is_weak(good.as_bytes()), "{good}");
        }
    }

    #[test]
    fn most_pins_are_left() {
        let weak = (0..1_000_000).filter(|pin| is_weak(format!("{pin:06}").as_bytes())).count();
        assert!((80_000..130_000).contains(&weak), "{weak}");
    }
}
