//! The PIN's window. Its capability allows its own commands and nothing else; the main window may only ask for it.

use saifu_device::passkey::Verification;
use saifu_device::{Device, DeviceError, FingerStep, SecurityMark};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::fingerprint::over;
use super::{Answer, answer};
use crate::pin_desk::{PinDesk, PinPurpose, PinRequest, PinResult};
use crate::{SharedDevice, events, links, windows};

/// Opens the window that asks for the PIN; how it ends is told by `pin-answered`.
#[tauri::command]
#[specta::specta]
pub async fn ask_pin(app: AppHandle, desk: State<'_, PinDesk>, purpose: PinPurpose) -> Answer<()> {
    if let Some(other) = desk.ask(purpose) {
        events::answer_pin(&app, other, false);
    }
    answer(windows::open_pin(&app).map_err(|error| DeviceError::Internal(error.to_string())))
}

/// What the PIN is asked for.
#[tauri::command]
#[specta::specta]
pub async fn pin_request(device: State<'_, SharedDevice>, desk: State<'_, PinDesk>) -> Answer<PinRequest> {
    let (request_id, purpose) = answer(desk.asked().ok_or(NOTHING_ASKED))?;
    let join = match &purpose {
        PinPurpose::ConfirmJoin { join_id } => Some(answer(device.join(join_id).await)?),
        _ => None,
    };
    let shown = match &purpose {
        PinPurpose::LoosenDevice { device_id, .. } => {
            answer(device.devices().await)?.devices.into_iter().find(|it| it.device_id == *device_id)
        }
        _ => None,
    };
    let permission = match &purpose {
        PinPurpose::RaisePermission { permission_id, .. } => {
            let all = answer(device.permissions().await)?.permissions;
            all.into_iter().find(|it| it.permission_id == *permission_id)
        }
        _ => None,
    };
    let passkey = match &purpose {
        PinPurpose::RemovePasskey { passkey_id } => {
            let known = answer(device.page_passkeys().await)?.passkeys;
            known.into_iter().find(|it| it.passkey_id == *passkey_id)
        }
        _ => None,
    };
    let (shopper_name, mark) = (device.shopper_name(), device.mark().await);
    let fingerprint = purpose.takes_a_finger() && device.fingerprint_is_on().await;
    Ok(PinRequest {
        request_id,
        purpose,
        shopper_name,
        join,
        device: shown,
        permission,
        passkey,
        mark,
        fingerprint,
        language: device.language(),
    })
}

/// The PIN, for the question `request_id`, and another or the mark where they are chosen: does what it was asked for and closes the
/// window.
#[tauri::command]
#[specta::specta]
pub async fn answer_pin(
    app: AppHandle,
    device: State<'_, SharedDevice>,
    desk: State<'_, PinDesk>,
    request_id: u32,
    pin: String,
    new_pin: Option<String>,
    mark: Option<SecurityMark>,
) -> Answer<PinResult> {
    let purpose = answer(desk.of(request_id).ok_or(NOTHING_ASKED))?;
    // Whoever types does not touch.
    device.stop_fingerprint();
    let done = match &purpose {
        PinPurpose::CreatePasskey => device.create_passkey(pin).await.map(drop),
        PinPurpose::ChangePin => device.change_pin(pin, new_pin.unwrap_or_default()).await,
        PinPurpose::ChooseMark => device.choose_mark(pin, mark).await,
        PinPurpose::TurnOnFingerprint => device.turn_on_fingerprint(pin).await,
        other => {
            let by = answer(Device::by_pin(pin))?;
            return settle(&app, &desk, other.clone(), verified(&device, other, by).await);
        }
    };
    settle(&app, &desk, purpose, done.map(|()| PinResult::Done))
}

/// A finger in the place of the PIN, for the question `request_id`.
#[tauri::command]
#[specta::specta]
pub async fn answer_by_fingerprint(
    app: AppHandle,
    device: State<'_, SharedDevice>,
    desk: State<'_, PinDesk>,
    request_id: u32,
    steps: Channel<FingerStep>,
) -> Answer<PinResult> {
    let purpose = answer(desk.of(request_id).ok_or(NOTHING_ASKED))?;
    let done = verified(&device, &purpose, device.by_finger(over(steps))).await;
    settle(&app, &desk, purpose, done)
}

