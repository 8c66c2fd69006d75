use crate::Table;

use super::{PaidBy, ReceiptData};
use crate::DocumentError;

const COLUMNS: [&str; 7] = ["record", "name", "quantity", "unit_price", "amount", "tax_rate", "tax"];

impl ReceiptData {
    /// The receipt as a table for spreadsheets, the same content as its JSON.
    ///
    /// The column `record` says what a row is: `number`, `original_number`, `transaction_at`,
    /// `issued_at`, `recipient`, `issuer`, `issuer_legal_name`, `registration_number` (their text in
    /// `name`); `item`; `discount` (negative, one row a rate); `rate` (sum and tax of one); `total`;
    /// `payment` (one row a leg); `refunded`. Amounts are in the currency's unit without grouping,
    /// `tax_rate` is whole percent.
    ///
    /// # Errors
    /// [`DocumentError::Table`].
    pub fn to_table(&self) -> Result<Vec<u8>, DocumentError> {
        let mut table = Table::new(&COLUMNS)?;
        self.heads(&mut table)?;
        for item in &self.items {
            let (quantity, rate) = (item.quantity.to_string(), item.tax_rate.percent().to_string());
            let (unit, amount) = (item.unit_price.decimal(), item.amount.decimal());
            table.row(&["item", &item.name, &quantity, &unit, &amount, &rate, ""])?;
        }
        for discount in &self.discounts {
            for share in &discount.shares {
                let amount = format!("-{}", share.amount.decimal());
                let rate = share.rate.percent().to_string();
                table.row(&["discount", &discount.name, "", "", &amount, &rate, ""])?;
            }
        }
        self.sums(&mut table)?;
        table.finish()
    }

    fn heads(&self, table: &mut Table) -> Result<(), DocumentError> {
        let issuer = &self.issuer;
        let number = issuer.registration_number.as_ref();
        let (sold, issued) = (self.transaction_at.to_string(), self.issued_at.to_string());
        let heads = [
            ("number", Some(self.number.as_str())),
            ("original_number", self.returned.as_ref().map(|sale| sale.number.as_str())),
            ("transaction_at", Some(&sold)),
            ("issued_at", Some(&issued)),
            ("recipient", Some(&self.recipient)),
            ("issuer", Some(&issuer.name)),
            ("issuer_legal_name", Some(&issuer.legal_name)),
            ("registration_number", number.map(|number| number.as_str())),
        ];
        for (record, text) in heads {
            if let Some(text) = text {
                table.row(&[record, text, "", "", "", "", ""])?;
            }
        }
        Ok(())
    }

    fn sums(&self, table: &mut Table) -> Result<(), DocumentError> {
        for total in &self.tax_totals {
            let rate = total.rate.percent().to_string();
            table.row(&["rate", "", "", "", &total.total.decimal(), &rate, &total.tax.decimal()])?;
        }
        table.row(&["total", "", "", "", &self.total.decimal(), "", &self.tax.decimal()])?;
        for payment in &self.payments {
            table.row(&[
                "payment",
                &payment.paid_by.to_string(),
                "",
                "",
                &payment.amount.decimal(),
                "",
                "",
            ])?;
        }
        if !self.refunded.is_zero() {
            table.row(&["refunded", "", "", "", &self.refunded.decimal(), "", ""])?;
        }
        Ok(())
    }
}

/// For programs and tables: `points`, `gift`, `card visa 4242`, `cash`.
impl std::fmt::Display for PaidBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Points => f.write_str("points"),
            Self::Gift => f.write_str("gift"),
            Self::Cash => f.write_str("cash"),
            Self::Card { brand, last4 } => write!(f, "card {brand} {last4}"),
        }
    }
}
