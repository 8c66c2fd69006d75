use super::Layout;
use crate::DocumentError;
use crate::page::{self, A4, Area, Face, Ink, Mark, Running, Tag, Text};

/// Top margin.
pub(super) const TOP: f32 = 62.0;
/// Left margin.
pub(super) const LEFT: f32 = 62.0;
/// The right edge of what is printed.
pub(super) const RIGHT: f32 = A4.0 - 62.0;
/// Between the two.
pub(super) const WIDTH: f32 = RIGHT - LEFT;
/// Where content ends.
pub(super) const BOTTOM: f32 = A4.1 - 58.0;
/// The least space between two columns.
pub(super) const GAP: f32 = 16.0;

/// How a line looks.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub face: Face,
    pub size: f32,
    pub ink: Ink,
    /// Space after every character, in ems.
    pub tracking: f32,
}

impl Style {
    pub const BODY: Self = Self { face: Face::Regular, size: 11.0, ink: Ink::Strong, tracking: 0.0 };
    pub const STRONG: Self = Self { face: Face::SemiBold, ..Self::BODY };
    pub const SMALL: Self = Self { size: 9.5, ink: Ink::Soft, ..Self::BODY };

    pub fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }

    pub fn width(self, words: &str) -> Result<f32, DocumentError> {
        page::width(words, self.face, self.size, self.tracking)
    }

    /// The same, small enough for `words` to fit into `limit`.
    pub fn fitted(self, words: &str, limit: f32) -> Result<Self, DocumentError> {
        let width = self.width(words)?;
        Ok(if width > limit { self.sized(self.size * limit / width) } else { self })
    }

    pub fn wrap(self, words: &str, limit: f32, most: usize) -> Result<Vec<String>, DocumentError> {
        page::wrap(words, self.face, self.size, limit, most)
    }

    pub fn text(self, words: &str, x: f32, baseline: f32) -> Text {
        let Self { face, size, ink, tracking } = self;
        Text { words: words.to_owned(), x, baseline, face, size, tracking, ink }
    }
}

impl<D> Layout<'_, D> {
    /// Draws what `body` draws under a tag.
    pub(super) fn tagged(
        &mut self,
        tag: Tag,
        body: impl FnOnce(&mut Self) -> Result<(), DocumentError>,
    ) -> Result<(), DocumentError> {
        self.sheet.open(tag);
        body(self)?;
        self.sheet.close();
        Ok(())
    }

    /// A paragraph of one line that starts at `x`.
    pub(super) fn paragraph(
        &mut self,
        style: Style,
        words: &str,
        x: f32,
        baseline: f32,
    ) -> Result<(), DocumentError> {
        self.tagged(Tag::Paragraph, |p| {
            p.left(style, words, x, baseline);
            Ok(())
        })
    }

    /// A line that starts at `x`.
    pub(super) fn left(&mut self, style: Style, words: &str, x: f32, baseline: f32) {
        self.sheet.draw(Mark::Text(style.text(words, x, baseline)));
    }

    /// A line that ends at `right`.
    pub(super) fn right(
        &mut self,
        style: Style,
        words: &str,
        right: f32,
        baseline: f32,
    ) -> Result<(), DocumentError> {
        let x = right - style.width(words)?;
        self.left(style, words, x, baseline);
        Ok(())
    }

    /// A horizontal line of `weight` points under `y`.
    pub(super) fn rule(&mut self, ink: Ink, weight: f32, x: f32, right: f32, y: f32) {
        self.sheet.decorate(Mark::Fill(Area { x, y, width: right - x, height: weight }, ink));
    }

    /// A table row of a label and an amount between `x` and `right`; both shrink where they would meet.
    pub(super) fn pair(
        &mut self,
        style: Style,
        (label, amount): (&str, &str),
        (x, right): (f32, f32),
        baseline: f32,
    ) -> Result<(), DocumentError> {
        let both = style.width(label)? + style.width(amount)?;
        let fit = ((right - x - GAP) / both).clamp(0.6, 1.0);
        let style = style.sized(style.size * fit);
        let room = right - x - GAP - style.width(amount)?;
        let label = page::ellipsize(label, style.face, style.size, room)?;
        self.tagged(Tag::Row, |row| {
            row.tagged(Tag::RowName, |cell| {
                cell.left(style, &label, x, baseline);
                Ok(())
            })?;
            row.tagged(Tag::Cell, |cell| cell.right(style, amount, right, baseline))
        })
    }

    /// Goes to a new page where a block of this height does not fit; says whether it did.
    pub(super) fn make_room(&mut self, height: f32) -> Result<bool, DocumentError> {
        let full = self.y + height > BOTTOM;
        if full {
            self.turn_page()?;
        }
        Ok(full)
    }

    fn turn_page(&mut self) -> Result<(), DocumentError> {
        self.sheet.add_page();
        let style = Style::SMALL;
        let head = page::ellipsize(&self.running, style.face, style.size, WIDTH)?;
        self.sheet.run(self.sheet.page(), Running::Header, style.text(&head, LEFT, TOP));
        self.rule(Ink::Strong, 0.8, LEFT, RIGHT, TOP + 9.0);
        self.y = TOP + 14.0;
        Ok(())
    }

    /// `2 / 3` at the foot of every page, where there is more than one.
    pub(super) fn number_pages(&mut self) -> Result<(), DocumentError> {
        let pages = self.sheet.page() + 1;
        if pages == 1 {
            return Ok(());
        }
        for page in 0..pages {
            let words = format!("{} / {pages}", page + 1);
            let x = RIGHT - Style::SMALL.width(&words)?;
            self.sheet.run(page, Running::PageNumber, Style::SMALL.text(&words, x, A4.1 - 32.0));
        }
        Ok(())
    }
}
