//! Home, instruments, orders, store codes.

use reqwest::Method;
use saifu_api::wallet::{
    CardView, HomeView, InstrumentsView, LinkCardRequest, LotView, OrderPage, OrderView, ReceiptView,
    RedeemGiftRequest, StoreCodeView,
};
use serde_json::json;

use super::{AccessToken, ServiceClient, receive, receive_nothing};
use crate::DeviceError;

/// Rows of one page of the history.
const PAGE_ROWS: u32 = 30;

/// Every method fails with the service's refusal, [`DeviceError::Unreachable`] or
/// [`DeviceError::NotUnderstood`].
impl ServiceClient {
    /// `GET /v1/home`.
    ///
    /// # Errors
    /// As for all.
    pub async fn home(&self, token: &AccessToken) -> Result<HomeView, DeviceError> {
        self.get(&["home"], token).await
    }

    /// `GET /v1/instruments`.
    ///
    /// # Errors
    /// As for all.
    pub async fn instruments(&self, token: &AccessToken) -> Result<InstrumentsView, DeviceError> {
        self.get(&["instruments"], token).await
    }

    /// `POST /v1/cards`.
    ///
    /// # Errors
    /// As for all.
    pub async fn link_card(
        &self,
        token: &AccessToken,
        payment_method_id: String,
    ) -> Result<CardView, DeviceError> {
        self.post(&["cards"], Some(token), &LinkCardRequest { payment_method_id }).await
    }

    /// `DELETE /v1/cards/{id}`.
    ///
    /// # Errors
    /// As for all.
    pub async fn remove_card(&self, token: &AccessToken, card_id: &str) -> Result<(), DeviceError> {
        receive_nothing(self.request(Method::DELETE, &["cards", card_id], Some(token))).await
    }

    /// `PUT /v1/cards/{id}/default`.
    ///
    /// # Errors
    /// As for all.
    pub async fn set_default_card(
        &self,
        token: &AccessToken,
        card_id: &str,
    ) -> Result<CardView, DeviceError> {
        receive(self.request(Method::PUT, &["cards", card_id, "default"], Some(token))).await
    }

    /// `POST /v1/gift-cards/redemptions`.
    ///
    /// # Errors
    /// As for all.
    pub async fn redeem_gift(&self, token: &AccessToken, code: String) -> Result<LotView, DeviceError> {
        self.post(&["gift-cards", "redemptions"], Some(token), &RedeemGiftRequest { code }).await
    }

    /// `GET /v1/orders`.
    ///
    /// # Errors
    /// As for all.
    pub async fn orders(&self, token: &AccessToken, cursor: Option<&str>) -> Result<OrderPage, DeviceError> {
        let request = self.request(Method::GET, &["orders"], Some(token)).query(&[("limit", PAGE_ROWS)]);
        let cursor: Vec<_> = cursor.map(|cursor| ("cursor", cursor)).into_iter().collect();
        receive(request.query(&cursor)).await
    }

    /// `GET /v1/orders/{id}`.
    ///
    /// # Errors
    /// As for all.
    pub async fn order(&self, token: &AccessToken, order_id: &str) -> Result<OrderView, DeviceError> {
        self.get(&["orders", order_id], token).await
    }

    /// `GET /v1/orders/{id}/receipt`.
    ///
    /// # Errors
    /// As for all.
    pub async fn receipt(&self, token: &AccessToken, order_id: &str) -> Result<ReceiptView, DeviceError> {
        self.get(&["orders", order_id, "receipt"], token).await
    }

    /// `POST /v1/store-codes`.
    ///
    /// # Errors
    /// As for all.
    pub async fn issue_store_code(&self, token: &AccessToken) -> Result<StoreCodeView, DeviceError> {
        self.post(&["store-codes"], Some(token), &json!({})).await
    }
}
