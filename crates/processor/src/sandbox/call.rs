//! One request, authenticated and decoded.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, OriginalUri, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};

use super::auth;
use super::edge::Moment;
use super::error::{ApiError, Reply};
use super::params::Params;
use super::state::SandboxState;

/// What an operation is told.
pub(super) struct Call {
    pub(super) params: Params,
    pub(super) moment: Moment,
    /// Method and path: an idempotency key belongs to one endpoint.
    pub(super) endpoint: String,
    pub(super) idempotency_key: Option<String>,
    /// Where shoppers reach the sandbox, without a slash at its end.
    pub(super) base: String,
    id: Option<String>,
}

impl Call {
    /// A request that did not come over HTTP.
    pub(super) fn of(id: &str, params: Params, moment: Moment) -> Self {
        let (endpoint, base) = (String::new(), String::new());
        Self { params, moment, endpoint, idempotency_key: None, base, id: Some(id.to_owned()) }
    }

    /// The same for the same request asked again.
    pub(super) fn identity(&self) -> String {
        let key = self.idempotency_key.as_deref().unwrap_or_default();
        format!("{} {key}", self.endpoint)
    }

    /// The object that the URL names; empty, which names none, where it has no such part.
    pub(super) fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_default()
    }
}

impl FromRequest<SandboxState> for Call {
    type Rejection = Reply;

    async fn from_request(request: Request, state: &SandboxState) -> Result<Self, Reply> {
        let (mut parts, body) = request.into_parts();
        auth::admit(&parts.headers, &parts.method, parts.uri.path())?;
        let idempotency_key = read_idempotency_key(&parts.headers)?;
        let id = RawPathParams::from_request_parts(&mut parts, state)
            .await
            .ok()
            .and_then(|path| path.iter().find(|(name, _)| *name == "id").map(|(_, id)| id.to_owned()));
        let endpoint = format!("{} {}", parts.method, parts.uri.path());
        let query = parts.uri.query().unwrap_or_default().as_bytes().to_vec();
        let base = state.public_url().unwrap_or_else(|| read_base(&parts));
        let body =
            Bytes::from_request(Request::from_parts(parts, body), state).await.map_err(|_| too_large())?;
        let params = Params::read(if body.is_empty() { &query } else { &body });
        Ok(Self { params, moment: state.moment(), endpoint, idempotency_key, base, id })
    }
}

/// Where this request reached the sandbox: its host, and the path under which it is nested.
fn read_base(parts: &Parts) -> String {
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let whole = parts.extensions.get::<OriginalUri>().map(|uri| uri.path());
    let prefix = whole.and_then(|whole| whole.strip_suffix(parts.uri.path())).unwrap_or_default();
    format!("http://{host}{prefix}")
}

/// At most 255 characters (<https://docs.stripe.com/api/idempotent_requests>).
fn read_idempotency_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= 255);
    match key {
        Some(key) => Ok(Some(key.to_owned())),
        None => Err(ApiError::idempotency("Idempotency keys are 1 to 255 printable characters.")),
    }
}

fn too_large() -> Reply {
    Reply {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        ..ApiError::parameter("parameter_invalid", "body", "Too large").into()
    }
}
