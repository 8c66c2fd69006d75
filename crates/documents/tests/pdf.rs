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
        "適格簡易請求書",
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
    run("pdfdetach", &["-save".as_ref(), "1".as_ref(), "-o".as_ref(), &target, &written.path("receipt.pdf")]);
    let attached: serde_json::Value = serde_json::from_slice(&std::fs::read(target).unwrap()).unwrap();
    assert_eq!(attached, serde_json::to_value(Receipt::new(data).unwrap()).unwrap());
    assert_eq!(attached["items"][0]["name"], "猫缶\u{1F408}");
    assert_eq!(attached["payments"][0]["kind"], "gift");
    assert_eq!(attached["total"]["amount"], "498");
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
