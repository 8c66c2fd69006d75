//! A plausible receipt, for tests and the example.

#![allow(dead_code, reason = "not everybody uses all of it")]

use std::error::Error;

use saifu_documents::{
    Discount, DiscountKind, Issuer, NameChange, PaidBy, ReceiptData, ReceiptItem, ReceiptPayment,
    RegistrationNumber, Reissue, Returned, TaxTotal,
};
use saifu_money::{Amount, Currency, MoneyError, TaxRate};

const BASKET: [(&str, u32, u32, TaxRate); 4] = [
    ("りんご ふじ", 3, 166, TaxRate::Reduced),
    ("長ねぎ", 1, 158, TaxRate::Reduced),
    ("牛乳 1L", 1, 238, TaxRate::Reduced),
    ("食器用スポンジ", 1, 390, TaxRate::Standard),
];

/// A basket of so many lines.
pub fn basket(lines: usize) -> Result<Vec<ReceiptItem>, MoneyError> {
    let lines = BASKET.iter().cycle().take(lines);
    lines.map(|(name, quantity, price, rate)| item(name, *quantity, Amount::yen(*price), *rate)).collect()
}

/// One line.
pub fn item(
    name: &str,
    quantity: u32,
    unit_price: Amount,
    tax_rate: TaxRate,
) -> Result<ReceiptItem, MoneyError> {
    let amount = unit_price.times(quantity)?;
    Ok(ReceiptItem { name: name.to_owned(), quantity, unit_price, amount, tax_rate })
}

/// A receipt of these items, paid with gift balance as far as ¥1,000 go, the rest with a card.
pub fn data(items: Vec<ReceiptItem>) -> Result<ReceiptData, Box<dyn Error>> {
    discounted(items, Vec::new())
}

/// The same with discounts.
pub fn discounted(items: Vec<ReceiptItem>, discounts: Vec<Discount>) -> Result<ReceiptData, Box<dyn Error>> {
    let tax_totals = tax_totals(&items, &discounts)?;
    let total = Amount::sum(Currency::Jpy, tax_totals.iter().map(|total| total.total))?;
    let gift = total.min(Amount::yen(1000))?;
    let card = PaidBy::Card { brand: "visa".into(), last4: "4242".into() };
    let payments = [(PaidBy::Gift, gift), (card, total.sub(gift)?)].into_iter();
    let payments = payments.filter(|(_, amount)| !amount.is_zero());
    Ok(ReceiptData {
        number: "S03-4820877-1186402".into(),
        transaction_at: "2026-11-22T18:40:00+09:00".parse()?,
        issued_at: "2026-11-22T18:40:05+09:00".parse()?,
        recipient: "佐藤 美咲".into(),
        issuer: Issuer {
            name: "まるふく青果".into(),
            legal_name: "株式会社まるふく".into(),
            address: "東京都文京区見本 1-2-3".into(),
            registration_number: Some(RegistrationNumber::parse("T9234567890123")?),
        },
        tax: Amount::sum(Currency::Jpy, tax_totals.iter().map(|total| total.tax))?,
        items,
        discounts,
        tax_totals,
        total,
        payments: payments.map(|(paid_by, amount)| ReceiptPayment { paid_by, amount }).collect(),
        refunded: Amount::zero(Currency::Jpy),
        sandbox: true,
        returned: None,
        reissue: None,
        name_change: None,
    })
}

/// A copy for nobody by name, after a coupon, paid with points.
pub fn copy() -> Result<ReceiptData, Box<dyn Error>> {
    let items = basket(4)?;
    let coupon = Discount::spread("秋の市", DiscountKind::Coupon, Amount::yen(100), &items)?;
    let mut data = discounted(items, vec![coupon])?;
    data.payments = vec![ReceiptPayment { paid_by: PaidBy::Points, amount: data.total }];
    data.recipient = String::new();
    data.reissue = Some(Reissue { number: 1, at: "2026-11-25T18:00:00+09:00".parse()? });
    data.name_change = Some(NameChange { before: "佐藤 美咲".into(), at: data.issued_at });
    Ok(data)
}

/// What was given back of it: the third line of the basket.
pub fn returned() -> Result<ReceiptData, Box<dyn Error>> {
    let mut data = data(basket(4)?.split_off(3))?;
    data.number = "S03-4820877-1186402-R1".into();
    data.returned = Some(Returned {
        number: "S03-4820877-1186402".into(),
        transaction_at: "2026-11-20T10:00:00+09:00".parse()?,
    });
    Ok(data)
}

fn tax_totals(items: &[ReceiptItem], discounts: &[Discount]) -> Result<Vec<TaxTotal>, MoneyError> {
    let mut totals = Vec::new();
    for rate in TaxRate::ALL {
        let lines: Vec<Amount> = items.iter().filter(|i| i.tax_rate == rate).map(|i| i.amount).collect();
        if !lines.is_empty() {
            let shares = discounts.iter().flat_map(|discount| &discount.shares);
            let off = shares.filter(|share| share.rate == rate).map(|share| share.amount);
            let total = Amount::sum(Currency::Jpy, lines)?.sub(Amount::sum(Currency::Jpy, off)?)?;
            totals.push(TaxTotal { rate, total, tax: rate.included_in(total)? });
        }
    }
    Ok(totals)
}
