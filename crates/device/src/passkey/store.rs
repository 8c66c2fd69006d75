//! The authenticator's view of the one credential that lies on this device.

use async_trait::async_trait;
use passkey_authenticator::{CredentialStore, DiscoverabilitySupport, StoreInfo};
use passkey_types::Passkey;
use passkey_types::ctap2::make_credential::{
    Options, PublicKeyCredentialRpEntity, PublicKeyCredentialUserEntity,
};
use passkey_types::ctap2::{Ctap2Error, StatusCode};
use passkey_types::webauthn::PublicKeyCredentialDescriptor;

use super::stored::SealedItem;
use crate::files;

/// Finds the credential and keeps its signature counter; it makes none.
pub struct OneCredential(pub SealedItem);

#[async_trait]
impl CredentialStore for OneCredential {
    type PasskeyItem = SealedItem;

    async fn find_credentials(
        &self,
        ids: Option<&[PublicKeyCredentialDescriptor]>,
        rp_id: &str,
        _user_handle: Option<&[u8]>,
    ) -> Result<Vec<SealedItem>, StatusCode> {
        let stored = &self.0.stored;
        let is_meant = ids.is_none_or(|ids| ids.iter().any(|id| *id.id == *stored.credential_id));
        if is_meant && stored.rp_id == rp_id {
            Ok(vec![self.0.clone()])
        } else {
            Err(Ctap2Error::NoCredentials.into())
        }
    }

    async fn save_credential(
        &mut self,
        _credential: Passkey,
        _user: PublicKeyCredentialUserEntity,
        _rp: PublicKeyCredentialRpEntity,
        _options: Options,
    ) -> Result<(), StatusCode> {
        Err(Ctap2Error::OperationDenied.into())
    }

    async fn update_credential(&mut self, item: &SealedItem) -> Result<(), StatusCode> {
        files::write_json(&item.path, &item.stored).map_err(|error| {
            tracing::error!(%error, "the signature counter could not be kept");
            StatusCode::from(Ctap2Error::KeyStoreFull)
        })
    }

    async fn get_info(&self) -> StoreInfo {
        StoreInfo { discoverability: DiscoverabilitySupport::ForcedDiscoverable }
    }
}
