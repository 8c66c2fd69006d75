//! The shopper's devices, and letting another one in.

use reqwest::Method;
use saifu_api::wallet::{
    AssertionProof, AssertionRequest, CeremonyView, ChangeDeviceRequest, ConfirmJoinRequest, DeviceView,
    DevicesView, FinishJoinRequest, JoinView, OpenedJoinView, PresentJoinRequest, SessionView,
};
use serde_json::json;

use super::{AccessToken, ServiceClient, SessionKey, new_jti, receive, receive_nothing};
use crate::DeviceError;

/// Every method fails with the service's refusal, [`DeviceError::Unreachable`] or
/// [`DeviceError::NotUnderstood`].
impl ServiceClient {
    /// `POST /v1/passkeys/assertions`.
    ///
    /// # Errors
    /// As for all.
    pub async fn begin_assertion(
        &self,
        token: &AccessToken,
        purpose: &str,
    ) -> Result<CeremonyView, DeviceError> {
        let request = AssertionRequest { purpose: purpose.to_owned() };
        self.post(&["passkeys", "assertions"], Some(token), &request).await
    }

    /// `GET /v1/devices`.
    ///
    /// # Errors
    /// As for all.
    pub async fn devices(&self, token: &AccessToken) -> Result<DevicesView, DeviceError> {
        self.get(&["devices"], token).await
    }

    /// `PATCH /v1/devices/{id}`.
    ///
    /// # Errors
    /// As for all.
    pub async fn change_device(
        &self,
        token: &AccessToken,
        device_id: &str,
        change: &ChangeDeviceRequest,
    ) -> Result<DeviceView, DeviceError> {
        receive(self.request(Method::PATCH, &["devices", device_id], Some(token)).json(change)).await
    }

    /// `POST /v1/devices/{id}/revoke`.
    ///
    /// # Errors
    /// As for all.
    pub async fn revoke_device(
        &self,
        token: &AccessToken,
        device_id: &str,
        codes_only: bool,
    ) -> Result<(), DeviceError> {
        let request = self.request(Method::POST, &["devices", device_id, "revoke"], Some(token));
        receive_nothing(request.query(&[("recoveryCodesOnly", codes_only)])).await
    }

    /// `POST /v1/device-joins`.
    ///
    /// # Errors
    /// As for all.
    pub async fn open_join(&self, token: &AccessToken) -> Result<OpenedJoinView, DeviceError> {
        self.post(&["device-joins"], Some(token), &json!({})).await
    }

    /// `GET /v1/device-joins/{id}`.
    ///
    /// # Errors
    /// As for all.
    pub async fn join(&self, token: &AccessToken, join_id: &str) -> Result<JoinView, DeviceError> {
        self.get(&["device-joins", join_id], token).await
    }

    /// `POST /v1/device-joins/{id}/confirm`.
    ///
    /// # Errors
    /// As for all.
    pub async fn confirm_join(
        &self,
        token: &AccessToken,
        join_id: &str,
        assertion: AssertionProof,
    ) -> Result<JoinView, DeviceError> {
        let request = ConfirmJoinRequest { assertion };
        self.post(&["device-joins", join_id, "confirm"], Some(token), &request).await
    }

    /// `POST /v1/device-joins/{id}/refuse`.
    ///
    /// # Errors
    /// As for all.
    pub async fn refuse_join(&self, token: &AccessToken, join_id: &str) -> Result<JoinView, DeviceError> {
        self.post(&["device-joins", join_id, "refuse"], Some(token), &json!({})).await
    }

    /// `POST /v1/device-joins/presentations`.
    ///
    /// # Errors
    /// As for all.
    pub async fn present_join(
        &self,
        request: &PresentJoinRequest,
        key: &SessionKey,
    ) -> Result<JoinView, DeviceError> {
        receive(self.prove(&["device-joins", "presentations"], key, &new_jti()?).json(request)).await
    }

    /// `POST /v1/device-joins/completions`.
    ///
    /// # Errors
    /// As for all.
    pub async fn finish_join(&self, code: &str, key: &SessionKey) -> Result<SessionView, DeviceError> {
        let request = FinishJoinRequest { code: code.to_owned() };
        receive(self.prove(&["device-joins", "completions"], key, &new_jti()?).json(&request)).await
    }
}
