//! Receipts hold what they must, and what does not add up is refused.

#![allow(clippy::unwrap_used, reason = "a test")]

use proptest::prelude::*;
use saifu_documents::{PaidBy, Receipt, ReceiptData, ReceiptError, ReceiptItem};
use saifu_money::{Amount, TaxRate};

mod sample;

fn lines() -> impl Strategy<Value = Vec<ReceiptItem>> {
    let line = ("[ぁ-ん]{1,9}", 1..20_u32, 1..100_000_u32, any::<bool>()).prop_map(
        |(name, quantity, price, reduced)| {
            let rate = if reduced { TaxRate::Reduced } else { TaxRate::Standard };
            sample::item(&name, quantity, Amount::yen(price), rate).unwrap()
        },
    );
    proptest::collection::vec(line, 1..30)
}

#[test]
fn what_does_not_add_up_is_refused() {
    let sound = sample::data(sample::basket(4).unwrap()).unwrap();
    assert!(Receipt::new(sound.clone()).is_ok());
    let one = Amount::yen(1);
    type Alteration = (fn(&mut ReceiptData, Amount), ReceiptError);
    let alterations: [Alteration; 15] = [
        (|d, _| d.number = " ".into(), ReceiptError::Blank("number")),
        (|d, _| d.recipient.clear(), ReceiptError::Blank("recipient")),
        (|d, _| d.items[2].name = "\u{3000}".into(), ReceiptError::Blank("item name")),
        (|d, _| d.items.clear(), ReceiptError::NoItems),
        (|d, one| d.items[1].amount = d.items[1].amount.add(one).unwrap(), ReceiptError::Line(1)),
        (|d, _| d.items[0].quantity = 0, ReceiptError::Line(0)),
        (|d, _| d.items[3].tax_rate = TaxRate::Reduced, ReceiptError::TaxTotal(TaxRate::Reduced)),
        (|d, _| d.tax_totals.truncate(1), ReceiptError::TaxTotal(TaxRate::Standard)),
        (|d, _| d.tax_totals.push(d.tax_totals[0].clone()), ReceiptError::TaxTotal(TaxRate::Reduced)),
        (
            |d, one| d.tax_totals[0].tax = d.tax_totals[0].tax.sub(one).unwrap(),
            ReceiptError::TaxRounding(TaxRate::Reduced),
        ),
        (|d, one| d.total = d.total.add(one).unwrap(), ReceiptError::Total),
        (|d, one| d.tax = d.tax.add(one).unwrap(), ReceiptError::Tax),
        (|d, _| d.payments.truncate(1), ReceiptError::Payments),
        (|d, one| d.refunded = d.total.add(one).unwrap(), ReceiptError::Refunded),
        (
            |d, _| d.payments[1].paid_by = PaidBy::Card { brand: "visa".into(), last4: "424".into() },
            ReceiptError::Card,
        ),
    ];
    for (alter, error) in alterations {
        let mut altered = sound.clone();
        alter(&mut altered, one);
        assert_eq!(Receipt::new(altered), Err(error));
    }
}

#[test]
fn a_sum_of_taxes_rounded_by_line_is_refused() {
    let mut data = sample::data(sample::basket(4).unwrap()).unwrap();
    let by_line: i64 =
        data.items[..3].iter().map(|i| i.tax_rate.included_in(i.amount).unwrap().minor()).sum();
    let by_line = Amount::new(by_line, data.tax.currency()).unwrap();
    assert_ne!(by_line, data.tax_totals[0].tax);
    data.tax_totals[0].tax = by_line;
    assert_eq!(Receipt::new(data), Err(ReceiptError::TaxRounding(TaxRate::Reduced)));
}

proptest! {
    #[test]
    fn tax_is_rounded_once_a_rate_whatever_the_basket(items in lines()) {
        let data = sample::data(items).unwrap();
        for total in &data.tax_totals {
            let lines = data.items.iter().filter(|item| item.tax_rate == total.rate);
            let sum: i64 = lines.map(|item| item.amount.minor()).sum();
            let percent = i64::from(total.rate.percent());
            prop_assert_eq!(total.total.minor(), sum);
            prop_assert_eq!(total.tax.minor(), sum * percent / (100 + percent));
        }
        let paid: i64 = data.payments.iter().map(|payment| payment.amount.minor()).sum();
        prop_assert_eq!(paid, data.total.minor());
        prop_assert!(Receipt::new(data).is_ok());
    }

    #[test]
    fn one_yen_of_tax_too_much_or_too_little_is_refused(items in lines(), rate in 0..2_usize, more: bool) {
        let mut data = sample::data(items).unwrap();
        let rate = rate.min(data.tax_totals.len() - 1);
        let one = Amount::yen(1);
        let taxes = [&mut data.tax_totals[rate].tax, &mut data.tax];
        prop_assume!(more || taxes.iter().all(|tax| !tax.is_zero()));
        for tax in taxes {
            *tax = if more { tax.add(one).unwrap() } else { tax.sub(one).unwrap() };
        }
        let expected = ReceiptError::TaxRounding(data.tax_totals[rate].rate);
        prop_assert_eq!(Receipt::new(data), Err(expected));
    }
}
