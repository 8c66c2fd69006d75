use maud::{Markup, Render, html};
use saifu_money::{Amount, Currency};

use super::Lang;

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
        let figures = self.amount.grouped();
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
