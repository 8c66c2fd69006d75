//! Writes a sample: `cargo run -p saifu-documents --example receipt -- receipt.pdf [ja|en] [items|copy|return]`.

use std::error::Error;

use saifu_documents::{Language, Receipt, receipt_pdf};

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
    let data = match arguments.next().as_deref() {
        Some("copy") => sample::copy()?,
        Some("return") => sample::returned()?,
        lines => sample::data(sample::basket(lines.map_or(Ok(4), str::parse)?)?)?,
    };
    let receipt = Receipt::new(data)?;
    std::fs::write(path, receipt_pdf(&receipt, language)?)?;
    Ok(())
}
