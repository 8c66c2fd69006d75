//! Approving a payment: what was shown is what is signed, or nothing is.
//!
//! The core, not the page, fetches the frozen terms, keeps them, gives the approval window a copy to
//! show, and computes the challenge from its own. One payment is approved at a time:
//! opened → fetching → shown → signing → finished, and back to shown where the PIN was wrong.

mod shown;

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use saifu_api::wallet::{ChargeProposalView, FundingPreference};
use serde::{Deserialize, Serialize};
use specta::Type;

pub use self::shown::ShownTerms;
use crate::{CheckoutSessionId, DeviceError, Language, SecurityMark};

/// What the approval window shows: exactly the terms that the core keeps for signing.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalScreen {
    /// The terms, and what helps to read them.
    pub proposal: ChargeProposalView,
    /// The interface's language.
    pub language: Language,
    /// What opened the window.
    pub opened_from: OpenedFrom,
    /// What the shopper knows the window by.
    pub mark: Option<SecurityMark>,
    /// Whether a finger approves as well as the PIN.
    pub fingerprint: bool,
}

/// What opened the approval window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum OpenedFrom {
    /// A `saifu://checkout/…` link, most likely of a shop's page.
    Link,
    /// The wallet's own window.
    Wallet,
}

/// The one approval that is under way.
#[derive(Default)]
pub struct Approval(Mutex<Option<Current>>);

struct Current {
    session: CheckoutSessionId,
    opened_from: OpenedFrom,
    preference: FundingPreference,
    stage: Stage,
    /// What was shown last: however the funding is changed, the payment stays this one.
    shown: Option<ShownTerms>,
    /// Counts fetches, so that an answer that was overtaken is not shown.
    fetch: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Terms are on their way; those before can no longer be signed.
    Fetching,
    /// The screen was given the terms.
    Shown,
    /// They are being signed.
    Signing,
}

/// A fetch of terms that is under way.
#[derive(Clone, Debug)]
pub struct Fetch {
    /// For which session.
    pub session: CheckoutSessionId,
    /// How to pay.
    pub preference: FundingPreference,
    number: u64,
}

impl Approval {
    /// Starts with a session, in place of another that was opened before.
    ///
    /// # Errors
    /// [`DeviceError::Request`] while another payment is being signed.
    pub fn open(&self, session: CheckoutSessionId, opened_from: OpenedFrom) -> Result<(), DeviceError> {
        let mut current = self.lock();
        if current.as_ref().is_some_and(Current::is_signing) {
            return Err(DeviceError::Request("another payment is being approved"));
        }
        if current.as_ref().is_some_and(|before| before.session == session) {
            return Ok(());
        }
        // The number goes on, so that a fetch for the session before cannot be taken for one of this.
        let fetch = current.as_ref().map_or(0, |before| before.fetch + 1);
        let (preference, stage) = (FundingPreference::default(), Stage::Fetching);
        *current = Some(Current { session, opened_from, preference, stage, shown: None, fetch });
        Ok(())
    }

    /// The session that is open and what opened it.
    #[must_use]
    pub fn session(&self) -> Option<CheckoutSessionId> {
        self.lock().as_ref().map(|current| current.session.clone())
    }

    /// Begins to fetch terms. What was shown before can no longer be signed.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: nothing is open, or it is being signed.
    pub fn begin_fetch(&self, preference: Option<FundingPreference>) -> Result<Fetch, DeviceError> {
        let mut guard = self.lock();
        let current = opened(&mut guard)?;
        if current.is_signing() {
            return Err(DeviceError::Request("the payment is being approved"));
        }
        if let Some(preference) = preference {
            current.preference = preference;
        }
        current.stage = Stage::Fetching;
        current.fetch += 1;
        let (session, preference) = (current.session.clone(), current.preference.clone());
        Ok(Fetch { session, preference, number: current.fetch })
    }

    /// Takes the fetched terms and answers with what to show.
    ///
    /// # Errors
    /// [`DeviceError::TermsChanged`]: they do not hold together, are for another session, were
    /// overtaken, or are another payment than was shown at first (asking again then starts afresh);
    /// [`DeviceError::ProposalExpired`]; [`DeviceError::PasskeyMissing`]: our credential may not sign.
    pub fn show(
        &self,
        fetch: &Fetch,
        proposal: ChargeProposalView,
        language: Language,
        credential_id: &str,
        now: Timestamp,
    ) -> Result<ApprovalScreen, DeviceError> {
        let mut guard = self.lock();
        let current = opened(&mut guard)?;
        if current.fetch != fetch.number || current.session != fetch.session {
            return Err(DeviceError::TermsChanged("newer terms were asked for"));
        }
        let shown = ShownTerms::take(&proposal, &current.session, credential_id, now)?;
        if let Some(before) = current.shown.take() {
            before.expect_same_payment(&shown)?;
        }
        current.shown = Some(shown);
        current.stage = Stage::Shown;
        Ok(ApprovalScreen {
            proposal,
            language,
            opened_from: current.opened_from,
            mark: None,
            fingerprint: false,
        })
    }

    /// Begins to sign what is shown: from here on nothing else can be shown or signed.
    ///
    /// # Errors
    /// [`DeviceError::TermsChanged`]: nothing is shown at this moment; [`DeviceError::Request`]: it
    /// is being signed already; [`DeviceError::ProposalExpired`].
    pub fn begin_signing(&self, now: Timestamp) -> Result<Signing<'_>, DeviceError> {
        let mut guard = self.lock();
        let current = opened(&mut guard)?;
        let shown = match (current.stage, &current.shown) {
            (Stage::Signing, _) => return Err(DeviceError::Request("the payment is being approved")),
            (Stage::Shown, Some(shown)) => shown.clone(),
            _ => return Err(DeviceError::TermsChanged("no terms are on the screen")),
        };
        shown.expect_unexpired(now)?;
        current.stage = Stage::Signing;
        Ok(Signing { approval: self, shown })
    }

    /// Ends the approval, unless it is being signed: a signature under way cannot be taken back.
    pub fn close(&self) {
        let mut current = self.lock();
        if !current.as_ref().is_some_and(Current::is_signing) {
            *current = None;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Current>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Current {
    fn is_signing(&self) -> bool {
        self.stage == Stage::Signing
    }
}

fn opened<'a>(guard: &'a mut MutexGuard<'_, Option<Current>>) -> Result<&'a mut Current, DeviceError> {
    guard.as_mut().ok_or(DeviceError::Request("no payment is open"))
}

/// A signature under way. Dropped without [`Signing::finish`], the terms are as shown as before.
pub struct Signing<'a> {
    approval: &'a Approval,
    /// What is signed.
    pub shown: ShownTerms,
}

impl Signing<'_> {
    /// The card refused: other terms for the same payment may be fetched and signed.
    pub fn start_again(self) {
        if let Some(current) = self.approval.lock().as_mut() {
            current.stage = Stage::Fetching;
        }
    }

    /// The payment is approved, or its outcome is out of our hands: nothing is open any more.
    pub fn finish(self) {
        *self.approval.lock() = None;
    }
}

impl Drop for Signing<'_> {
    fn drop(&mut self) {
        if let Some(current) = self.approval.lock().as_mut().filter(|current| current.is_signing()) {
            current.stage = Stage::Shown;
        }
    }
}

#[cfg(test)]
mod tests;
