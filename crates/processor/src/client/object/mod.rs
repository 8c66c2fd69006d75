//! The parts of Stripe's objects that are read here; the rest of each object is skipped.

mod card;
mod instructions;
mod intent;
mod refund;

use serde::Deserialize;

pub(crate) use card::SetupIntent;
pub(super) use card::{Customer, PaymentMethod, SetupStatus};
pub(crate) use intent::{PaymentIntent, Status};
pub(super) use refund::Refund;

/// An answer of which nothing is needed but that it came.
#[derive(Deserialize)]
pub(super) struct Acknowledged {}

/// <https://docs.stripe.com/api/pagination>
#[derive(Deserialize)]
pub(super) struct List<T> {
    pub(super) data: Vec<T>,
    #[serde(default)]
    pub(super) has_more: bool,
}

/// What can stand in a list.
pub(super) trait Listed {
    fn id(&self) -> &str;
}

/// An object, or only its id (<https://docs.stripe.com/api/expanding_objects>).
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Expandable {
    Id(String),
    Object { id: String },
}

impl Expandable {
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Id(id) | Self::Object { id } => id,
        }
    }
}

/// What is to be done next (`next_action`). Without a return URL Stripe names no page but a script of its own.
#[derive(Deserialize)]
pub(super) struct NextAction {
    redirect_to_url: Option<Redirect>,
    konbini_display_details: Option<instructions::Konbini>,
    display_bank_transfer_instructions: Option<instructions::BankTransfer>,
}

#[derive(Deserialize)]
struct Redirect {
    url: Option<String>,
}

impl NextAction {
    fn redirect_url(&self) -> Option<String> {
        self.redirect_to_url.as_ref()?.url.clone()
    }
}

/// Why the last attempt failed.
#[derive(Deserialize)]
pub(super) struct Failure {
    code: Option<String>,
    decline_code: Option<String>,
}

impl Failure {
    /// The bank's reason where it gave one, otherwise Stripe's own.
    fn reason(&self) -> Option<String> {
        self.decline_code.clone().or_else(|| self.code.clone())
    }
}

/// Where a card's bank said no without a word, or Stripe does not tell.
const NO_REASON: &str = "generic_decline";
