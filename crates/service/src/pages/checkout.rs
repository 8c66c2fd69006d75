use maud::{Markup, PreEscaped, html};

use super::{
    CheckoutPage, CheckoutState, Lang,
    amount::Money,
    layout::{CHECKOUT_SCRIPT, Page, address},
    outcome,
    parts::{Icon, shop_head, web_address},
    qr::qr_svg,
    refused::{CODE_MISSING, refusals, words},
    when::moment,
};

/// Without a script the page looks this often whether the approval is there. In seconds.
const RELOAD_S: u32 = 10;
/// How long a shopper sees that it is approved before the browser goes back to the shop. In seconds.
const RETURN_S: u32 = 1;

/// The hosted checkout, in whatever state its session is.
#[must_use]
pub fn checkout(page: &CheckoutPage, lang: Lang) -> Markup {
    let query = format!("amazonCheckoutSessionId={}", page.checkout_session_id);
    let reload = address(&query, lang);
    let (head, panel) = match &page.state {
        CheckoutState::Open => (reload_without_script(), open(page, lang, &reload)),
        CheckoutState::Approved { return_url } => {
            let shop = web_address(return_url.as_ref());
            (go_back(shop), outcome::approved(shop, lang))
        }
        CheckoutState::Ended(ending) => {
            (html! {}, outcome::ended(*ending, web_address(page.cancel_url.as_ref()), lang))
        }
    };
    let main = html! {
        main.hmain {
            (purchase(page, lang))
            div.pay #panel role="status" { (panel) }
        }
    };
    Page { site: &page.site, lang, title: lang.of("お支払い", "Payment"), query: &query, head, main }
        .document()
}

fn reload_without_script() -> Markup {
    html! { noscript { meta http-equiv="refresh" content=(RELOAD_S); } }
}

fn go_back(shop: Option<&str>) -> Markup {
    html! {
        @if let Some(shop) = shop { meta http-equiv="refresh" content={ (RETURN_S) ";url=" (shop) }; }
    }
}

/// What is paid, to whom, and for what.
fn purchase(page: &CheckoutPage, lang: Lang) -> Markup {
    let open = page.state == CheckoutState::Open;
    html! {
        div.left {
            (shop_head(&page.shop))
            div.tot {
                p { (lang.of("お支払い金額", "Amount to pay")) span.nb { (lang.of("（税込）", " (tax included)")) } }
                (Money { amount: page.amount, lang, size: "hero" })
            }
            (items(page, lang))
            @if open {
                (promises(lang, "only-wide"))
                (way_back(page, lang, "only-wide"))
            }
        }
    }
}

fn items(page: &CheckoutPage, lang: Lang) -> Markup {
    let count: u64 = page.items.iter().map(|item| u64::from(item.quantity)).sum();
    html! {
        @if !page.items.is_empty() {
            details.items {
                summary { span { (count_text(count, lang)) } (Icon::ChevronDown.small()) }
                ul.list {
                    @for item in &page.items {
                        li {
                            span { bdi { (item.name) } small.nb { (quantity_text(item.quantity, lang)) } }
                            (Money { amount: item.amount, lang, size: "plain" })
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn count_text(count: u64, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("注文の内容 {count}点"),
        Lang::En if count == 1 => "Your order: 1 item".to_owned(),
        Lang::En => format!("Your order: {count} items"),
    }
}

pub(super) fn quantity_text(quantity: u32, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{quantity}点"),
        Lang::En => format!("× {quantity}"),
    }
}

fn promises(lang: Lang, width: &str) -> Markup {
    html! {
        ul class={"safe " (width)} {
            li {
                (Icon::ShieldCheck.small())
                span { (lang.of("お店にカード番号は伝わりません。", "The shop never sees your card number.")) }
            }
            li {
                (Icon::Lock.small())
                span {
                    (lang.of("この画面で、PINやカード番号を", "This page never asks for your PIN "))
                    span.nb { (lang.of("聞くことはありません。", "or card number.")) }
                }
            }
        }
    }
}

fn way_back(page: &CheckoutPage, lang: Lang, width: &str) -> Markup {
    html! {
        @if let Some(shop) = web_address(page.cancel_url.as_ref()) {
            a class={"back " (width)} href=(shop) {
                (Icon::ChevronLeft.small()) (lang.of("お店に戻る", "Back to the shop"))
            }
        }
    }
}

/// The ways into the app, and the wait for it.
fn open(page: &CheckoutPage, lang: Lang, reload: &str) -> Markup {
    html! {
        (scan(page, lang))
        a.btn.pri.wide.only-narrow href=(page.deep_link) { (Icon::Wallet.show()) (lang.of("Saifu で開く", "Open in Saifu")) }
        a.btn.pri.wide.only-wide href=(page.deep_link) {
            (Icon::Wallet.show()) (lang.of("このパソコンの Saifu で開く", "Open Saifu on this computer"))
        }
        // Shown by the script, where the browser can do it.
        button.btn.sec.wide #in-browser type="button" hidden data-at=(browser_address(page)) {
            (Icon::KeyRound.show()) (lang.of("パスキーで承認する", "Approve with a passkey"))
        }
        (refusals())
        (waiting(page, lang))
        noscript {
            a.back href=(reload) { (Icon::RefreshCw.small()) (lang.of("承認できたか確かめる", "Check for the approval")) }
        }
        (promises(lang, "only-narrow"))
        (way_back(page, lang, "only-narrow"))
        (words(CODE_MISSING, lang))
        template #approved { (outcome::approved(Some("#"), lang)) }
        script { (PreEscaped(CHECKOUT_SCRIPT.as_str())) }
    }
}

/// Where the script of this checkout asks.
pub(super) fn browser_address(page: &CheckoutPage) -> String {
    format!("/checkout/{}/browser", page.checkout_session_id)
}

/// The QR code. Where the link is too long for one (ours never is) the button alone remains.
fn scan(page: &CheckoutPage, lang: Lang) -> Markup {
    let label = lang.of("Saifu で開くためのQRコード", "QR code that opens Saifu");
    html! {
        @if let Ok(code) = qr_svg(&page.deep_link, label) {
            h2.only-wide { (lang.of("スマホで読み取ってください", "Scan with your phone")) }
            p.hint.only-wide {
                (lang.of("Saifu が開き、内容を確認できます。", "Saifu opens and shows you the details."))
            }
            div.qrbox.only-wide { (code) }
            div.or.only-wide { (lang.of("または", "or")) }
        }
    }
}

fn waiting(page: &CheckoutPage, lang: Lang) -> Markup {
    let until = moment(page.expires_at, page.now, lang);
    let events = format!("/checkout/{}/events", page.checkout_session_id);
    html! {
        div.live data-events=(events) {
            span.spin {}
            span {
                span data-when="waiting" { (lang.of("承認を待っています", "Waiting for your approval")) }
                span data-when="lost" hidden {
                    (lang.of("つながりません。つなぎ直しています", "Connection lost. Trying again"))
                }
                small {
                    (lang.of("終わると、お店に自動で戻ります。", "You then return to the shop automatically. "))
                    span.nb {
                        @match lang {
                            Lang::Ja => { (until) " まで有効です。" }
                            Lang::En => { "Valid until " (until) "." }
                        }
                    }
                }
            }
        }
    }
}
