//! Browsers and security keys of the shopper.

use reqwest::Method;
use saifu_api::wallet::{AssertionProof, InvitationView, PasskeysView, ProofRequest};

use super::{AccessToken, ServiceClient, receive_nothing};
use crate::DeviceError;

/// Every method fails with the service's refusal, [`DeviceError::Unreachable`] or
/// [`DeviceError::NotUnderstood`].
impl ServiceClient {
    /// `GET /v1/passkeys`.
    ///
    /// # Errors
    /// As for all.
    pub async fn passkeys(&self, token: &AccessToken) -> Result<PasskeysView, DeviceError> {
        self.get(&["passkeys"], token).await
    }

    /// `POST /v1/passkeys/invitations`.
    ///
    /// # Errors
    /// As for all.
    pub async fn invite_passkey(
        &self,
        token: &AccessToken,
        assertion: AssertionProof,
    ) -> Result<InvitationView, DeviceError> {
        let request = ProofRequest { assertion };
        self.post(&["passkeys", "invitations"], Some(token), &request).await
    }

    /// `POST /v1/passkeys/{id}/remove`.
    ///
    /// # Errors
    /// As for all.
    pub async fn remove_passkey(
        &self,
        token: &AccessToken,
        passkey_id: &str,
        assertion: AssertionProof,
    ) -> Result<(), DeviceError> {
        let request = ProofRequest { assertion };
        let path = ["passkeys", passkey_id, "remove"];
        receive_nothing(self.request(Method::POST, &path, Some(token)).json(&request)).await
    }
}
