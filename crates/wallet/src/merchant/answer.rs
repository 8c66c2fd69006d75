use crate::merchant::{Answered, IdempotencyKey, IdempotentAnswer};
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Outcome};

/// Writes down what a request with a key is answered, and says what it is answered: whoever is first says it for all copies of
/// the request. An answer to another request with the key is none of this one's.
///
/// # Errors
/// The store failed, or somebody else was first (stale).
pub async fn keep_answer(store: &impl Store, key: &IdempotencyKey, answer: Answered) -> Outcome<Answered> {
    let Some(Versioned { mut value, version }) = store.find::<IdempotentAnswer>(&key.key).await? else {
        store.commit(ChangeSet::new().insert(key.refused(answer.clone()))).await?;
        return Ok(answer);
    };
    if value.request_digest != key.request_digest {
        return Ok(answer);
    }
    if let Some(first) = value.answer {
        return Ok(first);
    }
    value.answer = Some(answer.clone());
    store.commit(ChangeSet::new().update(Versioned { value, version })).await?;
    Ok(answer)
}
