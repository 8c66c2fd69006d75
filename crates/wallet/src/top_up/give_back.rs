use crate::id::TopUpId;
use crate::port::store::Store;
use crate::top_up::TopUp;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// The operator gives back what a top-up owes: writes down that it is to be given back. The caller goes on
/// with [`crate::top_up::drive`], which asks the processor; Stripe asks the shopper where to.
///
/// # Errors
/// `top_up.not_found`, `top_up.nothing_owed`; the store failed, or somebody else was first.
pub async fn give_back(store: &impl Store, moment: &Moment<'_>, id: &TopUpId) -> Outcome<TopUp> {
    let found = store.find::<TopUp>(id.as_str()).await?;
    let mut top_up = found.ok_or(Refusal::rule("top_up.not_found"))?;
    let owes = top_up.value.to_return().is_some() && !top_up.value.state.is_open();
    let cash = top_up.value.cash.as_mut().filter(|_| owes);
    let cash = cash.ok_or(Refusal::rule("top_up.nothing_owed"))?;
    cash.returning.get_or_insert(cash.to_return);
    cash.due_at = Some(moment.now);
    top_up.value.updated_at = moment.now;
    let value = top_up.value.clone();
    store.commit(ChangeSet::new().update(top_up)).await?;
    Ok(value)
}
