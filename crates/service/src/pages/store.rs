use jiff::Timestamp;
use maud::{Markup, html};

use super::{
    Lang, Site, StoreCash, StorePage, StoreResult, amount::Money, layout::Page, parts::Icon, when::moment,
};

/// The sandbox's store and bank at `/sandbox/store`: takes the cash of a top-up that waits for it, or does
/// what goes wrong there.
#[must_use]
pub fn store(page: &StorePage, lang: Lang) -> Markup {
    let title = match &page.cash {
        Some(cash) if cash.is_transfer => lang.of("検証用の銀行", "Sandbox bank"),
        _ => lang.of("検証用のコンビニ", "Sandbox store"),
    };
    let main = html! {
        main.tool {
            header.tool-head { h1 { (title) } }
            p.banner.cau {
                (Icon::TriangleAlert.show())
                span {
                    (lang.of(
                        "お店や銀行の代わりです。実際のお金は動きません。",
                        "It stands in for a store or a bank. No real money moves.",
                    ))
                }
            }
            @if let Some(result) = &page.result { (show_result(result, lang)) }
            @match &page.cash {
                Some(cash) => { (show(cash, page.now, lang)) }
                None => { (unknown(lang)) }
            }
        }
    };
    let query = page.cash.as_ref().map(|cash| format!("top_up={}", cash.top_up_id)).unwrap_or_default();
    Page { site: &page.site, lang, title, query: &query, head: html! {}, main }.document()
}

fn show(cash: &StoreCash, now: Timestamp, lang: Lang) -> Markup {
    html! {
        form.card.till method="post" action={"?top_up=" (cash.top_up_id) "&lang=" (lang.tag())} {
            div.tot {
                p { (cash.place) }
                (Money { amount: cash.amount, lang, size: "lead" })
                p.num { (cash.number) }
                p { (state_line(cash, now, lang)) }
            }
            @if cash.can_pay {
                (button("paid", "pri", lang.of("支払う", "Pay")))
                (button("paid_twice", "sec", lang.of("二重に支払う", "Pay twice")))
                @if cash.is_transfer { (another_sum(lang)) }
                @else { (button("expired", "sec", lang.of("期限切れにする", "Let it expire"))) }
            }
            @if cash.can_pay_again {
                (button("paid_twice", "sec", lang.of("もう一度支払う", "Pay once more")))
            }
            @if cash.can_pay_late {
                (button("late", "sec", lang.of("期限のあとに支払う", "Pay after its time")))
            }
            p.soft { small { (lang.of("チャージ番号: ", "Top-up: ")) (cash.top_up_id) } }
        }
    }
}

fn button(outcome: &str, kind: &str, label: &str) -> Markup {
    html! { button class={"btn wide " (kind)} name="outcome" value=(outcome) formnovalidate { (label) } }
}

/// A transfer can be of any sum.
fn another_sum(lang: Lang) -> Markup {
    html! {
        label {
            span { (lang.of("違う金額（円）", "Another sum (yen)")) }
            input.input.num name="amount" inputmode="numeric" pattern="[1-9][0-9]{0,7}";
        }
        button.btn.wide.sec name="outcome" value="sum" { (lang.of("この金額を振り込む", "Transfer this sum")) }
    }
}

fn state_line(cash: &StoreCash, now: Timestamp, lang: Lang) -> String {
    let due = moment(cash.due_at, now, lang);
    match (cash.can_pay, cash.can_pay_again, lang) {
        (true, _, Lang::Ja) => format!("{due} まで支払えます"),
        (true, _, Lang::En) => format!("Can be paid until {due}"),
        (_, true, _) => lang.of("支払い済みです", "It is paid").to_owned(),
        _ => lang.of("いまは受け付けていません", "It is not taken any more").to_owned(),
    }
}

fn show_result(result: &StoreResult, lang: Lang) -> Markup {
    let (tone, icon, text) = match result {
        StoreResult::Done => ("pos", Icon::Check, lang.of("受け付けました", "Done")),
        StoreResult::Refused => (
            "dan",
            Icon::TriangleAlert,
            lang.of("受け付けられませんでした。お金は動いていません。", "Refused. No money has moved."),
        ),
    };
    html! {
        div.card role="status" {
            div.outcome {
                span class={"disc " (tone)} { (icon.show()) }
                h2 { (text) }
            }
        }
    }
}

fn unknown(lang: Lang) -> Markup {
    html! {
        div.card {
            div.outcome {
                span.disc.n { (Icon::Store.show()) }
                h2 { (lang.of("支払うものがありません", "Nothing to pay")) }
                p {
                    (lang.of(
                        "アプリの「チャージ」でコンビニか銀行を選ぶと、そこから開けます。",
                        "Choose a store or a bank under Top up in the app; it opens this page.",
                    ))
                }
            }
        }
    }
}

/// The way back from the card's bank to the app.
#[must_use]
pub fn card_returned(site: &Site, lang: Lang) -> Markup {
    let title = lang.of("カード会社での確認が終わりました", "You are done at the card's bank");
    let main = html! {
        main.hmain.one {
            div.pay {
                div.outcome {
                    span.disc.pos { (Icon::Check.show()) }
                    h1 { (title) }
                    p {
                        (lang.of(
                            "Saifuアプリに戻ってください。続きはアプリで進みます。",
                            "Go back to the Saifu app: it goes on from there.",
                        ))
                    }
                    a.btn.pri.wide href="saifu://card/returned" { (lang.of("アプリに戻る", "Back to the app")) }
                }
            }
        }
    };
    Page { site, lang, title, query: "", head: html! {}, main }.document()
}
