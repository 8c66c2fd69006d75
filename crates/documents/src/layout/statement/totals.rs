use saifu_money::Amount;

use super::super::Layout;
use super::super::grid::{Column, RowStyle, Side};
use super::super::pen::{LEFT, RIGHT, Style, WIDTH};
use crate::DocumentError;
use crate::statement::{CategoryTotal, RateTotal, StatementData, StatementTotals};

const ROW: RowStyle = RowStyle { style: Style::BODY, height: 24.0 };

impl Layout<'_, StatementData> {
    /// Each account: before, in, out, after.
    pub(super) fn accounts(&mut self, totals: &StatementTotals) -> Result<(), DocumentError> {
        let rows = totals.accounts.iter().map(|total| {
            let balance = self.data.balances.iter().find(|it| Some(it.account) == total.account);
            let shown = |amount: Option<Amount>| amount.map(Amount::grouped).unwrap_or_default();
            vec![
                self.words.account(total.account).to_owned(),
                shown(balance.map(|it| it.opening)),
                total.came.grouped(),
                total.went.grouped(),
                shown(balance.map(|it| it.closing)),
            ]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        self.y += 6.0;
        self.grid(&even_columns(&self.words.account_columns()), ROW, &rows)
    }

    /// What was bought and given back at each rate.
    pub(super) fn rates(&mut self, rates: &[RateTotal]) -> Result<(), DocumentError> {
        if rates.is_empty() {
            return Ok(());
        }
        self.block_name(self.words.by_rate())?;
        let rows: Vec<Vec<String>> = rates
            .iter()
            .map(|total| {
                let amounts = [total.bought, total.bought_tax, total.returned, total.returned_tax];
                let amounts = amounts.into_iter().map(Amount::grouped);
                std::iter::once(self.words.rate_name(total.rate)).chain(amounts).collect()
            })
            .collect();
        self.grid(&even_columns(&self.words.rate_columns()), ROW, &rows)
    }

    /// What was bought and given back in each category.
    pub(super) fn categories(&mut self, categories: &[CategoryTotal]) -> Result<(), DocumentError> {
        if categories.is_empty() {
            return Ok(());
        }
        self.block_name(self.words.by_category())?;
        let rows: Vec<Vec<String>> = categories
            .iter()
            .map(|total| {
                let name = total.category.clone().unwrap_or_else(|| self.words.no_category().to_owned());
                vec![name, total.bought.grouped(), total.returned.grouped()]
            })
            .collect();
        self.grid(&even_columns(&self.words.category_columns()), ROW, &rows)
    }
}

/// A name, and numbers that share what it leaves.
fn even_columns(names: &[&'static str]) -> Vec<Column> {
    let width = if names.len() > 3 { WIDTH * 0.19 } else { WIDTH * 0.24 };
    let numbers = names.len() - 1;
    let column = |(index, name): (usize, &&'static str)| {
        let right = RIGHT - width * (numbers - index.max(1)) as f32;
        if index == 0 {
            let limit = WIDTH - width * numbers as f32 - 8.0;
            Column { name, side: Side::Left(LEFT), limit }
        } else {
            Column { name, side: Side::Right(right), limit: width - 8.0 }
        }
    };
    names.iter().enumerate().map(column).collect()
}
