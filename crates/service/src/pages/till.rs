use maud::{Markup, html};

use super::{Lang, TillForm, TillPage, TillResult, amount::Money, layout::Page, parts::Icon};

/// The till simulator at `/dev/till`. It works with a hand scanner, which types the digits and Enter.
#[must_use]
pub fn till(page: &TillPage, lang: Lang) -> Markup {
    let title = lang.of("検証用のレジ", "Sandbox till");
    let main = html! {
        main.tool {
            header.tool-head { h1 { (title) } }
            p.banner.cau {
                (Icon::TriangleAlert.show())
                span {
                    (lang.of(
                        "お店のレジの代わりです。実際のお店にはありません。",
                        "It stands in for a shop's till. No real shop has this page.",
                    ))
                }
            }
            @if let Some(result) = &page.result { (show_result(result, lang)) }
            (form(page, lang))
        }
    };
    Page { site: &page.site, lang, title, query: "", head: html! {}, main }.document()
}

fn form(page: &TillPage, lang: Lang) -> Markup {
    let TillForm { code, amount, merchant_id } = &page.form;
    html! {
        form.card.till method="post" action={"?lang=" (lang.tag())} autocomplete="off" {
            label {
                span { (lang.of("お店", "Shop")) }
                select.input name="merchantId" {
                    @for (id, name) in &page.shops {
                        option value=(id) selected[id == merchant_id] { (name) }
                    }
                }
            }
            label {
                span { (lang.of("金額（円）", "Amount (yen)")) }
                input.input.num name="amount" value=(amount) inputmode="numeric" pattern="[0-9]{1,8}" required;
            }
            label {
                span { (lang.of("支払いコード（20桁）", "Payment code (20 digits)")) }
                input.input.num name="code" value=(code) inputmode="numeric" pattern="[0-9 ]{20,27}" required autofocus;
                small.soft {
                    (lang.of(
                        "アプリの「支払う」に出る数字です。スキャナーでも読み取れます。",
                        "The digits on the app's Pay screen. A scanner works too.",
                    ))
                }
            }
            button.btn.pri.wide { (lang.of("請求する", "Charge")) }
        }
    }
}

fn show_result(result: &TillResult, lang: Lang) -> Markup {
    html! {
        div.card role="status" {
            @match result {
                TillResult::Paid { amount, order_id } => {
                    div.outcome {
                        span.disc.pos { (Icon::Check.show()) }
                        h2 { (lang.of("受け取りました", "Paid")) }
                        (Money { amount: *amount, lang, size: "lead" })
                        p.code { (order_id) }
                    }
                }
                TillResult::Refused { code, message } => {
                    div.outcome {
                        span.disc.dan { (Icon::TriangleAlert.show()) }
                        h2 { (lang.of("受け取れませんでした", "Not paid")) }
                        p { (message) }
                        p { (lang.of("お金は動いていません。", "No money has moved.")) }
                        p.code { (code) }
                    }
                }
            }
        }
    }
}
