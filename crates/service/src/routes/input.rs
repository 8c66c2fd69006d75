use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::{Json, RequestExt};
use saifu_wallet::Refusal;
use saifu_wallet::shopper::{Shopper, authenticate};
use serde::de::DeserializeOwned;

use crate::app::Shared;
use crate::clock;
use crate::error::{ApiError, refuse};

/// A JSON body; anything that does not fit is `request.invalid`.
pub struct Input<T>(pub T);

impl<T: DeserializeOwned + 'static, S: Send + Sync> FromRequest<S> for Input<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let Json(body) =
            request.extract().await.map_err(|error: axum::extract::rejection::JsonRejection| {
                tracing::debug!(%error, "a body does not fit");
                refuse("request.invalid")
            })?;
        Ok(Self(body))
    }
}

/// Who asks, by bearer token.
pub struct SignedIn {
    /// The shopper.
    pub shopper: Shopper,
    /// The token, for ending it.
    pub token: String,
}

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer "));
        let token = token.ok_or(Refusal::rule("session.invalid"))?.to_owned();
        let shopper = authenticate(&app.store, &clock::moment(), &token).await?;
        Ok(Self { shopper, token })
    }
}
