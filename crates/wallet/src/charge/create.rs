use saifu_ledger::AccountKind;
use saifu_money::Amount;
use saifu_terms::LineItem;

use crate::card::token_of;
use crate::charge::{Channel, Charge, captured_at_once};
use crate::funding::plan;
use crate::gift::house_account;
use crate::house::Purpose;
use crate::id::ChargePermissionId;
use crate::merchant::{IdempotencyKey, Merchant, Metadata};
use crate::permission::{ChargePermission, Claim, Consent, PermissionState, Standing, claim};
use crate::port::store::{Store, StoreError, Versioned};
use crate::shopper::holdings;
use crate::top_up::after_spending;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// What a merchant charges on a standing permission.
#[derive(Clone, Debug)]
pub struct NewCharge {
    /// How much.
    pub amount: Amount,
    /// For what; sums to the amount.
    pub items: Vec<LineItem>,
    /// Whether it is captured as soon as it is authorized.
    pub capture_now: bool,
    /// Made with a sandbox key.
    pub sandbox: bool,
    /// What the merchant keeps with it.
    pub metadata: Metadata,
    /// On the card's statement.
    pub soft_descriptor: Option<String>,
}

/// The merchant charges a standing permission: within its limits, paid by what the shopper has at this time. With a card
/// in it the charge comes back as AuthorizationInitiated and the caller drives it.
///
/// # Errors
/// `permission.not_found`, `permission.status_invalid` unless Chargeable, `permission.paused`, `permission.each_exceeded`,
/// `permission.month_exceeded`, and what [`plan`] refuses, after which the permission is as it was; the store failed.
pub async fn create(
    store: &impl Store,
    moment: &Moment<'_>,
    merchant: &Merchant,
    id: &ChargePermissionId,
    asked: &NewCharge,
    key: Option<&IdempotencyKey>,
) -> Outcome<Charge> {
    let found = store.find::<ChargePermission>(id.as_str()).await?;
    let permission = found.filter(|it| it.value.merchant_id == merchant.id);
    let permission = permission.ok_or(Refusal::rule("permission.not_found"))?;
    let standing = chargeable(&permission.value, moment)?.charged(asked.amount, moment.now)?;
    let consent = consent(store, &permission.value, &standing, merchant, asked, moment).await?;
    let Claim { mut charge, transfers } = claim(&consent, id, moment)?;
    charge.soft_descriptor.clone_from(&asked.soft_descriptor);
    let mut changes = ChangeSet::new().update(charged(permission, standing, moment));
    if let Some(key) = key {
        changes = changes.insert(key.made(charge.id.as_str()));
    }
    let currency = asked.amount.currency();
    let changes = changes
        .open(merchant.payable(currency))
        .open(house_account(AccountKind::CardClearing, currency))
        .transfers(transfers);
    let (charge, changes) = made(store, changes, charge, merchant, moment).await?;
    match store.commit(changes).await {
        Err(StoreError::Ledger(_)) => Err(Refusal::rule("funding.insufficient")),
        done => Ok(done.map(|()| charge)?),
    }
}

/// Adds the charge; without a card nobody needs to be asked, and what is to be captured at once, is.
async fn made(
    store: &impl Store,
    changes: ChangeSet,
    charge: Charge,
    merchant: &Merchant,
    moment: &Moment<'_>,
) -> Outcome<(Charge, ChangeSet)> {
    if charge.due.is_some() || !charge.capture_now {
        let told = charge.told();
        return Ok((charge.clone(), changes.insert(charge).events(told)));
    }
    let (charge, changes) = captured_at_once(changes, charge, merchant, moment)?;
    let spent = after_spending(store, &charge, moment).await?;
    Ok((charge, changes.then(spent)))
}

fn chargeable(permission: &ChargePermission, moment: &Moment<'_>) -> Outcome<Standing> {
    let (state, _) = permission.state_at(moment.now);
    let standing = permission.standing.clone().filter(|_| state == PermissionState::Chargeable);
    standing.ok_or(Refusal::rule("permission.status_invalid"))
}

async fn consent(
    store: &impl Store,
    permission: &ChargePermission,
    standing: &Standing,
    merchant: &Merchant,
    asked: &NewCharge,
    moment: &Moment<'_>,
) -> Outcome<Consent> {
    let holdings = holdings(store, &permission.shopper_id, moment.now).await?;
    let funding = plan(asked.amount, &holdings, &standing.preference, &merchant.excluded, moment.now)?;
    Ok(Consent {
        shopper_id: permission.shopper_id.clone(),
        merchant_id: merchant.id.clone(),
        checkout_session_id: None,
        amount: asked.amount,
        items: asked.items.clone(),
        purpose: Purpose::Shop,
        card: token_of(store, &funding).await?,
        funding,
        channel: Channel::Automatic,
        capture_now: asked.capture_now,
        lapses_at: moment.after_seconds(super::AUTHORIZATION_LIFE_S),
        sandbox: asked.sandbox,
        standing: None,
        metadata: Some(asked.metadata.clone()),
    })
}

fn charged(
    permission: Versioned<ChargePermission>,
    standing: Standing,
    moment: &Moment<'_>,
) -> Versioned<ChargePermission> {
    let Versioned { value, version } = permission;
    Versioned { value: value.used(standing, moment), version }
}
