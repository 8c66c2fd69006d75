//! Top-ups.

use saifu_api::wallet::{
    AutomaticTopUpView, BankTransferRequest, CardTopUpRequest, PurchaseView, SlipRequest, TopUpPage,
    TopUpView,
};
use url::Url;

use super::Device;
use crate::{DeviceError, TopUpScreen};

impl Device {
    /// Buys gift balance for oneself with a card; what is answered has to be approved.
    ///
    /// # Errors
    /// `top_up.…`, `session.invalid`, `device.…`.
    pub async fn top_up_by_card(&self, request: &CardTopUpRequest) -> Result<PurchaseView, DeviceError> {
        self.signed_in(|token| async move { self.client.top_up_by_card(&token, request).await }).await
    }

    /// Asks for a slip to pay at a convenience store.
    ///
    /// # Errors
    /// As [`Device::top_up_by_card`].
    pub async fn top_up_by_slip(&self, request: &SlipRequest) -> Result<TopUpView, DeviceError> {
        self.signed_in(|token| async move { self.client.top_up_by_slip(&token, request).await }).await
    }

    /// Asks for an account to transfer to from a bank.
    ///
    /// # Errors
    /// As [`Device::top_up_by_card`].
    pub async fn top_up_by_bank(&self, request: &BankTransferRequest) -> Result<TopUpView, DeviceError> {
        self.signed_in(|token| async move { self.client.top_up_by_bank(&token, request).await }).await
    }

    /// A page of the top-ups, newest first, and what can still be topped up.
    ///
    /// # Errors
    /// `session.invalid`, `device.…`.
    pub async fn top_ups(&self, cursor: Option<&str>) -> Result<TopUpPage, DeviceError> {
        self.signed_in(|token| async move { self.client.top_ups(&token, cursor).await }).await
    }

    /// One top-up, with the bars of its slip.
    ///
    /// # Errors
    /// `top_up.not_found`, and as [`Device::top_ups`].
    pub async fn top_up(&self, top_up_id: &str) -> Result<TopUpScreen, DeviceError> {
        let top_up =
            self.signed_in(|token| async move { self.client.top_up(&token, top_up_id).await }).await?;
        Ok(TopUpScreen::draw(top_up))
    }

    /// Calls off a top-up that nobody has paid.
    ///
    /// # Errors
    /// `top_up.not_cancelable`, and as [`Device::top_up`].
    pub async fn cancel_top_up(&self, top_up_id: &str) -> Result<TopUpScreen, DeviceError> {
        let top_up =
            self.signed_in(|token| async move { self.client.cancel_top_up(&token, top_up_id).await }).await?;
        Ok(TopUpScreen::draw(top_up))
    }

    /// The rule for topping up without asking.
    ///
    /// # Errors
    /// As [`Device::top_ups`].
    pub async fn automatic_top_up(&self) -> Result<AutomaticTopUpView, DeviceError> {
        self.signed_in(|token| async move { self.client.automatic_top_up(&token).await }).await
    }

    /// Changes that rule.
    ///
    /// # Errors
    /// `automatic.…`, `top_up.…`, `card.not_found`, and as [`Device::top_ups`].
    pub async fn set_automatic_top_up(
        &self,
        rule: &AutomaticTopUpView,
    ) -> Result<AutomaticTopUpView, DeviceError> {
        self.signed_in(|token| async move { self.client.set_automatic_top_up(&token, rule).await }).await
    }

    /// The page of the sandbox that plays the convenience store and the bank for a top-up.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: money is real here.
    pub async fn sandbox_store(&self, top_up_id: &str) -> Result<Url, DeviceError> {
        if !self.status().await?.sandbox {
            return Err(DeviceError::Request("there is no sandbox store"));
        }
        Ok(self.client.sandbox_store(top_up_id))
    }
}
