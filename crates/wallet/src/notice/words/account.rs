//! Of who may come in: recovery, sign-ins and the address.

use jiff::Timestamp;

use super::{Words, words};
use crate::moment::in_japan;

pub(super) fn recovery_begun(device: &str, ready_at: Timestamp, link: &str) -> Words {
    let until = in_japan(ready_at).strftime("%Y-%m-%d %H:%M");
    words(
        "財布の回復が始まりました",
        format!(
            "新しい端末「{device}」が、確認コードと回復コードで財布の回復を始めました。\n\
             {until}(日本時間)を過ぎると、その端末で財布を開けるようになり、ほかの端末はすべて無効になります。\n\n\
             あなたでなければ、すぐに止めてください: {link}\n"
        ),
        format!(
            "A new device, \"{device}\", began to recover your wallet with a mailed code and a recovery code.\n\
             After {until} (Japan) it can open the wallet, and every other device ends.\n\n\
             If this is not you, stop it now: {link}\n"
        ),
    )
}

pub(super) fn recovery_stopped(device: &str) -> Words {
    words(
        "財布の回復を止めました",
        format!(
            "端末「{device}」による回復を止めました。使われた回復コードはもう使えません。\n\
             覚えのない回復だったときは、「セキュリティ」で回復コードを作り直してください。"
        ),
        format!(
            "The recovery by the device \"{device}\" was stopped. The recovery code that it used is void.\n\
             If it was not you who began it, make new recovery codes under Security."
        ),
    )
}

pub(super) fn recovered(device: &str) -> Words {
    words(
        "財布を新しい端末で回復しました",
        format!(
            "回復により、端末「{device}」で財布を開けるようになりました。前の端末とパスキーはすべて無効です。"
        ),
        format!(
            "The device \"{device}\" can open your wallet now. All devices and passkeys before it were ended."
        ),
    )
}

pub(super) fn sign_ins_refused() -> Words {
    words(
        "サインインが続けて断られました",
        "15分のあいだに、あなたの財布へのサインインが3回断られました。財布は開いていません。",
        "Three sign-ins to your wallet were refused within 15 minutes. The wallet was not opened.",
    )
}

pub(super) fn sign_in_disowned(name: &str) -> Words {
    words(
        "覚えのないサインインを止めました",
        format!(
            "「{name}」によるサインインは覚えがない、という届けを受けました。\n\
             ほかの端末のサインインをすべて終わらせました。それぞれの端末でPINを入れると、また使えます。"
        ),
        format!(
            "You told us that a sign-in by \"{name}\" was not you.\n\
             All other devices were signed out. Enter the PIN on each of yours to use it again."
        ),
    )
}

pub(super) fn email_changed(new: &str, link: &str) -> Words {
    words(
        "メールアドレスが変わりました",
        format!(
            "あなたの財布のメールアドレスが {new} に変わりました。これからのお知らせは、そちらに届きます。\n\n\
             あなたでなければ、7日以内に元へ戻してください。すべての端末がサインアウトします: {link}\n"
        ),
        format!(
            "The address of your wallet is now {new}. Mail goes there from now on.\n\n\
             If this was not you, take it back within 7 days. All devices are signed out: {link}\n"
        ),
    )
}

pub(super) fn email_is_new() -> Words {
    words(
        "メールアドレスを確かめました",
        "このアドレスが、あなたの財布のメールアドレスになりました。",
        "This is the address of your wallet now.",
    )
}

pub(super) fn email_change_undone() -> Words {
    words(
        "メールアドレスを元に戻しました",
        "メールアドレスをこのアドレスに戻し、すべての端末をサインアウトしました。\n\
         変えた覚えがないときは、「セキュリティ」で端末を確かめてください。",
        "Your address is this one again, and all devices were signed out.\n\
         If you had not changed it, look at your devices under Security.",
    )
}
