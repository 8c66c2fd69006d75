use jiff::Timestamp;
use saifu_terms::InstrumentKind;
use serde::{Deserialize, Serialize};

use crate::charge::Charge;
use crate::gift::Lot;
use crate::id::{CardId, TopUpId};
use crate::outbox::{Event, EventKind};
use crate::port::store::Store;
use crate::top_up::{TopUp, end_claim};
use crate::{ChangeSet, Moment, Outcome};

/// Where a top-up stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopUpState {
    /// Nobody has approved it, or the processor is being asked.
    Initiated,
    /// Waits for cash or for the bank.
    Pending,
    /// The balance arrived.
    Settled,
    /// The shopper called it off.
    Canceled,
    /// Nobody paid in time.
    Expired,
    /// It came to nothing.
    Failed,
}

impl TopUpState {
    /// The word in SQL.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Initiated => "initiated",
            Self::Pending => "pending",
            Self::Settled => "settled",
            Self::Canceled => "canceled",
            Self::Expired => "expired",
            Self::Failed => "failed",
        }
    }

    /// Whether the money may still come.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Initiated | Self::Pending)
    }
}

impl TopUp {
    /// Where it stands at this time: one that nobody approved in time has ended, whether or not anybody
    /// wrote that down. Cash may have been paid in time and told of late: that it was not is found out
    /// before it is said.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> TopUpState {
        match self.waits_for_approval() && now >= self.pay_by {
            false => self.state,
            true if self.failure.is_some() => TopUpState::Failed,
            true => TopUpState::Expired,
        }
    }

    /// When somebody must look at it: for cash to ask the processor, by card to end it when nobody approved.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        match &self.cash {
            Some(cash) => cash.due_at,
            None => self.waits_for_approval().then_some(self.pay_by),
        }
    }

    fn waits_for_approval(&self) -> bool {
        self.cash.is_none() && self.state == TopUpState::Initiated && self.charge_id.is_none()
    }

    /// The shopper hears of it.
    #[must_use]
    pub fn told(&self) -> Event {
        Event::to_shopper(&self.shopper_id, EventKind::TopUpChanged, self.id.as_str())
    }

    /// It is approved: the charge is on its way.
    #[must_use]
    pub(crate) fn approved(mut self, charge: &Charge, now: Timestamp) -> Self {
        let card = charge.legs.iter().find(|leg| leg.kind == InstrumentKind::Card);
        self.card_id = card.map(|leg| CardId::new(leg.instrument_id.clone()));
        self.charge_id = Some(charge.id.clone());
        self.failure = None;
        self.updated_at = now;
        self
    }

    /// The charge is captured, and the balance is in its lot.
    #[must_use]
    pub(crate) fn settled(mut self, lot: &Lot, now: Timestamp) -> Self {
        self.state = TopUpState::Settled;
        self.lot_id = Some(lot.account_id.clone());
        self.settled_at = Some(now);
        self.updated_at = now;
        self
    }

    /// The charge came to nothing. While its session is open another card may pay.
    #[must_use]
    pub(crate) fn refused(mut self, code: &str, open: bool, now: Timestamp) -> Self {
        self.failure = Some(code.to_owned());
        self.updated_at = now;
        if open {
            self.charge_id = None;
        } else {
            self.state = TopUpState::Failed;
        }
        self
    }

    /// The shopper called it off.
    #[must_use]
    pub(crate) fn canceled(mut self, now: Timestamp) -> Self {
        self.state = TopUpState::Canceled;
        self.updated_at = now;
        self
    }
}

/// Writes down that nobody approved a card top-up in time.
///
/// # Errors
/// The store failed, or somebody else was first (stale).
pub async fn lapse(store: &impl Store, moment: &Moment<'_>, id: &TopUpId) -> Outcome<()> {
    let Some(mut found) = store.find::<TopUp>(id.as_str()).await? else { return Ok(()) };
    let state = found.value.state_at(moment.now);
    if state == found.value.state {
        return Ok(());
    }
    found.value.state = state;
    found.value.updated_at = moment.now;
    let (told, shopper) = (found.value.told(), found.value.shopper_id.clone());
    let changes = ChangeSet::new().update(found).events([told]);
    Ok(store.commit(end_claim(store, changes, &shopper, id, false).await?).await?)
}

/// The code that the app has words for, of a processor's decline code.
pub(crate) fn card_failure(decline_code: &str) -> &'static str {
    match decline_code {
        "expired_card" => "card.expired",
        "processing_error" => "processor.unavailable",
        _ => "card.declined",
    }
}
