use saifu_money::Amount;
use serde::{Deserialize, Serialize};

use crate::Fields;

/// What the payee may charge later without asking again, until it is ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct StandingTerms {
    /// How often the payee means to; none: whenever something is bought there.
    pub frequency: Option<Frequency>,
    /// At most so much each time.
    pub each: Amount,
    /// At most so much in a calendar month (Japan's).
    pub month: Amount,
}

/// How often, as in Amazon Pay's `recurringMetadata.frequency`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Frequency {
    /// The unit.
    pub unit: FrequencyUnit,
    /// So many of them; at least one, and without meaning where the unit is variable.
    pub value: u32,
}

/// The unit of a [`Frequency`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum FrequencyUnit {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A week.
    Week,
    /// A day.
    Day,
    /// Not a fixed time.
    Variable,
}

impl FrequencyUnit {
    /// Amazon Pay's word, which is also the hash's.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Year => "Year",
            Self::Month => "Month",
            Self::Week => "Week",
            Self::Day => "Day",
            Self::Variable => "Variable",
        }
    }
}

impl StandingTerms {
    pub(crate) fn put(&self, hash: &mut Fields) {
        match self.frequency {
            Some(Frequency { unit, value }) => hash.text(unit.word()).text(&value.to_string()),
            None => hash.text("").text(""),
        };
        hash.amount(self.each).amount(self.month);
    }
}
