use std::sync::LazyLock;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    Lang, Site,
    parts::{FAVICON, Icon, brand, foot},
    squeeze::squeeze,
};

/// The one style sheet, in every page.
pub(super) static STYLE: LazyLock<String> =
    LazyLock::new(|| squeeze(&[include_str!("tokens.css"), include_str!("page.css")].concat()));

/// The script of the checkout.
pub(super) static CHECKOUT_SCRIPT: LazyLock<String> = LazyLock::new(|| script(include_str!("checkout.js")));

/// The script of the page that adds a passkey.
pub(super) static ADD_SCRIPT: LazyLock<String> = LazyLock::new(|| script(include_str!("add.js")));

fn script(own: &str) -> String {
    squeeze(&["(() => {\n", include_str!("passkey.js"), own, "})();"].concat())
}

/// Where the pages expect [`FONT`]; the number changes with the file.
pub const FONT_PATH: &str = "/assets/inter-latin-1.woff2";

/// Inter for figures and Latin letters, as WOFF2 (`font/woff2`), good to be cached for ever. Where it
/// is not served the pages fall back to the system's letters.
pub static FONT: &[u8] = include_bytes!("inter/inter-latin.woff2");

/// What differs from page to page.
pub(super) struct Page<'a> {
    pub(super) site: &'a Site,
    pub(super) lang: Lang,
    /// Without the product's name.
    pub(super) title: &'a str,
    /// The query of this page's address without `lang`: `amazonCheckoutSessionId=…`, or nothing.
    pub(super) query: &'a str,
    /// Further elements of the head.
    pub(super) head: Markup,
    pub(super) main: Markup,
}

impl Page<'_> {
    pub(super) fn document(&self) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.lang.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                    meta name="robots" content="noindex";
                    title { (self.title) " – Saifu" }
                    link rel="icon" href=(FAVICON);
                    link rel="preload" href=(FONT_PATH) as="font" type="font/woff2" crossorigin;
                    style { (PreEscaped(STYLE.as_str())) }
                    (self.head)
                }
                body {
                    div.hosted {
                        (self.bar())
                        (self.main)
                        (foot(self.site, self.lang.of(
                            "検証用のソフトウェアです。実際のお金は動きません。",
                            "Software for testing. No real money moves.",
                        )))
                    }
                }
            }
        }
    }

    fn bar(&self) -> Markup {
        let other = self.lang.other();
        html! {
            header.hbar {
                (brand())
                b { "Saifu" }
                span.soft.only-wide { (self.site.host) }
                a.lang href=(address(self.query, other)) hreflang=(other.tag()) lang=(other.tag()) {
                    (Icon::Globe.small()) (other.own_name())
                }
            }
        }
    }
}

/// The same page in that language, as a relative address.
pub(super) fn address(query: &str, lang: Lang) -> String {
    let joint = if query.is_empty() { "" } else { "&" };
    format!("?{query}{joint}lang={}", lang.tag())
}
