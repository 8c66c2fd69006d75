//! What the shopper signs: the frozen terms of one charge and the challenge that binds them.
//!
//! The service freezes [`ChargeTerms`] in a ChargeProposal, the device shows and signs them, and
//! both compute [`ChargeTerms::challenge`] on their own: there is one definition of what is signed
//! (dynamic linking, as in PSD2 RTS article 5 and W3C Secure Payment Confirmation).

use jiff::Timestamp;
use saifu_money::{Amount, TaxRate};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

mod standing;

pub use standing::{Frequency, FrequencyUnit, StandingTerms};

/// The version tag that leads the hash; it changes with the list of fields.
const TAG: &str = "saifu.charge-terms.v1";

/// The tag of terms that also say what may be charged later. The other one stays as it was: what was signed
/// under it must be checkable for ever.
const STANDING_TAG: &str = "saifu.charge-terms.standing.v1";

/// The frozen terms of one charge. What is here is on screen and under the signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ChargeTerms {
    /// The ChargeProposal that froze these terms; single use.
    pub proposal_id: String,
    /// 32 random bytes, lower-case hex.
    pub nonce: String,
    /// The CheckoutSession that is paid for.
    pub checkout_session_id: String,
    /// Who is paid.
    pub payee: Payee,
    /// What is paid, tax included.
    pub amount: Amount,
    /// What is bought; the amounts are line totals with tax.
    pub items: Vec<LineItem>,
    /// How the amount is split over instruments; sums to `amount`.
    pub funding: Vec<FundingLeg>,
    /// What the payee may charge later without asking; none: nothing.
    #[serde(default)]
    pub standing: Option<StandingTerms>,
    /// After this the terms are void.
    #[cfg_attr(feature = "specta", specta(type = String))]
    pub expires_at: Timestamp,
}

/// Who is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Payee {
    /// The merchant's id.
    pub merchant_id: String,
    /// The name that the shopper knows.
    pub name: String,
    /// The host name of the shop.
    pub domain: String,
}

/// One line of what is bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LineItem {
    /// As the merchant names it.
    pub name: String,
    /// Pieces, at least one.
    pub quantity: u32,
    /// The price of one piece, tax included.
    pub unit_price: Amount,
    /// The line's total, tax included.
    pub amount: Amount,
    /// The rate of consumption tax inside it.
    pub tax_rate: TaxRate,
}

/// Which instrument pays a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct FundingLeg {
    /// Points, gift balance or card.
    pub kind: InstrumentKind,
    /// The lot's account or the card.
    pub instrument_id: String,
    /// The part it pays, more than zero.
    pub amount: Amount,
}

/// The kinds of PaymentInstrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum InstrumentKind {
    /// A PointLot.
    Points,
    /// A GiftLot.
    Gift,
    /// A linked card.
    Card,
}

impl InstrumentKind {
    /// The word in the hash, in SQL and on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Gift => "gift",
            Self::Card => "card",
        }
    }
}

impl ChargeTerms {
    /// The WebAuthn challenge: SHA-256 over the fields in their order, each with its length (four
    /// bytes, big endian) in front, so that no two terms share one byte string.
    #[must_use]
    pub fn challenge(&self) -> [u8; 32] {
        let mut hash = Fields::new();
        let tag = if self.standing.is_some() { STANDING_TAG } else { TAG };
        hash.text(tag).text(&self.proposal_id).text(&self.nonce).text(&self.checkout_session_id);
        hash.text(&self.payee.merchant_id).text(&self.payee.name).text(&self.payee.domain);
        hash.amount(self.amount);
        hash.count(self.items.len());
        for item in &self.items {
            hash.text(&item.name).text(&item.quantity.to_string()).amount(item.unit_price);
            hash.amount(item.amount).text(&item.tax_rate.percent().to_string());
        }
        hash.count(self.funding.len());
        for leg in &self.funding {
            hash.text(leg.kind.word()).text(&leg.instrument_id).amount(leg.amount);
        }
        hash.text(&self.expires_at.as_millisecond().to_string());
        if let Some(standing) = &self.standing {
            standing.put(&mut hash);
        }
        hash.finish()
    }
}

