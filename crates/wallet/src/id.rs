//! Identifiers, each a type of its own, printed as Amazon Pay prints them.

use serde::{Deserialize, Serialize};

use crate::Moment;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// An id that was drawn, read or sent; one that was never drawn is simply not found.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// As text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// Who pays.
    ShopperId,
    /// A sign-up that waits for its code.
    SignUpId,
    /// A WebAuthn ceremony between its two calls.
    CeremonyId,
    /// A WebAuthn credential, base64url.
    CredentialId,
    /// A device of a shopper.
    DeviceId,
    /// A device on its way into an account.
    DeviceJoinId,
    /// A browser at one checkout.
    BrowserSessionId,
    /// A device's session.
    SessionId,
    /// A sign-in, or an attempt at one.
    SignInId,
    /// What somebody has used of a limit.
    LimitUseId,
    /// A change of address.
    EmailChangeId,
    /// A linked card.
    CardId,
    /// Who is paid.
    MerchantId,
    /// A merchant's API key, with its environment in front: `SANDBOX-…`.
    PublicKeyId,
    /// A UUID.
    CheckoutSessionId,
    /// `S03-1234567-1234567`.
    ChargePermissionId,
    /// `S03-1234567-1234567-C123456`.
    ChargeId,
    /// `S03-1234567-1234567-R123456`.
    RefundId,
    /// A frozen proposal.
    ProposalId,
    /// An attempt at an account whose devices are gone.
    RecoveryId,
    /// `T-1234567-1234567`.
    TopUpId,
    /// `G-1234567-1234567`.
    GiftId,
}

impl ChargePermissionId {
    /// A one-time permission of the Japanese sandbox (`S03`) or live (`P03`) environment.
    #[must_use]
    pub fn draw(moment: &Moment<'_>, sandbox: bool) -> Self {
        let region = if sandbox { "S03" } else { "P03" };
        Self(format!("{region}-{}-{}", moment.digits(7), moment.digits(7)))
    }

    /// A permission that stands: `C03` in the sandbox, `B03` live.
    #[must_use]
    pub fn draw_standing(moment: &Moment<'_>, sandbox: bool) -> Self {
        let region = if sandbox { "C03" } else { "B03" };
        Self(format!("{region}-{}-{}", moment.digits(7), moment.digits(7)))
    }

    /// Whether it stands; its charges have numbers of their own.
    fn stands(&self) -> bool {
        self.0.starts_with("C03-") || self.0.starts_with("B03-")
    }
}

impl ChargeId {
    /// The charge of a one-time permission: its id and six digits, which some shops cut off again. One of a permission that
    /// stands has a number of its own in front, for each is an order of its own.
    #[must_use]
    pub fn draw(moment: &Moment<'_>, permission: &ChargePermissionId, sandbox: bool) -> Self {
        let own = permission.stands().then(|| ChargePermissionId::draw(moment, sandbox));
        Self(format!("{}-C{}", own.as_ref().unwrap_or(permission), moment.digits(6)))
    }

    /// What shopper and shop call the order: the id without `-C…`.
    #[must_use]
    pub fn order(&self) -> &str {
        self.0.rsplit_once("-C").map_or(&self.0, |(order, _)| order)
    }
}

impl TopUpId {
    /// A number that a shopper can read out.
    #[must_use]
    pub fn draw(moment: &Moment<'_>) -> Self {
        Self(format!("T-{}-{}", moment.digits(7), moment.digits(7)))
    }
}

impl GiftId {
    /// A number that a shopper can read out.
    #[must_use]
    pub fn draw(moment: &Moment<'_>) -> Self {
        Self(format!("G-{}-{}", moment.digits(7), moment.digits(7)))
    }
}

impl RefundId {
    /// A refund of a charge.
    #[must_use]
    pub fn draw(moment: &Moment<'_>, charge: &ChargeId) -> Self {
        Self(format!("{}-R{}", charge.order(), moment.digits(6)))
    }
}
