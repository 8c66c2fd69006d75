//! Proposals and approvals.

use std::time::Duration;

use reqwest::Method;
use saifu_api::wallet::{ApprovalView, ApproveRequest, ChargeProposalView, FundingPreference};

use super::{AccessToken, ServiceClient, receive_nothing};
use crate::{CheckoutSessionId, DeviceError};

/// Pauses before an approval whose answer was lost is sent again: it is the same request, and a
/// request that is repeated changes nothing twice.
const PAUSES: [Duration; 3] =
    [Duration::from_millis(300), Duration::from_millis(1_500), Duration::from_secs(4)];

impl ServiceClient {
    /// `POST /v1/checkout-sessions/{id}/proposals`.
    ///
    /// # Errors
    /// The service's refusal, [`DeviceError::Unreachable`] or [`DeviceError::NotUnderstood`].
    pub async fn propose(
        &self,
        token: &AccessToken,
        session: &CheckoutSessionId,
        preference: &FundingPreference,
    ) -> Result<ChargeProposalView, DeviceError> {
        self.post(&["checkout-sessions", session.as_str(), "proposals"], Some(token), preference).await
    }

    /// `POST /v1/checkout-sessions/{id}/decline`.
    ///
    /// # Errors
    /// As [`ServiceClient::propose`].
    pub async fn decline(&self, token: &AccessToken, session: &CheckoutSessionId) -> Result<(), DeviceError> {
        let path = ["checkout-sessions", session.as_str(), "decline"];
        receive_nothing(self.request(Method::POST, &path, Some(token))).await
    }

    /// `POST /v1/proposals/{id}/approval`. Where the answer is lost it asks again, because the
    /// shopper must not be told that nothing happened when something may have.
    ///
    /// # Errors
    /// The service's refusal; [`DeviceError::Unreachable`]: it never got the approval;
    /// [`DeviceError::OutcomeUnknown`]: it may have.
    pub async fn approve(
        &self,
        token: &AccessToken,
        proposal_id: &str,
        request: &ApproveRequest,
    ) -> Result<ApprovalView, DeviceError> {
        let path = ["proposals", proposal_id, "approval"];
        let mut is_lost = false;
        for pause in PAUSES.map(Some).into_iter().chain([None]) {
            match self.post(&path, Some(token), request).await {
                Err(error) if !is_lost && never_arrived(&error) => return Err(error),
                Err(error) if says_nothing(&error) => {
                    tracing::warn!(%error, "the answer to an approval was lost");
                    is_lost = true;
                }
                // The first sending did arrive, and its answer was the one that was lost.
                Err(error) if is_lost && says_used(&error) => return Err(DeviceError::OutcomeUnknown),
                answer => return answer,
            }
            if let Some(pause) = pause {
                tokio::time::sleep(pause).await;
            }
        }
        Err(DeviceError::OutcomeUnknown)
    }

    /// `GET /v1/orders/{id}/approval`: what became of an approval that was not decided at once.
    ///
    /// # Errors
    /// As for all.
    pub async fn approval_outcome(
        &self,
        token: &AccessToken,
        order_id: &str,
    ) -> Result<ApprovalView, DeviceError> {
        self.get(&["orders", order_id, "approval"], token).await
    }
}

fn never_arrived(error: &DeviceError) -> bool {
    matches!(error, DeviceError::Unreachable(error) if error.is_connect())
}

/// No answer, or one that does not say what became of the approval.
fn says_nothing(error: &DeviceError) -> bool {
    matches!(error, DeviceError::Unreachable(_) | DeviceError::NotUnderstood(_)) || error.code() == "internal"
}

fn says_used(error: &DeviceError) -> bool {
    let used = ["approval.proposal_used", "approval.replayed", "checkout.already_approved"];
    used.contains(&error.code())
}
