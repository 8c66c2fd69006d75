use maud::{Markup, html};

use super::{Lang, Site, layout::Page, outcome, parts::Icon};

/// What the link of a mail is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// The owner stops a recovery.
    StopRecovery {
        /// What the new device calls itself.
        device: String,
    },
    /// The old address takes a change back.
    UndoEmail {
        /// The address before.
        old: String,
        /// The address after.
        new: String,
    },
}

/// The words of a deed.
struct Words {
    title: &'static str,
    text: String,
    button: &'static str,
    /// What it does, and what it does not.
    effect: &'static str,
}

/// The page with its one button. `link` is what stood in the mail's address.
#[must_use]
pub fn mail_link(site: &Site, deed: &Deed, link: &str, lang: Lang) -> Markup {
    let words = words(deed, lang);
    let main = html! {
        main.hmain.one {
            div.pay {
                span.disc.cau { (Icon::ShieldCheck.show()) }
                h1 { (words.title) }
                p.hint { (words.text) }
                form.fields method="post" {
                    input type="hidden" name="t" value=(link);
                    input type="hidden" name="lang" value=(lang.tag());
                    button.btn.pri.wide { (words.button) }
                }
                ul.safe { li { (Icon::Lock.small()) span { (words.effect) } } }
            }
        }
    };
    let query = format!("t={link}");
    Page { site, lang, title: words.title, query: &query, head: html! {}, main }.document()
}

fn words(deed: &Deed, lang: Lang) -> Words {
    match deed {
        Deed::StopRecovery { device } => Words {
            title: lang.of("財布の回復を止める", "Stop the recovery"),
            text: match lang {
                Lang::Ja => format!("新しい端末「{device}」が、あなたの財布を開こうとしています。覚えがなければ、止めてください。"),
                Lang::En => format!("A new device, \"{device}\", is about to open your wallet. If that is not you, stop it."),
            },
            button: lang.of("回復を止める", "Stop the recovery"),
            effect: lang.of(
                "止めると、その端末は財布を開けません。お金もほかの端末も、いまのままです。",
                "It then cannot open the wallet. Your money and your other devices stay as they are.",
            ),
        },
        Deed::UndoEmail { old, new } => Words {
            title: lang.of("メールアドレスを元に戻す", "Take the new address back"),
            text: match lang {
                Lang::Ja => format!("{new} への変更を取り消して、{old} に戻します。"),
                Lang::En => format!("The change to {new} is taken back, and {old} is your address again."),
            },
            button: lang.of("元に戻す", "Take it back"),
            effect: lang.of(
                "すべての端末がサインアウトします。それぞれの端末でPINを入れると、また使えます。お金は動きません。",
                "All devices are signed out. Enter the PIN on each of yours to use it again. No money moves.",
            ),
        },
    }
}

/// It was done.
#[must_use]
pub fn mail_link_done(site: &Site, deed: &Deed, lang: Lang) -> Markup {
    match deed {
        Deed::StopRecovery { .. } => outcome::recovery_stopped(site, lang),
        Deed::UndoEmail { .. } => outcome::email_undone(site, lang),
    }
}

/// The link was used, or its time has passed.
#[must_use]
pub fn mail_link_over(site: &Site, link: &str, lang: Lang) -> Markup {
    outcome::mail_link_over(site, &format!("t={link}"), lang)
}
