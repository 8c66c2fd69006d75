use jiff::Timestamp;
use maud::{Markup, html};

use super::{
    Lang, Site,
    layout::{Page, address},
    parts::Icon,
    when::moment,
};
use crate::mail::Mail;

/// The sandbox's mailbox at `/dev/mailbox`: every mail that the service sent, newest first.
#[must_use]
pub fn mailbox(site: &Site, mails: &[Mail], now: Timestamp, lang: Lang) -> Markup {
    let title = lang.of("検証用のメール", "Sandbox mail");
    let main = html! {
        main.tool {
            header.tool-head {
                h1 { (title) }
                a.btn.sec.sm href=(address("", lang)) { (Icon::RefreshCw.small()) (lang.of("読み直す", "Reload")) }
            }
            p.soft {
                (lang.of(
                    "この環境ではメールを外に送らず、ここに届けます。",
                    "Nothing is mailed from this environment. It is all delivered here.",
                ))
            }
            @if mails.is_empty() { (empty(lang)) }
            @for mail in mails { (letter(mail, now, lang)) }
        }
    };
    Page { site, lang, title, query: "", head: html! {}, main }.document()
}

fn letter(mail: &Mail, now: Timestamp, lang: Lang) -> Markup {
    html! {
        article.card.letter {
            h2 { bdi { (mail.subject) } }
            p.soft { bdi { (mail.to) } span.nb { (moment(mail.at, now, lang)) } }
            @if !mail.pictures.is_empty() {
                div.pictures { @for picture in &mail.pictures { img src=(picture) alt=""; } }
            }
            pre { (mail.text.trim_end()) }
        }
    }
}

fn empty(lang: Lang) -> Markup {
    html! {
        div.card {
            div.outcome {
                span.disc.n { (Icon::Mail.show()) }
                h2 { (lang.of("まだメールはありません", "No mail yet")) }
                p {
                    (lang.of(
                        "アプリではじめに入れるアドレスあての確認コードが、ここに届きます。",
                        "The verification code for the address you enter in the app arrives here.",
                    ))
                }
            }
        }
    }
}
