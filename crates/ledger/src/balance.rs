use thiserror::Error;

use crate::{Account, Phase, Transfer, TransferId};

/// The derived sums of one account, in minor units of its currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Reserved to go out.
    pub debits_pending: i64,
    /// Gone out.
    pub debits_posted: i64,
    /// Reserved to come in.
    pub credits_pending: i64,
    /// Come in.
    pub credits_posted: i64,
}

/// What one transfer does to the two accounts: signed differences, the same for both sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Added to what is reserved.
    pub pending: i64,
    /// Added to what is final.
    pub posted: i64,
}

/// Why the ledger refuses a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LedgerError {
    /// The amount is zero.
    #[error("transfer {0:?} moves nothing")]
    Nothing(TransferId),
    /// Both sides are one account.
    #[error("transfer {0:?} goes in a circle")]
    SameAccount(TransferId),
    /// The currencies of accounts and amount differ.
    #[error("transfer {0:?} mixes currencies")]
    CurrencyMismatch(TransferId),
    /// The debit account holds too little.
    #[error("transfer {0:?} would overdraw")]
    Overdrawn(TransferId),
    /// A sum would not fit 64 bits.
    #[error("transfer {0:?} overflows a balance")]
    TooLarge(TransferId),
    /// The pending transfer is unknown, resolved, or differs in its accounts or amount.
    #[error("transfer {0:?} resolves nothing that is pending")]
    NotPending(TransferId),
    /// The time of the pending transfer is over, or is not over yet.
    #[error("transfer {0:?} comes at the wrong side of a reservation's end")]
    Timeout(TransferId),
    /// No such account.
    #[error("transfer {0:?} names an account that is not open")]
    AccountNotFound(TransferId),
    /// The id was used with other content.
    #[error("transfer {0:?} exists with other content")]
    Conflict(TransferId),
}

impl Transfer {
    /// What this transfer adds to reserved and final sums. `pending` is the transfer it resolves.
    ///
    /// # Errors
    /// The transfer is not well formed, or does not fit the pending one.
    pub fn effect(&self, pending: Option<&Self>) -> Result<Effect, LedgerError> {
        if self.amount.is_zero() {
            return Err(LedgerError::Nothing(self.id.clone()));
        }
        if self.debit == self.credit {
            return Err(LedgerError::SameAccount(self.id.clone()));
        }
        self.in_time(pending)?;
        let amount = self.amount.minor();
        match (&self.phase, pending) {
            (Phase::Single, _) => Ok(Effect { pending: 0, posted: amount }),
            (Phase::Pending | Phase::PendingUntil(_), _) => Ok(Effect { pending: amount, posted: 0 }),
            (Phase::Post(_), Some(held)) if self.fits(held) => {
                Ok(Effect { pending: -held.amount.minor(), posted: amount })
            }
            (Phase::Void(_) | Phase::Expire(_), Some(held))
                if self.fits(held) && self.amount == held.amount =>
            {
                Ok(Effect { pending: -amount, posted: 0 })
            }
            _ => Err(LedgerError::NotPending(self.id.clone())),
        }
    }

    /// A reservation with an end is posted before it and expires after it; it may be voided at any time.
    fn in_time(&self, pending: Option<&Self>) -> Result<(), LedgerError> {
        let over = pending.and_then(|held| held.phase.until()).is_some_and(|end| self.at >= end);
        match self.phase {
            Phase::Post(_) if over => Err(LedgerError::Timeout(self.id.clone())),
            Phase::Expire(_) if !over => Err(LedgerError::Timeout(self.id.clone())),
            _ => Ok(()),
        }
    }

    fn fits(&self, held: &Self) -> bool {
        held.phase.reserves()
            && held.debit == self.debit
            && held.credit == self.credit
            && self.amount.less_than(held.amount).is_ok_and(|less| less || self.amount == held.amount)
    }
}

impl Balance {
    /// The largest sum of an account: sums of four of them still fit 64 bits.
    pub const MAX: i64 = i64::MAX / 4;

    /// What the account's owner can still spend: in less out and reserved.
    #[must_use]
    pub const fn available(&self) -> i64 {
        self.credits_posted - self.debits_posted - self.debits_pending
    }

