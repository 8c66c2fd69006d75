//! Who may come in: recovery, another address, the history of sign-ins.

use reqwest::Method;
use saifu_api::wallet::{
    AssertionProof, DisownedView, EmailChangeRequest, EmailChangeView, MailedCodeRequest,
    RecoveryCodesRequest, RecoveryRequest, RecoveryUnderWayView, RecoveryView, SessionView, ShopperView,
    SignInPage,
};
use serde_json::json;

use super::{AccessToken, ServiceClient, SessionKey, new_jti, receive, receive_nothing};
use crate::DeviceError;

/// Every method fails with the service's refusal, [`DeviceError::Unreachable`] or
/// [`DeviceError::NotUnderstood`].
impl ServiceClient {
    /// `POST /v1/recoveries`.
    ///
    /// # Errors
    /// As for all.
    pub async fn start_recovery(
        &self,
        request: &RecoveryRequest,
        key: &SessionKey,
    ) -> Result<RecoveryView, DeviceError> {
        receive(self.prove(&["recoveries"], key, &new_jti()?).json(request)).await
    }

    /// `POST /v1/recoveries/{id}/codes`.
    ///
    /// # Errors
    /// As for all.
    pub async fn prove_recovery(
        &self,
        id: &str,
        request: &RecoveryCodesRequest,
        key: &SessionKey,
    ) -> Result<RecoveryView, DeviceError> {
        receive(self.prove(&["recoveries", id, "codes"], key, &new_jti()?).json(request)).await
    }

    /// `POST /v1/recoveries/{id}/completion`.
    ///
    /// # Errors
    /// As for all.
    pub async fn finish_recovery(&self, id: &str, key: &SessionKey) -> Result<SessionView, DeviceError> {
        receive(self.prove(&["recoveries", id, "completion"], key, &new_jti()?)).await
    }

    /// `GET /v1/recovery`.
    ///
    /// # Errors
    /// As for all.
    pub async fn recovery(&self, token: &AccessToken) -> Result<RecoveryUnderWayView, DeviceError> {
        self.get(&["recovery"], token).await
    }

    /// `POST /v1/recovery/stop`.
    ///
    /// # Errors
    /// As for all.
    pub async fn stop_recovery(&self, token: &AccessToken) -> Result<(), DeviceError> {
        receive_nothing(self.request(Method::POST, &["recovery", "stop"], Some(token))).await
    }

    /// `GET /v1/sign-in-history?cursor=…`.
    ///
    /// # Errors
    /// As for all.
    pub async fn sign_ins(
        &self,
        token: &AccessToken,
        cursor: Option<&str>,
    ) -> Result<SignInPage, DeviceError> {
        let request = self.request(Method::GET, &["sign-in-history"], Some(token));
        let cursor: Vec<_> = cursor.map(|cursor| ("cursor", cursor)).into_iter().collect();
        receive(request.query(&cursor)).await
    }

    /// `POST /v1/sign-in-history/{id}/disown`.
    ///
    /// # Errors
    /// As for all.
    pub async fn disown(&self, token: &AccessToken, sign_in_id: &str) -> Result<DisownedView, DeviceError> {
        self.post(&["sign-in-history", sign_in_id, "disown"], Some(token), &json!({})).await
    }

    /// `POST /v1/email-changes`.
    ///
    /// # Errors
    /// As for all.
    pub async fn change_email(
        &self,
        token: &AccessToken,
        email: &str,
        assertion: AssertionProof,
    ) -> Result<EmailChangeView, DeviceError> {
        let request = EmailChangeRequest { email: email.to_owned(), assertion };
        self.post(&["email-changes"], Some(token), &request).await
    }

    /// `POST /v1/email-changes/{id}/confirm`.
    ///
    /// # Errors
    /// As for all.
    pub async fn confirm_email_change(
        &self,
        token: &AccessToken,
        id: &str,
        code: &str,
    ) -> Result<ShopperView, DeviceError> {
        let request = MailedCodeRequest { code: code.to_owned() };
        self.post(&["email-changes", id, "confirm"], Some(token), &request).await
    }
}
