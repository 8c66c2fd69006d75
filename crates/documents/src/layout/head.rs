use std::num::NonZeroU16;

use super::Layout;
use super::pen::{GAP, LEFT, RIGHT, Style, TOP, WIDTH};
use crate::DocumentError;
use crate::page::{Area, Face, Ink, Mark, Tag};

const TITLE: Style = Style { face: Face::Title, size: 23.0, ink: Ink::Strong, tracking: 0.3 };
/// Letters stand closer than kanji.
const LATIN_TRACKING: f32 = 0.04;
const AMOUNT: Style = Style { face: Face::SemiBold, size: 30.0, ink: Ink::Strong, tracking: -0.02 };
/// The unit beside the amount, as a share of its size.
const UNIT: f32 = 0.55;
const BAND_HEIGHT: f32 = 56.0;
const BAND_PADDING: f32 = 16.0;

impl Layout<'_> {
    /// Title and number, recipient, the amount on its band.
    pub(super) fn head(&mut self) -> Result<(), DocumentError> {
        self.title()?;
        self.recipient()?;
        self.amount()?;
        self.tagged(Tag::Paragraph, |p| {
            p.left(Style::BODY, p.words.received(), LEFT, p.y + 21.0);
            Ok(())
        })?;
        self.y += 38.0;
        Ok(())
    }

    fn title(&mut self) -> Result<(), DocumentError> {
        let title = self.words.title();
        let style = if title.is_ascii() { Style { tracking: LATIN_TRACKING, ..TITLE } } else { TITLE };
        self.sheet.bookmark(title, TOP - 12.0);
        self.tagged(Tag::Heading(NonZeroU16::MIN, title.to_owned()), |heading| {
            heading.left(style, title, LEFT, TOP + 22.0);
            Ok(())
        })?;
        let kind = self.data.is_invoice().then(|| self.words.kind().to_owned());
        let number = self.words.number(&self.data.number);
        let date = self.words.transaction_date(self.data.transaction_at);
        let room = WIDTH - style.width(title)? - GAP;
        let mut baseline = TOP + 10.0;
        for line in kind.into_iter().chain([number, date]) {
            let style = Style::SMALL.sized(10.0).fitted(&line, room)?;
            self.tagged(Tag::Paragraph, |p| p.right(style, &line, RIGHT, baseline))?;
            baseline += 16.0;
        }
        self.rule(Ink::Strong, 1.5, LEFT, RIGHT, TOP + 56.0);
        self.y = TOP + 57.5;
        Ok(())
    }

    fn recipient(&mut self) -> Result<(), DocumentError> {
        let style = Style::STRONG.sized(14.0);
        let lines = style.wrap(&self.words.recipient(&self.data.recipient), WIDTH, 3)?;
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

    fn amount(&mut self) -> Result<(), DocumentError> {
        let band = Area { x: LEFT, y: self.y, width: WIDTH, height: BAND_HEIGHT };
        self.sheet.decorate(Mark::Fill(band, Ink::Band));
        let baseline = self.y + 38.0;
        let label = self.words.amount_paid();
        let money = self.words.money_parts(self.data.total);
        let room = WIDTH - 2.0 * BAND_PADDING - Style::BODY.width(label)? - GAP;
        // Measured as if the unit were as large as the number: a little too careful is fine.
        let style = AMOUNT.fitted(&self.words.money(self.data.total), room)?;
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
