use crate::gift::BALANCE_LIFE_DAYS;
use crate::house::Issuer;
use crate::top_up::TopUpPolicy;

/// One thing that an issuer must tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Which.
    pub kind: TermKind,
    /// Its heading.
    pub title: Text,
    /// The words.
    pub text: Text,
    /// The article.
    pub article: &'static str,
}

/// The same in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// What must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TermKind {
    /// Who issues it.
    Issuer,
    /// How much it can be.
    Amounts,
    /// Until when it can be used.
    Expiry,
    /// Whom to ask.
    Contact,
    /// Where it can be used.
    Places,
    /// How to see what is left.
    Balance,
    /// Whether it can be paid out.
    Refund,
    /// What protects it if the issuer fails.
    Protection,
    /// What happens when somebody else spends it.
    Misuse,
}

/// What an issuer of prepaid value must tell (資金決済法 第13条第1項; 前払式支払手段に関する内閣府令 第22条第2項,
/// 第23条の2), in the order of the law.
#[must_use]
pub fn terms(issuer: &Issuer, policy: &TopUpPolicy) -> Vec<Term> {
    let mut all = by_the_act(issuer, policy);
    all.extend(by_the_order());
    all
}

fn by_the_act(issuer: &Issuer, policy: &TopUpPolicy) -> Vec<Term> {
    let Issuer { legal_name, address, contact, .. } = issuer;
    let [once, month, balance] =
        [policy.per_transaction, policy.per_month, policy.balance].map(|limit| limit.amount.grouped());
    vec![
        term(
            TermKind::Issuer,
            "資金決済法 第13条第1項第1号",
            ("発行者", legal_name.clone()),
            ("Issuer", legal_name.clone()),
        ),
        term(
            TermKind::Amounts,
            "資金決済法 第13条第1項第2号",
            (
                "支払可能金額等",
                format!("チャージは1回{once}円、1か月{month}円まで。ギフト残高は{balance}円まで持てます。"),
            ),
            (
                "Amounts",
                format!(
                    "Top up ¥{once} at once and ¥{month} a month; hold up to ¥{balance} of gift balance."
                ),
            ),
        ),
        term(
            TermKind::Expiry,
            "資金決済法 第13条第1項第3号",
            (
                "有効期限",
                format!(
                    "チャージした残高は{BALANCE_LIFE_DAYS}日間使えます。ギフトカードの期限はカードごとに表示します。\
                     期限を過ぎた残高は使えません。30日前と7日前にお知らせします。"
                ),
            ),
            (
                "Expiry",
                format!(
                    "What you top up can be used for {BALANCE_LIFE_DAYS} days; a gift card says its own date. \
                     Nothing can be used after its date. We tell you 30 and 7 days ahead."
                ),
            ),
        ),
        term(
            TermKind::Contact,
            "資金決済法 第13条第1項第4号",
            ("お問い合わせ・苦情", format!("{legal_name} {address} {contact}")),
            ("Questions and complaints", format!("{legal_name}, {address}, {contact}")),
        ),
    ]
}

fn by_the_order() -> Vec<Term> {
    let words = |title: &'static str, text: &str| (title, text.to_owned());
    vec![
        term(
            TermKind::Places,
            "前払式支払手段に関する内閣府令 第22条第2項第1号",
            words("使える場所", "Saifuで支払えるお店で使えます。"),
            words("Where", "At every shop that takes Saifu."),
        ),
        term(
            TermKind::Balance,
            "前払式支払手段に関する内閣府令 第22条第2項",
            words("残高の確認", "アプリのホームと残高の履歴で、いつでも確認できます。"),
            words("Seeing the balance", "On the app's home screen and in its history, at any time."),
        ),
        term(
            TermKind::Refund,
            "資金決済法 第20条第5項、前払式支払手段に関する内閣府令 第42条",
            words(
                "払戻し",
                "法令が認める場合を除き、残高を現金に戻すことはできません。返品のときは、支払いに使った残高に戻ります。\
                 発行をやめるときは、60日以上の期間を設けて払い戻します。",
            ),
            words(
                "Paying out",
                "Balance is not paid out in cash, except where the law allows it. A shop's refund comes back as \
                 balance. If we stop issuing it, we pay it out, with 60 days or more to ask for it.",
            ),
        ),
        term(
            TermKind::Protection,
            "資金決済法 第14条、第31条；前払式支払手段に関する内閣府令 第23条の2",
            words(
                "残高の保全",
                "毎年3月31日と9月30日の未使用残高が1,000万円を超えるときは、その半額以上を発行保証金として保全します。\
                 万一のときは、保全した額からほかの債権者に先立って弁済を受けられます。",
            ),
            words(
                "Protection",
                "If more than ¥10,000,000 are unused on 31 March or 30 September, at least half of it is kept as a \
                 deposit, out of which holders of balance are paid before other creditors.",
            ),
        ),
        term(
            TermKind::Misuse,
            "前払式支払手段に関する内閣府令 第23条の2",
            words(
                "不正に使われたとき",
                "支払いには端末での本人確認が必要です。覚えのない支払いは、上の連絡先に知らせてください。",
            ),
            words(
                "Misuse",
                "Every payment is approved on your device. Tell the contact above of any that you do not know.",
            ),
        ),
    ]
}

fn term(
    kind: TermKind,
    article: &'static str,
    ja: (&'static str, String),
    en: (&'static str, String),
) -> Term {
    Term {
        kind,
        title: Text { ja: ja.0.to_owned(), en: en.0.to_owned() },
        text: Text { ja: ja.1, en: en.1 },
        article,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::top_up::POLICY;

    #[test]
    fn everything_is_told_once_with_its_article_in_both_languages() {
        let issuer = Issuer {
            legal_name: "株式会社さいふ".to_owned(),
            address: "東京都文京区見本 7-8-9".to_owned(),
            contact: "help@saifu.example".to_owned(),
            registration_number: None,
        };
        let all = terms(&issuer, &POLICY);
        assert_eq!(all.iter().map(|it| it.kind).collect::<HashSet<_>>().len(), all.len());
        assert_eq!(all.len(), 9);
        for term in &all {
            assert!(!term.article.is_empty() && !term.text.ja.is_empty() && !term.text.en.is_empty());
            assert!(
                term.text.en.is_ascii()
                    || term.text.en.contains('¥')
                    || term.kind == TermKind::Issuer
                    || term.kind == TermKind::Contact
            );
        }
        assert!(all[1].text.ja.contains("1回100,000円"), "{}", all[1].text.ja);
        assert!(all[3].text.ja.contains("help@saifu.example"));
    }
}