/// The first code of the authenticator app that the window has shown the secret of.
#[tauri::command]
#[specta::specta]
pub async fn confirm_totp(
    app: AppHandle,
    device: State<'_, SharedDevice>,
    desk: State<'_, PinDesk>,
    request_id: u32,
    code: String,
) -> Answer<()> {
    let asked = desk.of(request_id).filter(|purpose| *purpose == PinPurpose::SetUpTotp);
    let purpose = answer(asked.ok_or(NOTHING_ASKED))?;
    answer(device.confirm_totp(&code).await)?;
    leave(&app, &desk, purpose);
    Ok(())
}

/// Writes the recovery codes that the window shows into a file; answers with its path.
#[tauri::command]
#[specta::specta]
pub async fn save_recovery_codes(
    device: State<'_, SharedDevice>,
    desk: State<'_, PinDesk>,
    request_id: u32,
    codes: Vec<String>,
) -> Answer<String> {
    answer(shows_codes(&desk, request_id))?;
    answer(device.save_recovery_codes(&codes))
}

/// The shopper has the recovery codes.
#[tauri::command]
#[specta::specta]
pub async fn take_recovery_codes(app: AppHandle, desk: State<'_, PinDesk>, request_id: u32) -> Answer<()> {
    leave(&app, &desk, answer(shows_codes(&desk, request_id))?);
    Ok(())
}

fn shows_codes(desk: &PinDesk, request_id: u32) -> Result<PinPurpose, DeviceError> {
    let asked = desk.of(request_id).filter(|purpose| *purpose == PinPurpose::RenewRecoveryCodes);
    asked.ok_or(NOTHING_ASKED)
}

/// Closes the window where nothing more is to be shown.
fn settle(
    app: &AppHandle,
    desk: &PinDesk,
    purpose: PinPurpose,
    done: Result<PinResult, DeviceError>,
) -> Answer<PinResult> {
    let result = answer(done)?;
    if matches!(result, PinResult::Done) {
        leave(app, desk, purpose);
    }
    Ok(result)
}

/// Does what a PIN or a finger is asked for.
async fn verified(device: &Device, purpose: &PinPurpose, by: Verification) -> Result<PinResult, DeviceError> {
    match purpose {
        PinPurpose::SignIn => device.sign_in(by).await.map(drop),
        PinPurpose::Unlock => device.unlock(by).await,
        PinPurpose::StoreCode => device.verify_for_store_code(by).await,
        PinPurpose::LoosenDevice { device_id, change } => {
            device.loosen_device(device_id, change.clone(), by).await.map(drop)
        }
        PinPurpose::RaisePermission { permission_id, change } => {
            device.raise_permission(permission_id, change.clone(), by).await.map(drop)
        }
        PinPurpose::ChangeEmail { email } => device.change_email(email, by).await,
        PinPurpose::ConfirmJoin { join_id } => device.confirm_join(join_id, by).await.map(drop),
        PinPurpose::RemoveTotp => device.remove_totp(by).await,
        PinPurpose::SetUpTotp => return device.start_totp(by).await.map(PinResult::Totp),
        PinPurpose::RenewRecoveryCodes => {
            let codes = device.renew_recovery_codes(by).await?;
            return Ok(PinResult::RecoveryCodes { codes });
        }
        PinPurpose::AddPasskey => device.invite_passkey(by).await,
        PinPurpose::RemovePasskey { passkey_id } => device.remove_passkey(passkey_id, by).await,
        _ => Err(DeviceError::Request("only the PIN does this")),
    }?;
    Ok(PinResult::Done)
}

fn leave(app: &AppHandle, desk: &PinDesk, purpose: PinPurpose) {
    desk.close();
    events::answer_pin(app, purpose, true);
    windows::close_pin(app);
    links::open_remembered(app);
}

/// The shopper goes no further: the window closes and nothing is done.
#[tauri::command]
#[specta::specta]
pub async fn close_pin(app: AppHandle, device: State<'_, SharedDevice>) -> Answer<()> {
    device.stop_fingerprint();
    // What waits for an answer is told when the window is gone.
    windows::close_pin(&app);
    Ok(())
}

const NOTHING_ASKED: DeviceError = DeviceError::Request("no PIN is asked for");
