use aws_lc_rs::signature::{RSA_PSS_2048_8192_SHA256, RsaParameters, RsaPssSaltLength};

/// A signature algorithm of Amazon Pay: RSASSA-PSS with SHA-256 and MGF1-SHA-256, told apart by the
/// length of the salt alone. The name fixes the length; it is never guessed from a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// `AMZN-PAY-RSASSA-PSS`: 20 bytes of salt. What every SDK sends unless told otherwise.
    Pss,
    /// `AMZN-PAY-RSASSA-PSS-V2`: 32 bytes of salt.
    PssV2,
}

static SALT_20: RsaParameters = RSA_PSS_2048_8192_SHA256.with_pss_salt_length(RsaPssSaltLength::Custom(20));
static SALT_32: RsaParameters = RSA_PSS_2048_8192_SHA256.with_pss_salt_length(RsaPssSaltLength::Custom(32));

impl Algorithm {
    /// The name in the `authorization` header and at the head of the string to sign.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pss => "AMZN-PAY-RSASSA-PSS",
            Self::PssV2 => "AMZN-PAY-RSASSA-PSS-V2",
        }
    }

    /// The algorithm of that name, spelled exactly so.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Pss, Self::PssV2].into_iter().find(|algorithm| algorithm.name() == name)
    }

    pub(super) fn parameters(self) -> &'static RsaParameters {
        match self {
            Self::Pss => &SALT_20,
            Self::PssV2 => &SALT_32,
        }
    }
}
