mod account;

use super::Notice;

/// A notice in both languages.
pub(super) struct Words {
    pub(super) subject: String,
    pub(super) ja: String,
    pub(super) en: String,
}

fn words(subject: &str, ja: impl Into<String>, en: impl Into<String>) -> Words {
    Words { subject: format!("【Saifu】{subject}"), ja: ja.into(), en: en.into() }
}

impl Notice<'_> {
    pub(super) fn words(&self) -> Words {
        match self {
            Self::RecoveryBegun { device, ready_at, link } => {
                account::recovery_begun(device, *ready_at, link)
            }
            Self::RecoveryStopped(device) => account::recovery_stopped(device),
            Self::Recovered(device) => account::recovered(device),
            Self::SignInsRefused => account::sign_ins_refused(),
            Self::SignInDisowned(name) => account::sign_in_disowned(name),
            Self::EmailChanged { new, link } => account::email_changed(new, link),
            Self::EmailIsNew => account::email_is_new(),
            Self::EmailChangeUndone => account::email_change_undone(),
            Self::NewDevice(name) => words(
                "新しい端末が追加されました",
                format!("新しい端末「{name}」がアカウントに追加されました。"),
                format!("A new device, \"{name}\", was added to your account."),
            ),
            Self::DeviceRevoked(name) => words(
                "端末が無効になりました",
                format!("端末「{name}」は無効になり、もう何もできません。"),
                format!("The device \"{name}\" was revoked and can do nothing any more."),
            ),
            Self::TotpAdded => words(
                "認証アプリを設定しました",
                "認証アプリの6桁のコードを、2つめの確認に使えるようになりました。",
                "An authenticator app was set up as a second factor.",
            ),
            Self::TotpRemoved => words(
                "認証アプリの設定を外しました",
                "認証アプリのコードは、もう確認に使われません。",
                "The authenticator app was removed. Its codes are not asked for any more.",
            ),
            Self::RecoveryCodesRenewed => words(
                "回復コードを作りました",
                "新しい回復コードを作りました。前の回復コードは使えません。",
                "New recovery codes were made. The ones before are void.",
            ),
            Self::PasskeyAdded(name) => words(
                "セキュリティキーかブラウザーが追加されました",
                format!(
                    "「{name}」がアカウントに追加されました。お店のお会計ページで、これを使って支払いを承認できます。"
                ),
                format!(
                    "\"{name}\" was added to your account. It can approve payments on a shop's checkout page."
                ),
            ),
            Self::PasskeyRemoved(name) => words(
                "セキュリティキーかブラウザーが削除されました",
                format!("「{name}」はアカウントから削除され、もう支払いを承認できません。"),
                format!("\"{name}\" was removed from your account and can approve nothing any more."),
            ),
        }
    }
}
