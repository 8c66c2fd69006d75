use crate::charge::Charge;
use crate::charge::cancel::release;
use crate::checkout::CheckoutSession;
use crate::id::{ChargeId, MerchantId};
use crate::merchant::Metadata;
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// What a merchant changes of a charge; what is none stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChargeUpdate {
    /// Its own data.
    pub metadata: Metadata,
    /// Release it, for this reason code of Amazon Pay's.
    pub canceled_for: Option<String>,
}

/// The merchant changes what it keeps with a charge, or releases it.
///
/// # Errors
/// `charge.not_found`; `charge.status_invalid`: nothing is there to release; the store failed.
pub async fn update(
    store: &impl Store,
    moment: &Moment<'_>,
    merchant: &MerchantId,
    id: &ChargeId,
    change: &ChargeUpdate,
) -> Outcome<Charge> {
    let found = store.find::<Charge>(id.as_str()).await?;
    let found = found.filter(|it| it.value.merchant_id == *merchant);
    let Versioned { mut value, version } = found.ok_or(Refusal::rule("charge.not_found"))?;
    value.metadata = Some(kept(store, &value).await?.with(change.metadata.clone()));
    value.updated_at = moment.now;
    let changed = Versioned { value, version };
    let (charge, changes) = match &change.canceled_for {
        Some(reason) => release(store, changed, reason, moment).await?,
        None => (changed.value.clone(), ChangeSet::new().update(changed)),
    };
    store.commit(changes).await?;
    Ok(charge)
}

async fn kept(store: &impl Store, charge: &Charge) -> Outcome<Metadata> {
    if let Some(metadata) = &charge.metadata {
        return Ok(metadata.clone());
    }
    let Some(id) = &charge.checkout_session_id else { return Ok(Metadata::default()) };
    let session = store.find::<CheckoutSession>(id.as_str()).await?;
    Ok(session.map(|it| it.value.asked.metadata()).unwrap_or_default())
}
