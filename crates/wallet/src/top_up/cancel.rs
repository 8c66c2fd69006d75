use crate::id::{ShopperId, TopUpId};
use crate::port::store::Store;
use crate::top_up::{TopUp, TopUpState};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Writes down that the shopper calls a top-up for cash off. The caller goes on with
/// [`crate::top_up::drive`], which asks the processor to take nothing more; if somebody paid first, the
/// balance arrives all the same. Calling off again changes nothing.
///
/// # Errors
/// `top_up.not_found`; `top_up.status_invalid` once it has settled or ended otherwise; the store failed, or
/// somebody else was first.
pub async fn cancel(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &TopUpId,
) -> Outcome<TopUp> {
    let found = store.find::<TopUp>(id.as_str()).await?;
    let found = found.filter(|it| it.value.shopper_id == *shopper);
    let mut top_up = found.ok_or(Refusal::rule("top_up.not_found"))?;
    let state = top_up.value.state;
    let Some(cash) = &mut top_up.value.cash else { return Err(Refusal::rule("top_up.status_invalid")) };
    if state == TopUpState::Canceled {
        return Ok(top_up.value);
    }
    if !state.is_open() {
        return Err(Refusal::rule("top_up.status_invalid"));
    }
    cash.cancel_asked = true;
    cash.due_at = Some(moment.now);
    top_up.value.updated_at = moment.now;
    let value = top_up.value.clone();
    store.commit(ChangeSet::new().update(top_up)).await?;
    Ok(value)
}
