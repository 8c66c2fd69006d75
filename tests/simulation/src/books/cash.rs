//! Cash as the processor has it: asked for, paid in at a counter or by a bank, withdrawn, given back.

use jiff::Timestamp;
use saifu_money::Amount;
use saifu_wallet::port::processor::{
    BankAccount, CashAsked, CashInstructions, CashKind, CashRequest, KonbiniChain, KonbiniNumbers, Payment,
    PaymentStatus,
};

use super::{Answer, Books, Quirk, Said, refused};

/// Cash that was asked for.
#[derive(Clone, Debug)]
pub struct CashMoney {
    /// `pi_…`.
    pub id: String,
    /// Our top-up.
    pub top_up_id: String,
    /// How much was asked for.
    pub amount: Amount,
    /// What came in, in minor units; what went back is not taken off.
    pub received: i64,
    /// What went back, by key.
    pub refunds: Vec<(String, Amount)>,
    /// When counters stop; none for a bank.
    pub ends_at: Option<Timestamp>,
    /// Whether nothing more is to be taken.
    pub withdrawn: bool,
}

impl CashMoney {
    /// Whether somebody can pay.
    #[must_use]
    pub fn waits(&self, now: Timestamp) -> bool {
        self.status(now) == PaymentStatus::RequiresAction
    }

    /// What went back, in minor units.
    #[must_use]
    pub fn refunded(&self) -> i64 {
        self.refunds.iter().map(|(_, amount)| amount.minor()).sum()
    }

    fn status(&self, now: Timestamp) -> PaymentStatus {
        let over = self.ends_at.is_some_and(|end| now >= end);
        if self.received >= self.amount.minor() {
            PaymentStatus::Succeeded
        } else if self.withdrawn {
            PaymentStatus::Canceled
        } else if over {
            PaymentStatus::RequiresPaymentMethod
        } else {
            PaymentStatus::RequiresAction
        }
    }

    fn as_told(&self, now: Timestamp) -> Payment {
        let status = self.status(now);
        let over = status == PaymentStatus::RequiresPaymentMethod;
        Payment {
            payment_id: self.id.clone(),
            status,
            amount: self.amount,
            received: Amount::new(self.received, self.amount.currency()).unwrap_or(self.amount),
            failure: over.then(|| "payment_intent_payment_attempt_expired".to_owned()),
            redirect_url: None,
            reference: Some(self.top_up_id.clone()),
        }
    }

    fn instructions(&self) -> CashInstructions {
        match self.ends_at {
            Some(expires_at) => CashInstructions::Konbini {
                stores: CHAINS.map(numbers).into(),
                expires_at,
                voucher_url: None,
            },
            None => CashInstructions::BankTransfer {
                accounts: vec![account()],
                reference: Some(self.id.clone()),
                remaining: self.amount,
            },
        }
    }
}

const CHAINS: [KonbiniChain; 4] =
    [KonbiniChain::FamilyMart, KonbiniChain::Lawson, KonbiniChain::Ministop, KonbiniChain::Seicomart];

fn numbers(chain: KonbiniChain) -> KonbiniNumbers {
    KonbiniNumbers { chain, payment_code: "123456".to_owned(), confirmation_number: None }
}

fn account() -> BankAccount {
    BankAccount {
        bank_code: "0000".to_owned(),
        bank_name: "ミホンギンコウ".to_owned(),
        branch_code: "000".to_owned(),
        branch_name: "ホンテン".to_owned(),
        account_type: "futsu".to_owned(),
        account_number: "0000000".to_owned(),
        holder: "サイフ".to_owned(),
    }
}

impl Books {
    pub(super) fn ask_for_cash(&mut self, asked: &CashRequest, now: Timestamp) -> Said {
        let ends_at = match asked.kind {
            CashKind::Konbini { due_at } if due_at <= now => return refused("the end is over"),
            CashKind::Konbini { due_at } => Some(due_at),
            CashKind::BankTransfer => None,
        };
        let id = self.draw("pi");
        let money = CashMoney {
            id: id.clone(),
            top_up_id: asked.reference.clone(),
            amount: asked.amount,
            received: 0,
            refunds: Vec::new(),
            ends_at,
            withdrawn: false,
        };
        self.cash.insert(id.clone(), money);
        self.tell_cash(&id, now)
    }

    /// Cash that was asked for, as it is now.
    pub(super) fn tell_cash(&self, id: &str, now: Timestamp) -> Said {
        let Some(money) = self.cash.get(id) else { return refused("no such payment") };
        let instructions = money.waits(now).then(|| money.instructions());
        let payment = self.told(money, now);
        Ok(Answer::Cash(CashAsked { payment, customer_id: "cus".to_owned(), instructions }))
    }

    pub(super) fn look(&self, id: &str, now: Timestamp) -> Said {
        let Some(money) = self.cash.get(id) else { return refused("no such payment") };
        Ok(Answer::Payment(self.told(money, now)))
    }

    fn told(&self, money: &CashMoney, now: Timestamp) -> Payment {
        let payment = money.as_told(now);
        match self.quirk {
            Some(Quirk::SaysCashCame) => {
                Payment { status: PaymentStatus::Succeeded, received: payment.amount, ..payment }
            }
            _ => payment,
        }
    }

    pub(super) fn withdraw(&mut self, id: &str, now: Timestamp) -> Said {
        let Some(money) = self.cash.get_mut(id) else { return refused("no such payment") };
        money.withdrawn = true;
        self.look(id, now)
    }

    pub(super) fn give_cash_back(&mut self, id: &str, amount: Amount, key: &str) -> Said {
        let keeps = self.quirk == Some(Quirk::KeepsRefunds);
        let Some(money) = self.cash.get_mut(id) else { return refused("no such payment") };
        if money.refunded() + amount.minor() > money.received {
            return refused("more than came in");
        }
        if !keeps {
            money.refunds.push((key.to_owned(), amount));
        }
        Ok(Answer::Done)
    }

    /// Somebody pays cash in.
    pub fn pay_cash(&mut self, id: &str, yen: i64) {
        if let Some(money) = self.cash.get_mut(id) {
            money.received += yen;
        }
    }
}
