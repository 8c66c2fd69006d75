use maud::{Markup, html};

use super::{Ending, Lang, Site, layout::Page, parts::Icon};

/// How something ended: what happened, what happened to the money, what to do next, and the stable
/// code to tell support.
struct Outcome<'a> {
    icon: Icon,
    tone: &'static str,
    title: &'static str,
    /// What happened to the money and what to do, a line each.
    text: &'static str,
    /// Label and address of the one thing to do.
    action: Option<(&'static str, &'a str)>,
    code: Option<&'static str>,
}

impl Outcome<'_> {
    /// On a page of its own the title is the page's heading.
    fn show(&self, alone: bool) -> Markup {
        html! {
            div.outcome {
                span class={"disc " (self.tone)} { (self.icon.show()) }
                @if alone { h1 { (self.title) } } @else { h2 { (self.title) } }
                p { @for line in self.text.lines() { span { (line) } } }
                @if let Some((label, address)) = self.action { a.btn.pri.wide href=(address) { (label) } }
                @if let Some(code) = self.code { p.code { (code) } }
            }
        }
    }
}

const fn to_shop(lang: Lang) -> &'static str {
    lang.of("お店に戻る", "Back to the shop")
}

/// The approval is there; `shop` is the way back, if the page knows one.
pub(super) fn approved(shop: Option<&str>, lang: Lang) -> Markup {
    let outcome = Outcome {
        icon: Icon::Check,
        tone: "pos",
        title: lang.of("承認しました", "Approved"),
        text: lang.of("お店のページに戻ります。", "Returning you to the shop."),
        action: shop.map(|shop| (to_shop(lang), shop)),
        code: None,
    };
    outcome.show(false)
}

/// A passkey was added; the app shows it by itself.
pub(super) fn passkey_added(lang: Lang) -> Markup {
    let outcome = Outcome {
        icon: Icon::Check,
        tone: "pos",
        title: lang.of("追加しました", "Added"),
        text: lang.of(
            "アプリの「安全」に表示されます。確認のメールも送りました。\nこの画面は閉じてかまいません。",
            "It is listed under Security in the app, and a mail tells you so.\nYou can close this page.",
        ),
        action: None,
        code: None,
    };
    outcome.show(false)
}

/// The card's bank asks first; `page` is its page.
pub(super) fn at_bank(page: &str, lang: Lang) -> Markup {
    let text = lang.of(
        "カード会社のページで確認してください。\n終わったら、この画面に戻ってください。支払いは自動で続きます。",
        "Confirm it on the bank's page.\nThen come back here: the payment goes on by itself.",
    );
    html! {
        div.outcome {
            span.disc.cau { (Icon::Landmark.show()) }
            h2 { (lang.of("カード会社の確認が必要です", "Your bank wants to confirm this")) }
            p { @for line in text.lines() { span { (line) } } }
            a.btn.pri.wide href=(page) target="_blank" rel="noopener noreferrer" {
                (lang.of("カード会社のページを開く", "Open the bank's page"))
            }
        }
    }
}

/// The card company has not answered.
pub(super) fn processing(lang: Lang) -> Markup {
    let outcome = Outcome {
        icon: Icon::Clock,
        tone: "cau",
        title: lang.of("確認しています", "Checking"),
        text: lang.of(
            "カード会社の返事を待っています。もう一度払わないでください。\n分かりしだい、この画面が進みます。",
            "Waiting for the card company. Please do not pay again.\nThis page goes on once it is known.",
        ),
        action: None,
        code: None,
    };
    outcome.show(false)
}

/// The card company refused; the checkout is still open.
pub(super) fn charge_declined(lang: Lang) -> Markup {
    let outcome = Outcome {
        icon: Icon::TriangleAlert,
        tone: "dan",
        title: lang.of("支払いできませんでした", "The payment did not go through"),
        text: lang.of(
            "お金は動いていません。残高も元のままです。",
            "No money has moved. Your balance is as it was.",
        ),
        action: None,
        code: Some("charge.declined"),
    };
    outcome.show(false)
}

