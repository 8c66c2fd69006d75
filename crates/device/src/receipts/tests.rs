use saifu_api::wallet::{IssuerView, ReceiptPaymentView, TaxTotalView};
use saifu_money::{Amount, TaxRate};
use saifu_terms::{InstrumentKind, LineItem};

use super::*;

fn receipt() -> ReceiptView {
    let payment = |kind, yen, card: Option<(&str, &str)>| ReceiptPaymentView {
        kind,
        brand: card.map(|(brand, _)| brand.into()),
        last4: card.map(|(_, last4)| last4.into()),
        amount: Amount::yen(yen),
    };
    ReceiptView {
        number: "S03-4827019-3552281".into(),
        // Already the 24th in Japan.
        transaction_at: "2026-11-23T15:30:00Z".parse().unwrap(),
        issued_at: "2026-11-24T01:00:00Z".parse().unwrap(),
        recipient: "佐藤 花".into(),
        issuer: IssuerView {
            name: "山ねこ珈琲".into(),
            legal_name: "株式会社山ねこ".into(),
            address: "東京都千代田区丸の内1-1-1".into(),
            registration_number: Some("T7000012050002".into()),
        },
        items: vec![LineItem {
            name: "深煎りブレンド 豆 200g".into(),
            quantity: 2,
            unit_price: Amount::yen(1480),
            amount: Amount::yen(2960),
            tax_rate: TaxRate::Reduced,
        }],
        tax_totals: vec![TaxTotalView {
            rate: TaxRate::Reduced,
            total: Amount::yen(2960),
            tax: Amount::yen(219),
        }],
        total: Amount::yen(2960),
        tax: Amount::yen(219),
        payments: vec![
            payment(InstrumentKind::Gift, 1000, None),
            payment(InstrumentKind::Card, 1960, Some(("visa", "4242"))),
        ],
        refunded: Amount::yen(0),
        sandbox: true,
    }
}

#[test]
fn a_receipt_is_saved_as_pdf_under_a_name_that_says_what_it_is() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("Saifu");
    let saved = save(&receipt(), Language::Ja, &folder).unwrap();
    assert_eq!(saved.file_name, "領収書_山ねこ珈琲_2026-11-24_S03-4827019-3552281.pdf");
    assert!(fs::read(&saved.path).unwrap().starts_with(b"%PDF-"));
    assert_eq!(save(&receipt(), Language::Ja, &folder).unwrap(), saved, "the same receipt, the same file");
    assert!(openable(&saved.path, &folder).is_ok());
}

#[test]
fn a_receipt_that_does_not_add_up_is_not_printed() {
    let home = tempfile::tempdir().unwrap();
    let mut wrong = receipt();
    wrong.total = Amount::yen(2961);
    let refused = save(&wrong, Language::Ja, home.path()).unwrap_err();
    assert_eq!(refused.code(), "device.service_not_understood");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_page_opens_receipts_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("Saifu");
    fs::create_dir(&folder).unwrap();
    let write = |path: &Path| fs::write(path, b"%PDF").unwrap();
    write(&folder.join("a.pdf"));
    write(&folder.join("a.desktop"));
    write(&home.path().join("b.pdf"));
    #[cfg(unix)]
    std::os::unix::fs::symlink(home.path().join("b.pdf"), folder.join("link.pdf")).unwrap();
    let open = |name: &str| openable(folder.join(name).to_str().unwrap(), &folder);
    assert!(open("a.pdf").is_ok());
    for other in ["a.desktop", "../b.pdf", "link.pdf", "missing.pdf", "", ".", "/etc/passwd"] {
        assert!(open(other).is_err(), "{other}");
    }
}

#[test]
fn another_file_of_that_name_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let first = place(home.path(), "r", b"one").unwrap();
    assert_eq!(place(home.path(), "r", b"one").unwrap(), first);
    let second = place(home.path(), "r", b"two").unwrap();
    assert_eq!(second.file_name().unwrap(), "r (2).pdf");
    assert_eq!(fs::read(first).unwrap(), b"one");
}
