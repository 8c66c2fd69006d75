use crate::checkout::{Asked, CheckoutSession, SessionState, StandingAsked};
use crate::id::CheckoutSessionId;
use crate::merchant::Merchant;
use crate::port::store::Store;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// What a merchant changes: set fields replace, unset ones stay.
pub type SessionUpdate = Asked;

/// Changes an open session that nobody approved. A proposal that was frozen before stays as it is
/// and is refused at approval, since it no longer says what the merchant asks.
///
/// # Errors
/// `checkout.not_found`, `checkout.status_invalid`, `checkout.canceled`, `checkout.items_invalid`;
/// the store failed.
pub async fn update(
    store: &impl Store,
    moment: &Moment<'_>,
    merchant: &Merchant,
    id: &CheckoutSessionId,
    change: SessionUpdate,
) -> Outcome<CheckoutSession> {
    let mut session = store.find::<CheckoutSession>(id.as_str()).await?;
    let found = session.as_mut().filter(|it| it.value.merchant_id == merchant.id);
    let session = found.ok_or(Refusal::rule("checkout.not_found"))?;
    match session.value.state_at(moment.now).0 {
        SessionState::Open if session.value.charge_id.is_none() => {}
        SessionState::Canceled => return Err(Refusal::rule("checkout.canceled")),
        _ => return Err(Refusal::rule("checkout.status_invalid")),
    }
    session.value.asked = merged(session.value.asked.clone(), change);
    session.value.read_asked(merchant)?;
    session.value.updated_at = moment.now;
    store.commit(ChangeSet::new().update(session.clone())).await?;
    Ok(session.value.clone())
}

/// The type of a session stays; what is said of its rhythm replaces what was said before.
fn merged_standing(old: Option<StandingAsked>, new: Option<StandingAsked>) -> Option<StandingAsked> {
    let (Some(old), Some(new)) = (&old, &new) else { return old.or(new) };
    Some(StandingAsked {
        kind: new.kind,
        frequency: new.frequency.or(old.frequency),
        amount: new.amount.or(old.amount),
    })
}

fn merged(old: Asked, new: SessionUpdate) -> Asked {
    Asked {
        review_return_url: new.review_return_url.or(old.review_return_url),
        result_return_url: new.result_return_url.or(old.result_return_url),
        cancel_url: new.cancel_url.or(old.cancel_url),
        intent: new.intent.or(old.intent),
        charge_amount: new.charge_amount.or(old.charge_amount),
        can_handle_pending: new.can_handle_pending || old.can_handle_pending,
        soft_descriptor: new.soft_descriptor.or(old.soft_descriptor),
        merchant_reference_id: new.merchant_reference_id.or(old.merchant_reference_id),
        merchant_store_name: new.merchant_store_name.or(old.merchant_store_name),
        note_to_buyer: new.note_to_buyer.or(old.note_to_buyer),
        custom_information: new.custom_information.or(old.custom_information),
        supplementary_data: new.supplementary_data.or(old.supplementary_data),
        standing: merged_standing(old.standing, new.standing),
        platform_id: new.platform_id.or(old.platform_id),
        provider_reference_id: new.provider_reference_id.or(old.provider_reference_id),
    }
}
