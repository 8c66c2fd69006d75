//! A file name that says what it is and that every file system takes.

use jiff::tz::Offset;
use saifu_api::wallet::ReceiptView;

use crate::Language;

/// Japan has one zone and no summer time.
const JAPAN: Offset = Offset::constant(9);

/// Room for one part, so that the whole stays under the 255 bytes of a name on ext4.
const PART_BYTES: usize = 90;

/// `領収書_<shop>_<date>_<order>`, without the extension.
pub fn of(receipt: &ReceiptView, language: Language) -> String {
    let title = match language {
        Language::Ja => "領収書",
        Language::En => "Receipt",
    };
    let date = JAPAN.to_datetime(receipt.transaction_at).date();
    format!("{title}_{}_{date}_{}", part(&receipt.issuer.name), part(&receipt.number))
}

/// A name from outside: separators, controls and what Windows reserves become hyphens.
fn part(text: &str) -> String {
    let is_unsafe = |character: char| {
        character.is_control() || character.is_whitespace() || r#"/\:*?"<>|_"#.contains(character)
            // Marks that turn the direction of writing can hide an extension.
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut safe: String =
        text.chars().map(|character| if is_unsafe(character) { '-' } else { character }).collect();
    while safe.len() > PART_BYTES {
        safe.pop();
    }
    let trimmed = safe.trim_matches(['-', '.']);
    if trimmed.is_empty() { "-".to_owned() } else { trimmed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shops_name_cannot_leave_the_folder() {
        assert_eq!(part("山ねこ珈琲"), "山ねこ珈琲");
        assert_eq!(part("../../etc/passwd"), "etc-passwd");
        assert_eq!(part("A/B:C*D?\"E\u{202e}fdp\n"), "A-B-C-D--E-fdp");
        assert_eq!(part(" .. "), "-");
        assert_eq!(part(""), "-");
        assert!(part(&"あ".repeat(500)).len() <= PART_BYTES);
    }
}
