use std::collections::{HashMap, HashSet};

use saifu_ledger::{Account, AccountId, Balance, LedgerError, Transfer, TransferId};

#[derive(Clone, Default)]
pub(super) struct Ledger {
    accounts: HashMap<AccountId, (Account, Balance)>,
    transfers: HashMap<TransferId, Transfer>,
    resolved: HashSet<TransferId>,
}

impl Ledger {
    pub(super) fn open(&mut self, account: Account) {
        self.accounts.entry(account.id.clone()).or_insert((account, Balance::default()));
    }

    pub(super) fn balance(&self, id: &AccountId) -> Option<Balance> {
        self.accounts.get(id).map(|(_, balance)| *balance)
    }

    pub(super) fn post(&mut self, transfer: Transfer) -> Result<(), LedgerError> {
        if let Some(before) = self.transfers.get(&transfer.id) {
            return if transfer.has_content_of(before) {
                Ok(())
            } else {
                Err(LedgerError::Conflict(transfer.id))
            };
        }
        let pending = transfer.phase.resolves();
        if pending.is_some_and(|id| self.resolved.contains(id)) {
            return Err(LedgerError::NotPending(transfer.id));
        }
        let effect = transfer.effect(pending.and_then(|id| self.transfers.get(id)))?;
        let (debit, before) = self.account(&transfer.debit, &transfer)?;
        let debited = before.debited(&debit, &transfer.id, effect)?;
        let (_, before) = self.account(&transfer.credit, &transfer)?;
        let credited = before.credited(&transfer.id, effect)?;
        for (id, balance) in [(&transfer.debit, debited), (&transfer.credit, credited)] {
            if let Some((_, place)) = self.accounts.get_mut(id) {
                *place = balance;
            }
        }
        self.resolved.extend(pending.cloned());
        self.transfers.insert(transfer.id.clone(), transfer);
        Ok(())
    }

    fn account(&self, id: &AccountId, transfer: &Transfer) -> Result<(Account, Balance), LedgerError> {
        let found = self.accounts.get(id).cloned();
        found
            .filter(|(account, _)| account.currency == transfer.amount.currency())
            .ok_or_else(|| LedgerError::CurrencyMismatch(transfer.id.clone()))
    }
}