/// The session ended without a payment; `shop` is the shop's page for that.
pub(super) fn ended(ending: Ending, shop: Option<&str>, lang: Lang) -> Markup {
    let (icon, tone, title, text, code) = match ending {
        Ending::Declined => (
            Icon::TriangleAlert,
            "dan",
            lang.of("支払いできませんでした", "The payment did not go through"),
            lang.of(
                "お金は動いていません。\nお店に戻ると、ほかの方法を選べます。",
                "No money has moved.\nBack in the shop you can choose another way to pay.",
            ),
            "charge.declined",
        ),
        Ending::Expired => (
            Icon::Clock,
            "cau",
            lang.of("有効な時間を過ぎました", "This checkout has expired"),
            lang.of(
                "お金は動いていません。\nお店で、もう一度お支払いに進んでください。",
                "No money has moved.\nPlease start the payment again in the shop.",
            ),
            "checkout.expired",
        ),
        Ending::Canceled => (
            Icon::Undo2,
            "n",
            lang.of("支払いを取りやめました", "The payment was called off"),
            lang.of(
                "お金は動いていません。\n続けるときは、お店でもう一度お支払いに進んでください。",
                "No money has moved.\nTo go on, start the payment again in the shop.",
            ),
            "checkout.canceled",
        ),
    };
    let action = shop.map(|shop| (to_shop(lang), shop));
    Outcome { icon, tone, title, text, action, code: Some(code) }.show(false)
}

/// The owner stopped a recovery.
pub(super) fn recovery_stopped(site: &Site, lang: Lang) -> Markup {
    let outcome = Outcome {
        icon: Icon::Check,
        tone: "pos",
        title: lang.of("回復を止めました", "The recovery was stopped"),
        text: lang.of(
            "その端末は、あなたの財布を開けません。\nアプリの「安全」で、回復コードを作り直してください。",
            "That device cannot open your wallet.\nMake new recovery codes under Security in the app.",
        ),
        action: None,
        code: None,
    };
    whole_page(site, "", lang, &outcome)
}

/// The old address took a change back.
pub(super) fn email_undone(site: &Site, lang: Lang) -> Markup {
    let outcome = Outcome {
        icon: Icon::Check,
        tone: "pos",
        title: lang.of("メールアドレスを元に戻しました", "Your address is as it was"),
        text: lang.of(
            "すべての端末がサインアウトしました。\nアプリの「安全」で、知らない端末がないか確かめてください。",
            "All devices were signed out.\nLook for devices that you do not know under Security in the app.",
        ),
        action: None,
        code: None,
    };
    whole_page(site, "", lang, &outcome)
}

/// The link of a mail is good for nothing any more.
pub(super) fn mail_link_over(site: &Site, query: &str, lang: Lang) -> Markup {
    let outcome = Outcome {
        icon: Icon::Clock,
        tone: "n",
        title: lang.of("このリンクは使えません", "This link is no longer good"),
        text: lang.of(
            "もう使われたか、期限が過ぎています。\nいまの状態は、アプリの「安全」で確かめられます。",
            "It was used, or its time has passed.\nSecurity in the app says how things stand.",
        ),
        action: None,
        code: None,
    };
    whole_page(site, query, lang, &outcome)
}

/// No session has the id of the address.
#[must_use]
pub fn checkout_not_found(site: &Site, lang: Lang) -> Markup {
    let outcome = Outcome {
        icon: Icon::Store,
        tone: "n",
        title: lang.of("このお支払いは見つかりません", "This payment was not found"),
        text: lang.of(
            "リンクが古いか、途中で切れています。\nお金は動いていません。\nお店のページから、もう一度お進みください。",
            "The link is old or was cut short.\nNo money has moved.\nPlease start again from the shop.",
        ),
        action: None,
        code: Some("checkout.not_found"),
    };
    whole_page(site, "", lang, &outcome)
}

/// Nothing is at that address.
#[must_use]
pub fn not_found(site: &Site, lang: Lang) -> Markup {
    let outcome = Outcome {
        icon: Icon::Store,
        tone: "n",
        title: lang.of("ページが見つかりません", "There is no such page"),
        text: lang.of(
            "アドレスを確かめるか、お店のページからもう一度お進みください。",
            "Check the address, or start again from the shop.",
        ),
        action: None,
        code: Some("page.not_found"),
    };
    whole_page(site, "", lang, &outcome)
}

/// The page could not be made: the service's fault. `code` is the stable code, such as `internal`.
#[must_use]
pub fn error_page(site: &Site, lang: Lang, code: &'static str) -> Markup {
    let outcome = Outcome {
        icon: Icon::TriangleAlert,
        tone: "cau",
        title: lang.of("ページを表示できませんでした", "The page could not be shown"),
        text: lang.of(
            "この表示のためにお金が動くことはありません。\n少し待ってから、もう一度開いてください。",
            "Showing a page moves no money.\nPlease wait a moment and open it again.",
        ),
        action: None,
        code: Some(code),
    };
    whole_page(site, "", lang, &outcome)
}

fn whole_page(site: &Site, query: &str, lang: Lang, outcome: &Outcome<'_>) -> Markup {
    let main = html! { main.hmain.one { div.pay { (outcome.show(true)) } } };
    Page { site, lang, title: outcome.title, query, head: html! {}, main }.document()
}
