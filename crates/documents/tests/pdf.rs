//! Other people's programs read our PDF: `pdftotext`, `pdftoppm`, `pdfdetach` of Debian's poppler-utils,
//! `qpdf`, and `zbarimg` of zbar-tools.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::path::{Path, PathBuf};
use std::process::Command;

use saifu_documents::{Language, Receipt, ReceiptData, receipt_pdf};
use saifu_money::{Amount, TaxRate};

mod sample;

struct Written {
    folder: tempfile::TempDir,
}

impl Written {
    fn new(data: ReceiptData, language: Language) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pdf = receipt_pdf(&Receipt::new(data).unwrap(), language).unwrap();
        std::fs::write(folder.path().join("receipt.pdf"), pdf).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn detach(&self, name: &str, target: &Path) {
        let arguments = ["-savefile".as_ref(), name.as_ref(), "-o".as_ref(), target];
        run("pdfdetach", &[&arguments[..], &[&self.path("receipt.pdf")]].concat());
    }

    /// The lines that a reader gets, in reading order.
    fn lines(&self) -> Vec<String> {
        let text = run("pdftotext", &["-raw".as_ref(), &self.path("receipt.pdf"), "-".as_ref()]);
        text.split(['\n', '\u{c}']).map(str::to_owned).filter(|line| !line.is_empty()).collect()
    }
}