    /// This balance after the debit side of an effect.
    ///
    /// # Errors
    /// [`LedgerError::Overdrawn`] where the account's kind refuses it, [`LedgerError::TooLarge`].
    pub fn debited(self, account: &Account, id: &TransferId, effect: Effect) -> Result<Self, LedgerError> {
        let large = || LedgerError::TooLarge(id.clone());
        let balance = Self {
            debits_pending: sum(self.debits_pending, effect.pending).ok_or_else(large)?,
            debits_posted: sum(self.debits_posted, effect.posted).ok_or_else(large)?,
            ..self
        };
        let spent = balance.debits_pending + balance.debits_posted;
        if account.kind.overdraft_refused() && spent > balance.credits_posted {
            return Err(LedgerError::Overdrawn(id.clone()));
        }
        Ok(balance)
    }

    /// This balance after the credit side of an effect.
    ///
    /// # Errors
    /// [`LedgerError::TooLarge`].
    pub fn credited(self, id: &TransferId, effect: Effect) -> Result<Self, LedgerError> {
        let large = || LedgerError::TooLarge(id.clone());
        Ok(Self {
            credits_pending: sum(self.credits_pending, effect.pending).ok_or_else(large)?,
            credits_posted: sum(self.credits_posted, effect.posted).ok_or_else(large)?,
            ..self
        })
    }
}

fn sum(before: i64, added: i64) -> Option<i64> {
    before.checked_add(added).filter(|sum| *sum <= Balance::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use saifu_money::{Amount, Currency};

    use super::*;
    use crate::{AccountId, AccountKind, TransferKind};

    fn lot() -> Account {
        Account {
            id: AccountId::new("lot"),
            owner: "shopper".into(),
            kind: AccountKind::GiftLot,
            currency: Currency::Jpy,
        }
    }

    fn transfer(id: &str, yen: u32, phase: Phase) -> Transfer {
        Transfer {
            id: TransferId::new(id),
            debit: AccountId::new("lot"),
            credit: AccountId::new("merchant"),
            amount: Amount::yen(yen),
            kind: TransferKind::Charge,
            phase,
            at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn holding(yen: i64) -> Balance {
        Balance { credits_posted: yen, ..Balance::default() }
    }

    #[test]
    fn what_is_reserved_cannot_be_spent_again() {
        let held = transfer("a", 700, Phase::Pending).effect(None).unwrap();
        let balance = holding(1000).debited(&lot(), &TransferId::new("a"), held).unwrap();
        assert_eq!(balance.available(), 300);
        let more = transfer("b", 301, Phase::Single).effect(None).unwrap();
        let refused = balance.debited(&lot(), &TransferId::new("b"), more);
        assert_eq!(refused, Err(LedgerError::Overdrawn(TransferId::new("b"))));
    }

    #[test]
    fn posting_a_part_releases_the_rest() {
        let held = transfer("a", 700, Phase::Pending);
        let reserved = holding(1000).debited(&lot(), &held.id, held.effect(None).unwrap()).unwrap();
        let post = transfer("b", 500, Phase::Post(held.id.clone()));
        let effect = post.effect(Some(&held)).unwrap();
        let balance = reserved.debited(&lot(), &post.id, effect).unwrap();
        assert_eq!((balance.debits_pending, balance.debits_posted, balance.available()), (0, 500, 500));
    }

    #[test]
    fn a_post_never_exceeds_what_was_reserved() {
        let held = transfer("a", 700, Phase::Pending);
        for (yen, phase) in [(701, Phase::Post(held.id.clone())), (699, Phase::Void(held.id.clone()))] {
            assert!(transfer("b", yen, phase).effect(Some(&held)).is_err());
        }
        assert!(transfer("b", 700, Phase::Post(held.id.clone())).effect(None).is_err());
    }

    proptest! {
        #[test]
        fn a_lot_is_never_overdrawn(start in 0..10_000_i64, moves in prop::collection::vec((1..5_000_u32, any::<bool>()), 0..20)) {
            let mut balance = holding(start);
            for (index, (yen, pending)) in moves.into_iter().enumerate() {
                let phase = if pending { Phase::Pending } else { Phase::Single };
                let transfer = transfer(&index.to_string(), yen, phase);
                let effect = transfer.effect(None).unwrap();
                if let Ok(after) = balance.debited(&lot(), &transfer.id, effect) {
                    balance = after;
                }
                prop_assert!(balance.available() >= 0);
            }
        }
    }
}
