use jiff::Timestamp;
use maud::{Markup, html};
use saifu_api::wallet::{ChargeProposalView, FundingLegView, PointRule, RewardsView};
use saifu_money::Amount;
use saifu_terms::{InstrumentKind, LineItem};

use super::{
    Lang, Shop,
    amount::Money,
    checkout::quantity_text,
    outcome,
    parts::{Icon, mark},
    refused::refusals,
    when::{last_day, planned},
};

/// The frozen terms, as the app's approval window shows them: what is here is under the signature. It takes the place of
/// the checkout's two columns.
#[must_use]
pub fn terms(proposal: &ChargeProposalView, lang: Lang, now: Timestamp) -> Markup {
    html! {
        div.left #terms {
            (payee(proposal, lang))
            (sentence(proposal, lang))
            (items(&proposal.terms.items, proposal.tax, lang))
            (facts(&proposal.rewards, lang, now))
        }
        div.pay #panel role="status" {
            section.split {
                h2 { (lang.of("支払いの分け方", "How you pay")) }
                (bar(&proposal.funding))
                ul { @for leg in &proposal.funding { (leg_row(leg, lang, now)) } }
            }
            @if proposal.second_factor { (second_factor(lang)) }
            button.btn.pri.wide #pay type="button" {
                (Icon::KeyRound.show()) span { (pay_text(proposal.terms.amount, lang)) }
            }
            (refusals())
            button.btn.sec.wide type="button" data-back { (lang.of("ほかの方法で払う", "Pay another way")) }
            p.note {
                (lang.of("表示のとおりの内容に署名します。あとから変わりません。",
                    "You sign exactly what is shown. It cannot change afterwards."))
                " "
                (lang.of("5分間有効です。", "Good for five minutes."))
            }
        }
    }
}

fn second_factor(lang: Lang) -> Markup {
    html! {
        div.fields { label {
            (lang.of("認証アプリか回復コードのコード", "Code of your authenticator app, or a recovery code"))
            input.input.num #second maxlength="40" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false";
        } }
    }
}

fn payee(proposal: &ChargeProposalView, lang: Lang) -> Markup {
    let payee = &proposal.terms.payee;
    let shop = Shop {
        name: payee.name.clone(),
        mark: proposal.merchant.mark.clone(),
        tint: proposal.merchant.tint,
        domain: None,
    };
    html! {
        header.shop {
            (mark(&shop))
            span {
                h1 { bdi { (payee.name) } @if lang == Lang::Ja { span.soft { " に" } } }
                @if !payee.domain.is_empty() { small { bdi { (payee.domain) } } }
                small.line {
                    @if proposal.merchant.registered {
                        b.known { (Icon::ShieldCheck.small()) (lang.of("登録済みのお店", "Registered shop")) }
                    } @else {
                        b.unknown { (Icon::TriangleAlert.small()) (lang.of("未確認のお店", "Unverified shop")) }
                    }
                    span.nb { (nth(proposal.times_paid.saturating_add(1), lang)) }
                }
            }
        }
    }
}

