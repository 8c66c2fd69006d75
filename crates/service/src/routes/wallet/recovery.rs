use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use saifu_api::wallet::{
    RecoveryCodesRequest, RecoveryRequest, RecoveryUnderWayView, RecoveryView, SessionView,
};
use saifu_wallet::id::RecoveryId;
use saifu_wallet::recovery;
use saifu_wallet::refusal::retry_stale;

use crate::app::Shared;
use crate::error::Answer;
use crate::routes::{Input, Proven, SignedIn, mail_link};
use crate::{clock, views};

pub async fn start(
    State(app): State<Shared>,
    Proven(proof): Proven,
    Input(body): Input<RecoveryRequest>,
) -> Answer<(StatusCode, Json<RecoveryView>)> {
    let (store, mailer, moment) = (&app.store, &app.mailer, clock::moment());
    let begun = recovery::start(store, mailer, &moment, &body.email, &body.device_name, &proof).await?;
    Ok((StatusCode::ACCEPTED, Json(views::recovery(&begun))))
}

pub async fn prove(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Proven(proof): Proven,
    Input(body): Input<RecoveryCodesRequest>,
) -> Answer<Json<RecoveryView>> {
    let (id, moment) = (RecoveryId::new(id), clock::moment());
    let given = recovery::Given {
        code: &body.code,
        recovery_code: &body.recovery_code,
        wait: app.recovery_wait,
        stop_page: &format!("{}{}", app.public_url, mail_link::STOP_RECOVERY),
    };
    let proved = retry_stale(|| recovery::prove(&app.store, &moment, &id, &given, &proof)).await?;
    Ok(Json(views::recovery(&proved)))
}

pub async fn finish(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Proven(proof): Proven,
) -> Answer<Json<SessionView>> {
    let (id, moment) = (RecoveryId::new(id), clock::moment());
    let begun = retry_stale(|| recovery::finish(&app.store, &moment, &id, &proof)).await?;
    Ok(Json(views::session(&begun)))
}

pub async fn under_way(State(app): State<Shared>, who: SignedIn) -> Answer<Json<RecoveryUnderWayView>> {
    let found = recovery::under_way(&app.store, clock::now(), &who.shopper.id).await?;
    Ok(Json(RecoveryUnderWayView { recovery: found.and_then(|it| views::recovering_device(&it.value)) }))
}

pub async fn stop(State(app): State<Shared>, who: SignedIn) -> Answer<StatusCode> {
    let moment = clock::moment();
    retry_stale(|| recovery::stop_own(&app.store, &moment, &who.shopper.id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
