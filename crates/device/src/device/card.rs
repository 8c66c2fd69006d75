//! Linked cards, and what pays first.

use std::sync::PoisonError;

use saifu_api::wallet::{CardView, FundingPreference};
use serde::{Deserialize, Serialize};
use specta::Type;
use url::Url;

use super::Device;
use crate::client::{CardAnswer, is_private};
use crate::processor::Processor;
use crate::{CardInput, DeviceError, clock};

/// What became of linking a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CardLink {
    /// It is linked.
    Linked {
        /// The card.
        card: CardView,
    },
    /// The bank wants to see the shopper first (3-D Secure), on a page of its own in the browser.
    Bank {
        /// For [`Device::confirm_card`] afterwards.
        confirmation_id: String,
    },
}

impl Device {
    /// Links a card: the number goes to the processor, its token to the service.
    ///
    /// # Errors
    /// `card.…`, and as [`Device::home`].
    pub async fn link_card(&self, card: CardInput) -> Result<CardLink, DeviceError> {
        let card = card.check(clock::now())?;
        let status = self.status().await?;
        let processor = Processor {
            http: self.client.http(),
            url: &status.processor_url,
            publishable_key: &status.processor_publishable_key,
        };
        let payment_method_id = processor.create_payment_method(card).await?;
        let token_of_card = &payment_method_id;
        let linked =
            self.signed_in(|token| async move { self.client.link_card(&token, token_of_card.clone()).await });
        let answer = linked.await?;
        self.take_card(answer)
    }

    /// The shopper was at the bank's page: links the card that waits for it.
    ///
    /// # Errors
    /// `card.…`, and as [`Device::home`].
    pub async fn confirm_card(&self, confirmation_id: String) -> Result<CardLink, DeviceError> {
        let confirmation_id = &confirmation_id;
        let answer = self
            .signed_in(|token| async move { self.client.confirm_card(&token, confirmation_id.clone()).await })
            .await?;
        self.take_card(answer)
    }

    fn take_card(&self, answer: CardAnswer) -> Result<CardLink, DeviceError> {
        let (page, link) = match answer {
            CardAnswer::Linked(card) => (None, CardLink::Linked { card }),
            CardAnswer::Action(action) => {
                let page = page_of_bank(&action.url)?;
                (Some(page), CardLink::Bank { confirmation_id: action.confirmation_id })
            }
        };
        *self.bank_page.lock().unwrap_or_else(PoisonError::into_inner) = page;
        Ok(link)
    }

    /// The bank's page that the last card waits for, to be opened in the browser.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: no card waits.
    pub fn bank_page(&self) -> Result<String, DeviceError> {
        let page = self.bank_page.lock().unwrap_or_else(PoisonError::into_inner).clone();
        page.map(String::from).ok_or(DeviceError::Request("no card waits for its bank"))
    }

    /// Unlinks a card; with `force` also one that is in use.
    ///
    /// # Errors
    /// `card.in_use`, `card.not_found`, and as [`Device::home`].
    pub async fn remove_card(&self, card_id: &str, force: bool) -> Result<(), DeviceError> {
        self.signed_in(|token| async move { self.client.remove_card(&token, card_id, force).await }).await
    }

    /// Makes a card the one that pays when nothing else is said.
    ///
    /// # Errors
    /// `card.not_found`, and as [`Device::home`].
    pub async fn set_default_card(&self, card_id: &str) -> Result<CardView, DeviceError> {
        self.signed_in(|token| async move { self.client.set_default_card(&token, card_id).await }).await
    }

    /// Names a card, in at most 20 characters.
    ///
    /// # Errors
    /// `card.not_found`, `request.invalid`, and as [`Device::home`].
    pub async fn rename_card(&self, card_id: &str, nickname: String) -> Result<CardView, DeviceError> {
        let nickname = &nickname;
        self.signed_in(
            |token| async move { self.client.rename_card(&token, card_id, nickname.clone()).await },
        )
        .await
    }

    /// Puts the cards in this order: each linked card once.
    ///
    /// # Errors
    /// `request.invalid`, and as [`Device::home`].
    pub async fn order_cards(&self, card_ids: Vec<String>) -> Result<(), DeviceError> {
        let card_ids = &card_ids;
        self.signed_in(|token| async move { self.client.order_cards(&token, card_ids.clone()).await }).await
    }

    /// What pays when nothing else is said.
    ///
    /// # Errors
    /// As [`Device::home`].
    pub async fn funding_preference(&self) -> Result<FundingPreference, DeviceError> {
        self.signed_in(|token| async move { self.client.funding_preference(&token).await }).await
    }

    /// Changes it.
    ///
    /// # Errors
    /// `card.not_found`, and as [`Device::home`].
    pub async fn set_funding_preference(
        &self,
        preference: &FundingPreference,
    ) -> Result<FundingPreference, DeviceError> {
        self.signed_in(|token| async move { self.client.set_funding_preference(&token, preference).await })
            .await
    }
}

/// The page goes to the shopper's browser: only the web, and never in the clear over a network.
pub(super) fn page_of_bank(url: &str) -> Result<Url, DeviceError> {
    let page = Url::parse(url).ok().filter(is_private);
    page.ok_or_else(|| DeviceError::NotUnderstood("the address of a bank's page".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_opened_for_a_bank() {
        for good in ["https://bank.example/3ds?id=1", "http://localhost:8080/sandbox/3ds/1"] {
            assert_eq!(page_of_bank(good).unwrap().as_str(), good);
        }
        for bad in
            ["http://bank.example/", "file:///etc/passwd", "saifu://checkout/1", "javascript:alert(1)", ""]
        {
            assert_eq!(page_of_bank(bad).unwrap_err().code(), "device.service_not_understood", "{bad}");
        }
    }
}
