//! Writes a sample receipt: `cargo run -p saifu-documents --example receipt -- receipt.pdf [ja|en] [items]`.

use std::error::Error;

use saifu_documents::{Language, Receipt, receipt_pdf};

#[allow(dead_code, reason = "shared with the tests, which use more of it")]
#[path = "../tests/sample/mod.rs"]
mod sample;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("say where to write the receipt")?;
    let language = match arguments.next().as_deref() {
        None | Some("ja") => Language::Ja,
        Some("en") => Language::En,
        Some(other) => return Err(format!("'{other}' is no language of ours").into()),
    };
    let lines = arguments.next().map_or(Ok(4), |lines| lines.parse())?;
    let receipt = Receipt::new(sample::data(sample::basket(lines)?)?)?;
    std::fs::write(path, receipt_pdf(&receipt, language)?)?;
    Ok(())
}
