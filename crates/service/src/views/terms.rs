use saifu_api::wallet::{TermKind as KindView, TermView, TermsView, TextView};
use saifu_wallet::house::Issuer;
use saifu_wallet::law::{self, Term, TermKind, Text};
use saifu_wallet::top_up::POLICY;

/// What the issuer of gift balance must tell.
#[must_use]
pub fn terms(issuer: &Issuer, sandbox: bool) -> TermsView {
    TermsView {
        issuer: issuer.legal_name.clone(),
        address: issuer.address.clone(),
        contact: issuer.contact.clone(),
        terms: law::terms(issuer, &POLICY).into_iter().map(term).collect(),
        sandbox,
    }
}

fn term(it: Term) -> TermView {
    let text = |Text { ja, en }| TextView { ja, en };
    TermView {
        kind: match it.kind {
            TermKind::Issuer => KindView::Issuer,
            TermKind::Amounts => KindView::Amounts,
            TermKind::Expiry => KindView::Expiry,
            TermKind::Contact => KindView::Contact,
            TermKind::Places => KindView::Places,
            TermKind::Balance => KindView::Balance,
            TermKind::Refund => KindView::Refund,
            TermKind::Protection => KindView::Protection,
            TermKind::Misuse => KindView::Misuse,
        },
        title: text(it.title),
        text: text(it.text),
        article: it.article.to_owned(),
    }
}
