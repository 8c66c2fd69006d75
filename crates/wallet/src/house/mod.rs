//! Saifu's own shop: it sells gift balance and gift cards. A purchase there is a checkout like any other,
//! proposed, signed and approved; the service completes it itself and hands over what was bought in the
//! commit that captures the charge.

mod fulfil;
mod purchase;
mod session;

use jiff::Timestamp;
use saifu_money::TaxRate;
use saifu_terms::InstrumentKind;
use serde::{Deserialize, Serialize};

use crate::id::{GiftId, MerchantId, TopUpId};
use crate::merchant::Merchant;
use crate::moment::digest;
use crate::port::store::{Store, Versioned, unless_stale};
use crate::{ChangeSet, Outcome};

pub(crate) use purchase::{approved, called_off, captured, refund_refused, refused};
pub(crate) use session::{PURCHASE_LIFE_S, ask, item};

/// The shop's id.
pub const HOUSE_ID: &str = "M0SAIFU";

/// What a session or a charge is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Something that a merchant sells.
    #[default]
    Shop,
    /// Gift balance for oneself.
    TopUp(TopUpId),
    /// A gift card for somebody else.
    Gift(GiftId),
}

impl Purpose {
    /// Whether prepaid value is bought: by nobody but the service is it completed, and it earns no points.
    #[must_use]
    pub const fn is_prepaid(&self) -> bool {
        !matches!(self, Self::Shop)
    }
}

/// Who runs the service and owes the balance, as receipts and terms name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// The company.
    pub legal_name: String,
    /// Its address.
    pub address: String,
    /// Where questions and complaints go.
    pub contact: String,
    /// T and 13 digits (消費税法 第57条の2), if registered.
    pub registration_number: Option<String>,
}

/// Saifu's own shop. It takes cards only: prepaid value buys no prepaid value, or balance and points could
/// be turned round for ever and outlive their expiry.
#[must_use]
pub fn shop(issuer: &Issuer, added_at: Timestamp) -> Merchant {
    Merchant {
        id: MerchantId::new(HOUSE_ID),
        name: "Saifu".to_owned(),
        mark: "財".to_owned(),
        domain: String::new(),
        store_id: format!("amzn1.application-oa2-client.{}", &digest(HOUSE_ID)[..32]),
        legal_name: issuer.legal_name.clone(),
        address: issuer.address.clone(),
        registration_number: issuer.registration_number.clone(),
        default_tax_rate: TaxRate::Exempt,
        excluded: vec![InstrumentKind::Points, InstrumentKind::Gift],
        points_after_days: 0,
        created_at: added_at,
    }
}

/// Adds the shop, or brings it up to date with the issuer; again changes nothing.
///
/// # Errors
/// The store failed.
pub async fn open(store: &impl Store, issuer: &Issuer, now: Timestamp) -> Outcome<()> {
    let changes = match store.find::<Merchant>(HOUSE_ID).await? {
        None => ChangeSet::new().insert(shop(issuer, now)),
        Some(known) => {
            let value = shop(issuer, known.value.created_at);
            if value == known.value {
                return Ok(());
            }
            ChangeSet::new().update(Versioned { value, version: known.version })
        }
    };
    // Another process that starts at the same time writes the same.
    Ok(unless_stale(store.commit(changes).await)?)
}

impl Merchant {
    /// Whether it is Saifu's own shop, which sells nothing at a till.
    #[must_use]
    pub fn is_house(&self) -> bool {
        self.id.as_str() == HOUSE_ID
    }
}
