use serde::{Deserialize, Serialize};

/// `merchantMetadata`: what a merchant keeps with a permission or a charge for itself. Unset means empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The merchant's own order number.
    pub merchant_reference_id: Option<String>,
    /// The merchant's name for this order.
    pub merchant_store_name: Option<String>,
    /// A note to the shopper.
    pub note_to_buyer: Option<String>,
    /// For the merchant only.
    pub custom_information: Option<String>,
}

impl Metadata {
    /// With what is set in `change`; what is not set there stays.
    #[must_use]
    pub fn with(self, change: Self) -> Self {
        Self {
            merchant_reference_id: change.merchant_reference_id.or(self.merchant_reference_id),
            merchant_store_name: change.merchant_store_name.or(self.merchant_store_name),
            note_to_buyer: change.note_to_buyer.or(self.note_to_buyer),
            custom_information: change.custom_information.or(self.custom_information),
        }
    }

    /// Whether `change` says something else of a field that is filled.
    #[must_use]
    pub fn is_contradicted_by(&self, change: &Self) -> bool {
        self.clone().with(change.clone()) != change.clone().with(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(reference: Option<&str>, note: Option<&str>) -> Metadata {
        Metadata {
            merchant_reference_id: reference.map(str::to_owned),
            note_to_buyer: note.map(str::to_owned),
            ..Metadata::default()
        }
    }

    #[test]
    fn an_empty_field_is_filled_and_a_full_one_contradicted() {
        let kept = named(Some("1001"), None);
        assert!(!kept.is_contradicted_by(&named(None, Some("thanks"))));
        assert!(!kept.is_contradicted_by(&named(Some("1001"), None)));
        assert!(kept.is_contradicted_by(&named(Some("1002"), None)));
        assert_eq!(kept.with(named(None, Some("thanks"))), named(Some("1001"), Some("thanks")));
    }
}
