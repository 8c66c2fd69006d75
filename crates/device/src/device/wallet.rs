//! Home, instruments, orders, receipts, store codes, terms.

use std::path::PathBuf;

use saifu_api::wallet::{HomeView, InstrumentsView, LotView, OrderPage, OrderView, ReceiptView, TermsView};

use super::Device;
use crate::{DeviceError, SavedReceipt, StoreCodePicture, receipts};

impl Device {
    /// What the shopper has and what waits.
    ///
    /// # Errors
    /// `session.invalid`, `device.…`.
    pub async fn home(&self) -> Result<HomeView, DeviceError> {
        self.signed_in(|token| async move { self.client.home(&token).await }).await
    }

    /// All that the shopper can pay with.
    ///
    /// # Errors
    /// As [`Device::home`].
    pub async fn instruments(&self) -> Result<InstrumentsView, DeviceError> {
        self.signed_in(|token| async move { self.client.instruments(&token).await }).await
    }

    /// Redeems a gift code.
    ///
    /// # Errors
    /// `gift.…`, and as [`Device::home`].
    pub async fn redeem_gift(&self, code: String) -> Result<LotView, DeviceError> {
        let code = &code;
        self.signed_in(|token| async move { self.client.redeem_gift(&token, code.clone()).await }).await
    }

    /// A page of the history, newest first.
    ///
    /// # Errors
    /// As [`Device::home`].
    pub async fn orders(&self, cursor: Option<&str>) -> Result<OrderPage, DeviceError> {
        self.signed_in(|token| async move { self.client.orders(&token, cursor).await }).await
    }

    /// One order.
    ///
    /// # Errors
    /// `order.not_found`, and as [`Device::home`].
    pub async fn order(&self, order_id: &str) -> Result<OrderView, DeviceError> {
        self.signed_in(|token| async move { self.client.order(&token, order_id).await }).await
    }

    /// The receipt of an order.
    ///
    /// # Errors
    /// `receipt.not_available`, and as [`Device::order`].
    pub async fn receipt(&self, order_id: &str) -> Result<ReceiptView, DeviceError> {
        self.signed_in(|token| async move { self.client.receipt(&token, order_id).await }).await
    }

    /// Saves the receipt of an order as PDF in the download folder.
    ///
    /// # Errors
    /// As [`Device::receipt`]; `device.storage_failed`.
    pub async fn save_receipt(&self, order_id: &str) -> Result<SavedReceipt, DeviceError> {
        let receipt = self.receipt(order_id).await?;
        let (language, folder) = (self.language(), self.options.downloads.clone());
        tokio::task::spawn_blocking(move || receipts::save(&receipt, language, &folder))
            .await
            .map_err(|error| DeviceError::Internal(error.to_string()))?
    }

    /// The saved receipt that a page asks to open.
    ///
    /// # Errors
    /// [`DeviceError::Request`] for anything but a receipt in the download folder.
    pub fn receipt_to_open(&self, path: &str) -> Result<PathBuf, DeviceError> {
        receipts::openable(path, &self.options.downloads)
    }

    /// A one-time code for a till, with its pictures.
    ///
    /// # Errors
    /// `device.pin_required`, and as [`Device::home`].
    pub async fn issue_store_code(&self) -> Result<StoreCodePicture, DeviceError> {
        self.expect_pin_for_store_code()?;
        let code = self.signed_in(|token| async move { self.client.issue_store_code(&token).await }).await?;
        StoreCodePicture::draw(code)
    }

    /// What the issuer of gift balance must tell.
    ///
    /// # Errors
    /// `device.…`.
    pub async fn terms(&self) -> Result<TermsView, DeviceError> {
        self.client.terms().await
    }
}
