use crate::charge::{Charge, Refund};
use crate::gift::{Gift, GiftState};
use crate::house::Purpose;
use crate::house::fulfil::{as_balance, fulfil};
use crate::id::ShopperId;
use crate::outbox::Event;
use crate::port::store::{Entity, Store, Versioned};
use crate::top_up::{AutomaticTopUp, TopUp, TopUpState, card_failure, end_claim};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// What a charge of Saifu's own shop pays for, with the rule that started it, as they were read.
pub(super) enum Purchase {
    /// Gift balance for oneself.
    TopUp(Box<Versioned<TopUp>>, Option<Versioned<AutomaticTopUp>>),
    /// A gift card.
    Gift(Box<Versioned<Gift>>),
}

impl Purchase {
    /// Whether nobody paid for it or ended it.
    fn waits(&self) -> bool {
        match self {
            Self::TopUp(top_up, _) => top_up.value.state == TopUpState::Initiated,
            Self::Gift(gift) => gift.value.state == GiftState::Unpaid,
        }
    }
}

async fn purchase_of(store: &impl Store, purpose: &Purpose) -> Outcome<Option<Purchase>> {
    let missing = |id: &str| Refusal::Stored(format!("{id} is paid for but missing"));
    Ok(match purpose {
        Purpose::Shop => None,
        Purpose::TopUp(id) => {
            let top_up = store.find::<TopUp>(id.as_str()).await?.ok_or_else(|| missing(id.as_str()))?;
            let rule = match top_up.value.automatic {
                true => store.find::<AutomaticTopUp>(top_up.value.shopper_id.as_str()).await?,
                false => None,
            };
            Some(Purchase::TopUp(Box::new(top_up), rule))
        }
        Purpose::Gift(id) => {
            let gift = store.find::<Gift>(id.as_str()).await?.ok_or_else(|| missing(id.as_str()))?;
            Some(Purchase::Gift(Box::new(gift)))
        }
    })
}

/// The writes of an approval: what is bought knows its charge. A purchase that has ended is not approved, though
/// the clock here may say that its session still waits.
///
/// # Errors
/// `checkout.expired`; the store failed.
pub(crate) async fn approved(store: &impl Store, charge: &Charge, moment: &Moment<'_>) -> Outcome<ChangeSet> {
    Ok(match purchase_of(store, &charge.purpose).await? {
        None => ChangeSet::new(),
        Some(purchase) if !purchase.waits() => return Err(Refusal::rule("checkout.expired")),
        Some(Purchase::TopUp(top_up, _)) => {
            written(*top_up, TopUp::told, |it| it.approved(charge, moment.now))
        }
        Some(Purchase::Gift(gift)) => written(*gift, Gift::told, |it| it.approved(charge, moment.now)),
    })
}

/// The writes of a capture: what was bought is handed over.
pub(crate) async fn captured(store: &impl Store, charge: &Charge, moment: &Moment<'_>) -> Outcome<ChangeSet> {
    let Some(purchase) = purchase_of(store, &charge.purpose).await? else { return Ok(ChangeSet::new()) };
    unclaimed(store, fulfil(purchase, charge, moment), &charge.shopper_id, &charge.purpose, true).await
}

/// Ends the claim that a top-up has on the limits.
async fn unclaimed(
    store: &impl Store,
    changes: ChangeSet,
    shopper: &ShopperId,
    purpose: &Purpose,
    arrived: bool,
) -> Outcome<ChangeSet> {
    match purpose {
        Purpose::TopUp(id) => end_claim(store, changes, shopper, id, arrived).await,
        Purpose::Shop | Purpose::Gift(_) => Ok(changes),
    }
}

/// The writes of a charge that came to nothing, for the processor's `decline_code` or because its time was
/// over. While the session is `open` the shopper may approve it with another card.
pub(crate) async fn refused(
    store: &impl Store,
    charge: &Charge,
    decline_code: Option<&str>,
    open: bool,
    moment: &Moment<'_>,
) -> Outcome<ChangeSet> {
    let code = decline_code.map_or("checkout.expired", card_failure);
    let changes =
        match purchase_of(store, &charge.purpose).await? {
            None => ChangeSet::new(),
            Some(Purchase::TopUp(top_up, rule)) => ruled(rule, |it| it.failed(code, moment.now))
                .then(written(*top_up, TopUp::told, |it| it.refused(code, open, moment.now))),
            Some(Purchase::Gift(gift)) => written(*gift, Gift::told, |it| it.refused(open, moment.now)),
        };
    // While another card may pay it still counts.
    match open {
        true => Ok(changes),
        false => unclaimed(store, changes, &charge.shopper_id, &charge.purpose, false).await,
    }
}

/// The writes of a session that the shopper declined.
pub(crate) async fn called_off(
    store: &impl Store,
    shopper: &ShopperId,
    purpose: &Purpose,
    moment: &Moment<'_>,
) -> Outcome<ChangeSet> {
    let changes = match purchase_of(store, purpose).await? {
        None => ChangeSet::new(),
        Some(Purchase::TopUp(top_up, _)) => written(*top_up, TopUp::told, |it| it.canceled(moment.now)),
        Some(Purchase::Gift(gift)) => written(*gift, Gift::told, |it| it.canceled(moment.now)),
    };
    unclaimed(store, changes, shopper, purpose, false).await
}

/// The writes of a refund that the card's processor refused for good, such as to a card that was closed:
/// a canceled gift's value becomes gift balance of its sender, so that nothing is lost.
pub(crate) async fn refund_refused(
    store: &impl Store,
    charge: &Charge,
    refund: &Refund,
    moment: &Moment<'_>,
) -> Outcome<ChangeSet> {
    match purchase_of(store, &charge.purpose).await? {
        Some(Purchase::Gift(gift)) if gift.value.state == GiftState::Canceled => {
            let (lot, transfer) = as_balance(charge, refund, moment);
            Ok(ChangeSet::new().open(lot.account()).insert(lot).transfers([transfer]))
        }
        _ => Ok(ChangeSet::new()),
    }
}

fn written<T: Entity>(found: Versioned<T>, told: fn(&T) -> Event, change: impl FnOnce(T) -> T) -> ChangeSet {
    let value = change(found.value);
    let told = told(&value);
    ChangeSet::new().update(Versioned { value, version: found.version }).events([told])
}

pub(super) fn ruled(
    rule: Option<Versioned<AutomaticTopUp>>,
    change: impl FnOnce(AutomaticTopUp) -> AutomaticTopUp,
) -> ChangeSet {
    match rule {
        None => ChangeSet::new(),
        Some(rule) => ChangeSet::new().update(Versioned { value: change(rule.value), version: rule.version }),
    }
}
