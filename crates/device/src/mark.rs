//! The mark: a picture and a word that the shopper chose, shown by the approval window and known to nothing
//! else. A page that only looks like that window is known by its absence.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::DeviceError;

/// The longest word, in characters.
const WORD_MAX: usize = 16;

/// What the approval window shows beside the terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SecurityMark {
    /// One of the window's own drawings.
    pub picture: MarkPicture,
    /// Any word, 1 to 16 characters.
    pub word: String,
}

/// The drawings that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each is what its name says")]
pub enum MarkPicture {
    Cat,
    Crane,
    Fox,
    Turtle,
    Fish,
    Rabbit,
    Owl,
    Butterfly,
    Pine,
    Bamboo,
    Plum,
    Maple,
    Mountain,
    Wave,
    Moon,
    Lantern,
}

impl SecurityMark {
    /// Examines what was chosen: the word as it will be shown.
    ///
    /// # Errors
    /// [`DeviceError::MarkWord`]: empty, longer than 16 characters, or with characters that do not show or
    /// that turn the line around.
    pub fn check(mut self) -> Result<Self, DeviceError> {
        self.word = self.word.trim().to_owned();
        let shows = |it: char| !it.is_control() && !is_format(it);
        if (1..=WORD_MAX).contains(&self.word.chars().count()) && self.word.chars().all(shows) {
            Ok(self)
        } else {
            Err(DeviceError::MarkWord)
        }
    }
}

/// Characters without a shape of their own: joiners, marks of direction, tags (Unicode's Cf, where it is met).
fn is_format(it: char) -> bool {
    matches!(it, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(word: &str) -> Result<String, DeviceError> {
        SecurityMark { picture: MarkPicture::Crane, word: word.to_owned() }.check().map(|mark| mark.word)
    }

    #[test]
    fn a_word_is_kept_as_it_will_be_shown() {
        assert_eq!(word(" おばあちゃんの庭 ").unwrap(), "おばあちゃんの庭");
        assert_eq!(word("1234567890123456").unwrap().len(), 16);
    }

    #[test]
    fn what_cannot_be_seen_is_no_word() {
        for bad in ["", "  ", "\u{200b}", "a\nb", "\u{202e}abc", "12345678901234567", "a\u{0}"] {
            assert_eq!(word(bad).unwrap_err().code(), "mark.word_invalid", "{bad:?}");
        }
    }
}
