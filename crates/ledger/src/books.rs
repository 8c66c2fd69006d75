use imbl::{HashMap, HashSet};

use crate::{Account, AccountId, Balance, Effect, LedgerError, Transfer, TransferId};

/// Accounts with their balances and the transfers among them: all of them, or those that a batch of
/// transfers touches. Whoever keeps them decides every transfer with [`Books::post`], so that there is
/// one definition of what may move.
///
/// Cloning is cheap (the maps share what is the same): a clone is the savepoint of linked transfers.
#[derive(Clone, Debug, Default)]
pub struct Books {
    accounts: HashMap<AccountId, (Account, Balance)>,
    transfers: HashMap<TransferId, Transfer>,
    resolved: HashSet<TransferId>,
}

impl Books {
    /// Opens an account; one that is open stays as it is.
    pub fn open(&mut self, account: Account) {
        self.accounts.entry(account.id.clone()).or_insert((account, Balance::default()));
    }

    /// Takes over an account as it was read.
    pub fn load_account(&mut self, account: Account, balance: Balance) {
        self.accounts.insert(account.id.clone(), (account, balance));
    }

    /// Takes over a transfer as it was read.
    pub fn load_transfer(&mut self, transfer: Transfer) {
        self.resolved.extend(transfer.phase.resolves().cloned());
        self.transfers.insert(transfer.id.clone(), transfer);
    }

    /// The derived sums of an account.
    #[must_use]
    pub fn balance(&self, id: &AccountId) -> Option<Balance> {
        self.accounts.get(id).map(|(_, balance)| *balance)
    }

    /// An open account.
    #[must_use]
    pub fn account(&self, id: &AccountId) -> Option<&Account> {
        self.accounts.get(id).map(|(account, _)| account)
    }

    /// All accounts with their balances.
    pub fn accounts(&self) -> impl Iterator<Item = &(Account, Balance)> {
        self.accounts.values()
    }

    /// All transfers.
    pub fn transfers(&self) -> impl Iterator<Item = &Transfer> {
        self.transfers.values()
    }

    /// Whether a pending transfer was posted, voided or expired.
    #[must_use]
    pub fn is_resolved(&self, pending: &TransferId) -> bool {
        self.resolved.contains(pending)
    }

