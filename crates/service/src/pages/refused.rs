use maud::{Markup, html};

use super::{Lang, parts::Icon};

/// Where the script says that something was refused.
pub(super) fn refusals() -> Markup {
    html! {
        p.banner.cau data-refused hidden role="alert" {
            (Icon::TriangleAlert.show())
            span { span {} " " small.code {} }
        }
    }
}

/// The words for what the service does not see, those of this page first; the last ones are for the rest.
pub(super) fn words(own: Words, lang: Lang) -> Markup {
    html! {
        template #words { @for (code, ja, en) in [own].iter().chain(BROWSER) { p data-code=(code) { (lang.of(ja, en)) } } }
    }
}

/// What a refusal of the service means, for whoever is on a page of ours.
pub fn refusal_text(code: &str, lang: Lang) -> &'static str {
    let fits = |it: &str| it == code || it.ends_with('.') && code.starts_with(it);
    let found = SERVICE.iter().find(|(it, _, _)| fits(it));
    let (_, ja, en) = found.or(BROWSER.last()).unwrap_or(&("", "", ""));
    lang.of(ja, en)
}

pub(super) type Words = (&'static str, &'static str, &'static str);

/// Where a passkey is added.
pub(super) const EXISTS: Words = (
    "browser.exists",
    "このブラウザーかキーは、もうこのアカウントに追加されています。",
    "This browser or key is already on the account.",
);

/// Where one approves.
pub(super) const CODE_MISSING: Words = (
    "browser.code_missing",
    "2つめの確認のコードを入れてから、もう一度押してください。",
    "Enter the second code, then press again.",
);

const BROWSER: &[Words] = &[
    (
        "browser.canceled",
        "パスキーは使われませんでした。お金は動いていません。もう一度押すと、やり直せます。",
        "The passkey was not used. No money has moved. Press again to retry.",
    ),
    (
        "browser.offline",
        "つながりません。通信を確かめて、もう一度押してください。",
        "No connection. Check it and press again.",
    ),
    (
        "",
        "うまくいきませんでした。お金は動いていません。少し待って、もう一度お試しください。",
        "It did not work. No money has moved. Please wait a moment and try again.",
    ),
];

/// A code that ends with a full stop stands for all that begin so.
const SERVICE: &[Words] = &[
    (
        "passkey.unknown",
        "このパスキーは、お支払いに使えません。アプリの「安全」で追加したものを選んでください。",
        "This passkey cannot pay here. Choose one that you added under Security in the app.",
    ),
    (
        "passkey.refused",
        "パスキーを確かめられませんでした。お金は動いていません。もう一度お試しください。",
        "The passkey could not be verified. No money has moved. Please try again.",
    ),
    (
        "passkey.ceremony_expired",
        "時間が過ぎました。もう一度押してください。",
        "Time ran out. Please press again.",
    ),
    (
        "passkey.link_invalid",
        "コードがちがうか、期限が切れています。アプリで新しいコードを出してください。",
        "The code is wrong, was used, or has ended. Get a new one in the app.",
    ),
    (
        "session.",
        "サインインの時間が終わりました。ページを読み込み直して、もう一度お進みください。",
        "You were signed out. Reload the page and start again.",
    ),
    (
        "approval.terms_changed",
        "お店が内容を変えました。お金は動いていません。ページを読み込み直して、新しい内容を確かめてください。",
        "The shop changed what is asked. No money has moved. Reload the page and look at it again.",
    ),
    (
        "factor.code_wrong",
        "コードがちがいます。お金は動いていません。新しいコードで、もう一度押してください。",
        "The code is wrong. No money has moved. Press again with a new one.",
    ),
    (
        "factor.",
        "コードを確かめられませんでした。お金は動いていません。しばらく待ってから、お試しください。",
        "The code could not be checked. No money has moved. Wait a while, then try again.",
    ),
    (
        "approval.",
        "承認できませんでした。お金は動いていません。ページを読み込み直して、もう一度お試しください。",
        "It was not approved. No money has moved. Reload the page and try again.",
    ),
    (
        "checkout.taken",
        "このお支払いは、別のアカウントで進んでいます。",
        "Another account has begun this payment.",
    ),
    (
        "funding.",
        "使えるカードか残高が足りません。お金は動いていません。Saifu でカードを追加するか、チャージしてください。",
        "No card, or not enough balance. No money has moved. Add a card or top up in Saifu.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_own_words_or_its_familys_or_the_general_ones() {
        assert!(refusal_text("approval.terms_changed", Lang::En).starts_with("The shop changed"));
        assert!(refusal_text("approval.replayed", Lang::En).starts_with("It was not approved"));
        assert!(refusal_text("internal", Lang::En).starts_with("It did not work"));
    }
}
