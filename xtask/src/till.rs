//! `cargo xtask till CODE AMOUNT`.

use anyhow::{Context, Result};
use saifu_tests::service::charge_at_till;

use crate::run::Addresses;
use crate::signals::to_the_end;

/// Charges the holder of `code` with `amount` yen.
///
/// # Errors
/// No service runs, or it refuses; says why.
pub fn charge(service: Option<String>, code: &str, amount: u64) -> Result<()> {
    let service = match service {
        Some(service) => service,
        None => Addresses::read().context("start `cargo xtask run` first, or name a --service")?.service,
    };
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    to_the_end(async move {
        let answer = charge_at_till(&service, &digits, amount).await?;
        println!("{answer:#}");
        Ok(())
    })
}
