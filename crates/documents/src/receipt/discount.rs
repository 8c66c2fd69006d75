use saifu_money::{Amount, MoneyError, TaxRate};
use serde::{Deserialize, Serialize};

use super::{ReceiptData, ReceiptError, ReceiptItem};

/// Something the shop takes off the price (値引き). It lowers what is taxed, unlike points or a coupon
/// that pay a part of an unchanged price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Discount {
    /// As the shop names it.
    pub name: String,
    /// What it is.
    pub kind: DiscountKind,
    /// What it takes off each rate; the rates of an invoice are totalled after their discounts.
    pub shares: Vec<DiscountShare>,
}

/// What lowers the price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DiscountKind {
    /// A coupon of the shop.
    Coupon,
    /// The shop's own points, given as a discount.
    Points,
    /// Anything else.
    Price,
}

/// What a discount takes off one rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DiscountShare {
    /// The rate.
    pub rate: TaxRate,
    /// More than nothing.
    pub amount: Amount,
}

impl Discount {
    /// Spreads `amount` over the rates of the lines by what each costs, as the tax agency has a discount
    /// on the whole spread (消費税の軽減税率制度に関する取扱通達 15). What rounding leaves goes to the
    /// rates one unit each, the largest remainder first.
    ///
    /// # Errors
    /// [`ReceiptError::Discount`] where it is nothing or more than the lines cost;
    /// [`ReceiptError::Money`].
    pub fn spread(
        name: &str,
        kind: DiscountKind,
        amount: Amount,
        items: &[ReceiptItem],
    ) -> Result<Self, ReceiptError> {
        let currency = amount.currency();
        let whole = Amount::sum(currency, items.iter().map(|item| item.amount))?;
        if amount.is_zero() || whole.less_than(amount)? {
            return Err(ReceiptError::Discount);
        }
        let mut shares = Vec::new();
        for rate in TaxRate::ALL {
            let of_rate = items.iter().filter(|item| item.tax_rate == rate).map(|item| item.amount);
            let product = i128::from(Amount::sum(currency, of_rate)?.minor()) * i128::from(amount.minor());
            let whole = i128::from(whole.minor());
            shares.push((rate, product / whole, product % whole));
        }
        hand_out_rest(&mut shares, i128::from(amount.minor()));
        let shares = shares.into_iter().filter(|(_, minor, _)| *minor > 0).map(|(rate, minor, _)| {
            let minor = i64::try_from(minor).map_err(|_| MoneyError::TooLarge)?;
            Ok(DiscountShare { rate, amount: Amount::new(minor, currency)? })
        });
        Ok(Self { name: name.to_owned(), kind, shares: shares.collect::<Result<_, MoneyError>>()? })
    }

    /// What it takes off in all.
    ///
    /// # Errors
    /// The sum does not fit.
    pub fn amount(&self) -> Result<Amount, MoneyError> {
        let Some(first) = self.shares.first() else { return Ok(Amount::yen(0)) };
        Amount::sum(first.amount.currency(), self.shares.iter().map(|share| share.amount))
    }
}

/// Fewer units are left than rates have a remainder.
fn hand_out_rest(shares: &mut [(TaxRate, i128, i128)], amount: i128) {
    let mut rest = amount - shares.iter().map(|(_, minor, _)| minor).sum::<i128>();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(shares[*index].2));
    for index in order {
        if rest > 0 {
            shares[index].1 += 1;
            rest -= 1;
        }
    }
}

/// All that is taken off a rate.
pub(super) fn off_rate(data: &ReceiptData, rate: TaxRate) -> Result<Amount, MoneyError> {
    let shares = data.discounts.iter().flat_map(|discount| &discount.shares);
    let of_rate = shares.filter(|share| share.rate == rate).map(|share| share.amount);
    Amount::sum(data.total.currency(), of_rate)
}

pub(super) fn check(data: &ReceiptData) -> Result<(), ReceiptError> {
    for discount in &data.discounts {
        let twice = |rate| discount.shares.iter().filter(|share| share.rate == rate).count() > 1;
        let nothing = discount.shares.iter().any(|share| share.amount.is_zero());
        if discount.shares.is_empty() || nothing || TaxRate::ALL.into_iter().any(twice) {
            return Err(ReceiptError::Discount);
        }
        if discount.name.trim().is_empty() {
            return Err(ReceiptError::Blank("discount name"));
        }
    }
    for rate in TaxRate::ALL {
        let lines = data.items.iter().filter(|item| item.tax_rate == rate).map(|item| item.amount);
        if Amount::sum(data.total.currency(), lines)?.less_than(off_rate(data, rate)?)? {
            return Err(ReceiptError::Discount);
        }
    }
    Ok(())
}
