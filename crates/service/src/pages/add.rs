use maud::{Markup, PreEscaped, html};

use super::{
    Lang, Site,
    layout::{ADD_SCRIPT, Page},
    outcome,
    parts::Icon,
    refused::{EXISTS, refusals, words},
};

/// Where the script of the page asks.
pub const ADD_PATH: &str = "/passkeys/add/registrations";

/// The page that adds a browser or a security key to an account, by a code that the app shows. The link holds the code
/// behind `#`, which no browser sends: it stands in no log.
#[must_use]
pub fn add_passkey(site: &Site, user_agent: &str, lang: Lang) -> Markup {
    let title = lang.of("ブラウザーかキーを追加", "Add a browser or a key");
    let main = html! {
        main.hmain.one {
            div.pay {
                span.disc.n { (Icon::KeyRound.show()) }
                h1 { (title) }
                div.steps #panel { p.hint { (lang.of(
                    "追加すると、お店のお会計ページで、アプリを開かずに支払いを承認できます。",
                    "It can then approve payments on a shop's checkout page, without the app.",
                )) }
                (form(user_agent, lang))
                (refusals())
                noscript { p.banner.cau { (Icon::TriangleAlert.show()) (lang.of(
                    "追加には JavaScript が要ります。",
                    "Adding one needs JavaScript.",
                )) } }
                (warning(lang))
                }
                template #added { (outcome::passkey_added(lang)) }
                (words(EXISTS, lang))
                script { (PreEscaped(ADD_SCRIPT.as_str())) }
            }
        }
    };
    Page { site, lang, title, query: "", head: html! {}, main }.document()
}

fn form(user_agent: &str, lang: Lang) -> Markup {
    html! {
        form.fields data-add action=(ADD_PATH) method="post" {
            label {
                (lang.of("アプリに出ているコード", "The code that the app shows"))
                input.input.num name="code" required maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false";
            }
            label {
                (lang.of("あとで見分ける名前", "A name to tell it by"))
                input.input name="name" required maxlength="40" autocomplete="off" value=(suggested_name(user_agent, lang));
            }
            button.btn.pri.wide disabled { (Icon::KeyRound.show()) (lang.of("パスキーを作る", "Create the passkey")) }
        }
    }
}

fn warning(lang: Lang) -> Markup {
    html! {
        ul.safe {
            li {
                (Icon::ShieldCheck.small())
                span { (lang.of(
                    "自分のものにだけ追加してください。画面ロックかキーのPINを知る人は、支払いを承認できます。",
                    "Add only what is yours: whoever knows its screen lock or its PIN can approve payments.",
                )) }
            }
            li {
                (Icon::Lock.small())
                span { (lang.of(
                    "この画面で、SaifuのPINやカード番号を聞くことはありません。",
                    "This page never asks for your Saifu PIN or a card number.",
                )) }
            }
        }
    }
}

/// 「Chrome（Windows）」: what browsers say of themselves is only a start for the shopper's own word.
fn suggested_name(user_agent: &str, lang: Lang) -> String {
    let said = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    let browser =
        said(&[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = said(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) if lang == Lang::Ja => format!("{browser}（{system}）"),
        (Some(browser), Some(system)) => format!("{browser} ({system})"),
        _ => lang.of("このブラウザー", "This browser").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_after_what_it_says() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
        assert_eq!(suggested_name(chrome, Lang::Ja), "Chrome（Linux）");
        assert_eq!(suggested_name(&format!("{chrome} Edg/156.0"), Lang::En), "Edge (Linux)");
        assert_eq!(suggested_name("curl/8", Lang::En), "This browser");
    }
}
