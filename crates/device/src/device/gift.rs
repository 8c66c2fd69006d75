//! Gifts that this shopper sends, and codes that this shopper was given.

use std::sync::PoisonError;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use saifu_api::wallet::{GiftRequest, GiftView, GiftsView, PurchaseView};
use saifu_codes::{GiftCode, find_gift_code};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::Device;
use crate::store_code::QrPicture;
use crate::{DeviceError, gift_picture};

/// What is printed on a gift card.
#[derive(Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GiftPrint {
    /// In groups of four. It is money: no `Debug`.
    pub code: String,
    /// The QR code of the link that opens the app with this code.
    pub qr: QrPicture,
}

impl Device {
    /// Buys a gift; what is answered has to be approved.
    ///
    /// # Errors
    /// `gift.…`, `top_up.…`, `session.invalid`, `device.…`.
    pub async fn buy_gift(&self, request: &GiftRequest) -> Result<PurchaseView, DeviceError> {
        self.signed_in(|token| async move { self.client.buy_gift(&token, request).await }).await
    }

    /// The gifts that were sent, newest first.
    ///
    /// # Errors
    /// `session.invalid`, `device.…`.
    pub async fn gifts(&self) -> Result<GiftsView, DeviceError> {
        self.signed_in(|token| async move { self.client.gifts(&token).await }).await
    }

    /// One gift.
    ///
    /// # Errors
    /// `gift.not_found`, and as [`Device::gifts`].
    pub async fn gift(&self, gift_id: &str) -> Result<GiftView, DeviceError> {
        self.signed_in(|token| async move { self.client.gift(&token, gift_id).await }).await
    }

    /// Mails a gift once more.
    ///
    /// # Errors
    /// `gift.…`, and as [`Device::gifts`].
    pub async fn resend_gift(&self, gift_id: &str) -> Result<GiftView, DeviceError> {
        self.signed_in(|token| async move { self.client.resend_gift(&token, gift_id).await }).await
    }

    /// Calls off a gift that nobody has redeemed; the money comes back.
    ///
    /// # Errors
    /// `gift.not_cancelable`, and as [`Device::gift`].
    pub async fn cancel_gift(&self, gift_id: &str) -> Result<GiftView, DeviceError> {
        self.signed_in(|token| async move { self.client.cancel_gift(&token, gift_id).await }).await
    }

    /// Draws a new code to be printed; the one before, also the mailed one, ends.
    ///
    /// # Errors
    /// `gift.resend_too_soon`, and as [`Device::gift`].
    pub async fn print_gift(&self, gift_id: &str) -> Result<GiftPrint, DeviceError> {
        let code =
            self.signed_in(|token| async move { self.client.new_gift_code(&token, gift_id).await }).await?;
        Ok(GiftPrint { qr: QrPicture::draw(&code.link)?, code: code.code })
    }

    /// The gift code in a picture of its QR code: a PNG or JPEG file in base64.
    ///
    /// # Errors
    /// `gift.picture_…`.
    pub async fn gift_code_in_picture(&self, picture: String) -> Result<String, DeviceError> {
        let read = move || {
            let unreadable = |_| DeviceError::Picture("gift.picture_unreadable");
            gift_picture::read(&STANDARD.decode(picture).map_err(unreadable)?)
        };
        // A decoder that panics over a hostile file takes down no more than its own task.
        let code = tokio::task::spawn_blocking(read).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a picture could not be read");
            Err(DeviceError::Picture("gift.picture_unreadable"))
        })?;
        Ok(code.grouped())
    }

    /// The gift code in a pasted text: the bare code in any spelling, a sentence or a mail around it, a
    /// link.
    #[must_use]
    pub fn gift_code_in_text(&self, text: &str) -> Option<String> {
        find_gift_code(text).map(|code| code.grouped())
    }

    /// Keeps the code of a `saifu://gift/<code>` link until a screen asks for it.
    pub fn remember_gift(&self, code: GiftCode) {
        *self.remembered_gift.lock().unwrap_or_else(PoisonError::into_inner) = Some(code);
    }

    /// The code that a link brought, for the redeem screen; once.
    pub fn take_gift(&self) -> Option<String> {
        let code = self.remembered_gift.lock().unwrap_or_else(PoisonError::into_inner).take();
        code.map(|code| code.grouped())
    }
}
