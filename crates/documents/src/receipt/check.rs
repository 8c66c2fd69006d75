use saifu_money::{Amount, MoneyError, TaxRate};
use thiserror::Error;

use super::{PaidBy, ReceiptData, TaxTotal};

/// What does not hold on a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// A field that must have words is blank; its name.
    #[error("{0} is blank")]
    Blank(&'static str),
    /// A discount is nothing, names a rate twice, or takes more off a rate than its lines cost.
    #[error("a discount does not fit the lines")]
    Discount,
    /// A copy is numbered from 1, and a changed name differs from the one before.
    #[error("the trace of copies and names does not hold")]
    Trace,
    /// What was given back cannot be discounted or given back again, and comes after its sale.
    #[error("the return does not fit its sale")]
    Returned,
    /// Nothing was bought.
    #[error("there are no items")]
    NoItems,
    /// A line, counted from 0, whose amount is not unit price × quantity.
    #[error("line {0} does not multiply")]
    Line(usize),
    /// A rate has no total, two, or one that differs from its lines.
    #[error("the lines of the {} % rate do not add up to its total", .0.percent())]
    TaxTotal(TaxRate),
    /// The tax of a rate is not its total's tax rounded down once (消費税法施行令 第70条の10).
    #[error("the tax of the {} % rate is not rounded once", .0.percent())]
    TaxRounding(TaxRate),
    /// The rates do not add up to the total.
    #[error("the rates do not add up to the total")]
    Total,
    /// The taxes do not add up.
    #[error("the taxes of the rates do not add up")]
    Tax,
    /// The payments do not add up to the total, or one is nothing.
    #[error("the payments do not add up to the total")]
    Payments,
    /// A card without brand or four last digits.
    #[error("a card needs its brand and four last digits")]
    Card,
    /// More was refunded than paid.
    #[error("more was refunded than paid")]
    Refunded,
    /// Currencies are mixed, or a sum does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Checks words, lines, rates, sums and payments, in this order.
pub(super) fn check(data: &ReceiptData) -> Result<(), ReceiptError> {
    check_words(data)?;
    check_lines(data)?;
    super::discount::check(data)?;
    super::issue::check(data)?;
    super::form::check(data)?;
    for rate in TaxRate::ALL {
        check_rate(data, rate)?;
    }
    check_sums(data)?;
    check_payments(data)
}

fn check_words(data: &ReceiptData) -> Result<(), ReceiptError> {
    let fields = [
        ("number", &data.number),
        ("issuer name", &data.issuer.name),
        ("issuer legal name", &data.issuer.legal_name),
    ];
    let items = data.items.iter().map(|item| ("item name", &item.name));
    match fields.into_iter().chain(items).find(|(_, text)| text.trim().is_empty()) {
        Some((name, _)) => Err(ReceiptError::Blank(name)),
        None => Ok(()),
    }
}

fn check_lines(data: &ReceiptData) -> Result<(), ReceiptError> {
    if data.items.is_empty() {
        return Err(ReceiptError::NoItems);
    }
    for (index, item) in data.items.iter().enumerate() {
        if item.quantity == 0 || item.unit_price.times(item.quantity)? != item.amount {
            return Err(ReceiptError::Line(index));
        }
    }
    Ok(())
}

fn check_rate(data: &ReceiptData, rate: TaxRate) -> Result<(), ReceiptError> {
    let lines: Vec<Amount> =
        data.items.iter().filter(|item| item.tax_rate == rate).map(|item| item.amount).collect();
    let totals: Vec<&TaxTotal> = data.tax_totals.iter().filter(|total| total.rate == rate).collect();
    let total = match (lines.is_empty(), totals.as_slice()) {
        (true, []) => return Ok(()),
        (false, [total]) => total,
        _ => return Err(ReceiptError::TaxTotal(rate)),
    };
    let off = super::discount::off_rate(data, rate)?;
    // What a discount takes off was checked before; here a sum that cannot be is just a wrong sum.
    if Amount::sum(data.total.currency(), lines)?.sub(off)? != total.total {
        return Err(ReceiptError::TaxTotal(rate));
    }
    if rate.included_in(total.total)? != total.tax {
        return Err(ReceiptError::TaxRounding(rate));
    }
    Ok(())
}

fn check_sums(data: &ReceiptData) -> Result<(), ReceiptError> {
    let currency = data.total.currency();
    if Amount::sum(currency, data.tax_totals.iter().map(|total| total.total))? != data.total {
        return Err(ReceiptError::Total);
    }
    if Amount::sum(currency, data.tax_totals.iter().map(|total| total.tax))? != data.tax {
        return Err(ReceiptError::Tax);
    }
    if data.total.less_than(data.refunded)? {
        return Err(ReceiptError::Refunded);
    }
    Ok(())
}

fn check_payments(data: &ReceiptData) -> Result<(), ReceiptError> {
    let sum = Amount::sum(data.total.currency(), data.payments.iter().map(|payment| payment.amount))?;
    if sum != data.total || data.payments.iter().any(|payment| payment.amount.is_zero()) {
        return Err(ReceiptError::Payments);
    }
    let complete = data.payments.iter().all(|payment| match &payment.paid_by {
        PaidBy::Points | PaidBy::Gift | PaidBy::Cash => true,
        PaidBy::Card { brand, last4 } => {
            !brand.trim().is_empty() && last4.len() == 4 && last4.bytes().all(|b| b.is_ascii_digit())
        }
    });
    if complete { Ok(()) } else { Err(ReceiptError::Card) }
}
