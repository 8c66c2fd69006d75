use jiff::Timestamp;
use saifu_money::Amount;

use super::{Payer, Payment};

/// Cash to be paid in from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashRequest {
    /// Who pays.
    pub payer: Payer,
    /// The payer's name, which a store prints.
    pub name: String,
    /// The payer's mail address, which the processor demands for stores.
    pub email: String,
    /// How much. Stripe takes 120 to 300,000 yen at stores.
    pub amount: Amount,
    /// The idempotency key: the same key has the same answer.
    pub key: String,
    /// How.
    pub kind: CashKind,
    /// What of ours it pays: the id of a top-up.
    pub reference: String,
    /// As in [`PaymentRequest::asked_since`](super::PaymentRequest::asked_since).
    pub asked_since: Option<Timestamp>,
}

/// How cash comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CashKind {
    /// At a convenience store, in any chain that the processor works with.
    Konbini {
        /// Nobody can pay after this; at most 60 days ahead.
        due_at: Timestamp,
    },
    /// By a transfer to an account that is made for this payer. It ends by
    /// [`cancel_cash`](super::Processor::cancel_cash) only.
    BankTransfer,
}

/// Cash that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashAsked {
    /// Where it stands.
    pub payment: Payment,
    /// `cus_…`: who pays it, at the processor.
    pub customer_id: String,
    /// How to pay it; `None` when that is over (paid, expired or withdrawn).
    pub instructions: Option<CashInstructions>,
}

/// How to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CashInstructions {
    /// At the till or the terminal of a convenience store.
    Konbini {
        /// The numbers, one entry a chain.
        stores: Vec<KonbiniNumbers>,
        /// Nobody can pay after this.
        expires_at: Timestamp,
        /// The processor's page with the same.
        voucher_url: Option<String>,
    },
    /// By bank transfer.
    BankTransfer {
        /// Any of these.
        accounts: Vec<BankAccount>,
        /// What tells this transfer from others, if the shopper can give it.
        reference: Option<String>,
        /// What is still to come.
        remaining: Amount,
    },
}

/// What a shopper types in at one chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KonbiniNumbers {
    /// Which.
    pub chain: KonbiniChain,
    /// お支払い受付番号, お客様番号 or 企業コード: chains name it differently.
    pub payment_code: String,
    /// 確認番号, where the chain asks for one.
    pub confirmation_number: Option<String>,
}

/// The chains that the processor works with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KonbiniChain {
    /// ファミリーマート.
    FamilyMart,
    /// ローソン.
    Lawson,
    /// ミニストップ.
    Ministop,
    /// セイコーマート.
    Seicomart,
}

/// An account in Japan's interbank network (全銀).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankAccount {
    /// Four digits.
    pub bank_code: String,
    /// Such as `ミツイスミトモ`.
    pub bank_name: String,
    /// Three digits.
    pub branch_code: String,
    /// Its name.
    pub branch_name: String,
    /// `futsu` (普通) or `toza` (当座).
    pub account_type: String,
    /// Seven digits.
    pub account_number: String,
    /// In half-width katakana or Latin letters.
    pub holder: String,
}
