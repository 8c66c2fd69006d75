use saifu_money::Amount;

use crate::charge::{Charge, Reward, reward};
use crate::id::ChargeId;
use crate::merchant::Merchant;
use crate::outbox::{Event, EventKind};
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

impl Reward {
    /// The points that are promised and not in the wallet yet: less what refunds took of them.
    ///
    /// # Errors
    /// More taken than given.
    pub fn promised(&self) -> Outcome<Amount> {
        match self.promised_for {
            Some(_) => Ok(self.grant.total.sub(self.returned)?),
            None => Ok(Amount::zero(self.grant.total.currency())),
        }
    }
}

/// Puts the points that a charge promised for by now into their lot. Again changes nothing.
///
/// # Errors
/// The store failed, or somebody else was first (stale).
pub async fn grant_promised(store: &impl Store, moment: &Moment<'_>, id: &ChargeId) -> Outcome<()> {
    let found = store.find::<Charge>(id.as_str()).await?;
    let Some(Versioned { mut value, version }) = found else { return Ok(()) };
    let Some(reward) = value.reward.as_mut() else { return Ok(()) };
    if reward.promised_for.is_none_or(|at| at > moment.now) {
        return Ok(());
    }
    let points = reward.promised()?;
    reward.promised_for = None;
    value.updated_at = moment.now;
    let filled = Event::to_shopper(&value.shopper_id, EventKind::HoldingsChanged, id.as_str());
    let changes = ChangeSet::new().update(Versioned { value: value.clone(), version });
    let changes = changes.events(value.told()).events([filled]);
    let changes = match points.is_zero() {
        true => changes,
        false => changes.then(reward::granted(&value, points, &shop_name(store, &value).await?, moment)),
    };
    Ok(store.commit(changes).await?)
}

async fn shop_name(store: &impl Store, charge: &Charge) -> Outcome<String> {
    let merchant = store.find::<Merchant>(charge.merchant_id.as_str()).await?;
    let merchant = merchant.ok_or_else(|| Refusal::Stored(format!("{} has no merchant", charge.id)))?;
    Ok(merchant.value.name)
}