fn nth(count: u32, lang: Lang) -> String {
    let ending = match (count % 10, count % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    match lang {
        Lang::Ja => format!("{count}回目のお支払い"),
        Lang::En => format!("Your {count}{ending} payment"),
    }
}

fn sentence(proposal: &ChargeProposalView, lang: Lang) -> Markup {
    html! {
        div.tot tabindex="-1" role="group" {
            (Money { amount: proposal.terms.amount, lang, size: "hero" })
            p {
                (lang.of("を支払います。", "will be paid to this shop. "))
                span.nb { (lang.of("税込", "Tax included.")) }
            }
        }
    }
}

fn items(items: &[LineItem], tax: Amount, lang: Lang) -> Markup {
    html! {
        section.sheet {
            h2 { (lang.of("買うもの", "What you buy")) }
            ul.list {
                @for item in items {
                    li {
                        span { bdi { (item.name) } small.nb { (quantity_text(item.quantity, lang)) } }
                        (Money { amount: item.amount, lang, size: "plain" })
                    }
                }
                @if items.is_empty() {
                    li.soft { (lang.of("品物の内わけは、お店から届いていません。", "The shop sent no list of items.")) }
                }
                li.soft { span { (lang.of("うち消費税", "of which tax")) } (Money { amount: tax, lang, size: "plain" }) }
            }
        }
    }
}

fn facts(rewards: &RewardsView, lang: Lang, now: Timestamp) -> Markup {
    html! {
        ul.sheet.facts {
            li {
                (Icon::Coins.small())
                span { (lang.of("もらえるポイント", "Points you get")) small { (why(rewards, lang, now)) } }
                @if rewards.total.is_zero() { b.soft { "0" } } @else { b.known.num { "+" (rewards.total.grouped()) } }
            }
            li {
                (Icon::UserRound.small())
                span {
                    (lang.of("お店に伝える情報", "What the shop learns"))
                    small { (lang.of("お名前とメール。カード番号は伝えません。", "Your name and e-mail. Never your card number.")) }
                }
            }
            li {
                (Icon::Globe.small())
                span {
                    (lang.of("依頼元", "Who is asking"))
                    small { (lang.of("このお会計ページ", "This checkout page")) }
                }
            }
        }
    }
}

fn why(rewards: &RewardsView, lang: Lang, now: Timestamp) -> String {
    let rule = |wanted: PointRule| rewards.reasons.iter().find(|it| it.rule == wanted);
    if rule(PointRule::PrepaidExcluded).is_some() {
        return lang.of("残高を買う分には付きません", "No points for buying balance").to_owned();
    }
    let Some(base) = rule(PointRule::Base).filter(|_| !rewards.total.is_zero()) else {
        return lang.of("ポイントで払う分には付きません", "What points pay earns none").to_owned();
    };
    let rate = percent(base.rate);
    let promised = rewards.promised_for.map(|at| planned(at, now, lang));
    match (lang, promised) {
        (Lang::Ja, None) => format!("基本 {rate}%。お店が支払いを確定すると付きます"),
        (Lang::Ja, Some(day)) => format!("基本 {rate}%。{day}ごろ付きます"),
        (Lang::En, None) => format!("Base {rate}%, when the shop takes the payment"),
        (Lang::En, Some(day)) => format!("Base {rate}%, around {day}"),
    }
}

/// Of basis points: 100 are 1, 50 are 0.5.
fn percent(basis_points: u32) -> String {
    let text = format!("{}.{:02}", basis_points / 100, basis_points % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The parts of the sum as a bar: an SVG, because the pages' policy knows no style of an element.
fn bar(legs: &[FundingLegView]) -> Markup {
    let mut from = 0_u32;
    let parts = legs.iter().map(|leg| {
        let part = (from, u32::from(leg.per_mille), kind_class(leg.kind));
        from += u32::from(leg.per_mille);
        part
    });
    let parts: Vec<_> = parts.collect();
    html! {
        svg.bar viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" {
            @for (from, width, class) in parts { rect class=(class) x=(from) y="0" width=(width) height="12" {} }
        }
    }
}

fn leg_row(leg: &FundingLegView, lang: Lang, now: Timestamp) -> Markup {
    let until = leg.expires_at.map(|end| last_day(end, now, lang));
    let detail = match (lang, until, leg.kind) {
        (Lang::Ja, Some(day), _) => format!("{day} 期限の分"),
        (Lang::En, Some(day), _) => format!("expires {day}"),
        (_, None, InstrumentKind::Card) => lang.of("1回払い", "single payment").to_owned(),
        (_, None, _) => String::new(),
    };
    html! {
        li {
            svg.dot viewBox="0 0 10 10" aria-hidden="true" { rect class=(kind_class(leg.kind)) width="10" height="10" rx="3" {} }
            span.num { (leg_name(leg, lang)) small { (detail) } }
            (Money { amount: leg.amount, lang, size: "part" })
        }
    }
}

const fn kind_class(kind: InstrumentKind) -> &'static str {
    match kind {
        InstrumentKind::Points => "points",
        InstrumentKind::Gift => "gift",
        InstrumentKind::Card => "card-leg",
    }
}

fn leg_name(leg: &FundingLegView, lang: Lang) -> String {
    match leg.kind {
        InstrumentKind::Points => lang.of("ポイント", "Points").to_owned(),
        InstrumentKind::Gift => lang.of("ギフト残高", "Gift balance").to_owned(),
        InstrumentKind::Card => {
            let brand = match leg.brand.as_deref() {
                Some("visa") => "VISA",
                Some("mastercard") => "Mastercard",
                Some("jcb") => "JCB",
                Some("amex") => "American Express",
                Some("diners") => "Diners Club",
                Some("discover") => "Discover",
                _ => lang.of("カード", "Card"),
            };
            format!("{brand} •• {}", leg.last4.as_deref().unwrap_or_default())
        }
    }
}

fn pay_text(amount: Amount, lang: Lang) -> Markup {
    let sum = Money { amount, lang, size: "part" };
    match lang {
        Lang::Ja => html! { "パスキーで" (sum) "を支払う" },
        Lang::En => html! { "Pay " (sum) " by passkey" },
    }
}

/// The card's bank asks before it pays; the checkout waits, and goes on by itself.
#[must_use]
pub fn at_bank(bank_page: &str, lang: Lang) -> Markup {
    html! { div.pay.alone #panel role="status" { (outcome::at_bank(bank_page, lang)) } }
}

/// The card company has not answered.
#[must_use]
pub fn processing(lang: Lang) -> Markup {
    html! { div.pay.alone #panel role="status" { (outcome::processing(lang)) } }
}

/// It refused.
#[must_use]
pub fn declined(lang: Lang) -> Markup {
    html! {
        div.pay.alone #panel role="status" {
            (outcome::charge_declined(lang))
            button.btn.sec.wide type="button" data-back { (lang.of("ほかの方法で払う", "Pay another way")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_percent_and_ordinals_are_english() {
        assert_eq!((percent(100), percent(50), percent(125)), ("1".into(), "0.5".into(), "1.25".into()));
        let said = [1, 2, 3, 4, 11, 12, 21].map(|count| nth(count, Lang::En));
        assert_eq!(
            said.join(" ").replace("Your ", "").replace(" payment", ""),
            "1st 2nd 3rd 4th 11th 12th 21st"
        );
    }
}
