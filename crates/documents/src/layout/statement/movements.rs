use super::super::Layout;
use super::super::grid::{Column, RowStyle, Side};
use super::super::pen::{GAP, LEFT, RIGHT, Style, WIDTH};
use crate::DocumentError;
use crate::history::Direction;
use crate::page::Ink;
use crate::statement::{StatementData, StatementRow};

const STYLE: Style = Style { size: 9.5, ..Style::BODY };
const HEIGHT: f32 = 20.0;
/// At most this share of the page for what it was paid with.
const INSTRUMENT: f32 = 118.0;
/// Closer than elsewhere: six columns share the page.
const NEAR: f32 = 10.0;
/// What a name gets at least; where numbers leave less, the table gets smaller.
const NAME: f32 = 90.0;
/// What a number gets at least.
const LEAST: f32 = 46.0;

impl Layout<'_, StatementData> {
    /// Every movement, a line for each of its legs.
    pub(super) fn movements(&mut self) -> Result<(), DocumentError> {
        self.block_name(self.words.movements())?;
        let rows = self.data.rows().map_err(|_| DocumentError::Layout("a statement that was not checked"))?;
        let cells: Vec<Vec<String>> = rows.iter().map(|row| self.cells(row)).collect();
        if cells.is_empty() {
            self.paragraph(
                Style { ink: Ink::Soft, ..STYLE },
                self.words.no_movements(),
                LEFT,
                self.y + 13.0,
            )?;
            self.y += 20.0;
            return Ok(());
        }
        let (columns, style) = columns(self.words.movement_columns(), &cells)?;
        self.grid(&columns, RowStyle { style, height: HEIGHT }, &cells)
    }

    fn cells(&self, row: &StatementRow) -> Vec<String> {
        let amount = |direction| {
            if row.leg.direction == direction { row.leg.amount.grouped() } else { String::new() }
        };
        vec![
            self.words.short_date(row.entry.at),
            self.words.entry(row.entry),
            self.words.leg(&row.leg.instrument),
            amount(Direction::In),
            amount(Direction::Out),
            row.balance.map(|balance| balance.grouped()).unwrap_or_default(),
        ]
    }
}

/// Numbers get the room that they need, then dates and instruments; the names get the rest.
fn columns(names: [&'static str; 6], cells: &[Vec<String>]) -> Result<(Vec<Column>, Style), DocumentError> {
    let mut widest = [0.0_f32; 6];
    for (index, widest) in widest.iter_mut().enumerate() {
        *widest = Style::SMALL.width(names[index])?;
        for row in cells {
            *widest = widest.max(STYLE.width(&row[index])?);
        }
    }
    let [date, _, instrument, numbers @ ..] = widest;
    let wanted = date + instrument.min(INSTRUMENT) + numbers.into_iter().map(|it| it.max(LEAST)).sum::<f32>();
    let fit = ((WIDTH - NAME - GAP - 4.0 * NEAR) / wanted).min(1.0);
    let [date, instrument] = [date, instrument.min(INSTRUMENT)].map(|width| width * fit);
    let numbers = numbers.map(|width| width.max(LEAST) * fit);
    let out = RIGHT - numbers[2] - NEAR;
    let came = out - numbers[1] - NEAR;
    let instrument_left = came - numbers[0] - NEAR - instrument;
    let name_left = LEFT + date + GAP;
    let column = |index: usize, side, limit| Column { name: names[index], side, limit };
    let columns = vec![
        column(0, Side::Left(LEFT), date),
        column(1, Side::Left(name_left), instrument_left - NEAR - name_left),
        column(2, Side::Left(instrument_left), instrument),
        column(3, Side::Right(came), numbers[0]),
        column(4, Side::Right(out), numbers[1]),
        column(5, Side::Right(RIGHT), numbers[2]),
    ];
    Ok((columns, STYLE.sized(STYLE.size * fit)))
}
