/// The language of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Japanese: what shoppers get who ask for nothing else.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// Of a `lang` parameter, or else of the `accept-language` header (RFC 9110, 12.5.4): the first
    /// of the two languages that it names; weights are ignored, as browsers send them in order.
    #[must_use]
    pub fn choose(parameter: Option<&str>, accept_language: Option<&str>) -> Self {
        let known = |tag: &str| match tag.trim().get(..2) {
            Some(tag) if tag.eq_ignore_ascii_case("ja") => Some(Self::Ja),
            Some(tag) if tag.eq_ignore_ascii_case("en") => Some(Self::En),
            _ => None,
        };
        let accepted = || accept_language.unwrap_or_default().split(',').find_map(known);
        parameter.and_then(known).or_else(accepted).unwrap_or_default()
    }

    /// The tag for `lang` attributes and parameters.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        self.of("ja", "en")
    }

    /// The text of this language. Both stand side by side where they are shown.
    pub(super) const fn of(self, ja: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }

    pub(super) const fn other(self) -> Self {
        match self {
            Self::Ja => Self::En,
            Self::En => Self::Ja,
        }
    }

    /// What the language calls itself.
    pub(super) const fn own_name(self) -> &'static str {
        self.of("日本語", "English")
    }
}
