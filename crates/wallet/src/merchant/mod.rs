//! Who is paid, their API keys, and what they asked before.

mod answer;
mod metadata;

use jiff::{SignedDuration, Timestamp};
use saifu_ledger::{Account, AccountId, AccountKind};
use saifu_money::{Currency, TaxRate};
use saifu_terms::InstrumentKind;
use serde::{Deserialize, Serialize};

use crate::id::{MerchantId, PublicKeyId};

pub use answer::keep_answer;
pub use metadata::Metadata;

/// Who is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merchant {
    /// Ours.
    pub id: MerchantId,
    /// What shoppers know it by.
    pub name: String,
    /// One character that stands for it.
    pub mark: String,
    /// Host name of the shop; empty without one.
    pub domain: String,
    /// `amzn1.application-oa2-client.…`: the store of the merchant API.
    pub store_id: String,
    /// The company.
    pub legal_name: String,
    /// The company's address.
    pub address: String,
    /// T and 13 digits (消費税法 第57条の2), if registered.
    pub registration_number: Option<String>,
    /// The tax rate of goods that come without a list of items.
    pub default_tax_rate: TaxRate,
    /// Instruments that this merchant does not take.
    #[serde(default)]
    pub excluded: Vec<InstrumentKind>,
    /// How many days after the capture its points come: when returns are over. 0 gives them at once.
    #[serde(default)]
    pub points_after_days: u16,
    /// When it was added.
    pub created_at: Timestamp,
}

impl Merchant {
    /// For when its points of a capture at this time are promised; none where they come at once.
    #[must_use]
    pub fn points_promised_for(&self, captured_at: Timestamp) -> Option<Timestamp> {
        let wait = SignedDuration::from_hours(24 * i64::from(self.points_after_days));
        (self.points_after_days > 0).then(|| captured_at.checked_add(wait).unwrap_or(Timestamp::MAX))
    }
}

/// A merchant's public key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantKey {
    /// `SANDBOX-…` or `LIVE-…`.
    pub id: PublicKeyId,
    /// Whose.
    pub merchant_id: MerchantId,
    /// SubjectPublicKeyInfo as PEM.
    pub public_key_pem: String,
}

/// What became of a request with an idempotency key. What it made is written in the same commit as the thing itself, and the
/// answer once it is known; a request that was refused has only an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdempotentAnswer {
    /// Merchant and key.
    pub key: String,
    /// Digest of method, path and body: the same key with another request is refused.
    pub request_digest: String,
    /// The id of what was made.
    pub object_id: Option<String>,
    /// What was answered; it is repeated as it is.
    #[serde(default)]
    pub answer: Option<Answered>,
}

/// An answer as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// HTTP's status.
    pub status: u16,
    /// JSON.
    pub body: String,
}

/// An idempotency key of a merchant, with the request that came with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// Merchant and key.
    pub key: String,
    /// Digest of method, path and body.
    pub request_digest: String,
}

impl IdempotencyKey {
    /// The row that remembers what was made.
    #[must_use]
    pub fn made(&self, object_id: &str) -> IdempotentAnswer {
        IdempotentAnswer {
            key: self.key.clone(),
            request_digest: self.request_digest.clone(),
            object_id: Some(object_id.to_owned()),
            answer: None,
        }
    }

    /// The row that remembers a refusal.
    #[must_use]
    pub fn refused(&self, answer: Answered) -> IdempotentAnswer {
        let (key, request_digest) = (self.key.clone(), self.request_digest.clone());
        IdempotentAnswer { key, request_digest, object_id: None, answer: Some(answer) }
    }
}

impl Merchant {
    /// The account that says what is owed to this merchant.
    #[must_use]
    pub fn payable(&self, currency: Currency) -> Account {
        Account {
            id: AccountId::merchant_payable(self.id.as_str(), currency),
            owner: self.id.to_string(),
            kind: AccountKind::MerchantPayable,
            currency,
        }
    }

    /// One of six tints, the same for the same merchant.
    #[must_use]
    pub fn tint(&self) -> u8 {
        let sum = self.id.as_str().bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte));
        u8::try_from(sum % 6).map_or(1, |tint| tint + 1)
    }
}
