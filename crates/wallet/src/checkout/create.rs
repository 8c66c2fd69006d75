use crate::checkout::{Asked, CheckoutSession, SESSION_LIFE_S, SessionState, items_of};
use crate::house::Purpose;
use crate::id::CheckoutSessionId;
use crate::merchant::{IdempotencyKey, Merchant};
use crate::port::store::Store;
use crate::{ChangeSet, Moment, Outcome};

/// Makes a session.
///
/// # Errors
/// `checkout.items_invalid`; the store failed, or the idempotency key is taken (stale).
pub async fn create(
    store: &impl Store,
    moment: &Moment<'_>,
    merchant: &Merchant,
    asked: Asked,
    sandbox: bool,
    key: Option<&IdempotencyKey>,
) -> Outcome<CheckoutSession> {
    let mut session = CheckoutSession {
        id: CheckoutSessionId::new(moment.uuid()),
        merchant_id: merchant.id.clone(),
        store_id: merchant.store_id.clone(),
        sandbox,
        asked,
        items: Vec::new(),
        purpose: Purpose::Shop,
        state: SessionState::Open,
        reason: None,
        shopper_id: None,
        permission_id: None,
        charge_id: None,
        created_at: moment.now,
        updated_at: moment.now,
        expires_at: moment.after_seconds(SESSION_LIFE_S),
    };
    session.read_asked(merchant)?;
    let mut changes = ChangeSet::new().insert(session.clone());
    if let Some(key) = key {
        changes = changes.insert(key.made(session.id.as_str()));
    }
    store.commit(changes).await?;
    Ok(session)
}

impl CheckoutSession {
    /// Reads the items again after what was asked changed.
    pub(super) fn read_asked(&mut self, merchant: &Merchant) -> Outcome<()> {
        if let Some(total) = self.asked.charge_amount {
            let (listed, note) = (&self.asked.supplementary_data, &self.asked.note_to_buyer);
            self.items = items_of(merchant, listed.as_deref(), note.as_deref(), total)?;
        }
        Ok(())
    }
}
