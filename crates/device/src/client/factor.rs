//! Second factors.

use reqwest::Method;
use saifu_api::wallet::{
    AssertionProof, FactorsView, ProofRequest, RecoveryCodesView, TotpCodeRequest, TotpView,
};

use super::{AccessToken, ServiceClient, receive_nothing};
use crate::DeviceError;

/// Every method fails with the service's refusal, [`DeviceError::Unreachable`] or
/// [`DeviceError::NotUnderstood`].
impl ServiceClient {
    /// `GET /v1/factors`.
    ///
    /// # Errors
    /// As for all.
    pub async fn factors(&self, token: &AccessToken) -> Result<FactorsView, DeviceError> {
        self.get(&["factors"], token).await
    }

    /// `POST /v1/factors/totp`.
    ///
    /// # Errors
    /// As for all.
    pub async fn start_totp(
        &self,
        token: &AccessToken,
        assertion: AssertionProof,
    ) -> Result<TotpView, DeviceError> {
        self.post(&["factors", "totp"], Some(token), &ProofRequest { assertion }).await
    }

    /// `POST /v1/factors/totp/confirm`.
    ///
    /// # Errors
    /// As for all.
    pub async fn confirm_totp(&self, token: &AccessToken, code: String) -> Result<(), DeviceError> {
        let request = self.request(Method::POST, &["factors", "totp", "confirm"], Some(token));
        receive_nothing(request.json(&TotpCodeRequest { code })).await
    }

    /// `POST /v1/factors/totp/remove`.
    ///
    /// # Errors
    /// As for all.
    pub async fn remove_totp(
        &self,
        token: &AccessToken,
        assertion: AssertionProof,
    ) -> Result<(), DeviceError> {
        let request = self.request(Method::POST, &["factors", "totp", "remove"], Some(token));
        receive_nothing(request.json(&ProofRequest { assertion })).await
    }

    /// `POST /v1/factors/recovery-codes`.
    ///
    /// # Errors
    /// As for all.
    pub async fn renew_recovery_codes(
        &self,
        token: &AccessToken,
        assertion: AssertionProof,
    ) -> Result<RecoveryCodesView, DeviceError> {
        self.post(&["factors", "recovery-codes"], Some(token), &ProofRequest { assertion }).await
    }
}
