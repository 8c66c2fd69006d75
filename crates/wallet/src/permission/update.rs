use saifu_money::Amount;
use saifu_terms::Frequency;
use serde::{Deserialize, Serialize};

use super::{ChargePermission, PermissionState, Standing, StandingKind};
use crate::checkout::CheckoutSession;
use crate::id::{ChargePermissionId, MerchantId};
use crate::merchant::Metadata;
use crate::outbox::{Event, EventKind};
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// How often a merchant means to charge, and how much: `recurringMetadata`. Unset means not said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// How often.
    pub frequency: Option<Frequency>,
    /// How much each time.
    pub amount: Option<Amount>,
}

/// What a merchant changes of a permission; what is none stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PermissionUpdate {
    /// Its own data.
    pub metadata: Metadata,
    /// What it means to charge.
    pub rhythm: Option<Rhythm>,
}

/// The merchant changes what it keeps with a permission, or what it means to charge. The limits stay what the shopper agreed to.
/// Of one that is closed only empty fields are filled, and only if it was for one payment.
///
/// # Errors
/// `permission.not_found`; `permission.not_modifiable`: it is closed; `permission.rhythm_invalid`: there is none to change;
/// `permission.each_exceeded`: more each time than the shopper agreed to; the store failed.
pub async fn update(
    store: &impl Store,
    moment: &Moment<'_>,
    merchant: &MerchantId,
    id: &ChargePermissionId,
    change: &PermissionUpdate,
) -> Outcome<ChargePermission> {
    let found = store.find::<ChargePermission>(id.as_str()).await?;
    let found = found.filter(|it| it.value.merchant_id == *merchant);
    let Versioned { value, version } = found.ok_or(Refusal::rule("permission.not_found"))?;
    let kept = kept(store, &value).await?;
    if value.state_at(moment.now).0 == PermissionState::Closed {
        refuse_closed(&value, &kept, change)?;
    }
    let rhythm = rhythm(&value, change.rhythm.clone())?;
    let metadata = Some(kept.with(change.metadata.clone()));
    let value = ChargePermission { metadata, rhythm, updated_at: moment.now, ..value };
    let told = Event::to_shopper(&value.shopper_id, EventKind::PermissionChanged, id.as_str());
    let changes = ChangeSet::new().update(Versioned { value: value.clone(), version });
    store.commit(changes.events([told])).await?;
    Ok(value)
}

/// What the merchant keeps with it now.
async fn kept(store: &impl Store, permission: &ChargePermission) -> Outcome<Metadata> {
    if let Some(metadata) = &permission.metadata {
        return Ok(metadata.clone());
    }
    let Some(id) = &permission.checkout_session_id else { return Ok(Metadata::default()) };
    let session = store.find::<CheckoutSession>(id.as_str()).await?;
    Ok(session.map(|it| it.value.asked.metadata()).unwrap_or_default())
}

fn refuse_closed(permission: &ChargePermission, kept: &Metadata, change: &PermissionUpdate) -> Outcome<()> {
    let fills = permission.standing.is_none() && change.rhythm.is_none();
    if fills && !kept.is_contradicted_by(&change.metadata) {
        return Ok(());
    }
    Err(Refusal::rule("permission.not_modifiable"))
}

fn rhythm(permission: &ChargePermission, change: Option<Rhythm>) -> Outcome<Option<Rhythm>> {
    let Some(change) = change else { return Ok(permission.rhythm.clone()) };
    let recurring = |it: &&Standing| it.kind == StandingKind::Recurring;
    let standing = permission.standing.as_ref().filter(recurring);
    let agreed = &standing.ok_or(Refusal::rule("permission.rhythm_invalid"))?.terms;
    if let Some(amount) = change.amount
        && agreed.each.less_than(amount)?
    {
        return Err(Refusal::rule("permission.each_exceeded"));
    }
    let before = permission.rhythm.clone().unwrap_or_default();
    Ok(Some(Rhythm {
        frequency: change.frequency.or(before.frequency),
        amount: change.amount.or(before.amount),
    }))
}
