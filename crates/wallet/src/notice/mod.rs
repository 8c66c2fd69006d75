//! What an owner is mailed about the account: whatever a thief would do is told to the one who would not.

mod words;

use jiff::Timestamp;

use crate::Moment;
use crate::letter::Letter;
use crate::moment::in_japan;
use crate::port::mail::Mail;
use crate::shopper::Shopper;

use words::Words;

/// Something that happened to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Notice<'a> {
    /// A device that lost all others waits to be let in.
    RecoveryBegun {
        /// What it calls itself.
        device: &'a str,
        /// When it may come in.
        ready_at: Timestamp,
        /// Stops it.
        link: &'a str,
    },
    /// The owner stopped it.
    RecoveryStopped(&'a str),
    /// It was let in, and everything before it ended.
    Recovered(&'a str),
    /// A device joined.
    NewDevice(&'a str),
    /// A device was revoked.
    DeviceRevoked(&'a str),
    /// An authenticator app was set up.
    TotpAdded,
    /// It was taken away.
    TotpRemoved,
    /// Recovery codes were drawn; those before are void.
    RecoveryCodesRenewed,
    /// Sign-ins were refused, several in a short time.
    SignInsRefused,
    /// The owner said that a sign-in by this was not theirs.
    SignInDisowned(&'a str),
    /// The address changed; told to the old one.
    EmailChanged {
        /// After.
        new: &'a str,
        /// Takes it back.
        link: &'a str,
    },
    /// Told to the new address.
    EmailIsNew,
    /// The old address took the change back.
    EmailChangeUndone,
    /// A browser or a security key was added.
    PasskeyAdded(&'a str),
    /// One was removed.
    PasskeyRemoved(&'a str),
}

impl Notice<'_> {
    /// A mail to the owner, to be written with the change that it tells of.
    pub(crate) fn to(&self, shopper: &Shopper, moment: &Moment<'_>) -> Letter {
        self.to_address(&shopper.email, &shopper.name, moment)
    }

    /// As [`Notice::to`], to another address of the owner.
    pub(crate) fn to_address(&self, email: &str, name: &str, moment: &Moment<'_>) -> Letter {
        let Words { subject, ja, en } = self.words();
        let at = in_japan(moment.now).strftime("%Y-%m-%d %H:%M");
        let text = format!(
            "{name} さん\n\n{ja}\n日時: {at}(日本時間)\n\n\
             心当たりがないときは、Saifu の「セキュリティ」で端末とサインインの履歴を確かめてください。\n\
             Saifu がメールで暗証番号や確認コードをたずねることはありません。\n\n--\n\n{en}\nAt {at} (Japan)\n\n\
             If this was not you, look at your devices and sign-ins under Security in Saifu.\n\
             Saifu never asks for your PIN or a code by mail.\n",
        );
        let mail = Mail { to: email.to_owned(), subject, text, at: moment.now };
        Letter::new(format!("notice:{}", moment.hex::<16>()), mail)
    }
}
