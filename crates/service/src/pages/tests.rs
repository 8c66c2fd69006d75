use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, prelude::BASE64_STANDARD};

use super::*;
use crate::mail::Mail;

const ID: &str = "5f1c9a62-0d0e-4c1b-9a77-21e4b0f6c3d8";

fn site() -> Site {
    Site { host: "pay.saifu.example".to_owned(), sandbox: true }
}

fn item(name: &str, quantity: u32, yen: u32) -> Item {
    Item { name: name.to_owned(), quantity, amount: Amount::yen(yen) }
}

fn page(state: CheckoutState) -> CheckoutPage {
    CheckoutPage {
        site: site(),
        checkout_session_id: ID.to_owned(),
        shop: Shop {
            name: "山ねこ珈琲".to_owned(),
            mark: "山".to_owned(),
            tint: 4,
            domain: Some("yamaneko-coffee.example".to_owned()),
        },
        amount: Amount::yen(5880),
        items: vec![
            item("深煎りブレンド 豆 200g", 2, 2960),
            item("円すいドリッパー 白磁", 1, 2420),
            item("送料", 1, 500),
        ],
        deep_link: format!("saifu://checkout/{ID}"),
        now: "2026-11-23T01:12:00Z".parse().unwrap(),
        expires_at: "2026-11-24T01:12:00Z".parse().unwrap(),
        state,
        cancel_url: Some("https://yamaneko-coffee.example/cart".to_owned()),
    }
}

fn english(state: CheckoutState) -> CheckoutPage {
    let shop = Shop { name: "Wildcat Coffee".to_owned(), mark: "W".to_owned(), tint: 4, domain: None };
    CheckoutPage { shop, items: vec![item("Dark roast, 200 g", 2, 2960)], ..page(state) }
}

fn states() -> [(&'static str, CheckoutState); 5] {
    let return_url = Some(format!("https://yamaneko-coffee.example/done?amazonCheckoutSessionId={ID}"));
    [
        ("open", CheckoutState::Open),
        ("approved", CheckoutState::Approved { return_url }),
        ("declined", CheckoutState::Ended(Ending::Declined)),
        ("canceled", CheckoutState::Ended(Ending::Canceled)),
        ("expired", CheckoutState::Ended(Ending::Expired)),
    ]
}

fn mails(lang: Lang) -> Vec<Mail> {
    let (subject, text) = match lang {
        Lang::Ja => {
            ("【Saifu】確認コード 482913", "佐藤 美咲さま\n\n確認コードは 482913 です。\n10分間使えます。")
        }
        Lang::En => ("Your Saifu code: 482913", "Hello Misaki,\n\nYour code is 482913."),
    };
    let at = "2026-11-23T01:10:00Z".parse().unwrap();
    vec![Mail {
        to: "misaki@example.jp".to_owned(),
        subject: subject.to_owned(),
        text: text.to_owned(),
        pictures: Vec::new(),
        at,
    }]
}

fn till_page(result: Option<TillResult>) -> TillPage {
    let form = TillForm {
        code: "2812 3456 7890 1234 5678".to_owned(),
        amount: "1284".to_owned(),
        merchant_id: "B".to_owned(),
    };
    let shops = [("A", "Corner shop"), ("B", "Market")];
    let shops = shops.map(|(id, name)| (id.to_owned(), name.to_owned())).to_vec();
    TillPage { site: site(), shops, form, result }
}

fn paid() -> Option<TillResult> {
    Some(TillResult::Paid { amount: Amount::yen(1284), order_id: "S03-1234567-7654321".to_owned() })
}

fn refused() -> Option<TillResult> {
    let message = "This code was used already.".to_owned();
    Some(TillResult::Refused { code: "store_code.used".to_owned(), message })
}

/// Every page, with a name.
fn all_pages(lang: Lang) -> Vec<(String, String)> {
    let sample = |state| if lang == Lang::Ja { page(state) } else { english(state) };
    let now = page(CheckoutState::Open).now;
    let checkouts = states()
        .into_iter()
        .map(|(name, state)| (format!("checkout-{name}"), checkout(&sample(state), lang)));
    let others = [
        ("checkout-not-found", checkout_not_found(&site(), lang)),
        ("not-found", not_found(&site(), lang)),
        ("error", error_page(&site(), lang, "internal")),
        ("passkey-add", add_passkey(&site(), "Firefox/140 (X11; Linux)", lang)),
        ("mailbox", mailbox(&site(), &mails(lang), now, lang)),
        ("mailbox-empty", mailbox(&site(), &[], now, lang)),
        ("till", till(&till_page(None), lang)),
        ("till-paid", till(&till_page(paid()), lang)),
        ("till-refused", till(&till_page(refused()), lang)),
    ];
    let others = others.into_iter().map(|(name, markup)| (name.to_owned(), markup));
    checkouts.chain(others).map(|(name, markup)| (name, markup.into_string())).collect()
}

/// Also leaves the pages in `target/pages`, to be looked at.
#[test]
fn every_page_is_small_and_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pages");
    std::fs::create_dir_all(&folder).unwrap();
    for lang in [Lang::Ja, Lang::En] {
        for (name, html) in all_pages(lang) {
            std::fs::write(folder.join(format!("{name}.{}.html", lang.tag())), &html).unwrap();
            assert!(html.len() + FONT.len() < 50_000, "{name}: {} bytes", html.len());
            assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>"), "{name}");
            assert!(html.contains("main class="), "{name}");
            assert_eq!(html.matches("<h1").count(), 1, "{name}");
        }
    }
}

