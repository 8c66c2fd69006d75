use jiff::SignedDuration;

use super::SignIn;
use crate::notice::Notice;
use crate::passkey::Credential;
use crate::port::store::Store;
use crate::shopper::Shopper;
use crate::{ChangeSet, Moment, Outcome};

/// So many in so long are a burst, of which the owner is told once.
const BURST: usize = 3;
const WITHIN: SignedDuration = SignedDuration::from_mins(15);

/// Keeps a sign-in that was refused. The one that makes a burst also mails the owner, those right after it do not.
///
/// # Errors
/// The store failed.
pub(crate) async fn failed(
    store: &impl Store,
    moment: &Moment<'_>,
    owner: &Shopper,
    credential: &Credential,
    network: &str,
) -> Outcome<()> {
    let attempt = SignIn { refused: true, ..SignIn::by_passkey(moment, credential, network) };
    let before = store.sign_ins_of(&owner.id, None, 50).await?;
    let recent = before.iter().filter(|it| it.refused && moment.now.duration_since(it.at) < WITHIN);
    let mut changes = ChangeSet::new().insert(attempt);
    if recent.count() + 1 == BURST {
        changes = changes.insert(Notice::SignInsRefused.to(owner, moment));
    }
    Ok(store.commit(changes).await?)
}
