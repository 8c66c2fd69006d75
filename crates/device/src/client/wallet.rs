//! Home, instruments, orders, store codes, terms.

use reqwest::Method;
use saifu_api::wallet::{
    HomeView, InstrumentsView, LotView, OrderPage, OrderView, ReceiptView, RedeemGiftRequest, StoreCodeView,
    TermsView,
};
use serde_json::json;

use super::{AccessToken, ServiceClient, receive};
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

    /// `GET /v1/terms`; nobody needs a session to read them.
    ///
    /// # Errors
    /// As for all.
    pub async fn terms(&self) -> Result<TermsView, DeviceError> {
        receive(self.request(Method::GET, &["terms"], None)).await
    }
}