struct Fields(Sha256);

impl Fields {
    fn new() -> Self {
        Self(Sha256::new())
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.count(text.len());
        self.0.update(text.as_bytes());
        self
    }

    fn amount(&mut self, amount: Amount) -> &mut Self {
        self.text(&amount.minor().to_string()).text(amount.currency().code())
    }

    fn count(&mut self, count: usize) -> &mut Self {
        // A length over 4 GiB cannot come here: a request is far smaller.
        self.0.update(u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes());
        self
    }

    fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> ChargeTerms {
        ChargeTerms {
            proposal_id: "p1".into(),
            nonce: "00".repeat(32),
            checkout_session_id: "s1".into(),
            payee: Payee {
                merchant_id: "m1".into(), name: "山ねこ珈琲".into(), domain: "a.example".into()
            },
            amount: Amount::yen(5880),
            items: vec![LineItem {
                name: "豆".into(),
                quantity: 2,
                unit_price: Amount::yen(2940),
                amount: Amount::yen(5880),
                tax_rate: TaxRate::Reduced,
            }],
            funding: vec![FundingLeg {
                kind: InstrumentKind::Gift,
                instrument_id: "lot1".into(),
                amount: Amount::yen(5880),
            }],
            standing: None,
            expires_at: Timestamp::from_millisecond(1_795_000_000_000).unwrap(),
        }
    }

    fn standing() -> StandingTerms {
        StandingTerms {
            frequency: Some(Frequency { unit: FrequencyUnit::Month, value: 1 }),
            each: Amount::yen(980),
            month: Amount::yen(980),
        }
    }

    #[test]
    fn the_challenge_is_pinned() {
        let hex: String = terms().challenge().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "a0ad80f2420f0eeecf0f9ab076392b25163c906f3554a70491e1210364bddd46");
    }

    #[test]
    fn every_field_is_bound() {
        let golden = terms().challenge();
        let alterations: [fn(&mut ChargeTerms); 15] = [
            |t| t.proposal_id.push('x'),
            |t| t.nonce.push('0'),
            |t| t.checkout_session_id.push('x'),
            |t| t.payee.merchant_id.push('x'),
            |t| t.payee.name.push('店'),
            |t| t.payee.domain.push('x'),
            |t| t.amount = Amount::yen(5881),
            |t| t.items[0].name.push('x'),
            |t| t.items[0].quantity = 3,
            |t| t.items[0].amount = Amount::yen(1),
            |t| t.items[0].tax_rate = TaxRate::Standard,
            |t| t.funding[0].kind = InstrumentKind::Card,
            |t| t.funding[0].amount = Amount::yen(1),
            |t| t.expires_at = Timestamp::UNIX_EPOCH,
            |t| t.standing = Some(standing()),
        ];
        for (index, alter) in alterations.iter().enumerate() {
            let mut altered = terms();
            alter(&mut altered);
            assert_ne!(altered.challenge(), golden, "alteration {index} is not under the signature");
        }
    }

    #[test]
    fn every_limit_of_what_comes_later_is_bound() {
        let golden = ChargeTerms { standing: Some(standing()), ..terms() };
        let alterations: [fn(&mut StandingTerms); 5] = [
            |t| t.frequency = None,
            |t| t.frequency = Some(Frequency { unit: FrequencyUnit::Week, value: 1 }),
            |t| t.frequency = Some(Frequency { unit: FrequencyUnit::Month, value: 2 }),
            |t| t.each = Amount::yen(981),
            |t| t.month = Amount::yen(9800),
        ];
        for (index, alter) in alterations.iter().enumerate() {
            let mut altered = standing();
            alter(&mut altered);
            let altered = ChargeTerms { standing: Some(altered), ..terms() };
            assert_ne!(
                altered.challenge(),
                golden.challenge(),
                "alteration {index} is not under the signature"
            );
        }
    }

    #[test]
    fn text_cannot_move_between_neighbouring_fields() {
        let mut moved = terms();
        moved.payee.merchant_id = "m1山".into();
        moved.payee.name = "ねこ珈琲".into();
        assert_ne!(moved.challenge(), terms().challenge());
    }
}
