use super::Layout;
use super::pen::{GAP, LEFT, RIGHT, Style, WIDTH};
use crate::DocumentError;
use crate::page::{Ink, Running, Tag};
use crate::receipt::{ReceiptData, ReceiptItem};

const ROW: f32 = 28.0;
const LINE: f32 = 15.0;
/// A longer name ends in `…`; the attached data has the whole.
const MOST_LINES: usize = 4;

/// Where the columns end; the names get what the numbers leave.
struct Columns {
    name_limit: f32,
    rights: [f32; 3],
}

impl Layout<'_, ReceiptData> {
    /// The table of what was bought; it goes on over as many pages as it needs.
    pub(super) fn items(&mut self) -> Result<(), DocumentError> {
        let columns = columns(self.data, self.words.columns())?;
        self.sheet.bookmark(self.words.columns()[0], self.y);
        self.tagged(Tag::Table, |table| {
            table.tagged(Tag::TableHead, |head| head.tagged(Tag::Row, |row| row.column_names(&columns)))?;
            table.tagged(Tag::TableBody, |body| {
                body.data.items.iter().try_for_each(|item| body.item(item, &columns))
            })
        })
    }

    fn column_names(&mut self, columns: &Columns) -> Result<(), DocumentError> {
        let baseline = self.y + 13.0;
        let [name, numbers @ ..] = self.words.columns();
        self.tagged(Tag::ColumnName, |cell| {
            cell.left(Style::SMALL, name, LEFT, baseline);
            Ok(())
        })?;
        for (words, right) in numbers.into_iter().zip(columns.rights) {
            self.tagged(Tag::ColumnName, |cell| cell.right(Style::SMALL, words, right, baseline))?;
        }
        self.rule(Ink::Line, 0.8, LEFT, RIGHT, self.y + 20.0);
        self.y += 20.8;
        Ok(())
    }

    /// The same again at the top of a further page, where it is no part of the reading.
    fn repeat_column_names(&mut self, columns: &Columns) -> Result<(), DocumentError> {
        let (page, baseline) = (self.sheet.page(), self.y + 13.0);
        let [name, numbers @ ..] = self.words.columns();
        self.sheet.run(page, Running::Header, Style::SMALL.text(name, LEFT, baseline));
        for (words, right) in numbers.into_iter().zip(columns.rights) {
            let x = right - Style::SMALL.width(words)?;
            self.sheet.run(page, Running::Header, Style::SMALL.text(words, x, baseline));
        }
        self.rule(Ink::Line, 0.8, LEFT, RIGHT, self.y + 20.0);
        self.y += 20.8;
        Ok(())
    }

    fn item(&mut self, item: &ReceiptItem, columns: &Columns) -> Result<(), DocumentError> {
        let name = self.item_name(item, columns)?;
        let height = ROW + LINE * (name.len().saturating_sub(1)) as f32;
        if self.make_room(height)? {
            self.repeat_column_names(columns)?;
        }
        let baseline = self.y + 18.0;
        self.tagged(Tag::Row, |row| {
            row.tagged(Tag::Cell, |cell| {
                let baselines = std::iter::successors(Some(baseline), |above| Some(above + LINE));
                name.iter().zip(baselines).for_each(|(line, at)| cell.left(Style::BODY, line, LEFT, at));
                Ok(())
            })?;
            for (number, right) in numbers(item).iter().zip(columns.rights) {
                row.tagged(Tag::Cell, |cell| cell.right(Style::BODY, number, right, baseline))?;
            }
            Ok(())
        })?;
        self.y += height;
        self.rule(Ink::Hair, 0.7, LEFT, RIGHT, self.y - 0.7);
        Ok(())
    }

    /// The name's lines. The mark of the reduced rate must survive the cutting of a long name, so its
    /// place is kept free.
    fn item_name(&self, item: &ReceiptItem, columns: &Columns) -> Result<Vec<String>, DocumentError> {
        let mark = self.words.mark(item.tax_rate);
        let limit = columns.name_limit - Style::BODY.width(mark)?;
        let mut lines = Style::BODY.wrap(&item.name, limit, MOST_LINES)?;
        if let Some(last) = lines.last_mut() {
            last.push_str(mark);
        }
        Ok(lines)
    }
}

fn numbers(item: &ReceiptItem) -> [String; 3] {
    [item.quantity.to_string(), item.unit_price.grouped(), item.amount.grouped()]
}

/// The columns stand where the design has them, unless a number needs more.
fn columns(data: &ReceiptData, names: [&str; 4]) -> Result<Columns, DocumentError> {
    let mut widest = [0.0_f32; 3];
    for (index, widest) in widest.iter_mut().enumerate() {
        *widest = Style::SMALL.width(names[index + 1])?;
        for item in &data.items {
            *widest = widest.max(Style::BODY.width(&numbers(item)[index])?);
        }
    }
    let unit_price = (RIGHT - widest[2] - GAP).min(LEFT + WIDTH * 0.815);
    let quantity = (unit_price - widest[1] - GAP).min(LEFT + WIDTH * 0.63);
    let name_limit = quantity - widest[0] - GAP - LEFT;
    Ok(Columns { name_limit, rights: [quantity, unit_price, RIGHT] })
}