fn run(program: &str, arguments: &[&Path]) -> String {
    let out = Command::new(program).args(arguments).output();
    let out = out.unwrap_or_else(|error| {
        panic!("{program} does not run ({error}): install Debian's poppler-utils, qpdf and zbar-tools")
    });
    assert!(out.status.success(), "{program}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn the_text_is_the_data() {
    let mut data = sample::data(sample::basket(4).unwrap()).unwrap();
    data.recipient = "髙﨑 𠮷子".into();
    let written = Written::new(data, Language::Ja);
    let expected = [
        "領収書",
        "適格請求書",
        "No. S03-4820877-1186402",
        "取引日 2026年11月22日",
        "髙﨑 𠮷子 様",
        "金額（税込） 1,284円",
        "下記の品代として、正に領収しました。",
        "品名 数量 単価 金額",
        "りんご ふじ ※ 3 166 498",
        "長ねぎ ※ 1 158 158",
        "牛乳 1L ※ 1 238 238",
        "食器用スポンジ 1 390 390",
        "8%対象 ※（内消費税 66円） 894円",
        "10%対象（内消費税 35円） 390円",
        "合計（内消費税 101円） 1,284円",
        "※ は軽減税率（8%）の対象です。",
        "発行した事業者",
        "まるふく青果",
        "株式会社まるふく",
        "東京都文京区見本 1-2-3",
        "登録番号 T9234567890123",
        "お支払い",
        "ギフト残高 1,000円",
        "クレジットカード利用 284円",
        "VISA •• 4242 1回払い",
        "Saifu が電子データで発行しました（発行日 2026年11月22日）。",
        "QRコードに番号・取引日・金額・登録番号が入っています。",
        "電子データのため収入印紙は不要です（印紙税の課税文書に当たりません）。",
        "見本。実際の取引ではありません。",
    ];
    assert_eq!(written.lines(), expected);
}

#[test]
fn a_refund_and_real_money_show() {
    let mut data = sample::data(sample::basket(4).unwrap()).unwrap();
    data.refunded = Amount::yen(390);
    data.sandbox = false;
    let lines = Written::new(data, Language::En).lines();
    assert!(lines.contains(&"Refunded since −¥390".to_owned()), "{lines:?}");
    assert!(lines.contains(&"After the refund ¥894".to_owned()), "{lines:?}");
    assert!(!lines.iter().any(|line| line.contains("Specimen")), "{lines:?}");
}

#[test]
fn discounts_copies_and_changed_names_are_read_in_their_place() {
    let lines = Written::new(sample::copy().unwrap(), Language::Ja).lines();
    let expected = [
        "適格簡易請求書",
        "再発行（1回目）",
        "金額（税込） 1,184円",
        "クーポン値引き 秋の市（8%対象 70円、10%対象 30円） −100円",
        "8%対象 ※（内消費税 61円） 824円",
        "10%対象（内消費税 32円） 360円",
        "合計（内消費税 93円） 1,184円",
        "ポイント利用 1,184円",
        "Saifu が電子データで再発行しました（2026年11月25日、初回の発行日 2026年11月22日）。",
        "宛名は2026年11月22日に変更されました（変更前: 佐藤 美咲）。",
    ];
    let read: Vec<&str> = lines.iter().map(String::as_str).filter(|line| expected.contains(line)).collect();
    assert_eq!(read, expected, "{lines:?}");
    assert!(!lines.iter().any(|line| line.ends_with('様')), "{lines:?}");
}

#[test]
fn a_refund_has_a_note_of_its_own() {
    let lines = Written::new(sample::returned().unwrap(), Language::Ja).lines();
    let expected = [
        "返金明細書",
        "適格返還請求書",
        "No. S03-4820877-1186402-R1",
        "返金日 2026年11月22日",
        "返金額（税込） 390円",
        "2026年11月20日のお取引（No. S03-4820877-1186402）について、下記を返金しました。",
        "10%対象（内消費税 35円） 390円",
        "返金先",
    ];
    let read: Vec<&str> = lines.iter().map(String::as_str).filter(|line| expected.contains(line)).collect();
    assert_eq!(read, expected, "{lines:?}");
}

#[test]
fn a_receipt_is_small() {
    let receipt = Receipt::new(sample::data(sample::basket(4).unwrap()).unwrap()).unwrap();
    for language in [Language::Ja, Language::En] {
        let size = receipt_pdf(&receipt, language).unwrap().len();
        assert!(size < 60_000, "{size} bytes");
    }
}

#[test]
fn forty_items_are_all_there_on_three_pages() {
    let written = Written::new(sample::data(sample::basket(40).unwrap()).unwrap(), Language::Ja);
    let lines = written.lines();
    assert_eq!(lines.iter().filter(|line| *line == "りんご ふじ ※ 3 166 498").count(), 10);
    for page in ["1 / 3", "2 / 3", "3 / 3"] {
        assert!(lines.iter().any(|line| line == page), "{page}");
    }
}

#[test]
fn the_file_is_sound() {
    for lines in [1, 4, 40] {
        for language in [Language::Ja, Language::En] {
            let written = Written::new(sample::data(sample::basket(lines).unwrap()).unwrap(), language);
            run("qpdf", &["--check".as_ref(), &written.path("receipt.pdf")]);
        }
    }
}

#[test]
fn the_file_says_what_it_is() {
    let written = Written::new(sample::data(sample::basket(1).unwrap()).unwrap(), Language::Ja);
    let info = run("pdfinfo", &[&written.path("receipt.pdf")]);
    let says = |name: &str, value: &str| {
        info.lines().any(|line| line.strip_prefix(name).is_some_and(|rest| rest.trim() == value))
    };
    assert!(says("Title:", "領収書 S03-4820877-1186402"), "{info}");
    assert!(says("Author:", "まるふく青果"), "{info}");
    assert!(says("Tagged:", "yes"), "{info}");
    let metadata = run("pdfinfo", &["-meta".as_ref(), &written.path("receipt.pdf")]);
    for claim in ["<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
        assert!(metadata.contains(claim), "{metadata}");
    }
    let fonts = run("pdffonts", &[&written.path("receipt.pdf")]);
    for font in fonts.lines().skip(2) {
        let embedded_subset_with_text = font.contains(" yes yes yes ");
        assert!(embedded_subset_with_text, "{fonts}");
    }
}

#[test]
fn the_data_is_attached() {
    let mut data = sample::data(sample::basket(1).unwrap()).unwrap();
    data.items[0] = sample::item("猫缶\u{1F408}", 3, Amount::yen(166), TaxRate::Reduced).unwrap();
    let written = Written::new(data.clone(), Language::Ja);
    let target = written.path("out.json");
    written.detach("receipt.json", &target);
    let attached: serde_json::Value = serde_json::from_slice(&std::fs::read(&target).unwrap()).unwrap();
    assert_eq!(attached, serde_json::to_value(Receipt::new(data).unwrap()).unwrap());
    assert_eq!(attached["items"][0]["name"], "猫缶\u{1F408}");
    assert_eq!(attached["payments"][0]["kind"], "gift");
    assert_eq!(attached["total"]["amount"], "498");
    written.detach("receipt.csv", &target);
    let table = std::fs::read_to_string(target).unwrap();
    assert!(table.starts_with('\u{feff}'));
    for row in ["item,猫缶\u{1F408},3,166,498,8,\r\n", "rate,,,,498,8,36\r\n", "payment,gift,,,498,,\r\n"] {
        assert!(table.contains(row), "{table}");
    }
}

#[test]
fn a_scanner_reads_the_qr_code() {
    let written = Written::new(sample::data(sample::basket(4).unwrap()).unwrap(), Language::Ja);
    let picture = written.path("page");
    let options = ["-r", "150", "-png", "-singlefile"].map(Path::new);
    run("pdftoppm", &[&options[..], &[&written.path("receipt.pdf"), &picture]].concat());
    let read =
        run("zbarimg", &["-q".as_ref(), "--nodbus".as_ref(), "--raw".as_ref(), &written.path("page.png")]);
    assert_eq!(
        read.trim_end(),
        "SAIFU RECEIPT\nS03-4820877-1186402\n2026-11-22T09:40:00Z\n1284 JPY\nT9234567890123"
    );
}

#[test]
fn the_same_receipt_has_the_same_bytes() {
    let receipt = Receipt::new(sample::data(sample::basket(40).unwrap()).unwrap()).unwrap();
    let first = receipt_pdf(&receipt, Language::Ja).unwrap();
    assert_eq!(first, receipt_pdf(&receipt, Language::Ja).unwrap());
    let elsewhere = std::thread::spawn({
        let receipt = receipt.clone();
        move || receipt_pdf(&receipt, Language::Ja).unwrap()
    });
    assert!(first == elsewhere.join().unwrap(), "another thread writes other bytes");
    assert!(first != receipt_pdf(&receipt, Language::En).unwrap());
}
