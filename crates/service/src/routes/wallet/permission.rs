use axum::Json;
use axum::extract::{Path, State};
use saifu_api::wallet::{ChangePermissionRequest, PermissionView, PermissionsView};
use saifu_wallet::id::ChargePermissionId;
use saifu_wallet::merchant::Merchant;
use saifu_wallet::permission::{self, ChargePermission, PermissionChange};
use saifu_wallet::port::store::{Find, PermissionReads};
use saifu_wallet::refusal::retry_stale;

use super::passkey::proven;
use crate::app::{App, Shared};
use crate::error::{Answer, refuse};
use crate::routes::{Input, SignedIn};
use crate::{clock, views};

pub async fn list(State(app): State<Shared>, who: SignedIn) -> Answer<Json<PermissionsView>> {
    let mut permissions = Vec::new();
    for it in app.store.permissions_of(&who.shopper.id).await? {
        permissions.push(view(&app, &it).await?);
    }
    Ok(Json(PermissionsView { permissions }))
}

pub async fn change(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
    Input(body): Input<ChangePermissionRequest>,
) -> Answer<Json<PermissionView>> {
    let (moment, id, shopper) = (clock::moment(), ChargePermissionId::new(id), &who.shopper.id);
    let wanted = PermissionChange { paused: body.paused, each: body.each, month: body.month };
    let purpose = permission::permission_purpose(&id, &wanted);
    let proven = proven(&app, shopper, &purpose, body.assertion).await?;
    let run = || permission::change(&app.store, &moment, shopper, &id, &wanted, proven);
    let changed = retry_stale(run).await?;
    app.waker.wake();
    Ok(Json(view(&app, &changed).await?))
}

pub async fn end(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<PermissionView>> {
    let (moment, id) = (clock::moment(), ChargePermissionId::new(id));
    let ended = retry_stale(|| permission::end(&app.store, &moment, &who.shopper.id, &id)).await?;
    app.waker.wake();
    Ok(Json(view(&app, &ended).await?))
}

async fn view(app: &App, it: &ChargePermission) -> Answer<PermissionView> {
    let merchant = app.store.find::<Merchant>(it.merchant_id.as_str()).await?;
    let merchant = merchant.ok_or(refuse("permission.not_found"))?.value;
    views::permission(it, &merchant, clock::now()).ok_or(refuse("permission.not_found"))
}
