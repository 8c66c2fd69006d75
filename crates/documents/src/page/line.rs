use super::Face;
use crate::DocumentError;

/// Printed for a character that the fonts lack: the geta mark, which Japanese printers have always set
/// for a missing sort. Never another character.
pub const MISSING: char = '〓';

/// Characters that must not begin a line, and those that must not end one (JIS X 4051, kinsoku).
const NOT_FIRST: &str =
    "、。，．・：；？！)]}）］｝〕〉》」』】〙〗’”ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〻‐％%※";
const NOT_LAST: &str = "([{（［｛〔〈《「『【〘〖‘“";

/// What can be printed of a text: every kind of space becomes one space, controls of direction, width
/// and variant (which have no picture of their own) are left out, and what the fonts lack becomes
/// [`MISSING`].
///
/// # Errors
/// The built-in fonts cannot be read.
pub fn printable(text: &str) -> Result<String, DocumentError> {
    let (regular, semi_bold) = (Face::Regular.load()?, Face::SemiBold.load()?);
    let shown = text.chars().filter(|c| !is_invisible(*c)).map(|character| {
        if character.is_whitespace() || character.is_control() {
            ' '
        } else if is_private(character)
            || regular.glyph(character).is_none()
            || semi_bold.glyph(character).is_none()
        {
            MISSING
        } else {
            character
        }
    });
    Ok(shown.collect::<String>().trim().to_owned())
}

/// Default ignorable code points (Unicode, `DerivedCoreProperties`) that turn up in names.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Private use: a picture without a meaning, which PDF/A forbids.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// The width of a line in points; `tracking` is added after every character, in ems.
///
/// # Errors
/// The font cannot be read.
pub fn width(text: &str, face: Face, size: f32, tracking: f32) -> Result<f32, DocumentError> {
    let font = face.load()?;
    let advance = |character| font.glyph(character).map_or(0.0, |(_, advance)| advance);
    Ok(text.chars().map(|character| (advance(character) + tracking) * size).sum())
}

/// Breaks a text into at most `most` lines no wider than `limit` points; the last ends in `…` where
/// more would follow. Words of Latin script stay whole where they fit.
///
/// # Errors
/// The font cannot be read.
pub fn wrap(
    text: &str,
    face: Face,
    size: f32,
    limit: f32,
    most: usize,
) -> Result<Vec<String>, DocumentError> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if lines.len() + 1 == most {
            lines.push(ellipsize(rest, face, size, limit)?);
            break;
        }
        let (line, after) = rest.split_at(line_end(rest, face, size, limit)?);
        lines.push(line.to_owned());
        rest = after;
    }
    Ok(lines)
}

/// Cuts a line to `limit` points, with `…` at its end where something was cut.
///
/// # Errors
/// The font cannot be read.
pub fn ellipsize(text: &str, face: Face, size: f32, limit: f32) -> Result<String, DocumentError> {
    if width(text, face, size, 0.0)? <= limit {
        return Ok(text.to_owned());
    }
    let room = limit - width("…", face, size, 0.0)?;
    let end = fitting(text, face, size, room)?;
    Ok(format!("{}…", text[..end].trim_end()))
}

/// How many bytes of the text fit.
fn fitting(text: &str, face: Face, size: f32, limit: f32) -> Result<usize, DocumentError> {
    let mut used = 0.0;
    for (at, character) in text.char_indices() {
        used += width(character.encode_utf8(&mut [0; 4]), face, size, 0.0)?;
        if used > limit {
            return Ok(at);
        }
    }
    Ok(text.len())
}

/// Where the first line ends: the last place that may be broken, else the last that fits, and at least
/// one character, so that a text always ends.
fn line_end(text: &str, face: Face, size: f32, limit: f32) -> Result<usize, DocumentError> {
    let fits = fitting(text, face, size, limit)?;
    if fits == text.len() {
        return Ok(fits);
    }
    let fits = fits.max(text.chars().next().map_or(0, char::len_utf8));
    let mut allowed = text[..fits].char_indices().map(|(at, c)| at + c.len_utf8());
    let best = allowed.rfind(|end| may_break(&text[..*end], &text[*end..]));
    Ok(best.unwrap_or(fits))
}

fn may_break(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let within_word = |c: char| c.is_ascii_graphic() || ('\u{a1}'..='\u{24f}').contains(&c);
    let whole = within_word(last) && within_word(first);
    !whole && first != ' ' && !NOT_FIRST.contains(first) && !NOT_LAST.contains(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_the_font_lacks_is_shown_as_missing() {
        assert_eq!(printable("珈琲\u{1F408}豆").unwrap(), "珈琲〓豆");
        assert_eq!(printable("外字\u{E000}").unwrap(), "外字〓");
        assert_eq!(printable("髙﨑 𠮷野").unwrap(), "髙﨑 𠮷野");
        assert_eq!(printable(" 牛乳\n1L\u{202e}\u{3000}").unwrap(), "牛乳 1L");
        assert_eq!(printable("葛\u{E0100}城").unwrap(), "葛城");
    }

    #[test]
    fn words_and_kinsoku_are_kept() {
        let lines = |text, limit| wrap(text, Face::Regular, 10.0, limit, 9).unwrap();
        assert_eq!(lines("コーヒー", 30.0), ["コー", "ヒー"]);
        assert_eq!(lines("dark roast", 30.0), ["dark ", "roast"]);
        assert_eq!(lines("あい（う）", 30.0), ["あい", "（う）"]);
    }

    proptest! {
        #[test]
        fn lines_fit_and_lose_nothing(text in "[ -~ぁ-んー（）。一-十]{0,60}", limit in 12.0_f32..200.0) {
            let lines = wrap(&text, Face::Regular, 10.0, limit, usize::MAX).unwrap();
            prop_assert_eq!(lines.concat(), text);
            for line in lines {
                let used = width(line.trim_end(), Face::Regular, 10.0, 0.0).unwrap();
                prop_assert!(used <= limit + 0.01, "{} is {} wide", line, used);
            }
        }

        #[test]
        fn a_cut_line_fits(text in "[a-zあ-ん]{0,60}", limit in 20.0_f32..200.0, most in 1..4_usize) {
            let lines = wrap(&text, Face::SemiBold, 10.0, limit, most).unwrap();
            prop_assert!(lines.len() <= most);
            for line in lines {
                prop_assert!(width(&line, Face::SemiBold, 10.0, 0.0).unwrap() <= limit + 0.01);
            }
        }
    }
}
