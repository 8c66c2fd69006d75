use jiff::Timestamp;
use saifu_api::wallet::{DevicePolicyView, DeviceView, JoinState, JoinView, VerificationView};
use saifu_wallet::device::{Device, DeviceJoin, DevicePolicy, JoinAnswer, Verification};
use saifu_wallet::id::DeviceId;

/// A device, as the one that asks sees it.
#[must_use]
pub fn device(it: &Device, asking: &DeviceId) -> DeviceView {
    DeviceView {
        device_id: it.id.to_string(),
        name: it.name.clone(),
        current: it.id == *asking,
        has_passkey: it.credential_id.is_some(),
        created_at: it.created_at,
        seen_at: it.seen_at,
        revoked_at: it.revoked_at,
        policy: policy_view(&it.policy),
    }
}

fn policy_view(it: &DevicePolicy) -> DevicePolicyView {
    DevicePolicyView {
        verify: match it.verify {
            Verification::Pin => VerificationView::Pin,
            Verification::Fingerprint => VerificationView::Fingerprint,
        },
        second_factor_from: it.second_factor_from,
        lock_after_seconds: it.lock_after_s,
        store_codes_unverified: it.store_codes_unverified,
    }
}

/// A policy as it was sent.
#[must_use]
pub fn policy(it: &DevicePolicyView) -> DevicePolicy {
    DevicePolicy {
        verify: match it.verify {
            VerificationView::Pin => Verification::Pin,
            VerificationView::Fingerprint => Verification::Fingerprint,
        },
        second_factor_from: it.second_factor_from,
        lock_after_s: it.lock_after_seconds,
        store_codes_unverified: it.store_codes_unverified,
    }
}

/// How a join stands.
#[must_use]
pub fn join(it: &DeviceJoin, now: Timestamp) -> JoinView {
    let state = match (it.answer, &it.presented) {
        _ if it.device_id.is_some() => JoinState::Joined,
        (Some(JoinAnswer::Refused), _) => JoinState::Refused,
        _ if now >= it.expires_at => JoinState::Expired,
        (Some(JoinAnswer::Confirmed), _) => JoinState::Confirmed,
        (None, Some(_)) => JoinState::Presented,
        (None, None) => JoinState::Open,
    };
    JoinView {
        state,
        device_name: it.presented.as_ref().map(|it| it.name.clone()),
        check: it.check(),
        expires_at: it.expires_at,
    }
}
