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
        }
    }
}
