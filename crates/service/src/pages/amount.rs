use maud::{Markup, Render, html};
use saifu_money::{Amount, Currency};

use super::Lang;

/// The digits of an amount, in groups of three: `1,280`, `10.50`.
pub(super) fn figures(amount: Amount) -> String {
    let decimal = amount.decimal();
    let (whole, fraction) = decimal.split_once('.').unwrap_or((&decimal, ""));
    let mut figures = String::with_capacity(decimal.len() + 4);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            figures.push(',');
        }
        figures.push(digit);
    }
    if !fraction.is_empty() {
        figures.push('.');
        figures.push_str(fraction);
    }
    figures
}

const fn sign(currency: Currency) -> &'static str {
    match currency {
        Currency::Jpy => "¥",
        Currency::Usd => "$",
        Currency::Eur => "€",
        Currency::Gbp => "£",
    }
}

/// An amount as the design language has it: 「1,280円」 in Japanese, "¥1,280" in English.
pub(super) struct Money {
    pub(super) amount: Amount,
    pub(super) lang: Lang,
    /// A size class: `hero`, `lead`, `plain`.
    pub(super) size: &'static str,
}

impl Render for Money {
    fn render(&self) -> Markup {
        let figures = figures(self.amount);
        match (self.lang, self.amount.currency()) {
            (Lang::Ja, Currency::Jpy) => html! { span class={"amt " (self.size)} { (figures) i { "円" } } },
            (_, currency) => {
                html! { span class={"amt " (self.size)} { i.pre { (sign(currency)) } (figures) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped() {
        let yen = |minor| figures(Amount::new(minor, Currency::Jpy).unwrap());
        assert_eq!([0, 100, 1280, 12_800, 1_234_567].map(yen), ["0", "100", "1,280", "12,800", "1,234,567"]);
        assert_eq!(figures(Amount::new(123_456_705, Currency::Usd).unwrap()), "1,234,567.05");
    }

    #[test]
    fn yen_are_en_in_japanese_and_a_sign_in_english() {
        let text = |lang, currency| {
            let amount = Amount::new(1280, currency).unwrap();
            Money { amount, lang, size: "plain" }.render().into_string()
        };
        assert_eq!(text(Lang::Ja, Currency::Jpy), r#"<span class="amt plain">1,280<i>円</i></span>"#);
        assert_eq!(
            text(Lang::En, Currency::Jpy),
            r#"<span class="amt plain"><i class="pre">¥</i>1,280</span>"#
        );
        assert!(text(Lang::Ja, Currency::Usd).contains("$</i>12.80"));
    }
}
