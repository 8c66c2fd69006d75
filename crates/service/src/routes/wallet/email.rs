use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use saifu_api::wallet::{EmailChangeRequest, EmailChangeView, MailedCodeRequest, ShopperView};
use saifu_wallet::id::EmailChangeId;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::shopper::{self, email_change_purpose};

use super::passkey::proven;
use crate::app::Shared;
use crate::error::Answer;
use crate::routes::{Input, SignedIn, mail_link};
use crate::{clock, views};

pub async fn start(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<EmailChangeRequest>,
) -> Answer<(StatusCode, Json<EmailChangeView>)> {
    let purpose = email_change_purpose(&body.email);
    proven(&app, &who.shopper.id, &purpose, Some(body.assertion)).await?;
    let (store, mailer, moment) = (&app.store, &app.mailer, clock::moment());
    let begun = shopper::start_email_change(store, mailer, &moment, &who.shopper, &body.email).await?;
    Ok((StatusCode::ACCEPTED, Json(views::email_change(&begun))))
}

pub async fn confirm(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
    Input(body): Input<MailedCodeRequest>,
) -> Answer<Json<ShopperView>> {
    let (id, moment, shopper) = (EmailChangeId::new(id), clock::moment(), &who.shopper.id);
    let page = format!("{}{}", app.public_url, mail_link::UNDO_EMAIL);
    let run = || shopper::confirm_email_change(&app.store, &moment, shopper, &id, &body.code, &page);
    Ok(Json(views::shopper(&retry_stale(run).await?)))
}
