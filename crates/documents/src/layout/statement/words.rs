use jiff::Timestamp;
use jiff::civil::Date;
use saifu_money::TaxRate;

use super::super::parties::brand_name;
use super::super::words::Words;
use crate::Language;
use crate::history::{Entry, EntryKind, Instrument};
use crate::japan::in_japan;
use crate::statement::{Account, StatementScope};

/// Every word of a statement that its data does not bring.
impl Words {
    pub const fn statement_title(self, scope: StatementScope) -> &'static str {
        match scope {
            StatementScope::Wallet => self.pick("利用明細書", "Statement"),
            StatementScope::Gift => self.pick("ギフト残高明細書", "Gift card statement"),
            StatementScope::Points => self.pick("ポイント明細書", "Point statement"),
        }
    }

    pub fn period(self, from: Date, to: Date) -> String {
        format!(
            "{} {}{}{}",
            self.pick("期間", "Period"),
            self.day(from),
            self.pick("〜", " – "),
            self.day(to)
        )
    }

    pub fn made(self, at: Timestamp) -> String {
        format!("{} {}", self.pick("発行日", "Issued on"), self.date(at))
    }

    /// `2026/11/22`: in a table the year must be read at once.
    pub fn short_date(self, at: Timestamp) -> String {
        in_japan(at).strftime("%Y/%m/%d").to_string()
    }

    pub const fn account(self, account: Option<Account>) -> &'static str {
        match account {
            Some(Account::Gift) => self.pick("ギフト残高", "Gift balance"),
            Some(Account::Points) => self.pick("ポイント", "Points"),
            None => self.pick("カード・現金ほか", "Cards, cash, other"),
        }
    }

    pub const fn account_columns(self) -> [&'static str; 5] {
        match self.language() {
            Language::Ja => ["残高", "はじめ", "入り", "出", "おわり"],
            Language::En => ["Balance", "Opening", "In", "Out", "Closing"],
        }
    }

    pub const fn movements(self) -> &'static str {
        self.pick("取引", "Movements")
    }

    pub const fn no_movements(self) -> &'static str {
        self.pick("この期間に取引はありません。", "Nothing moved in this period.")
    }

    pub const fn movement_columns(self) -> [&'static str; 6] {
        match self.language() {
            Language::Ja => ["日付", "内容", "手段", "入り", "出", "残高"],
            Language::En => ["Date", "What", "On", "In", "Out", "Balance"],
        }
    }

    /// `まるふく青果`, `返金 まるふく青果`.
    pub fn entry(self, entry: &Entry) -> String {
        let kind = match entry.kind {
            EntryKind::Purchase | EntryKind::Other => return entry.counterparty.clone(),
            EntryKind::Refund => self.pick("返金", "Refund"),
            EntryKind::TopUp => self.pick("チャージ", "Top-up"),
            EntryKind::Gift => self.pick("ギフトカード", "Gift card"),
            EntryKind::Points => self.pick("ポイント獲得", "Points earned"),
            EntryKind::PointsTakenBack => self.pick("ポイント取消", "Points taken back"),
            EntryKind::Expiry => self.pick("有効期限切れ", "Expired"),
        };
        match self.language() {
            Language::Ja => format!("{kind} {}", entry.counterparty),
            Language::En => format!("{kind}: {}", entry.counterparty),
        }
    }

    pub fn leg(self, instrument: &Instrument) -> String {
        match instrument {
            Instrument::Gift => self.account(Some(Account::Gift)).to_owned(),
            Instrument::Points => self.account(Some(Account::Points)).to_owned(),
            Instrument::Card { brand, last4 } => format!("{} •• {last4}", brand_name(brand)),
            Instrument::Cash => self.pick("現金", "Cash").to_owned(),
            Instrument::Other { name } => name.clone(),
        }
    }

    pub const fn by_rate(self) -> &'static str {
        self.pick("税率ごとの合計（税込）", "By tax rate (tax included)")
    }

    pub const fn rate_columns(self) -> [&'static str; 5] {
        match self.language() {
            Language::Ja => ["税率", "購入", "内消費税", "返金", "内消費税"],
            Language::En => ["Rate", "Bought", "Tax in it", "Given back", "Tax in it"],
        }
    }

    pub fn rate_name(self, rate: Option<TaxRate>) -> String {
        match rate {
            Some(TaxRate::Exempt) => self.pick("非課税", "Not taxed").to_owned(),
            Some(rate) => format!("{}%{}", rate.percent(), self.pick("対象", "")),
            None => self.pick("税率の記録なし", "Rate not known").to_owned(),
        }
    }

    pub const fn by_category(self) -> &'static str {
        self.pick("カテゴリごとの合計（税込）", "By category (tax included)")
    }

    pub const fn category_columns(self) -> [&'static str; 3] {
        match self.language() {
            Language::Ja => ["カテゴリ", "購入", "返金"],
            Language::En => ["Category", "Bought", "Given back"],
        }
    }

    pub const fn no_category(self) -> &'static str {
        self.pick("未分類", "None")
    }

    pub const fn statement_note(self) -> &'static str {
        self.pick(
            "Saifu が電子データで発行しました。領収書ではありません。",
            "Issued electronically by Saifu. This is no receipt.",
        )
    }

    pub const fn statement_qr_note(self) -> &'static str {
        self.pick(
            "QRコードに番号・期間・おわりの残高が入っています。",
            "The QR code holds number, period and closing balances.",
        )
    }

    pub const fn statement_qr_picture(self) -> &'static str {
        self.pick(
            "明細書の番号、期間、おわりの残高のQRコード",
            "QR code of the statement's number, period and closing balances",
        )
    }
}
