use saifu_money::{Amount, Currency, MoneyError};

use super::{PaidBy, ReceiptData};

/// Up to which amount (yen, inclusive) which duty is due (印紙税法 別表第一 第17号の1).
const STEPS: [(i64, u32); 13] = [
    (1_000_000, 200),
    (2_000_000, 400),
    (3_000_000, 600),
    (5_000_000, 1_000),
    (10_000_000, 2_000),
    (20_000_000, 4_000),
    (30_000_000, 6_000),
    (50_000_000, 10_000),
    (100_000_000, 20_000),
    (200_000_000, 40_000),
    (300_000_000, 60_000),
    (500_000_000, 100_000),
    (1_000_000_000, 150_000),
];
const MOST: u32 = 200_000;
/// Less is free (別表第一 第17号, 非課税物件).
const FREE_BELOW: i64 = 50_000;

/// The revenue stamp that this receipt would need if its issuer handed it over on paper; as data it
/// needs none.
///
/// What a card pays is credit, not money received, if the receipt says so, and points are no money.
/// Where nothing but money paid, the tax that stands apart is left out of the sum (消費税法の改正等に伴う
/// 印紙税の取扱いについて 1).
///
/// # Errors
/// A sum does not fit.
pub fn paper_stamp(data: &ReceiptData) -> Result<Amount, MoneyError> {
    let currency = data.total.currency();
    let money = data.payments.iter().filter(|payment| is_money(&payment.paid_by));
    let mut received = Amount::sum(currency, money.map(|payment| payment.amount))?;
    if received == data.total {
        received = received.sub(data.tax)?;
    }
    // The steps are in yen; other currencies are not sold for.
    if currency != Currency::Jpy || received.minor() < FREE_BELOW {
        return Ok(Amount::zero(Currency::Jpy));
    }
    let step = STEPS.iter().find(|(limit, _)| received.minor() <= *limit);
    Ok(Amount::yen(step.map_or(MOST, |(_, duty)| *duty)))
}

/// Gift value counts as a security received, cash as money.
const fn is_money(paid_by: &PaidBy) -> bool {
    match paid_by {
        PaidBy::Gift | PaidBy::Cash => true,
        PaidBy::Points | PaidBy::Card { .. } => false,
    }
}
