use saifu_ledger::AccountKind;
use saifu_money::Amount;
use saifu_terms::{FundingLeg, InstrumentKind};

use crate::card::CardState;
use crate::charge::{Channel, Charge};
use crate::funding::choose_card;
use crate::gift::{LotKind, house_account};
use crate::house::{HOUSE_ID, Purpose, item};
use crate::id::{MerchantId, ShopperId, TopUpId};
use crate::merchant::Merchant;
use crate::permission::{Authorized, Consent, authorize};
use crate::port::store::{Store, Versioned};
use crate::shopper::{Holdings, holdings};
use crate::top_up::automatic::{AutomaticTopUp, Trigger};
use crate::top_up::{POLICY, TopUp, TopUpMethod, TopUpState, claim};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// A card that does not answer for a day is not charged later.
const PATIENCE_S: i64 = 24 * 3600;

/// Runs a shopper's rule if it is due: where its trigger has come, the charge is made in the commit that
/// uses the trigger up, so that of two workers one tops up, and a crash tops up once. The caller goes on
/// with [`crate::charge::drive`].
///
/// # Errors
/// The store failed, or another worker was first (stale).
pub async fn run_automatic(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    sandbox: bool,
) -> Outcome<Option<Charge>> {
    let Some(found) = store.find::<AutomaticTopUp>(shopper.as_str()).await? else { return Ok(None) };
    if found.value.due_at().is_none_or(|due| moment.now < due) {
        return Ok(None);
    }
    let holdings = holdings(store, shopper, moment.now).await?;
    let trigger = found.value.trigger(holdings.total(LotKind::Gift)?, moment.now)?;
    let looked = Versioned { value: found.value.looked(trigger, moment.now), version: found.version };
    let Some(trigger) = trigger else {
        store.commit(ChangeSet::new().update(looked)).await?;
        return Ok(None);
    };
    let id = trigger.top_up_id(shopper);
    match allowed(store, moment, &looked.value, &id, &holdings, sandbox).await {
        Ok((consent, claimed)) => start(store, moment, looked, trigger, consent, claimed).await.map(Some),
        Err(Refusal::Rule { code, .. }) => refused(store, moment, looked, id, code).await.map(|()| None),
        Err(failure) => Err(failure),
    }
}

/// The consent to the charge, and its part of the limits.
async fn allowed(
    store: &impl Store,
    moment: &Moment<'_>,
    rule: &AutomaticTopUp,
    id: &TopUpId,
    holdings: &Holdings,
    sandbox: bool,
) -> Outcome<(Consent, ChangeSet)> {
    let consent = consent(rule, id, holdings, sandbox, moment)?;
    let claimed = claim(store, ChangeSet::new(), &POLICY, &rule.shopper_id, id, rule.amount, moment).await?;
    Ok((consent, claimed))
}

/// The standing consent of the rule's owner, for this one charge.
fn consent(
    rule: &AutomaticTopUp,
    id: &TopUpId,
    holdings: &Holdings,
    sandbox: bool,
    moment: &Moment<'_>,
) -> Outcome<Consent> {
    let card = choose_card(&holdings.cards, rule.card_id.as_ref())?;
    let card = card.ok_or(Refusal::rule("funding.card_required"))?;
    if card.state(moment.now) == CardState::Expired {
        return Err(Refusal::rule("card.expired"));
    }
    let purpose = Purpose::TopUp(id.clone());
    Ok(Consent {
        shopper_id: rule.shopper_id.clone(),
        merchant_id: MerchantId::new(HOUSE_ID),
        checkout_session_id: None,
        amount: rule.amount,
        items: vec![item(&purpose, rule.amount)],
        purpose,
        funding: vec![FundingLeg {
            kind: InstrumentKind::Card,
            instrument_id: card.id.to_string(),
            amount: rule.amount,
        }],
        card: Some(card.token()),
        channel: Channel::Automatic,
        capture_now: true,
        lapses_at: moment.after_seconds(PATIENCE_S),
        sandbox,
        standing: None,
        metadata: None,
    })
}

async fn start(
    store: &impl Store,
    moment: &Moment<'_>,
    rule: Versioned<AutomaticTopUp>,
    trigger: Trigger,
    consent: Consent,
    claimed: ChangeSet,
) -> Outcome<Charge> {
    let shop = store.find::<Merchant>(HOUSE_ID).await?;
    let shop = shop.ok_or_else(|| Refusal::Stored(format!("{HOUSE_ID} is missing")))?.value;
    let Authorized { permission, charge, transfers } = authorize(consent, moment)?;
    let id = trigger.top_up_id(&rule.value.shopper_id);
    let top_up = top_up(&rule.value, id.clone(), moment).approved(&charge, moment.now);
    let rule = Versioned { value: rule.value.started(id), version: rule.version };
    let currency = charge.amount.currency();
    let told = charge.told().into_iter().chain([top_up.told()]);
    let changes = claimed
        .update(rule)
        .insert(top_up)
        .open(shop.payable(currency))
        .open(house_account(AccountKind::CardClearing, currency))
        .insert(permission)
        .insert(charge.clone())
        .transfers(transfers)
        .events(told);
    store.commit(changes).await?;
    Ok(charge)
}

/// The trigger is used up and nothing was charged: that is remembered and told.
async fn refused(
    store: &impl Store,
    moment: &Moment<'_>,
    rule: Versioned<AutomaticTopUp>,
    id: TopUpId,
    code: &str,
) -> Outcome<()> {
    let top_up = top_up(&rule.value, id, moment).refused(code, false, moment.now);
    let told = top_up.told();
    let rule = Versioned { value: rule.value.failed(code, moment.now), version: rule.version };
    Ok(store.commit(ChangeSet::new().update(rule).insert(top_up).events([told])).await?)
}

fn top_up(rule: &AutomaticTopUp, id: TopUpId, moment: &Moment<'_>) -> TopUp {
    TopUp {
        id,
        shopper_id: rule.shopper_id.clone(),
        amount: rule.amount,
        method: TopUpMethod::Card,
        state: TopUpState::Initiated,
        automatic: true,
        checkout_session_id: None,
        charge_id: None,
        card_id: rule.card_id.clone(),
        lot_id: None,
        failure: None,
        created_at: moment.now,
        pay_by: moment.after_seconds(PATIENCE_S),
        settled_at: None,
        updated_at: moment.now,
        cash: None,
    }
}

/// The writes after a charge that spent gift balance: the shopper's rule is to look at what is left.
pub(crate) async fn after_spending(
    store: &impl Store,
    charge: &Charge,
    moment: &Moment<'_>,
) -> Outcome<ChangeSet> {
    let spends = |kind, amount: Amount| kind == InstrumentKind::Gift && !amount.is_zero();
    if !charge.legs.iter().any(|leg| spends(leg.kind, leg.captured)) {
        return Ok(ChangeSet::new());
    }
    let rule = store.find::<AutomaticTopUp>(charge.shopper_id.as_str()).await?;
    let waits = |it: &AutomaticTopUp| it.enabled && it.below.is_some() && !it.spent;
    Ok(match rule.filter(|it| waits(&it.value)) {
        None => ChangeSet::new(),
        Some(rule) => {
            let value = rule.value.spent(moment.now);
            ChangeSet::new().update(Versioned { value, version: rule.version })
        }
    })
}
