//! Gifts that this shopper sends.

use saifu_api::wallet::{GiftCodeView, GiftRequest, GiftView, GiftsView, PurchaseView};
use serde_json::json;

use super::{AccessToken, ServiceClient};
use crate::DeviceError;

/// Every method fails with the service's refusal, [`DeviceError::Unreachable`] or
/// [`DeviceError::NotUnderstood`].
impl ServiceClient {
    /// `POST /v1/gifts`.
    ///
    /// # Errors
    /// As for all.
    pub async fn buy_gift(
        &self,
        token: &AccessToken,
        request: &GiftRequest,
    ) -> Result<PurchaseView, DeviceError> {
        self.post(&["gifts"], Some(token), request).await
    }

    /// `GET /v1/gifts`.
    ///
    /// # Errors
    /// As for all.
    pub async fn gifts(&self, token: &AccessToken) -> Result<GiftsView, DeviceError> {
        self.get(&["gifts"], token).await
    }

    /// `GET /v1/gifts/{id}`.
    ///
    /// # Errors
    /// As for all.
    pub async fn gift(&self, token: &AccessToken, gift_id: &str) -> Result<GiftView, DeviceError> {
        self.get(&["gifts", gift_id], token).await
    }

    /// `POST /v1/gifts/{id}/resend`.
    ///
    /// # Errors
    /// As for all.
    pub async fn resend_gift(&self, token: &AccessToken, gift_id: &str) -> Result<GiftView, DeviceError> {
        self.post(&["gifts", gift_id, "resend"], Some(token), &json!({})).await
    }

    /// `POST /v1/gifts/{id}/cancel`.
    ///
    /// # Errors
    /// As for all.
    pub async fn cancel_gift(&self, token: &AccessToken, gift_id: &str) -> Result<GiftView, DeviceError> {
        self.post(&["gifts", gift_id, "cancel"], Some(token), &json!({})).await
    }

    /// `POST /v1/gifts/{id}/code`.
    ///
    /// # Errors
    /// As for all.
    pub async fn new_gift_code(
        &self,
        token: &AccessToken,
        gift_id: &str,
    ) -> Result<GiftCodeView, DeviceError> {
        self.post(&["gifts", gift_id, "code"], Some(token), &json!({})).await
    }
}
