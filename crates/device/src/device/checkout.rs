//! The payment that is being approved. Only the approval window gets here, save for opening it.

use std::sync::{MutexGuard, PoisonError};

use saifu_api::wallet::{ApprovalOutcome, ApprovalView, ApproveRequest, FundingPreference};
use serde_json::Value;

use super::card::page_of_bank;
use super::{Device, Stage};
use crate::approval::Signing;
use crate::passkey::Verification;
use crate::{ApprovalScreen, CheckoutSessionId, DeviceError, OpenedFrom, clock};

impl Device {
    /// Opens a payment for approval, or remembers it where the wallet is not ready yet. Answers
    /// whether an approval window has something to show.
    ///
    /// # Errors
    /// [`DeviceError::Request`] while another payment is being signed.
    pub fn open_checkout(
        &self,
        session: CheckoutSessionId,
        opened_from: OpenedFrom,
    ) -> Result<bool, DeviceError> {
        if self.stage()? == Stage::Ready {
            self.approval.open(session, opened_from)?;
            return Ok(true);
        }
        *self.remembered.lock().unwrap_or_else(PoisonError::into_inner) = Some(session);
        Ok(false)
    }

    /// The payment that a link asked for before the wallet was ready; once.
    pub fn take_remembered(&self) -> Option<CheckoutSessionId> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The payment that is open for approval.
    #[must_use]
    pub fn open_session(&self) -> Option<CheckoutSessionId> {
        self.approval.session()
    }

    /// Fetches the frozen terms, keeps them, and answers with what to show.
    ///
    /// # Errors
    /// `checkout.…`, `funding.…`, `approval.terms_changed`, `session.invalid`, `device.…`.
    pub async fn approval_terms(&self) -> Result<ApprovalScreen, DeviceError> {
        self.touch()?;
        self.fetch_terms(None).await
    }

    /// Asks for terms with another funding; what was shown before can no longer be signed.
    ///
    /// # Errors
    /// As [`Device::approval_terms`].
    pub async fn change_funding(&self, preference: FundingPreference) -> Result<ApprovalScreen, DeviceError> {
        self.fetch_terms(Some(preference)).await
    }

    async fn fetch_terms(
        &self,
        preference: Option<FundingPreference>,
    ) -> Result<ApprovalScreen, DeviceError> {
        let fetch = self.approval.begin_fetch(preference)?;
        let credential_id = self.passkeys()?.credential_id()?.ok_or(DeviceError::PasskeyMissing)?;
        let (session, preference) = (&fetch.session, &fetch.preference);
        let asked =
            self.signed_in(|token| async move { self.client.propose(&token, session, preference).await });
        // The keyring and the reader need not wait for the service.
        let (proposal, mark, fingerprint) = tokio::join!(asked, self.mark(), self.fingerprint_is_on());
        let screen = self.approval.show(&fetch, proposal?, self.language(), &credential_id, clock::now())?;
        Ok(ApprovalScreen { mark, fingerprint, ..screen })
    }

    /// Signs the terms that are shown, and nothing else, and sends the approval. `drawn` is the proposal
    /// that the page has drawn: a page that is behind the core is not signed for. `second_factor` is a code of the authenticator
    /// app or a recovery code, where the proposal needs one.
    ///
    /// # Errors
    /// `approval.…`, `fingerprint.…`, `factor.…`, `charge.processing` where the outcome is not known, `session.invalid`,
    /// `device.…`.
    pub async fn approve(
        &self,
        by: Verification,
        drawn: &str,
        second_factor: Option<String>,
    ) -> Result<ApprovalView, DeviceError> {
        self.touch()?;
        let signing = self.approval.begin_signing(clock::now())?;
        if signing.shown.proposal_id() != drawn {
            return Err(DeviceError::TermsChanged("the page shows other terms"));
        }
        let credential = self.heed(self.sign(&signing, by).await).await?;
        let proposal_id = signing.shown.proposal_id().to_owned();
        let (id, request) = (&proposal_id, &ApproveRequest { credential, second_factor });
        let asked = self.signed_in(|token| async move { self.client.approve(&token, id, request).await });
        let answer = asked.await;
        self.remember_outcome(answer.as_ref().ok());
        match &answer {
            // The payment itself is as it was: another card may pay it, now or when the bank says no.
            Ok(view) if view.outcome != ApprovalOutcome::Authorized => signing.start_again(),
            Ok(_) | Err(DeviceError::OutcomeUnknown) => signing.finish(),
            Err(_) => drop(signing),
        }
        answer
    }

    /// What became of the last approval, where that was not known at once.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: nothing was approved; `session.invalid`, `device.…`.
    pub async fn approval_outcome(&self) -> Result<ApprovalView, DeviceError> {
        let undecided = self.undecided().clone();
        let order = undecided.ok_or(DeviceError::Request("no approval waits"))?.order_id;
        let order = &order;
        self.signed_in(|token| async move { self.client.approval_outcome(&token, order).await }).await
    }

    /// The bank's page that the last approval waits for, to be opened in the browser.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: no approval waits for a bank; [`DeviceError::NotUnderstood`]: its address.
    pub fn approval_bank_page(&self) -> Result<String, DeviceError> {
        let page = self.undecided().as_ref().and_then(|view| view.bank_page.clone());
        page_of_bank(&page.ok_or(DeviceError::Request("no payment waits for a bank"))?).map(String::from)
    }

    /// The bank's page that an order waits for.
    ///
    /// # Errors
    /// As [`Device::approval_bank_page`] and [`Device::order`].
    pub async fn order_bank_page(&self, order_id: &str) -> Result<String, DeviceError> {
        let page = self.order(order_id).await?.bank_page;
        page_of_bank(&page.ok_or(DeviceError::Request("the order waits for no bank"))?).map(String::from)
    }

    fn remember_outcome(&self, view: Option<&ApprovalView>) {
        *self.undecided() = view.cloned();
    }

    fn undecided(&self) -> MutexGuard<'_, Option<ApprovalView>> {
        self.undecided.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn sign(&self, signing: &Signing<'_>, by: Verification) -> Result<Value, DeviceError> {
        let (relying_party, passkeys) = (self.relying_party().await?, self.passkeys()?);
        let shown = &signing.shown;
        let challenge = shown.challenge_of(shown.terms(), clock::now())?;
        let signed = passkeys.approve(&challenge, shown.payment_data(), &relying_party, by).await?;
        // A finger may be waited for.
        shown.expect_unexpired(clock::now())?;
        Ok(signed)
    }

    /// The shopper does not pay: the session is canceled (`BuyerCanceled`).
    ///
    /// # Errors
    /// `checkout.…`, `session.invalid`, `device.…`.
    pub async fn decline_approval(&self) -> Result<(), DeviceError> {
        let session = &self.approval.session().ok_or(DeviceError::Request("no payment is open"))?;
        self.signed_in(|token| async move { self.client.decline(&token, session).await }).await?;
        self.approval.close();
        Ok(())
    }

    /// The shopper decides later: nothing changes.
    pub fn close_approval(&self) {
        self.stop_fingerprint();
        self.approval.close();
    }
}
