//! A real scanner (`zbarimg` of Debian's zbar-tools) reads what we draw.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::path::Path;
use std::process::Command;

use saifu_codes::{Code128, Qr, SlipBarcode, StoreCodeDigits};

/// Pixels a module, and quiet zone in modules: generous for both kinds of code.
const SCALE: usize = 4;
const QUIET: usize = 10;

/// Draws rows of modules as a binary PGM (netpbm `pgm(5)`), dark on light with a quiet zone.
fn draw(rows: &[Vec<bool>]) -> Vec<u8> {
    let width = (rows[0].len() + 2 * QUIET) * SCALE;
    let height = (rows.len() + 2 * QUIET) * SCALE;
    let mut picture = format!("P5 {width} {height} 255\n").into_bytes();
    for y in 0..height {
        for x in 0..width {
            let module = |at: usize| (at / SCALE).checked_sub(QUIET);
            let row = module(y).and_then(|row| rows.get(row));
            let dark = row.zip(module(x)).and_then(|(row, column)| row.get(column).copied());
            picture.push(if dark.unwrap_or(false) { 0 } else { 255 });
        }
    }
    picture
}

fn bar_rows(code: &Code128) -> Vec<Vec<bool>> {
    let bars = code.widths().iter().enumerate();
    let row: Vec<bool> =
        bars.flat_map(|(index, width)| std::iter::repeat_n(index % 2 == 0, usize::from(*width))).collect();
    vec![row; 40]
}

/// What `zbarimg` reads: `CODE-128:…` or `QR-Code:…`.
fn scan(picture: &Path) -> String {
    let out = Command::new("zbarimg").args(["-q", "--nodbus"]).arg(picture).output();
    let out = out.expect("zbarimg is missing: install Debian's zbar-tools to run this test");
    assert!(out.status.success(), "zbarimg read nothing: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().trim_end().to_owned()
}

fn scan_rows(rows: &[Vec<bool>]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("code.pgm");
    std::fs::write(&picture, draw(rows)).unwrap();
    scan(&picture)
}

#[test]
fn a_scanner_reads_the_bars_of_a_store_code() {
    for seed in [0, 77, 254] {
        let code = StoreCodeDigits::from_random(&[seed; 32]).unwrap();
        let bars = Code128::encode(code.as_str()).unwrap();
        assert_eq!(scan_rows(&bar_rows(&bars)), format!("CODE-128:{}", code.as_str()));
    }
}

#[test]
fn a_scanner_reads_the_bars_of_a_slip() {
    let slip = SlipBarcode {
        company: "912345".to_owned(),
        free: "12345678901234567890".to_owned(),
        reissue: 1,
        due: Some(jiff::civil::date(2026, 12, 1)),
        stamp: true,
        yen: 50_000,
    };
    let scanned = scan_rows(&bar_rows(&slip.symbol().unwrap()));
    let digits = scanned.strip_prefix("CODE-128:").unwrap();
    assert_eq!(SlipBarcode::parse(digits), Ok(SlipBarcode { free: format!("0{}", slip.free), ..slip }));
}

#[test]
fn a_scanner_reads_every_pair_of_digits() {
    for tens in 0..10 {
        let digits: String = (0..10).map(|ones| format!("{tens}{ones}")).collect();
        let bars = Code128::encode(&digits).unwrap();
        assert_eq!(scan_rows(&bar_rows(&bars)), format!("CODE-128:{digits}"));
    }
}

#[test]
fn a_scanner_reads_the_qr_code() {
    let code = StoreCodeDigits::from_random(&[42; 32]).unwrap();
    for text in [code.as_str(), "saifu://checkout/0f3e-77", "領収書 髙﨑𠮷"] {
        let rows: Vec<Vec<bool>> = Qr::encode(text).unwrap().rows().collect();
        assert_eq!(scan_rows(&rows), format!("QR-Code:{text}"));
    }
}
