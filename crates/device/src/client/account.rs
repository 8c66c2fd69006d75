//! Status, sign-up, passkeys, sessions.

use std::sync::atomic::Ordering;
use std::time::Duration;

use reqwest::Method;
use saifu_api::wallet::{
    CeremonyView, ConfirmRequest, CredentialRequest, CredentialView, RefreshRequest, SessionView,
    SignInRequest, SignUpRequest, SignUpView, StatusView,
};
use serde_json::{Value, json};

use super::{AccessToken, ServiceClient, SessionKey, new_jti, receive, receive_nothing};
use crate::{DeviceError, clock};

/// A look at whether the service is there must not keep the first screen waiting.
const STATUS_TIMEOUT: Duration = Duration::from_secs(3);

/// Every method fails with the service's refusal, [`DeviceError::Unreachable`] or
/// [`DeviceError::NotUnderstood`].
impl ServiceClient {
    /// `GET /v1/status`.
    ///
    /// # Errors
    /// As for all.
    pub async fn status(&self) -> Result<StatusView, DeviceError> {
        let answer = receive(self.request(Method::GET, &["status"], None));
        let Ok(answer) = tokio::time::timeout(STATUS_TIMEOUT, answer).await else {
            return Err(DeviceError::Silent);
        };
        let status: StatusView = answer?;
        self.ahead_s.store(status.now.as_second() - clock::now().as_second(), Ordering::Relaxed);
        Ok(status)
    }

    /// `POST /v1/sign-ups`.
    ///
    /// # Errors
    /// As for all.
    pub async fn sign_up(&self, request: &SignUpRequest) -> Result<SignUpView, DeviceError> {
        self.post(&["sign-ups"], None, request).await
    }

    /// `POST /v1/sign-ups/{id}/resend`.
    ///
    /// # Errors
    /// As for all.
    pub async fn resend_code(&self, sign_up_id: &str) -> Result<SignUpView, DeviceError> {
        self.post(&["sign-ups", sign_up_id, "resend"], None, &json!({})).await
    }

    /// `POST /v1/sign-ups/{id}/confirm`.
    ///
    /// # Errors
    /// As for all.
    pub async fn confirm_email(
        &self,
        sign_up_id: &str,
        request: &ConfirmRequest,
        key: &SessionKey,
    ) -> Result<SessionView, DeviceError> {
        receive(self.prove(&["sign-ups", sign_up_id, "confirm"], key, &new_jti()?).json(request)).await
    }

    /// `POST /v1/session/refresh`. The same `jti` gets the same answer for a minute.
    ///
    /// # Errors
    /// As for all.
    pub async fn refresh(
        &self,
        refresh_token: &str,
        key: &SessionKey,
        jti: &str,
    ) -> Result<SessionView, DeviceError> {
        let request = RefreshRequest { refresh_token: refresh_token.to_owned() };
        receive(self.prove(&["session", "refresh"], key, jti).json(&request)).await
    }

    /// `POST /v1/passkeys/registrations`.
    ///
    /// # Errors
    /// As for all.
    pub async fn begin_registration(&self, token: &AccessToken) -> Result<CeremonyView, DeviceError> {
        self.post(&["passkeys", "registrations"], Some(token), &json!({})).await
    }

    /// `POST /v1/passkeys/registrations/{ceremonyId}`.
    ///
    /// # Errors
    /// As for all.
    pub async fn finish_registration(
        &self,
        token: &AccessToken,
        ceremony_id: &str,
        credential: Value,
    ) -> Result<CredentialView, DeviceError> {
        let body = CredentialRequest { credential };
        self.post(&["passkeys", "registrations", ceremony_id], Some(token), &body).await
    }

    /// `POST /v1/sign-ins`.
    ///
    /// # Errors
    /// As for all.
    pub async fn begin_sign_in(&self, credential_id: String) -> Result<CeremonyView, DeviceError> {
        self.post(&["sign-ins"], None, &SignInRequest { credential_id }).await
    }

    /// `POST /v1/sign-ins/{ceremonyId}`.
    ///
    /// # Errors
    /// As for all.
    pub async fn finish_sign_in(
        &self,
        ceremony_id: &str,
        credential: Value,
        key: &SessionKey,
    ) -> Result<SessionView, DeviceError> {
        let request = self.prove(&["sign-ins", ceremony_id], key, &new_jti()?);
        receive(request.json(&CredentialRequest { credential })).await
    }

    /// `DELETE /v1/session`.
    ///
    /// # Errors
    /// As for all.
    pub async fn sign_out(&self, token: &AccessToken) -> Result<(), DeviceError> {
        receive_nothing(self.request(Method::DELETE, &["session"], Some(token))).await
    }
}
