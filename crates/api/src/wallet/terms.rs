use serde::{Deserialize, Serialize};
use specta::Type;

/// `GET /v1/terms`: what the issuer of gift balance must tell (資金決済法 第13条第1項), one tap from the
/// balance. No session is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TermsView {
    /// Who owes the balance.
    pub issuer: String,
    /// Its address.
    pub address: String,
    /// Where questions and complaints go: an e-mail address.
    pub contact: String,
    /// What must be told, in the order of the law.
    pub terms: Vec<TermView>,
    /// Whether no real money moves here.
    pub sandbox: bool,
}

/// One thing that must be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TermView {
    /// Which.
    pub kind: TermKind,
    /// Its heading.
    pub title: TextView,
    /// The words.
    pub text: TextView,
    /// The article it comes from.
    pub article: String,
}

/// The same in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TextView {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// What must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
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
