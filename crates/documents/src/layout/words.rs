use jiff::Timestamp;
use jiff::civil::Date;
use saifu_money::{Amount, Currency, TaxRate};

use crate::Language;
use crate::japan::in_japan;
use crate::receipt::{
    Discount, DiscountKind, DiscountShare, InvoiceForm, NameChange, PaidBy, ReceiptData, Reissue, TaxTotal,
};

/// Every word of a receipt that its data does not bring.
#[derive(Clone, Copy)]
pub(super) struct Words(Language);

/// An amount in three parts: what stands before the number, the number, what stands after.
pub(super) struct Money {
    pub before: &'static str,
    pub number: String,
    pub after: &'static str,
}

impl Words {
    pub const fn new(language: Language) -> Self {
        Self(language)
    }

    pub const fn language(self) -> Language {
        self.0
    }

    pub const fn pick(self, ja: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            Language::Ja => ja,
            Language::En => en,
        }
    }

    pub const fn title(self, data: &ReceiptData) -> &'static str {
        match data.returned {
            None => self.pick("領収書", "Receipt"),
            Some(_) => self.pick("返金明細書", "Refund note"),
        }
    }

    /// The name that the law gives the document (消費税法 第57条の4).
    pub const fn form(self, form: InvoiceForm) -> &'static str {
        match form {
            InvoiceForm::Qualified => self.pick("適格請求書", "Qualified invoice"),
            InvoiceForm::Simplified => self.pick("適格簡易請求書", "Qualified simplified invoice"),
            InvoiceForm::Return => self.pick("適格返還請求書", "Qualified return invoice"),
        }
    }

    pub fn reissue(self, number: u32) -> String {
        match self.0 {
            Language::Ja => format!("再発行（{number}回目）"),
            Language::En => format!("Copy no. {number}"),
        }
    }

    pub fn number(self, number: &str) -> String {
        format!("No. {number}")
    }

    pub fn transaction_date(self, data: &ReceiptData) -> String {
        let name = match data.returned {
            None => self.pick("取引日", "Transaction date"),
            Some(_) => self.pick("返金日", "Refunded on"),
        };
        format!("{name} {}", self.date(data.transaction_at))
    }

    /// The day in Japan.
    pub fn date(self, moment: Timestamp) -> String {
        self.day(in_japan(moment).date())
    }

    pub fn day(self, day: Date) -> String {
        match self.0 {
            Language::Ja => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            Language::En => day.strftime("%-d %B %Y").to_string(),
        }
    }

    pub fn recipient(self, name: &str) -> String {
        match self.0 {
            Language::Ja => format!("{name} 様"),
            Language::En => name.to_owned(),
        }
    }

    pub const fn amount_paid(self, data: &ReceiptData) -> &'static str {
        match data.returned {
            None => self.pick("金額（税込）", "Amount (tax included)"),
            Some(_) => self.pick("返金額（税込）", "Amount given back (tax included)"),
        }
    }

    pub fn received(self, data: &ReceiptData) -> String {
        let Some(sale) = &data.returned else {
            return self
                .pick("下記の品代として、正に領収しました。", "Received with thanks for the items below.")
                .to_owned();
        };
        let date = self.date(sale.transaction_at);
        match self.0 {
            Language::Ja => format!("{date}のお取引（No. {}）について、下記を返金しました。", sale.number),
            Language::En => format!("Given back of the purchase of {date} (No. {}).", sale.number),
        }
    }

    pub const fn columns(self) -> [&'static str; 4] {
        match self.0 {
            Language::Ja => ["品名", "数量", "単価", "金額"],
            Language::En => ["Item", "Quantity", "Unit price", "Amount"],
        }
    }

    /// What stands after the name of an item (消費税法 第57条の4 第2項 第3号 asks that items of the
    /// reduced rate can be told).
    pub const fn mark(self, rate: TaxRate) -> &'static str {
        match rate {
            TaxRate::Reduced => " ※",
            TaxRate::Standard | TaxRate::Exempt => "",
        }
    }

    /// `クーポン値引き 秋の市（8%対象 70円、10%対象 30円）`.
    pub fn discount(self, discount: &Discount) -> String {
        let kind = match discount.kind {
            DiscountKind::Coupon => self.pick("クーポン値引き", "Coupon"),
            DiscountKind::Points => self.pick("ポイント値引き", "Discount by points"),
            DiscountKind::Price => self.pick("値引き", "Discount"),
        };
        let share = |share: &DiscountShare| match share.rate {
            TaxRate::Exempt => format!("{} {}", self.pick("非課税", "not taxed"), self.money(share.amount)),
            rate => {
                let rate = format!("{}%{}", rate.percent(), self.pick("対象", " rate"));
                format!("{rate} {}", self.money(share.amount))
            }
        };
        let shares: Vec<String> = discount.shares.iter().map(share).collect();
        match self.0 {
            Language::Ja => format!("{kind} {}（{}）", discount.name, shares.join("、")),
            Language::En => format!("{kind}: {} ({})", discount.name, shares.join(", ")),
        }
    }

    /// `8%対象 ※（内消費税 66円）`, or `非課税`.
    pub fn rate(self, total: &TaxTotal) -> String {
        if total.rate == TaxRate::Exempt {
            return self.pick("非課税", "Not taxed").to_owned();
        }
        let (percent, mark, tax) = (total.rate.percent(), self.mark(total.rate), self.money(total.tax));
        match self.0 {
            Language::Ja => format!("{percent}%対象{mark}（内消費税 {tax}）"),
            Language::En => format!("{percent}% rate{mark} (tax included {tax})"),
        }
    }

    pub fn total(self, tax: Amount) -> String {
        match self.0 {
            Language::Ja => format!("合計（内消費税 {}）", self.money(tax)),
            Language::En => format!("Total (tax included {})", self.money(tax)),
        }
    }

    pub const fn refunded(self) -> &'static str {
        self.pick("返金済みの金額", "Refunded since")
    }

    pub const fn after_refund(self) -> &'static str {
        self.pick("返金後の金額", "After the refund")
    }

    pub const fn reduced_note(self) -> &'static str {
        self.pick("※ は軽減税率（8%）の対象です。", "※ Reduced tax rate (8%).")
    }

    pub const fn issued_by(self) -> &'static str {
        self.pick("発行した事業者", "Issued by")
    }

    pub fn registration(self, number: &str) -> String {
        format!("{} {number}", self.pick("登録番号", "Registration number"))
    }

    pub const fn paid_with(self, data: &ReceiptData) -> &'static str {
        match data.returned {
            None => self.pick("お支払い", "Paid with"),
            Some(_) => self.pick("返金先", "Given back to"),
        }
    }

    /// A payment by card must say so, or its receipt on paper would be taxed as one for money
    /// (印紙税法 別表第一 第17号).
    pub const fn instrument(self, paid_by: &PaidBy) -> &'static str {
        match paid_by {
            PaidBy::Points => self.pick("ポイント利用", "Points"),
            PaidBy::Gift => self.pick("ギフト残高", "Gift balance"),
            PaidBy::Card { .. } => self.pick("クレジットカード利用", "Credit card"),
            PaidBy::Cash => self.pick("現金（コンビニ払い）", "Cash (at a store)"),
        }
    }

    pub const fn one_payment(self) -> &'static str {
        self.pick("1回払い", "Single payment")
    }

    pub fn issued(self, moment: Timestamp, copy: Option<Reissue>) -> String {
        let date = self.date(moment);
        let copy = copy.map(|copy| self.date(copy.at));
        match (self.0, copy) {
            (Language::Ja, None) => format!("Saifu が電子データで発行しました（発行日 {date}）。"),
            (Language::Ja, Some(copy)) => {
                format!("Saifu が電子データで再発行しました（{copy}、初回の発行日 {date}）。")
            }
            (Language::En, None) => format!("Issued electronically by Saifu on {date}."),
            (Language::En, Some(copy)) => {
                format!("Issued again electronically by Saifu on {copy}; first issued on {date}.")
            }
        }
    }

    pub fn name_changed(self, change: &NameChange) -> String {
        let (date, before) = (self.date(change.at), change.before.trim());
        match (self.0, before.is_empty()) {
            (Language::Ja, true) => format!("宛名は{date}に書き加えられました。"),
            (Language::Ja, false) => format!("宛名は{date}に変更されました（変更前: {before}）。"),
            (Language::En, true) => format!("The name was added on {date}."),
            (Language::En, false) => format!("The name was changed on {date}; before: {before}."),
        }
    }

    pub const fn qr_note(self) -> &'static str {
        self.pick(
            "QRコードに番号・取引日・金額・登録番号が入っています。",
            "The QR code holds number, date, amount and registration number.",
        )
    }

    /// Only documents on paper are taxed (印紙税法 第2条, 別表第一 第17号).
    pub const fn stamp_note(self) -> &'static str {
        self.pick(
            "電子データのため収入印紙は不要です（印紙税の課税文書に当たりません）。",
            "Issued as data and thus not subject to stamp duty; no revenue stamp is needed.",
        )
    }

    pub fn missing_note(self, file: &str) -> String {
        match self.0 {
            Language::Ja => format!("〓 は印刷できない文字です。元の文字は添付データ {file} にあります。"),
            Language::En => {
                format!("〓 stands for a character that cannot be printed; the attached {file} has it.")
            }
        }
    }

    pub const fn sandbox_note(self) -> &'static str {
        self.pick("見本。実際の取引ではありません。", "Specimen. Not a real transaction.")
    }

    pub const fn qr_picture(self) -> &'static str {
        self.pick(
            "領収書の番号、取引日、金額、登録番号のQRコード",
            "QR code of the receipt's number, date, amount and registration number",
        )
    }

    pub const fn json(self) -> &'static str {
        self.pick("この書類のデータ（JSON）", "This document as data (JSON)")
    }

    pub const fn csv(self) -> &'static str {
        self.pick("この書類の表（CSV）", "This document as a table (CSV)")
    }

    pub fn money(self, amount: Amount) -> String {
        let Money { before, number, after } = self.money_parts(amount);
        format!("{before}{number}{after}")
    }

    pub fn money_parts(self, amount: Amount) -> Money {
        let (before, after) = match (amount.currency(), self.0) {
            (Currency::Jpy, Language::Ja) => ("", "円"),
            (Currency::Jpy, Language::En) => ("¥", ""),
            (Currency::Usd, _) => ("USD ", ""),
            (Currency::Eur, _) => ("EUR ", ""),
            (Currency::Gbp, _) => ("GBP ", ""),
        };
        Money { before, number: amount.grouped(), after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_japans() {
        let late: Timestamp = "2026-11-21T15:00:00Z".parse().unwrap();
        assert_eq!(Words::new(Language::Ja).date(late), "2026年11月22日");
        assert_eq!(Words::new(Language::En).date(late), "22 November 2026");
    }
}
