//! Linked cards, and what pays first.

use reqwest::{Method, StatusCode};
use saifu_api::wallet::{
    CardActionView, CardView, ChangeCardRequest, ConfirmCardRequest, FundingPreference, LinkCardRequest,
    OrderCardsRequest,
};
use serde::Serialize;

use super::{AccessToken, ServiceClient, read, receive, receive_nothing, send};
use crate::DeviceError;

/// What became of linking a card.
#[derive(Clone, Debug)]
pub enum CardAnswer {
    /// It is linked.
    Linked(CardView),
    /// The bank wants to see the shopper first (3-D Secure).
    Action(CardActionView),
}

/// Every method fails with the service's refusal, [`DeviceError::Unreachable`] or
/// [`DeviceError::NotUnderstood`].
impl ServiceClient {
    /// `POST /v1/cards`.
    ///
    /// # Errors
    /// As for all.
    pub async fn link_card(
        &self,
        token: &AccessToken,
        payment_method_id: String,
    ) -> Result<CardAnswer, DeviceError> {
        self.ask_for_card(token, &["cards"], &LinkCardRequest { payment_method_id }).await
    }

    /// `POST /v1/cards/confirmations`.
    ///
    /// # Errors
    /// As for all.
    pub async fn confirm_card(
        &self,
        token: &AccessToken,
        confirmation_id: String,
    ) -> Result<CardAnswer, DeviceError> {
        self.ask_for_card(token, &["cards", "confirmations"], &ConfirmCardRequest { confirmation_id }).await
    }

    async fn ask_for_card(
        &self,
        token: &AccessToken,
        path: &[&str],
        body: &(impl Serialize + Sync),
    ) -> Result<CardAnswer, DeviceError> {
        let response = send(self.request(Method::POST, path, Some(token)).json(body)).await?;
        if response.status() == StatusCode::ACCEPTED {
            return read(response).await.map(CardAnswer::Action);
        }
        read(response).await.map(CardAnswer::Linked)
    }

    /// `PATCH /v1/cards/{id}`.
    ///
    /// # Errors
    /// As for all.
    pub async fn rename_card(
        &self,
        token: &AccessToken,
        card_id: &str,
        nickname: String,
    ) -> Result<CardView, DeviceError> {
        let request = self.request(Method::PATCH, &["cards", card_id], Some(token));
        receive(request.json(&ChangeCardRequest { nickname })).await
    }

    /// `PUT /v1/cards/order`.
    ///
    /// # Errors
    /// As for all.
    pub async fn order_cards(&self, token: &AccessToken, card_ids: Vec<String>) -> Result<(), DeviceError> {
        let request = self.request(Method::PUT, &["cards", "order"], Some(token));
        receive_nothing(request.json(&OrderCardsRequest { card_ids })).await
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

    /// `DELETE /v1/cards/{id}`; with `force` also one that is in use.
    ///
    /// # Errors
    /// As for all.
    pub async fn remove_card(
        &self,
        token: &AccessToken,
        card_id: &str,
        force: bool,
    ) -> Result<(), DeviceError> {
        let request = self.request(Method::DELETE, &["cards", card_id], Some(token));
        receive_nothing(if force { request.query(&[("force", true)]) } else { request }).await
    }

    /// `GET /v1/funding-preference`.
    ///
    /// # Errors
    /// As for all.
    pub async fn funding_preference(&self, token: &AccessToken) -> Result<FundingPreference, DeviceError> {
        self.get(&["funding-preference"], token).await
    }

    /// `PUT /v1/funding-preference`.
    ///
    /// # Errors
    /// As for all.
    pub async fn set_funding_preference(
        &self,
        token: &AccessToken,
        preference: &FundingPreference,
    ) -> Result<FundingPreference, DeviceError> {
        receive(self.request(Method::PUT, &["funding-preference"], Some(token)).json(preference)).await
    }
}
