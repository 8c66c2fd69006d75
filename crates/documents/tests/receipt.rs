//! Receipts hold what they must, and what does not add up is refused.

#![allow(clippy::unwrap_used, reason = "a test")]

use proptest::prelude::*;
use saifu_documents::{
    Discount, DiscountKind, InvoiceForm, NameChange, PaidBy, Receipt, ReceiptData, ReceiptError, ReceiptItem,
    ReceiptPayment, Reissue, paper_stamp,
};
use saifu_money::{Amount, Currency, TaxRate};

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
    let alterations: [Alteration; 17] = [
        (|d, _| d.number = " ".into(), ReceiptError::Blank("number")),
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
        (|d, _| d.reissue = Some(Reissue { number: 0, at: d.issued_at }), ReceiptError::Trace),
        (
            |d, _| d.name_change = Some(NameChange { before: d.recipient.clone(), at: d.issued_at }),
            ReceiptError::Trace,
        ),
        (
            |d, one| {
                let spread = Discount::spread("値引き", DiscountKind::Price, one, &d.items);
                d.discounts = vec![spread.unwrap()];
            },
            ReceiptError::TaxTotal(TaxRate::Reduced),
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

#[test]
fn the_form_follows_name_tax_and_registration() {
    let mut data = sample::data(sample::basket(4).unwrap()).unwrap();
    assert_eq!(data.form(), Some(InvoiceForm::Qualified));
    data.recipient = "\u{3000}".into();
    assert_eq!(data.form(), Some(InvoiceForm::Simplified));
    assert!(Receipt::new(data.clone()).is_ok(), "nobody need be named");
    data.issuer.registration_number = None;
    assert_eq!(data.form(), None);
    assert_eq!(sample::returned().unwrap().form(), Some(InvoiceForm::Return));
}

#[test]
fn a_return_that_does_not_fit_its_sale_is_refused() {
    let sound = sample::returned().unwrap();
    assert!(Receipt::new(sound.clone()).is_ok());
    let mut early = sound.clone();
    early.returned.as_mut().unwrap().transaction_at = "2027-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(Receipt::new(early), Err(ReceiptError::Returned));
    let mut again = sound;
    again.refunded = Amount::yen(1);
    assert_eq!(Receipt::new(again), Err(ReceiptError::Returned));
}

#[test]
fn a_receipt_is_read_back_from_its_json_and_checked_again() {
    let receipt = Receipt::new(sample::returned().unwrap()).unwrap();
    let mut json = serde_json::to_value(&receipt).unwrap();
    assert_eq!(serde_json::from_value::<Receipt>(json.clone()).unwrap(), receipt);
    json["total"]["amount"] = "391".into();
    assert!(serde_json::from_value::<Receipt>(json).is_err());
}

#[test]
fn what_pays_decides_on_the_revenue_stamp_of_paper() {
    let stamp = |yen: u32, card: u32| {
        let items = vec![sample::item("机", 1, Amount::yen(yen), TaxRate::Standard).unwrap()];
        let mut data = sample::data(items).unwrap();
        let visa = PaidBy::Card { brand: "visa".into(), last4: "4242".into() };
        let parts = [(PaidBy::Cash, yen - card), (visa, card)].into_iter().filter(|(_, yen)| *yen > 0);
        let payment = |(paid_by, yen)| ReceiptPayment { paid_by, amount: Amount::yen(yen) };
        data.payments = parts.map(payment).collect();
        paper_stamp(Receipt::new(data).unwrap().data()).unwrap().minor()
    };
    assert_eq!(stamp(54_998, 0), 0, "without tax it is 49,999");
    assert_eq!(stamp(55_000, 0), 200);
    assert_eq!(stamp(55_000, 55_000), 0, "credit is no money");
    assert_eq!(stamp(60_000, 10_000), 200, "of a part no tax is told apart");
    assert_eq!(stamp(60_000, 10_001), 0);
    assert_eq!([stamp(1_100_000, 0), stamp(1_100_002, 0), stamp(1_100_000_002, 0)], [200, 400, 200_000]);
}

proptest! {
    #[test]
    fn a_discount_is_spread_to_the_last_yen(items in lines(), part in 1..=1000_i64) {
        let whole: i64 = items.iter().map(|item| item.amount.minor()).sum();
        let amount = Amount::new((whole * part / 1000).max(1), Currency::Jpy).unwrap();
        let discount = Discount::spread("割引", DiscountKind::Coupon, amount, &items).unwrap();
        prop_assert_eq!(discount.amount().unwrap(), amount);
        let data = sample::discounted(items, vec![discount]).unwrap();
        for total in &data.tax_totals {
            let lines = data.items.iter().filter(|item| item.tax_rate == total.rate);
            let of_rate: i64 = lines.map(|item| item.amount.minor()).sum();
            let exact = i128::from(of_rate) * i128::from(whole - amount.minor()) / i128::from(whole);
            prop_assert!((i128::from(total.total.minor()) - exact).abs() <= 1, "{total:?} is not {exact}");
        }
        prop_assert_eq!(data.total.minor(), whole - amount.minor());
        prop_assert!(Receipt::new(data).is_ok());
    }

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
