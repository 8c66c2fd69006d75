use serde::{Deserialize, Serialize};

/// A share in hundredths of a percent (basis points): 1 % is `Rate::basis(100)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(transparent)]
pub struct Rate(u32);

impl Rate {
    /// From basis points.
    #[must_use]
    pub const fn basis(points: u32) -> Self {
        Self(points)
    }

    /// From whole percent.
    #[must_use]
    pub const fn percent(percent: u16) -> Self {
        Self(percent as u32 * 100)
    }

    /// In basis points.
    #[must_use]
    pub const fn basis_points(self) -> u32 {
        self.0
    }
}
