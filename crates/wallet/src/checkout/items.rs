use saifu_money::{Amount, TaxRate};
use saifu_terms::LineItem;
use serde::Deserialize;

use crate::merchant::Merchant;
use crate::{Outcome, Refusal};

const ITEMS_MAX: usize = 200;
const NAME_MAX: usize = 200;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Supplementary {
    line_items: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Item {
    name: String,
    quantity: u32,
    unit_price: String,
    tax_rate: TaxRate,
}

/// What is bought at this merchant, or one line under the note to the shopper.
///
/// # Errors
/// As [`read_items`].
pub fn items_of(
    merchant: &Merchant,
    supplementary: Option<&str>,
    note: Option<&str>,
    total: Amount,
) -> Outcome<Vec<LineItem>> {
    let note = note.filter(|note| !note.trim().is_empty());
    let fallback = note.map_or_else(|| format!("{} お買い上げ", merchant.name), str::to_owned);
    read_items(supplementary, total, &fallback, merchant.default_tax_rate)
}

/// What is bought. Amazon Pay has no field for it, so it travels in `supplementaryData`:
/// `{"lineItems": [{"name", "quantity", "unitPrice", "taxRate": "reduced" | "standard"}]}`, prices with
/// tax. Without such a list (any other text is left alone) there is one line under `fallback`.
///
/// # Errors
/// `checkout.items_invalid`: a list that is not well formed or does not sum to `total`.
pub fn read_items(
    supplementary: Option<&str>,
    total: Amount,
    fallback: &str,
    fallback_rate: TaxRate,
) -> Outcome<Vec<LineItem>> {
    let listed = supplementary.filter(|text| text.contains("\"lineItems\""));
    let Some(text) = listed else {
        let name = fallback.to_owned();
        return Ok(vec![LineItem {
            name,
            quantity: 1,
            unit_price: total,
            amount: total,
            tax_rate: fallback_rate,
        }]);
    };
    let invalid = || Refusal::rule("checkout.items_invalid");
    let list: Supplementary = serde_json::from_str(text).map_err(|_| invalid())?;
    if list.line_items.is_empty() || list.line_items.len() > ITEMS_MAX {
        return Err(invalid());
    }
    let items = list.line_items.into_iter().map(|item| line(item, total)).collect::<Outcome<Vec<_>>>()?;
    let sum = Amount::sum(total.currency(), items.iter().map(|item| item.amount)).map_err(|_| invalid())?;
    if sum == total { Ok(items) } else { Err(invalid()) }
}

fn line(item: Item, total: Amount) -> Outcome<LineItem> {
    let invalid = || Refusal::rule("checkout.items_invalid");
    let name_fits = (1..=NAME_MAX).contains(&item.name.chars().count());
    if !name_fits || item.name.chars().any(char::is_control) || item.quantity == 0 {
        return Err(invalid());
    }
    let unit_price = Amount::parse(&item.unit_price, total.currency()).map_err(|_| invalid())?;
    let amount = unit_price.times(item.quantity).map_err(|_| invalid())?;
    Ok(LineItem { name: item.name, quantity: item.quantity, unit_price, amount, tax_rate: item.tax_rate })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, yen: u32) -> Outcome<Vec<LineItem>> {
        read_items(Some(text), Amount::yen(yen), "お買い上げ", TaxRate::Standard)
    }

    #[test]
    fn a_list_must_sum_to_the_amount() {
        let list = r#"{"lineItems":[{"name":"豆","quantity":2,"unitPrice":"1480","taxRate":"reduced"}]}"#;
        assert_eq!(read(list, 2960).unwrap()[0].amount, Amount::yen(2960));
        assert_eq!(read(list, 2961).unwrap_err().code(), Some("checkout.items_invalid"));
    }

    #[test]
    fn any_other_text_makes_one_line() {
        let items = read("AirlineData 42", 500).unwrap();
        assert_eq!((items.len(), items[0].amount), (1, Amount::yen(500)));
    }

    #[test]
    fn hostile_lists_are_refused() {
        for list in [
            r#"{"lineItems":[]}"#,
            r#"{"lineItems":[{"name":"","quantity":1,"unitPrice":"1","taxRate":"reduced"}]}"#,
            r#"{"lineItems":[{"name":"a","quantity":0,"unitPrice":"1","taxRate":"reduced"}]}"#,
            r#"{"lineItems":[{"name":"a","quantity":4294967295,"unitPrice":"9223372036854775807","taxRate":"reduced"}]}"#,
            r#"{"lineItems":[{"name":"a","quantity":1,"unitPrice":"-1","taxRate":"reduced"}]}"#,
        ] {
            assert!(read(list, 1).is_err(), "{list}");
        }
    }
}
