use saifu_money::Currency;
use serde::{Deserialize, Serialize};

/// The id of an account.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(String);

impl AccountId {
    /// An id that was drawn or read.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The one account of a house's kind and currency.
    #[must_use]
    pub fn house(kind: AccountKind, currency: Currency) -> Self {
        Self(format!("house:{}:{currency}", kind.word()))
    }

    /// What is owed to a merchant.
    #[must_use]
    pub fn merchant_payable(merchant_id: &str, currency: Currency) -> Self {
        Self(format!("merchant:{merchant_id}:payable:{currency}"))
    }

    /// The merchant that an account of [`AccountId::merchant_payable`] is of.
    #[must_use]
    pub fn payee(&self) -> Option<&str> {
        self.0.strip_prefix("merchant:")?.rsplit_once(":payable:").map(|(merchant, _)| merchant)
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A bucket of one kind, one owner and one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The shopper's or merchant's id; `house` for our own.
    pub owner: String,
    /// What it holds.
    pub kind: AccountKind,
    /// Its currency.
    pub currency: Currency,
}

/// What an account holds. A kind fixes whether it may be overdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Gift balance of one expiry: owed to a shopper, never overdrawn.
    GiftLot,
    /// Points of one expiry: owed to a shopper, never overdrawn.
    PointLot,
    /// What was captured for a merchant, less what was refunded.
    MerchantPayable,
    /// What cards paid and the processor owes us.
    CardClearing,
    /// What counters and banks took for top-ups and the processor owes us.
    CashClearing,
    /// Cash that came too late, twice or in another sum: owed back to a shopper, never overdrawn. The one
    /// kind of a shopper that is not prepaid value and can be paid out.
    ReturnOwed,
    /// What was taken for gift cards.
    GiftIssued,
    /// What points cost.
    PointsIssued,
    /// Gift balance that ended before it was spent.
    GiftExpired,
    /// Fees of top-ups.
    FeeEarned,
    /// A gift card that was bought and not redeemed: owed to whoever redeems it or back to its sender,
    /// never overdrawn.
    GiftEscrow,
}

impl AccountKind {
    /// TigerBeetle's `debits_must_not_exceed_credits`.
    #[must_use]
    pub const fn overdraft_refused(self) -> bool {
        matches!(self, Self::GiftLot | Self::PointLot | Self::ReturnOwed | Self::GiftEscrow)
    }

    /// Whether it holds prepaid value: paid for before, spent later (資金決済法 第3条第1項). Points are given
    /// for nothing and are none.
    #[must_use]
    pub const fn is_prepaid(self) -> bool {
        matches!(self, Self::GiftLot | Self::GiftEscrow)
    }

    /// Every kind that holds prepaid value.
    pub const PREPAID: &[Self] = &[Self::GiftLot, Self::GiftEscrow];

    /// The word in ids and SQL.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::GiftLot => "gift_lot",
            Self::PointLot => "point_lot",
            Self::MerchantPayable => "merchant_payable",
            Self::CardClearing => "card_clearing",
            Self::CashClearing => "cash_clearing",
            Self::ReturnOwed => "return_owed",
            Self::GiftIssued => "gift_issued",
            Self::PointsIssued => "points_issued",
            Self::GiftExpired => "gift_expired",
            Self::FeeEarned => "fee_earned",
            Self::GiftEscrow => "gift_escrow",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payable_account_names_its_merchant() {
        let account = AccountId::merchant_payable("M1YAMANEKO", Currency::Jpy);
        assert_eq!(account.payee(), Some("M1YAMANEKO"));
        assert_eq!(AccountId::house(AccountKind::CardClearing, Currency::Jpy).payee(), None);
    }
}
