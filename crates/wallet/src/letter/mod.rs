//! Mail that is written with the change it tells of, and sent by a worker: a crash between the two
//! loses nothing, and the same id is never written twice. A mail may arrive twice if the service stops
//! between sending and writing that down.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::port::mail::{Mail, Mailer};
use crate::port::store::{Store, unless_stale};
use crate::{ChangeSet, Moment, Outcome};

/// Pauses between tries double from this to about an hour.
const PAUSE_S: i64 = 30;
/// After about a day nobody is going to take it.
const TRIES: u32 = 30;

/// One mail on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Says what it tells of: `lot-ends:gift:…:30`.
    pub id: String,
    /// The mail.
    pub mail: Mail,
    /// When to try next; none when it was sent or given up.
    pub due_at: Option<Timestamp>,
    /// How often it was tried in vain.
    pub tries: u32,
    /// When it was handed over.
    pub sent_at: Option<Timestamp>,
}

impl Letter {
    /// A mail to be sent at once.
    #[must_use]
    pub fn new(id: String, mail: Mail) -> Self {
        Self { id, due_at: Some(mail.at), mail, tries: 0, sent_at: None }
    }

    fn sent(mut self, now: Timestamp) -> Self {
        self.due_at = None;
        self.sent_at = Some(now);
        self
    }

    fn postponed(mut self, now: Timestamp) -> Self {
        let pause = SignedDuration::from_secs(PAUSE_S << self.tries.min(7));
        self.tries += 1;
        self.due_at = now.checked_add(pause).ok().filter(|_| self.tries < TRIES);
        self
    }
}

/// Hands a due letter over, or postpones it.
///
/// # Errors
/// The mail was not taken; the store failed.
pub async fn send(store: &impl Store, mailer: &impl Mailer, moment: &Moment<'_>, id: &str) -> Outcome<()> {
    let Some(mut letter) = store.find::<Letter>(id).await? else { return Ok(()) };
    if letter.value.due_at.is_none_or(|due| due > moment.now) {
        return Ok(());
    }
    let taken = mailer.send(&letter.value.mail).await;
    letter.value = match taken {
        Ok(()) => letter.value.sent(moment.now),
        Err(_) => letter.value.postponed(moment.now),
    };
    unless_stale(store.commit(ChangeSet::new().update(letter)).await)?;
    Ok(taken?)
}
