use std::num::NonZeroU16;

use saifu_money::Amount;

use super::Layout;
use super::pen::{GAP, LEFT, RIGHT, Style, TOP, WIDTH};
use crate::DocumentError;
use crate::page::{Area, Face, Ink, Mark, Tag};
use crate::receipt::ReceiptData;

const TITLE: Style = Style { face: Face::Title, size: 23.0, ink: Ink::Strong, tracking: 0.3 };
/// Letters stand closer than kanji.
const LATIN_TRACKING: f32 = 0.04;
const AMOUNT: Style = Style { face: Face::SemiBold, size: 30.0, ink: Ink::Strong, tracking: -0.02 };
/// The unit beside the amount, as a share of its size.
const UNIT: f32 = 0.55;
const BAND_HEIGHT: f32 = 56.0;
const BAND_PADDING: f32 = 16.0;
/// Kept free beside the title for the mark of a copy.
const COPY_ROOM: f32 = 104.0;

/// What stands at the top right, and what is read of the document first.
pub(super) struct Heading<'a> {
    pub title: &'a str,
    /// At the right, from the top; three lines at most.
    pub lines: Vec<String>,
    /// What is kept free beside the title.
    pub beside: f32,
}

impl Layout<'_, ReceiptData> {
    /// Title and number, recipient, the amount on its band.
    pub(super) fn head(&mut self) -> Result<(), DocumentError> {
        let (words, data) = (self.words, self.data);
        let date = words.transaction_date(data);
        let form = data.form().map(|form| words.form(form).to_owned());
        let number = words.number(&data.number);
        let heading = Heading {
            title: words.title(data),
            lines: form.into_iter().chain([number, date]).collect(),
            beside: if data.reissue.is_some() { COPY_ROOM } else { 0.0 },
        };
        self.title(&heading)?;
        self.reissue()?;
        self.recipient(&data.recipient)?;
        self.amount(words.amount_paid(data), data.total)?;
        let received = words.received(data);
        self.paragraph(Style::BODY, &received, LEFT, self.y + 21.0)?;
        self.y += 38.0;
        Ok(())
    }

    /// `再発行（2回目）` in a frame beside the title, so that no copy passes for the original.
    fn reissue(&mut self) -> Result<(), DocumentError> {
        let Some(copy) = self.data.reissue else { return Ok(()) };
        let words = self.words.reissue(copy.number);
        let style = Style::STRONG.sized(10.0);
        let title = self.words.title(self.data);
        let x = LEFT + title_style(title).width(title)? + 14.0;
        let style = style.fitted(&words, COPY_ROOM - 30.0)?;
        let width = style.width(&words)? + 16.0;
        self.frame(Area { x, y: TOP + 6.0, width, height: 20.0 });
        self.paragraph(style, &words, x + 8.0, TOP + 19.6)
    }

    fn frame(&mut self, area: Area) {
        let Area { x, y, width, height } = area;
        let (right, bottom) = (x + width, y + height);
        let sides = [
            Area { height: 0.8, ..area },
            Area { y: bottom - 0.8, height: 0.8, ..area },
            Area { width: 0.8, ..area },
            Area { x: right - 0.8, y, width: 0.8, height },
        ];
        sides.into_iter().for_each(|side| self.sheet.decorate(Mark::Fill(side, Ink::Strong)));
    }
}

/// Letters stand closer than kanji.
fn title_style(title: &str) -> Style {
    if title.is_ascii() { Style { tracking: LATIN_TRACKING, ..TITLE } } else { TITLE }
}

impl<D> Layout<'_, D> {
    pub(super) fn title(&mut self, heading: &Heading) -> Result<(), DocumentError> {
        let style = title_style(heading.title);
        self.sheet.bookmark(heading.title, TOP - 12.0);
        self.tagged(Tag::Heading(NonZeroU16::MIN, heading.title.to_owned()), |it| {
            it.left(style, heading.title, LEFT, TOP + 22.0);
            Ok(())
        })?;
        let room = WIDTH - style.width(heading.title)? - GAP - heading.beside;
        let mut baseline = TOP + 10.0;
        for line in &heading.lines {
            let style = Style::SMALL.sized(10.0).fitted(line, room)?;
            self.tagged(Tag::Paragraph, |p| p.right(style, line, RIGHT, baseline))?;
            baseline += 16.0;
        }
        self.rule(Ink::Strong, 1.5, LEFT, RIGHT, TOP + 56.0);
        self.y = TOP + 57.5;
        Ok(())
    }

    /// Nobody is named where the name is blank.
    pub(super) fn recipient(&mut self, name: &str) -> Result<(), DocumentError> {
        if name.is_empty() {
            self.y += 14.0;
            return Ok(());
        }
        let style = Style::STRONG.sized(14.0);
        let lines = style.wrap(&self.words.recipient(name), WIDTH, 3)?;
        let mut widest: f32 = 240.0;
        self.y += 30.0;
        self.tagged(Tag::Paragraph, |p| {
            for (index, line) in lines.iter().enumerate() {
                p.y += if index > 0 { 20.0 } else { 0.0 };
                p.left(style, line, LEFT, p.y);
                widest = widest.max(style.width(line)?.min(WIDTH));
            }
            Ok(())
        })?;
        self.rule(Ink::Line, 0.8, LEFT, LEFT + widest, self.y + 7.0);
        self.y += 22.0;
        Ok(())
    }

    pub(super) fn amount(&mut self, label: &str, amount: Amount) -> Result<(), DocumentError> {
        let band = Area { x: LEFT, y: self.y, width: WIDTH, height: BAND_HEIGHT };
        self.sheet.decorate(Mark::Fill(band, Ink::Band));
        let baseline = self.y + 38.0;
        let money = self.words.money_parts(amount);
        let room = WIDTH - 2.0 * BAND_PADDING - Style::BODY.width(label)? - GAP;
        // Measured as if the unit were as large as the number: a little too careful is fine.
        let style = AMOUNT.fitted(&self.words.money(amount), room)?;
        let unit = style.sized(style.size * UNIT);
        self.tagged(Tag::Paragraph, |p| {
            p.left(Style::BODY, label, LEFT + BAND_PADDING, baseline);
            let after = RIGHT - BAND_PADDING - unit.width(money.after)?;
            let number = after - style.width(&money.number)? - if money.after.is_empty() { 0.0 } else { 2.0 };
            let before = number - unit.width(money.before)?;
            for (style, words, x) in
                [(unit, money.before, before), (style, &money.number, number), (unit, money.after, after)]
            {
                if !words.is_empty() {
                    p.left(style, words, x, baseline);
                }
            }
            Ok(())
        })?;
        self.y += BAND_HEIGHT;
        Ok(())
    }
}
