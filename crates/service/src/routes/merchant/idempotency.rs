//! Idempotency keys: the first answer to a request is the answer to each copy of it
//! ([ADR 30](../../../../../docs/adr/0030-stored-answers.md)).

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Response as HttpResponse, StatusCode, header};
use axum::response::Response;
use saifu_wallet::Outcome;
use saifu_wallet::merchant::{Answered, IdempotencyKey, IdempotentAnswer, keep_answer};
use saifu_wallet::moment::{digest, hex};
use saifu_wallet::port::store::Find;
use saifu_wallet::refusal::retry_stale;
use tokio::time::sleep;

use super::caller::Caller;
use super::error::{Answer, Decided, MerchantError};
use crate::app::App;

const HEADER: &str = "x-amz-pay-idempotency-key";

/// How long a copy waits for the first answer, and how often it looks. After that the first is taken for dead, and the copy
/// answers from what it made.
const WAIT: Duration = Duration::from_secs(5);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The largest answer that is kept: more than any object of ours.
const ANSWER_MAX: usize = 1024 * 1024;

/// The key of the request that is answered, for its operation.
#[derive(Clone)]
pub struct Key(pub Option<IdempotencyKey>);

/// The idempotency key of a POST: per merchant, kept for ever, 1 to 32 of `a-z A-Z 0-9 - _`. Other methods have none.
pub fn key(
    headers: &HeaderMap,
    caller: &Caller,
    method: &Method,
    path: &str,
    body: &[u8],
) -> Answer<Option<IdempotencyKey>> {
    let Some(value) = headers.get(HEADER).filter(|_| method == Method::POST) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !(1..=32).contains(&text.len()) || !text.bytes().all(known) {
        let message = format!("The value {text} provided for {HEADER} is invalid.");
        return Err(MerchantError::bad("InvalidHeaderValue", message));
    }
    let request_digest = digest(&format!("{method}\n{path}\n{}", hex(body)));
    Ok(Some(IdempotencyKey { key: format!("{}:{text}", caller.merchant.id), request_digest }))
}

/// The first answer to this request, if there was one. While it is worked on, this waits.
pub async fn first_answer(app: &App, key: &IdempotencyKey) -> Answer<Option<Response>> {
    let looks = WAIT.as_millis() / LOOK_EVERY.as_millis();
    for _ in 0..looks {
        let Some(before) = before(app, key).await? else { return Ok(None) };
        if let Some(answer) = before.answer {
            return replay(answer).map(Some);
        }
        sleep(LOOK_EVERY).await;
    }
    Ok(None)
}

/// Keeps an answer that is one, for the copies of its request; and answers what was kept. What was refused before a rule was
/// asked, and what failed, may be asked again with the same key.
pub async fn kept(app: &App, key: &IdempotencyKey, response: Response) -> Answer<Response> {
    let is_answer = response.status().is_success() || response.extensions().get::<Decided>().is_some();
    if !is_answer {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, ANSWER_MAX).await.map_err(|_| MerchantError::failed())?;
    let body = String::from_utf8(body.to_vec()).map_err(|_| MerchantError::failed())?;
    let answer = Answered { status: parts.status.as_u16(), body };
    replay(retry_stale(|| keep_answer(&app.store, key, answer.clone())).await?)
}

fn replay(answer: Answered) -> Answer<Response> {
    let status = StatusCode::from_u16(answer.status).map_err(|_| MerchantError::failed())?;
    let response = HttpResponse::builder().status(status).header(header::CONTENT_TYPE, "application/json");
    response.body(Body::from(Bytes::from(answer.body))).map_err(|_| MerchantError::failed())
}

/// What a use-case made. Where it was refused, a copy of the request with the same key may have been
/// first: then that one's answer is this one's.
pub async fn made_by(app: &App, key: &Key, outcome: Outcome<String>) -> Answer<String> {
    match outcome {
        Ok(id) => Ok(id),
        Err(refusal) => match made_before(app, key).await? {
            Some(id) => Ok(id),
            None => Err(refusal.into()),
        },
    }
}

/// What this key made before; the same key with another request is refused.
pub async fn made_before(app: &App, key: &Key) -> Answer<Option<String>> {
    let Some(key) = &key.0 else { return Ok(None) };
    Ok(before(app, key).await?.and_then(|it| it.object_id))
}

async fn before(app: &App, key: &IdempotencyKey) -> Answer<Option<IdempotentAnswer>> {
    match app.store.find::<IdempotentAnswer>(&key.key).await? {
        None => Ok(None),
        Some(before) if before.value.request_digest == key.request_digest => Ok(Some(before.value)),
        Some(_) => {
            let message = "The idempotency key was used with another request.";
            Err(MerchantError::bad("DuplicateIdempotencyKey", message))
        }
    }
}
