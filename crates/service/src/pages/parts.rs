use maud::{Markup, html};

use super::{Shop, Site};

/// Drawings on a grid of 24, stroked with 1.75; the names are lucide's.
#[derive(Clone, Copy)]
pub(super) enum Icon {
    Check,
    ChevronDown,
    ChevronLeft,
    Clock,
    Coins,
    Globe,
    KeyRound,
    Landmark,
    Lock,
    Mail,
    RefreshCw,
    ShieldCheck,
    Store,
    TriangleAlert,
    Undo2,
    UserRound,
    Wallet,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Check => "M5 12.6 9.8 17.3 19.2 7.2",
            Self::ChevronDown => "M5.5 9.5 12 16l6.5-6.5",
            Self::ChevronLeft => "M14.5 5.5 8 12l6.5 6.5",
            Self::Clock => "M12 3.7a8.3 8.3 0 1 0 0 16.6 8.3 8.3 0 0 0 0-16.6zM12 7.5V12l3 1.9",
            Self::Coins => {
                "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM18 10.2a5.5 5.5 0 1 1-7.6 7.6M7.6 7H9v4M16.4 14.4l.7.7-2.9 2.9"
            }
            Self::KeyRound => {
                "M15 3.6a5.4 5.4 0 0 0-5.2 6.9L3.7 16.6V20.3h3.6v-2.2h2.2v-2.2h2.2l1.9-1.9A5.4 5.4 0 1 0 15 3.6zM16.4 7.6h.1"
            }
            Self::Landmark => "M4 9.5 12 4.5l8 5zM6.5 10v7M10.2 10v7M13.8 10v7M17.5 10v7M4.5 19.5h15",
            Self::Globe => {
                "M12 3.7a8.3 8.3 0 1 0 0 16.6 8.3 8.3 0 0 0 0-16.6zM3.7 12h16.6M12 3.7c2.5 2.3 3.7 5 3.7 \
                 8.3s-1.2 6-3.7 8.3c-2.5-2.3-3.7-5-3.7-8.3s1.2-6 3.7-8.3z"
            }
            Self::Lock => {
                "M6 10.8h12a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7.2a1 1 0 0 1 1-1zM8.2 \
                 10.8V7.7a3.8 3.8 0 0 1 7.6 0v3.1"
            }
            Self::Mail => {
                "M4.5 5.5h15a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1zM4 7l8 \
                 6 8-6"
            }
            Self::RefreshCw => {
                "M19.5 11a7.6 7.6 0 0 0-13.6-3.6L4 9.5M4 5v4.5h4.5M4.5 13a7.6 7.6 0 0 0 13.6 \
                 3.6l1.9-2.1M20 19v-4.5h-4.5"
            }
            Self::ShieldCheck => {
                "M12 3.5 5 6.2v5.3c0 4.3 2.9 7.4 7 9 4.1-1.6 7-4.7 7-9V6.2zM9 11.9l2.2 2.2 4-4.3"
            }
            Self::Store => {
                "M5 11v8h14v-8M4 7.8 5.5 4.5h13L20 7.8c0 1.6-1.1 2.7-2.6 2.7S14.7 9.4 14.7 8c0 1.4-1.2 \
                 2.5-2.7 2.5S9.3 9.4 9.3 8c0 1.4-1.2 2.5-2.7 2.5S4 9.4 4 7.8zM10 19v-4.5h4V19"
            }
            Self::TriangleAlert => "M12 4.6 3.7 18.8h16.6zM12 10v4M12 16.6h.1",
            Self::Undo2 => "M8.5 5 4.5 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11h-3.5",
            Self::UserRound => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM5 20a7 7 0 0 1 14 0",
            Self::Wallet => {
                "M18 8V5.8a1 1 0 0 0-1.2-1L5.6 6.6A2 2 0 0 0 4 8.6V18a2 2 0 0 0 2 2h12.5a1.5 1.5 0 0 0 \
                 1.5-1.5v-9A1.5 1.5 0 0 0 18.5 8H5.2M16.2 14h.1"
            }
        }
    }

    /// The icon at 22 pixels; it always stands beside a word and is not read aloud.
    pub(super) fn show(self) -> Markup {
        self.sized("i")
    }

    /// At 18 pixels, in text.
    pub(super) fn small(self) -> Markup {
        self.sized("i s")
    }

    fn sized(self, class: &str) -> Markup {
        html! { svg class=(class) viewBox="0 0 24 24" aria-hidden="true" { path d=(self.path()) {} } }
    }
}

/// The wallet with its stitch and clasp.
pub(super) fn brand() -> Markup {
    html! {
        svg.brandmark viewBox="0 0 32 32" aria-hidden="true" {
            rect.bm-a x="2" y="5" width="28" height="23" rx="6" {}
            path.bm-b d="M2 13.5h17.5a4.2 4.2 0 0 1 0 8.4H2" {}
            circle.bm-c cx="19.2" cy="17.7" r="1.9" {}
        }
    }
}

/// The brand as the tab's icon; inside the page, so that it costs no request.
pub(super) const FAVICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' \
    viewBox='0 0 32 32'%3E%3Crect x='2' y='5' width='28' height='23' rx='6' fill='%235b2a14'/%3E%3Cpath \
    d='M2 13.5h17.5a4.2 4.2 0 0 1 0 8.4H2' fill='none' stroke='%23e9bd82' stroke-width='1.5' \
    stroke-dasharray='2.6 1.7'/%3E%3Ccircle cx='19.2' cy='17.7' r='1.9' fill='%23e9bd82'/%3E%3C/svg%3E";

/// Mark, name and domain of a shop, as the head of a page. What the shop chose stands isolated, so that
/// its letters cannot turn the page's own around.
pub(super) fn shop_head(shop: &Shop) -> Markup {
    html! {
        div.shop {
            (mark(shop))
            span {
                h1 { bdi { (shop.name) } }
                @if let Some(domain) = &shop.domain { small { bdi { (domain) } } }
            }
        }
    }
}

/// A shop's mark; its name stands beside it.
pub(super) fn mark(shop: &Shop) -> Markup {
    let tint = shop.tint.clamp(1, 6);
    html! { span class={"mark big t" (tint)} aria-hidden="true" { (shop.mark.chars().next().unwrap_or('店')) } }
}

/// The quiet line at the foot of a sandbox's pages.
pub(super) fn foot(site: &Site, text: &str) -> Markup {
    html! { footer.hfoot { @if site.sandbox { (text) } } }
}

/// The address, if it leads to a web page: a `javascript:` link of a merchant is none.
pub(super) fn web_address(address: Option<&String>) -> Option<&str> {
    let web = |address: &&str| {
        let scheme = address.split_once("://").map(|(scheme, _)| scheme);
        scheme.is_some_and(|scheme| ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)))
    };
    address.map(String::as_str).filter(web)
}