#[test]
fn a_long_basket_still_fits_in_50_kilobytes() {
    let long = "とても長い名前の商品がここに入ります".repeat(3);
    let items = vec![item(&long, 12, 123_456); 30];
    let html = checkout(&CheckoutPage { items, ..page(CheckoutState::Open) }, Lang::Ja).into_string();
    assert!(html.len() + FONT.len() < 50_000, "{} bytes", html.len());
}

#[test]
fn the_policy_allows_exactly_the_pages_own_style_and_script() {
    let headers = headers::security_headers();
    let (_, policy) = headers.iter().find(|(name, _)| name == "content-security-policy").unwrap();
    let policy = policy.to_str().unwrap();
    for (name, html) in all_pages(Lang::Ja) {
        for (element, directive) in [("style", "style-src"), ("script", "script-src")] {
            for part in html.split(&format!("<{element}>")).skip(1) {
                let source = part.split(&format!("</{element}>")).next().unwrap();
                let hash = BASE64_STANDARD.encode(digest(&SHA256, source.as_bytes()));
                let allowed = policy.split("; ").find(|it| it.starts_with(directive)).unwrap();
                assert!(allowed.contains(&format!(" 'sha256-{hash}'")), "{name}: {element}");
            }
            assert!(!html.contains(&format!("<{element} ")), "{name}: a {element} with attributes");
        }
        for forbidden in [" style=", " onclick=", " onload=", "javascript:", " src="] {
            assert!(!html.contains(forbidden), "{name}: {forbidden}");
        }
    }
}

#[test]
fn the_style_names_the_font_where_it_is_served() {
    assert!(layout::STYLE.contains(&format!("url({FONT_PATH})")));
    assert!(FONT.starts_with(b"wOF2"));
}

#[test]
fn english_pages_are_english() {
    let japanese = |c: char| matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    for (name, html) in all_pages(Lang::En) {
        // The switch to Japanese calls itself so.
        let found: String = html.replace("日本語", "").chars().filter(|c| japanese(*c)).collect();
        assert_eq!(found, "", "{name}");
    }
}