    /// Posts linked transfers: all of them or none. Answers with the effect of each that is new.
    ///
    /// # Errors
    /// As [`Books::post`], for the first that is refused.
    pub fn post_linked<'a>(
        &mut self,
        transfers: impl IntoIterator<Item = &'a Transfer>,
    ) -> Result<Vec<(&'a Transfer, Effect)>, LedgerError> {
        let mut next = self.clone();
        let mut effects = Vec::new();
        for transfer in transfers {
            if let Some(effect) = next.post(transfer)? {
                effects.push((transfer, effect));
            }
        }
        *self = next;
        Ok(effects)
    }

    /// Posts one transfer; `None` if the same was posted before.
    ///
    /// # Errors
    /// Every [`LedgerError`]; nothing has moved then.
    pub fn post(&mut self, transfer: &Transfer) -> Result<Option<Effect>, LedgerError> {
        if let Some(before) = self.transfers.get(&transfer.id) {
            let same = transfer.has_content_of(before);
            return if same { Ok(None) } else { Err(LedgerError::Conflict(transfer.id.clone())) };
        }
        let pending = transfer.phase.resolves();
        if pending.is_some_and(|id| self.resolved.contains(id)) {
            return Err(LedgerError::NotPending(transfer.id.clone()));
        }
        let effect = transfer.effect(pending.and_then(|id| self.transfers.get(id)))?;
        let (account, balance) = self.side(&transfer.debit, transfer)?;
        let debited = balance.debited(account, &transfer.id, effect)?;
        let credited = self.side(&transfer.credit, transfer)?.1.credited(&transfer.id, effect)?;
        for (id, balance) in [(&transfer.debit, debited), (&transfer.credit, credited)] {
            if let Some((_, place)) = self.accounts.get_mut(id) {
                *place = balance;
            }
        }
        self.load_transfer(transfer.clone());
        Ok(Some(effect))
    }

    fn side(&self, id: &AccountId, transfer: &Transfer) -> Result<&(Account, Balance), LedgerError> {
        let not_found = || LedgerError::AccountNotFound(transfer.id.clone());
        let side = self.accounts.get(id).ok_or_else(not_found)?;
        if side.0.currency == transfer.amount.currency() {
            Ok(side)
        } else {
            Err(LedgerError::CurrencyMismatch(transfer.id.clone()))
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use saifu_money::{Amount, Currency};

    use super::*;
    use crate::{AccountKind, Phase, TransferKind};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn account(id: &str, kind: AccountKind) -> Account {
        Account { id: AccountId::new(id), owner: "s".into(), kind, currency: Currency::Jpy }
    }

    fn transfer(id: &str, yen: u32, phase: Phase, second: i64) -> Transfer {
        Transfer {
            id: TransferId::new(id),
            debit: AccountId::new("lot"),
            credit: AccountId::new("shop"),
            amount: Amount::yen(yen),
            kind: TransferKind::Charge,
            phase,
            at: at(second),
        }
    }

    /// A lot of 1,000 yen.
    fn books() -> Books {
        let mut books = Books::default();
        books.load_account(
            account("lot", AccountKind::GiftLot),
            Balance { credits_posted: 1000, ..Balance::default() },
        );
        books.open(account("shop", AccountKind::MerchantPayable));
        books
    }

    fn available(books: &Books) -> i64 {
        books.balance(&AccountId::new("lot")).unwrap().available()
    }

    #[test]
    fn linked_transfers_succeed_or_fail_together() {
        let mut books = books();
        let both = [transfer("a", 600, Phase::Single, 0), transfer("b", 600, Phase::Single, 0)];
        assert_eq!(books.post_linked(&both), Err(LedgerError::Overdrawn(TransferId::new("b"))));
        assert_eq!(available(&books), 1000);
        let both = [transfer("a", 600, Phase::Single, 0), transfer("b", 400, Phase::Single, 0)];
        assert_eq!(books.post_linked(&both).unwrap().len(), 2);
        assert_eq!(available(&books), 0);
    }

    #[test]
    fn the_same_id_with_the_same_content_moves_once() {
        let mut books = books();
        books.post(&transfer("a", 600, Phase::Single, 0)).unwrap();
        // Decided again, later: the same transfer.
        assert_eq!(books.post(&transfer("a", 600, Phase::Single, 9)), Ok(None));
        let other = books.post(&transfer("a", 599, Phase::Single, 0));
        assert_eq!(other, Err(LedgerError::Conflict(TransferId::new("a"))));
        assert_eq!(available(&books), 400);
    }

    #[test]
    fn a_reservation_with_an_end_is_posted_before_and_expires_after() {
        let id = TransferId::new("held");
        let held = transfer("held", 700, Phase::PendingUntil(at(10)), 0);
        let timeout = |result: Result<_, LedgerError>| matches!(result, Err(LedgerError::Timeout(_)));

        let mut early = books();
        early.post(&held).unwrap();
        assert!(timeout(early.post(&transfer("e", 700, Phase::Expire(id.clone()), 9))));
        early.post(&transfer("p", 500, Phase::Post(id.clone()), 9)).unwrap();
        assert_eq!(available(&early), 500);

        let mut late = books();
        late.post(&held).unwrap();
        assert!(timeout(late.post(&transfer("p", 700, Phase::Post(id.clone()), 10))));
        late.post(&transfer("e", 700, Phase::Expire(id.clone()), 10)).unwrap();
        assert_eq!(available(&late), 1000);
        let again = late.post(&transfer("v", 700, Phase::Void(id), 11));
        assert_eq!(again, Err(LedgerError::NotPending(TransferId::new("v"))));
    }

    #[test]
    fn a_reservation_without_an_end_does_not_expire() {
        let mut books = books();
        books.post(&transfer("held", 700, Phase::Pending, 0)).unwrap();
        let expired =
            books.post(&transfer("e", 700, Phase::Expire(TransferId::new("held")), i64::from(i32::MAX)));
        assert_eq!(expired, Err(LedgerError::Timeout(TransferId::new("e"))));
    }

    #[test]
    fn an_account_that_is_not_open_moves_nothing() {
        let mut books = books();
        let nowhere = Transfer { credit: AccountId::new("nobody"), ..transfer("a", 1, Phase::Single, 0) };
        assert_eq!(books.post(&nowhere), Err(LedgerError::AccountNotFound(TransferId::new("a"))));
        assert_eq!(available(&books), 1000);
    }
}
