use std::num::NonZeroU16;

use super::Layout;
use super::pen::{LEFT, RIGHT, Style, WIDTH};
use crate::DocumentError;
use crate::page::{Ink, Tag};
use crate::receipt::{Issuer, PaidBy, ReceiptData, ReceiptPayment};

const LINE: f32 = 18.0;
/// Where the right half starts.
const MIDDLE: f32 = LEFT + WIDTH * 0.518;
/// The width of the left half.
const HALF: f32 = WIDTH * 0.482;

impl Layout<'_, ReceiptData> {
    /// Who issued it, and beside it what paid.
    pub(super) fn parties(&mut self) -> Result<(), DocumentError> {
        let issuer = self.issuer_lines(&self.data.issuer)?;
        let cards =
            self.data.payments.iter().filter(|payment| matches!(payment.paid_by, PaidBy::Card { .. }));
        let lines = issuer.len().max(self.data.payments.len() + cards.count());
        self.y += 14.0;
        let turned = self.make_room(30.0 + LINE * lines as f32)?;
        if !turned {
            self.rule(Ink::Line, 0.8, LEFT, RIGHT, self.y);
        }
        let top = self.y;
        self.tagged(Tag::Section, |section| section.issuer(&issuer))?;
        let left_end = std::mem::replace(&mut self.y, top);
        self.tagged(Tag::Section, Self::payments)?;
        self.y = self.y.max(left_end);
        Ok(())
    }

    fn payments(&mut self) -> Result<(), DocumentError> {
        self.section_name(self.words.paid_with(self.data), MIDDLE)?;
        self.tagged(Tag::Table, |table| {
            table.data.payments.iter().try_for_each(|payment| table.payment(payment))
        })
    }

    fn payment(&mut self, payment: &ReceiptPayment) -> Result<(), DocumentError> {
        let label = self.words.instrument(&payment.paid_by);
        self.payment_row(Style::BODY, label, &self.words.money(payment.amount))?;
        if let PaidBy::Card { brand, last4 } = &payment.paid_by {
            let style = Style { ink: Ink::Soft, ..Style::BODY };
            let card = format!("{} •• {last4}", brand_name(brand));
            self.payment_row(style, &card, self.words.one_payment())?;
        }
        Ok(())
    }

    fn payment_row(&mut self, style: Style, label: &str, value: &str) -> Result<(), DocumentError> {
        self.y += LINE;
        self.pair(style, (label, value), (MIDDLE, RIGHT), self.y)
    }
}

impl<D> Layout<'_, D> {
    pub(super) fn section_name(&mut self, words: &'static str, x: f32) -> Result<(), DocumentError> {
        self.heading(Style::SMALL, words, x)
    }

    /// A heading of the second level, in the outline too.
    pub(super) fn heading(&mut self, style: Style, words: &'static str, x: f32) -> Result<(), DocumentError> {
        self.sheet.bookmark(words, self.y);
        self.y += 21.0;
        let level = NonZeroU16::MIN.saturating_add(1);
        self.tagged(Tag::Heading(level, words.to_owned()), |heading| {
            heading.left(style, words, x, heading.y);
            Ok(())
        })
    }

    /// Each line with its look. What a law asks for is never cut: these take as many lines as they need.
    pub(super) fn issuer_lines(&self, issuer: &Issuer) -> Result<Vec<(Style, String)>, DocumentError> {
        let number = issuer.registration_number.as_ref();
        let number = number.map(|number| self.words.registration(number.as_str()));
        let name = Style::STRONG.sized(12.0);
        let mut lines = Vec::new();
        for (style, words) in
            [(name, &issuer.name), (Style::BODY, &issuer.legal_name), (Style::BODY, &issuer.address)]
        {
            lines.extend(style.wrap(words, HALF, 8)?.into_iter().map(|line| (style, line)));
        }
        if let Some(number) = number {
            lines.push((Style::BODY.fitted(&number, HALF)?, number));
        }
        Ok(lines)
    }

    pub(super) fn issuer(&mut self, lines: &[(Style, String)]) -> Result<(), DocumentError> {
        self.section_name(self.words.issued_by(), LEFT)?;
        for (style, line) in lines {
            self.y += LINE;
            self.tagged(Tag::Paragraph, |p| {
                p.left(*style, line, LEFT, p.y);
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// As the scheme writes itself.
pub(super) fn brand_name(brand: &str) -> &str {
    match brand.to_ascii_lowercase().as_str() {
        "visa" => "VISA",
        "mastercard" => "Mastercard",
        "jcb" => "JCB",
        "amex" => "American Express",
        "diners" => "Diners Club",
        _ => brand,
    }
}
