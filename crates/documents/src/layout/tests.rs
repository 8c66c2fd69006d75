use proptest::prelude::*;
use saifu_documents::{
    Discount, DiscountKind, Instrument, InvoiceForm, Language, NameChange, PaidBy, Receipt, ReceiptData,
    ReceiptPayment, Reissue, StatementScope, receipt_pdf,
};
use saifu_money::{Amount, Currency, TaxRate};

use super::{Words, lay_out, pen};
use crate::page::{self, Mark, Sheet, Text};

#[path = "../../tests/sample/history.rs"]
mod history;
#[path = "../../tests/sample/mod.rs"]
mod sample;

fn sheet(data: &ReceiptData, language: Language) -> Sheet {
    lay_out(data, Words::new(language)).unwrap()
}

fn texts<'a>(page: &'a [&'a Mark]) -> Vec<&'a Text> {
    let text = |mark: &&'a Mark| match mark {
        Mark::Text(text) => Some(text),
        Mark::Fill(..) | Mark::Modules(..) => None,
    };
    page.iter().filter_map(text).collect()
}

/// Left, top, right, bottom of a line's ink: kanji reach 0.88 em above and 0.12 below the baseline.
fn bounds(text: &Text) -> [f32; 4] {
    let words = text.words.trim_end();
    let width = page::width(words, text.face, text.size, text.tracking).unwrap();
    [text.x, text.baseline - 0.88 * text.size, text.x + width, text.baseline + 0.12 * text.size]
}

/// What lies outside the margins, and what overlaps.
fn faults(sheet: &Sheet) -> Vec<String> {
    let mut faults = Vec::new();
    for marks in sheet.marks() {
        let texts = texts(&marks);
        for (index, text) in texts.iter().enumerate() {
            let [left, top, right, bottom] = bounds(text);
            let outside = left < pen::LEFT - 0.1 || right > pen::RIGHT + 0.5;
            if outside || top < 40.0 || bottom > page::A4.1 - 25.0 {
                faults.push(format!("outside: {}", text.words));
            }
            for other in &texts[..index] {
                let [l, t, r, b] = bounds(other);
                if left < r - 0.5 && l < right - 0.5 && top < b - 0.1 && t < bottom - 0.1 {
                    faults.push(format!("'{}' on '{}'", text.words, other.words));
                }
            }
        }
    }
    faults
}

#[test]
fn nothing_overlaps_on_the_sample() {
    for lines in [1, 4, 12, 14, 16, 17, 40, 200] {
        for language in [Language::Ja, Language::En] {
            let data = sample::data(sample::basket(lines).unwrap()).unwrap();
            assert_eq!(faults(&sheet(&data, language)), Vec::<String>::new(), "{lines} lines");
        }
    }
}

#[test]
fn many_items_flow_on_and_pages_are_numbered() {
    let data = sample::data(sample::basket(40).unwrap()).unwrap();
    let sheet = sheet(&data, Language::Ja);
    let pages: Vec<_> = sheet.marks().collect();
    assert_eq!(pages.len(), 3);
    for (index, page) in pages.iter().enumerate() {
        let number = format!("{} / 3", index + 1);
        assert!(texts(page).iter().any(|text| text.words == number), "page {number}");
    }
    let names = pages.iter().flat_map(|page| texts(page)).filter(|text| text.words.starts_with("牛乳"));
    assert_eq!(names.count(), 10);
}

#[test]
fn the_largest_amounts_fit() {
    let price = Amount::new(i64::MAX / 2, Currency::Jpy).unwrap();
    let items = vec![
        sample::item("土地", 1, price, TaxRate::Standard).unwrap(),
        sample::item("海", 2, Amount::new(i64::MAX / 4, Currency::Jpy).unwrap(), TaxRate::Reduced).unwrap(),
    ];
    let mut data = sample::data(items).unwrap();
    data.refunded = Amount::yen(1);
    for language in [Language::Ja, Language::En] {
        assert_eq!(faults(&sheet(&data, language)), Vec::<String>::new());
    }
}

#[test]
fn a_cut_name_keeps_the_mark_of_the_reduced_rate() {
    let items = vec![sample::item(&"长".repeat(400), 1, Amount::yen(100), TaxRate::Reduced).unwrap()];
    let data = sample::data(items).unwrap();
    let sheet = sheet(&data, Language::Ja);
    let pages: Vec<_> = sheet.marks().collect();
    assert!(texts(&pages[0]).iter().any(|text| text.words.ends_with("… ※")));
}

#[test]
fn a_character_without_a_picture_is_announced() {
    let items = vec![sample::item("猫缶\u{1F408}", 1, Amount::yen(100), TaxRate::Standard).unwrap()];
    let data = sample::data(items).unwrap();
    let sheet = sheet(&data, Language::Ja);
    let pages: Vec<_> = sheet.marks().collect();
    let words: Vec<&str> = texts(&pages[0]).iter().map(|text| text.words.as_str()).collect();
    assert!(words.contains(&"猫缶〓"));
    assert!(words.contains(&Words::new(Language::Ja).missing_note("receipt.json").as_str()));
}

