//! Top-ups: gift balance for oneself.

use reqwest::Method;
use saifu_api::wallet::{
    AutomaticTopUpView, BankTransferRequest, CardTopUpRequest, PurchaseView, SlipRequest, TopUpPage,
    TopUpView,
};
use serde_json::json;
use url::Url;

use super::{AccessToken, ServiceClient, receive};
use crate::DeviceError;

/// Every method fails with the service's refusal, [`DeviceError::Unreachable`] or
/// [`DeviceError::NotUnderstood`].
impl ServiceClient {
    /// `POST /v1/top-ups/card`.
    ///
    /// # Errors
    /// As for all.
    pub async fn top_up_by_card(
        &self,
        token: &AccessToken,
        request: &CardTopUpRequest,
    ) -> Result<PurchaseView, DeviceError> {
        self.post(&["top-ups", "card"], Some(token), request).await
    }

    /// `POST /v1/top-ups/slips`.
    ///
    /// # Errors
    /// As for all.
    pub async fn top_up_by_slip(
        &self,
        token: &AccessToken,
        request: &SlipRequest,
    ) -> Result<TopUpView, DeviceError> {
        self.post(&["top-ups", "slips"], Some(token), request).await
    }

    /// `POST /v1/top-ups/bank-transfers`.
    ///
    /// # Errors
    /// As for all.
    pub async fn top_up_by_bank(
        &self,
        token: &AccessToken,
        request: &BankTransferRequest,
    ) -> Result<TopUpView, DeviceError> {
        self.post(&["top-ups", "bank-transfers"], Some(token), request).await
    }

    /// `GET /v1/top-ups`.
    ///
    /// # Errors
    /// As for all.
    pub async fn top_ups(&self, token: &AccessToken, cursor: Option<&str>) -> Result<TopUpPage, DeviceError> {
        self.page(&["top-ups"], token, cursor).await
    }

    /// `GET /v1/top-ups/{id}`.
    ///
    /// # Errors
    /// As for all.
    pub async fn top_up(&self, token: &AccessToken, top_up_id: &str) -> Result<TopUpView, DeviceError> {
        self.get(&["top-ups", top_up_id], token).await
    }

    /// `POST /v1/top-ups/{id}/cancel`.
    ///
    /// # Errors
    /// As for all.
    pub async fn cancel_top_up(
        &self,
        token: &AccessToken,
        top_up_id: &str,
    ) -> Result<TopUpView, DeviceError> {
        self.post(&["top-ups", top_up_id, "cancel"], Some(token), &json!({})).await
    }

    /// `GET /v1/top-ups/automatic`.
    ///
    /// # Errors
    /// As for all.
    pub async fn automatic_top_up(&self, token: &AccessToken) -> Result<AutomaticTopUpView, DeviceError> {
        self.get(&["top-ups", "automatic"], token).await
    }

    /// `PUT /v1/top-ups/automatic`.
    ///
    /// # Errors
    /// As for all.
    pub async fn set_automatic_top_up(
        &self,
        token: &AccessToken,
        rule: &AutomaticTopUpView,
    ) -> Result<AutomaticTopUpView, DeviceError> {
        receive(self.request(Method::PUT, &["top-ups", "automatic"], Some(token)).json(rule)).await
    }

    /// `GET /sandbox/store?top_up=…`: a page for a browser.
    #[must_use]
    pub fn sandbox_store(&self, top_up_id: &str) -> Url {
        let mut page = self.base.clone();
        if let Ok(mut segments) = page.path_segments_mut() {
            segments.pop_if_empty().extend(["sandbox", "store"]);
        }
        page.query_pairs_mut().append_pair("top_up", top_up_id);
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_leave_its_place_in_the_query() {
        let client = ServiceClient::new("http://localhost:8080/").unwrap();
        let page = client.sandbox_store("a&b=/../c");
        assert_eq!(page.as_str(), "http://localhost:8080/sandbox/store?top_up=a%26b%3D%2F..%2Fc");
    }
}
