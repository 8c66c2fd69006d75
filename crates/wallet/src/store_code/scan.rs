use saifu_codes::StoreCodeDigits;
use saifu_ledger::AccountKind;
use saifu_money::Amount;
use saifu_terms::LineItem;

use crate::card::token_of;
use crate::charge::{Channel, Charge, captured_at_once};
use crate::funding::{plan, rule_of};
use crate::gift::house_account;
use crate::house::Purpose;
use crate::merchant::Merchant;
use crate::moment::digest;
use crate::outbox::{Event, EventKind};
use crate::permission::{Authorized, ClosedFor, Consent, authorize};
use crate::port::store::{Store, StoreError, Versioned};
use crate::shopper::holdings;
use crate::store_code::{STORE_CODE_LIFE_S, StoreCode};
use crate::top_up::after_spending;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// What a till sends.
#[derive(Clone, Debug)]
pub struct Scan {
    /// The digits as scanned or typed.
    pub code: String,
    /// What is charged.
    pub amount: Amount,
    /// For what; sums to the amount.
    pub items: Vec<LineItem>,
    /// Made in the sandbox.
    pub sandbox: bool,
}

/// A till charges a code: the first scan wins. Without a card the charge comes back Captured, with
/// one as AuthorizationInitiated, and the caller drives it.
///
/// # Errors
/// `store_code.malformed`, `store_code.unknown`, `store_code.used`, `store_code.expired`,
/// `store_code.insufficient`, `card.expired`, `card.not_found`; the store failed.
pub async fn scan(
    store: &impl Store,
    moment: &Moment<'_>,
    merchant: &Merchant,
    scan: &Scan,
) -> Outcome<Charge> {
    let mut code = live_code(store, moment, &scan.code).await?;
    let shopper = code.value.shopper_id.clone();
    let holdings = holdings(store, &shopper, moment.now).await?;
    let rule = rule_of(store, &shopper).await?;
    let funding = plan(scan.amount, &holdings, &rule, &merchant.excluded, moment.now);
    let funding = funding.map_err(|refusal| match refusal.code() {
        Some("funding.card_required" | "funding.card_excluded") => Refusal::rule("store_code.insufficient"),
        _ => refusal,
    })?;
    let card = token_of(store, &funding).await?;
    let consent = Consent {
        shopper_id: shopper.clone(),
        merchant_id: merchant.id.clone(),
        checkout_session_id: None,
        amount: scan.amount,
        items: scan.items.clone(),
        purpose: Purpose::Shop,
        funding,
        card,
        channel: Channel::Store,
        capture_now: true,
        lapses_at: moment.after_seconds(STORE_CODE_LIFE_S),
        sandbox: scan.sandbox,
        standing: None,
        metadata: None,
    };
    let authorized = authorize(consent, moment)?;
    code.value.used = true;
    let told = Event::to_shopper(&shopper, EventKind::StoreCodeUsed, authorized.charge.id.order());
    let changes = ChangeSet::new().update(code).events([told]);
    let (charge, changes) = charged(changes, authorized, merchant, moment)?;
    let changes = changes.then(after_spending(store, &charge, moment).await?);
    match store.commit(changes).await {
        Err(StoreError::Ledger(_)) => Err(Refusal::rule("store_code.insufficient")),
        Err(StoreError::Stale(..)) => Err(Refusal::rule("store_code.used")),
        done => Ok(done.map(|()| charge)?),
    }
}

async fn live_code(store: &impl Store, moment: &Moment<'_>, code: &str) -> Outcome<Versioned<StoreCode>> {
    let digits = StoreCodeDigits::parse(code).map_err(|_| Refusal::rule("store_code.malformed"))?;
    let found = store.find::<StoreCode>(&digest(digits.as_str())).await?;
    let code = found.ok_or(Refusal::rule("store_code.unknown"))?;
    if code.value.used {
        Err(Refusal::rule("store_code.used"))
    } else if moment.now >= code.value.expires_at {
        Err(Refusal::rule("store_code.expired"))
    } else {
        Ok(code)
    }
}

fn charged(
    changes: ChangeSet,
    authorized: Authorized,
    merchant: &Merchant,
    moment: &Moment<'_>,
) -> Outcome<(Charge, ChangeSet)> {
    let Authorized { permission, charge, transfers } = authorized;
    let currency = charge.amount.currency();
    let changes = changes
        .open(merchant.payable(currency))
        .open(house_account(AccountKind::CardClearing, currency))
        .transfers(transfers);
    if charge.due.is_some() {
        let told = charge.told();
        return Ok((charge.clone(), changes.insert(permission).insert(charge).events(told)));
    }
    let permission = permission.closed(ClosedFor::AmazonClosed, moment.now);
    captured_at_once(changes.insert(permission), charge, merchant, moment)
}