#[test]
fn what_is_not_taxed_says_so_and_is_no_invoice() {
    let gift = sample::item("ギフトカード", 1, Amount::yen(5000), TaxRate::Exempt).unwrap();
    let data = sample::data(vec![gift]).unwrap();
    assert!(Receipt::new(data.clone()).is_ok());
    let sheet = sheet(&data, Language::Ja);
    let pages: Vec<_> = sheet.marks().collect();
    let words: Vec<&str> = texts(&pages[0]).iter().map(|text| text.words.as_str()).collect();
    assert!(words.contains(&"非課税"), "{words:?}");
    assert!(
        !words.contains(&Words::new(Language::Ja).form(InvoiceForm::Qualified)),
        "there is no invoice for it"
    );
    assert!(!words.contains(&Words::new(Language::Ja).reduced_note()));
}

#[test]
fn who_is_not_registered_issues_no_invoice() {
    let mut data = sample::data(sample::basket(1).unwrap()).unwrap();
    data.issuer.registration_number = None;
    let sheet = sheet(&data, Language::Ja);
    let pages: Vec<_> = sheet.marks().collect();
    assert!(!texts(&pages[0]).iter().any(|text| text.words.contains("請求書")));
}

#[test]
fn what_law_and_trace_ask_for_finds_its_place() {
    let items = sample::basket(4).unwrap();
    let coupon = Discount::spread("秋の市", DiscountKind::Coupon, Amount::yen(100), &items).unwrap();
    let mut data = sample::discounted(items, vec![coupon]).unwrap();
    data.reissue = Some(Reissue { number: 12, at: data.issued_at });
    data.name_change = Some(NameChange { before: "山".repeat(80), at: data.issued_at });
    data.number = "N".repeat(60);
    for language in [Language::Ja, Language::En] {
        for recipient in ["", "株式会社みほん"] {
            data.recipient = recipient.into();
            assert_eq!(faults(&sheet(&data, language)), Vec::<String>::new(), "{recipient}");
        }
        assert_eq!(faults(&sheet(&sample::returned().unwrap(), language)), Vec::<String>::new());
    }
}

#[test]
fn nothing_overlaps_on_a_statement() {
    for count in [0, 1, 15, 16, 17, 18, 19, 60, 400] {
        for scope in [StatementScope::Wallet, StatementScope::Gift, StatementScope::Points] {
            let statement = history::statement(history::entries(count).unwrap(), scope).unwrap();
            for language in [Language::Ja, Language::En] {
                let sheet = super::statement::lay_out(&statement, Words::new(language)).unwrap();
                assert_eq!(faults(&sheet), Vec::<String>::new(), "{count} entries of {scope:?}");
            }
        }
    }
}

#[test]
fn long_names_and_large_amounts_fit_a_statement() {
    let mut entries = history::entries(2).unwrap();
    let large = Amount::new(i64::MAX / 4, Currency::Jpy).unwrap();
    entries[1].tax_totals.clear();
    entries[1].legs.truncate(1);
    entries[1].legs[0].amount = large;
    entries[1].legs[0].instrument = Instrument::Other { name: "遠".repeat(90) };
    entries[0].legs.iter_mut().for_each(|leg| leg.amount = large);
    for entry in &mut entries {
        entry.counterparty = "長い名前 and long names ".repeat(9);
        entry.category = Some("品".repeat(90));
    }
    let statement = history::statement(entries, StatementScope::Wallet).unwrap();
    for language in [Language::Ja, Language::En] {
        let sheet = super::statement::lay_out(&statement, Words::new(language)).unwrap();
        assert_eq!(faults(&sheet), Vec::<String>::new());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn long_words_wrap_without_overlap(
        name in "[ぁ-ん一-十a-zA-Z ー（）]{1,200}",
        recipient in "[一-十a-z ]{1,120}x",
        address in "[ぁ-んA-Z0-9 -]{0,200}",
        brand in "[a-z]{1,60}",
        english: bool,
    ) {
        prop_assume!(!name.trim().is_empty());
        let items = vec![sample::item(&name, 2, Amount::yen(777), TaxRate::Reduced).unwrap()];
        let mut data = sample::data(items).unwrap();
        let language = if english { Language::En } else { Language::Ja };
        data.number = format!("S{recipient}");
        data.issuer.legal_name = recipient.clone();
        data.recipient = recipient;
        data.issuer.name = name;
        data.issuer.address = address;
        data.payments = vec![ReceiptPayment {
            paid_by: PaidBy::Card { brand, last4: "4242".into() },
            amount: data.total,
        }];
        prop_assert_eq!(faults(&sheet(&data, language)), Vec::<String>::new());
    }

    #[test]
    fn no_text_breaks_the_pdf(name in "\\PC{1,40}", recipient in ".{1,40}") {
        let items = vec![sample::item(&format!("x{name}"), 1, Amount::yen(1), TaxRate::Standard).unwrap()];
        let mut data = sample::data(items).unwrap();
        data.recipient = format!("y{recipient}");
        let receipt = Receipt::new(data).unwrap();
        prop_assert!(receipt_pdf(&receipt, Language::Ja).is_ok());
    }
}
