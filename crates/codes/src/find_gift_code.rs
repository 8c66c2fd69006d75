use crate::GiftCode;
use crate::gift_code::{half_width, is_separator};

/// Characters of one group of a printed code.
const GROUP: usize = 4;

/// The first gift code in a text as people paste it: the bare code, a mail or a message around it, a
/// link that ends in it. A stretch of text counts as a code only with its check character right.
#[must_use]
pub fn find_gift_code(text: &str) -> Option<GiftCode> {
    let whole = GiftCode::parse(text).ok();
    whole.or_else(|| {
        let text: String = text.chars().map(half_width).collect();
        let words: Vec<&str> = text.split(|c| !is_part(c)).filter(|word| !word.is_empty()).collect();
        in_one_word(&words).or_else(|| in_four_words(&words))
    })
}

/// What a code in the middle of a sentence is made of.
fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || (is_separator(c) && !c.is_whitespace())
}

fn in_one_word(words: &[&str]) -> Option<GiftCode> {
    words.iter().find_map(|word| GiftCode::parse(word).ok())
}

/// Groups with spaces between them.
fn in_four_words(words: &[&str]) -> Option<GiftCode> {
    words.windows(4).find_map(|groups| {
        let is_grouped = groups.iter().all(|group| group.len() == GROUP);
        is_grouped.then(|| GiftCode::parse(&groups.concat()).ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_pasted() {
        let code = GiftCode::parse("1034-5678-9ABC-DEFD").unwrap();
        for text in [
            "1034-5678-9ABC-DEFD",
            " 1034 5678 9abc defd\n",
            "1 0 3 4 5 6 7 8 9 A B C D E F D",
            "ギフトコード：1034-5678-9ABC-DEFD（2027年3月31日まで）",
            "コードは「１０３４ー５６７８ー９ＡＢＣ－ＤＥＦＤ」です。",
            "Your code is 1034 5678 9ABC DEFD. Enjoy!",
            "code 1034 5678 9ABC DEFD",
            "saifu://gift/103456789ABCDEFD",
            "https://pay.saifu.example/g/1034-5678-9ABC-DEFD?from=mail",
            "ID 1234-5678-9012-3456 / code 1034-5678-9ABC-DEFD",
        ] {
            assert_eq!(find_gift_code(text), Some(code.clone()), "{text}");
        }
    }

    #[test]
    fn nothing_is_made_up() {
        for text in [
            "",
            "1034-5678-9ABC-DEFE",
            "1034-5678-9ABC",
            "お問い合わせは 03-1234-5678 まで",
            "1034-5678-9ABC-DEFD1",
            "コーーード",
        ] {
            assert_eq!(find_gift_code(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_is_found_between_other_words(random: [u8; 15], before in "[ぁ-ん、 ]{0,20}", after in "[ぁ-ん。 ]{0,20}") {
            let code = GiftCode::from_random(&random);
            prop_assert_eq!(find_gift_code(&format!("{before}{}{after}", code.grouped())), Some(code));
        }

        #[test]
        fn nothing_makes_it_panic(text in ".*") {
            let _ = find_gift_code(&text);
        }
    }
}
