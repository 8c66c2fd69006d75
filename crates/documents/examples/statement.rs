//! Writes a sample statement and says how long it took:
//! `cargo run --release -p saifu-documents --example statement -- statement.pdf [ja|en] [entries] [wallet|gift|points]`.

use std::error::Error;
use std::time::Instant;

use saifu_documents::{Language, StatementScope, statement_pdf};

#[path = "../tests/sample/history.rs"]
mod history;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |index: usize| arguments.get(index).map(String::as_str);
    let path = argument(0).ok_or("say where to write the statement")?;
    let language = match argument(1) {
        None | Some("ja") => Language::Ja,
        Some("en") => Language::En,
        Some(other) => return Err(format!("'{other}' is no language of ours").into()),
    };
    let entries = history::entries(argument(2).map_or(Ok(24), str::parse)?)?;
    let scope = match argument(3) {
        Some("gift") => StatementScope::Gift,
        Some("points") => StatementScope::Points,
        _ => StatementScope::Wallet,
    };
    let statement = history::statement(entries, scope)?;
    statement_pdf(&statement, language)?;
    let start = Instant::now();
    let pdf = statement_pdf(&statement, language)?;
    let rows = statement.data().rows()?.len();
    println!("{rows} rows, {} bytes, {:.1} ms warm", pdf.len(), start.elapsed().as_secs_f64() * 1000.0);
    std::fs::write(path, pdf)?;
    Ok(())
}
