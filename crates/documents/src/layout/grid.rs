use super::Layout;
use super::pen::{LEFT, RIGHT, Style};
use crate::DocumentError;
use crate::page::{self, Ink, Running, Tag};

/// A column of a plain table: one line a cell.
pub(super) struct Column {
    pub name: &'static str,
    pub side: Side,
    /// The most that fits.
    pub limit: f32,
}

/// To which edge its cells are set.
#[derive(Clone, Copy)]
pub(super) enum Side {
    /// Text begins here.
    Left(f32),
    /// Numbers end here.
    Right(f32),
}

/// How a table's rows look.
#[derive(Clone, Copy)]
pub(super) struct RowStyle {
    pub style: Style,
    pub height: f32,
}

impl Column {
    fn placed(&self, style: Style, words: &str) -> Result<(f32, String), DocumentError> {
        let words = page::ellipsize(words, style.face, style.size, self.limit + 0.1)?;
        let x = match self.side {
            Side::Left(x) => x,
            Side::Right(right) => right - style.width(&words)?,
        };
        Ok((x, words))
    }
}

impl<D> Layout<'_, D> {
    /// A table of rows; it goes on over as many pages as it needs, under its column names again.
    pub(super) fn grid(
        &mut self,
        columns: &[Column],
        row: RowStyle,
        rows: &[Vec<String>],
    ) -> Result<(), DocumentError> {
        self.make_room(20.8 + row.height)?;
        self.tagged(Tag::Table, |table| {
            table.tagged(Tag::TableHead, |head| head.grid_names(columns))?;
            table.tagged(Tag::TableBody, |body| {
                rows.iter().try_for_each(|cells| body.grid_row(columns, row, cells))
            })
        })
    }

    fn grid_names(&mut self, columns: &[Column]) -> Result<(), DocumentError> {
        let baseline = self.y + 13.0;
        self.tagged(Tag::Row, |row| {
            columns.iter().try_for_each(|column| {
                let (x, words) = column.placed(Style::SMALL, column.name)?;
                row.tagged(Tag::ColumnName, |cell| {
                    cell.left(Style::SMALL, &words, x, baseline);
                    Ok(())
                })
            })
        })?;
        self.under_names();
        Ok(())
    }

    fn under_names(&mut self) {
        self.rule(Ink::Line, 0.8, LEFT, RIGHT, self.y + 20.0);
        self.y += 20.8;
    }

    /// At the top of a further page, where they are no part of the reading.
    fn repeat_grid_names(&mut self, columns: &[Column]) -> Result<(), DocumentError> {
        let (page, baseline) = (self.sheet.page(), self.y + 13.0);
        for column in columns {
            let (x, words) = column.placed(Style::SMALL, column.name)?;
            self.sheet.run(page, Running::Header, Style::SMALL.text(&words, x, baseline));
        }
        self.under_names();
        Ok(())
    }

    fn grid_row(&mut self, columns: &[Column], row: RowStyle, cells: &[String]) -> Result<(), DocumentError> {
        if self.make_room(row.height)? {
            self.repeat_grid_names(columns)?;
        }
        // Kanji reach 0.88 em above the baseline and 0.12 below: so they stand in the middle.
        let baseline = self.y + row.height / 2.0 + row.style.size * 0.38;
        self.tagged(Tag::Row, |it| {
            columns
                .iter()
                .zip(cells)
                .try_for_each(|(column, words)| it.grid_cell(column, row.style, words, baseline))
        })?;
        self.y += row.height;
        self.rule(Ink::Hair, 0.7, LEFT, RIGHT, self.y - 0.7);
        Ok(())
    }

    /// A cell without words is there all the same: every row has every column (ISO 14289-1, 7.5).
    fn grid_cell(
        &mut self,
        column: &Column,
        style: Style,
        words: &str,
        baseline: f32,
    ) -> Result<(), DocumentError> {
        let (x, words) = column.placed(style, words)?;
        self.tagged(Tag::Cell, |cell| {
            if !words.is_empty() {
                cell.left(style, &words, x, baseline);
            }
            Ok(())
        })
    }
}
