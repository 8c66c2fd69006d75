use saifu_money::TaxRate;

use super::Layout;
use super::pen::{LEFT, RIGHT, Style, WIDTH};
use crate::DocumentError;
use crate::page::{Ink, Tag};
use crate::receipt::ReceiptData;

const ROW: f32 = 22.0;

impl Layout<'_, ReceiptData> {
    /// Discounts, sum and tax of each rate, the total, what was refunded, and what ※ means.
    pub(super) fn totals(&mut self) -> Result<(), DocumentError> {
        let refund_rows = if self.data.refunded.is_zero() { 0 } else { 2 };
        let rows = self.data.discounts.len() + self.data.tax_totals.len() + 1 + refund_rows;
        self.make_room(ROW * rows as f32 + 40.0)?;
        self.y += 4.0;
        self.tagged(Tag::Table, |table| {
            table.discounts()?;
            table.rates()?;
            table.total()?;
            table.refund()
        })?;
        self.reduced_note()
    }

    fn sum_row(&mut self, style: Style, label: &str, amount: &str) -> Result<(), DocumentError> {
        self.pair(style, (label, amount), (LEFT + WIDTH * 0.22, RIGHT), self.y + 15.0)?;
        self.y += ROW;
        Ok(())
    }

    fn discounts(&mut self) -> Result<(), DocumentError> {
        for discount in &self.data.discounts {
            let amount = format!("−{}", self.words.money(discount.amount()?));
            self.sum_row(Style::BODY, &self.words.discount(discount), &amount)?;
        }
        Ok(())
    }

    fn rates(&mut self) -> Result<(), DocumentError> {
        for total in &self.data.tax_totals {
            self.sum_row(Style::BODY, &self.words.rate(total), &self.words.money(total.total))?;
        }
        Ok(())
    }

    fn total(&mut self) -> Result<(), DocumentError> {
        self.rule(Ink::Line, 0.8, LEFT + WIDTH * 0.22, RIGHT, self.y + 2.0);
        self.y += 4.0;
        let data = self.data;
        self.sum_row(Style::STRONG, &self.words.total(data.tax), &self.words.money(data.total))
    }

    fn refund(&mut self) -> Result<(), DocumentError> {
        let data = self.data;
        if data.refunded.is_zero() {
            return Ok(());
        }
        let rest = data.total.sub(data.refunded)?;
        let words = self.words;
        self.sum_row(Style::BODY, words.refunded(), &format!("−{}", words.money(data.refunded)))?;
        self.sum_row(Style::BODY, words.after_refund(), &words.money(rest))
    }

    fn reduced_note(&mut self) -> Result<(), DocumentError> {
        self.y += 4.0;
        if self.data.items.iter().all(|item| item.tax_rate != TaxRate::Reduced) {
            return Ok(());
        }
        self.tagged(Tag::Paragraph, |p| {
            p.left(Style::SMALL, p.words.reduced_note(), LEFT, p.y + 12.0);
            Ok(())
        })?;
        self.y += 16.0;
        Ok(())
    }
}