#[test]
fn the_open_checkout_says_who_what_and_how_much() {
    let html = checkout(&page(CheckoutState::Open), Lang::Ja).into_string();
    for part in [
        "山ねこ珈琲",
        "yamaneko-coffee.example",
        "5,880<i>円</i>",
        "注文の内容 4点",
        "深煎りブレンド 豆 200g",
        "saifu://checkout/5f1c9a62",
        "明日 10:12 まで有効です。",
        "/checkout/5f1c9a62-0d0e-4c1b-9a77-21e4b0f6c3d8/events",
        r#"<noscript><meta http-equiv="refresh" content="10">"#,
        "href=\"https://yamaneko-coffee.example/cart\"",
        "href=\"?amazonCheckoutSessionId=5f1c9a62-0d0e-4c1b-9a77-21e4b0f6c3d8&amp;lang=en\"",
        "実際のお金は動きません",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert!(
        html.contains(r#"type="button" hidden data-at="/checkout/5f1c9a62"#),
        "only a script can use a passkey"
    );
}

#[test]
fn an_end_without_payment_says_what_happened_to_the_money_and_stops_waiting() {
    for (name, state) in states() {
        let html = checkout(&page(state.clone()), Lang::Ja).into_string();
        let waits = html.contains("data-events") && html.contains("<script>");
        assert_eq!(waits, state == CheckoutState::Open, "{name}");
        if matches!(state, CheckoutState::Ended(_)) {
            assert!(html.contains("お金は動いていません"), "{name}");
            assert!(html.contains("https://yamaneko-coffee.example/cart"), "{name}");
            assert!(!html.contains("saifu://"), "{name}");
        }
    }
}

#[test]
fn an_approved_checkout_returns_to_the_shop_without_a_script() {
    let (_, approved) = states().into_iter().nth(1).unwrap();
    let html = checkout(&page(approved), Lang::Ja).into_string();
    let address = format!("https://yamaneko-coffee.example/done?amazonCheckoutSessionId={ID}");
    assert!(html.contains(&format!(r#"<meta http-equiv="refresh" content="1;url={address}">"#)));
    assert!(html.contains(&format!(r#"href="{address}""#)));
}

#[test]
fn what_a_merchant_sends_cannot_become_markup_or_script() {
    let evil = r#""><script>alert(1)</script>"#.to_owned();
    let shop = Shop { name: evil.clone(), mark: evil.clone(), tint: 99, domain: Some(evil.clone()) };
    let address = Some("javascript:alert(1)//http://".to_owned());
    for state in [CheckoutState::Open, CheckoutState::Approved { return_url: address.clone() }] {
        let items = vec![item(&evil, 1, 1)];
        let page = CheckoutPage { shop: shop.clone(), items, cancel_url: address.clone(), ..page(state) };
        let html = checkout(&page, Lang::Ja).into_string();
        assert!(!html.contains("<script>alert"));
        assert!(!html.contains("javascript:"));
        assert!(html.contains("mark big t6"));
    }
}

#[test]
fn a_language_is_asked_for_or_accepted_or_japanese() {
    assert_eq!(Lang::choose(Some("en"), Some("ja")), Lang::En);
    assert_eq!(Lang::choose(Some("EN-gb"), None), Lang::En);
    assert_eq!(Lang::choose(Some("fr"), Some("fr-FR, en;q=0.8, ja;q=0.5")), Lang::En);
    assert_eq!(Lang::choose(None, Some("ja,en-US;q=0.9")), Lang::Ja);
    assert_eq!(Lang::choose(None, Some("é,, 日")), Lang::Ja);
    assert_eq!(Lang::choose(None, None), Lang::Ja);
}

#[test]
fn the_till_keeps_what_was_typed_and_says_how_it_went() {
    let html = till(&till_page(paid()), Lang::Ja).into_string();
    assert!(
        html.contains(r#"<option value="B" selected>"#) && !html.contains(r#"<option value="A" selected>"#)
    );
    assert!(html.contains(r#"value="1284""#) && html.contains("1,284<i>円</i>"));
    assert!(html.contains("検証用のレジ"));
    let html = till(&till_page(refused()), Lang::Ja).into_string();
    assert!(html.contains("お金は動いていません") && html.contains("store_code.used"));
}
