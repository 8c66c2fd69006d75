//! A plausible history of so many entries, and a statement of it.

#![allow(dead_code, reason = "not everybody uses all of it")]

use std::error::Error;

use saifu_documents::{
    Account, AccountBalance, Direction, Entry, EntryKind, Instrument, Issuer, Leg, Statement, StatementData,
    StatementScope, TaxTotal,
};
use saifu_money::{Amount, Currency, TaxRate};

const SHOPS: [(&str, Option<&str>, u32, u32); 5] = [
    ("まるふく青果", Some("食費"), 894, 390),
    ("喫茶 こまどり", Some("外食"), 0, 1280),
    ("あおぞら書店", Some("本"), 0, 2640),
    ("株式会社つばめ旅行社", None, 0, 18_400),
    ("町のパン屋", Some("食費"), 540, 0),
];

fn leg(instrument: Instrument, direction: Direction, amount: u32) -> Leg {
    Leg { instrument, direction, amount: Amount::yen(amount) }
}

fn card() -> Instrument {
    Instrument::Card { brand: "visa".into(), last4: "4242".into() }
}

fn tax(rate: TaxRate, yen: u32) -> Option<TaxTotal> {
    let total = Amount::yen(yen);
    (yen > 0).then(|| TaxTotal { rate, total, tax: rate.included_in(total).unwrap_or(total) })
}

/// Every tenth a top-up, every seventh a refund, else purchases; with points for each purchase by card.
pub fn entries(count: usize) -> Result<Vec<Entry>, Box<dyn Error>> {
    let start: jiff::Timestamp = "2026-11-01T09:00:00+09:00".parse()?;
    // Forty minutes apart while they fit a month, closer where there are more.
    let apart = (29 * 24 * 3600 / count.max(1) as i64).min(2400);
    let entry = |index: usize| {
        let (shop, category, reduced, standard) = SHOPS[index % SHOPS.len()];
        let whole = reduced + standard;
        let gift = whole.min(300);
        let (kind, legs) = match index {
            _ if index.is_multiple_of(10) => (
                EntryKind::TopUp,
                vec![leg(card(), Direction::Out, 5000), leg(Instrument::Gift, Direction::In, 5000)],
            ),
            _ if index.is_multiple_of(7) => (EntryKind::Refund, vec![leg(card(), Direction::In, whole)]),
            _ if index.is_multiple_of(9) => {
                (EntryKind::Points, vec![leg(Instrument::Points, Direction::In, whole / 100 + 1)])
            }
            _ => {
                let parts = [(Instrument::Gift, gift), (card(), whole - gift)];
                let parts = parts.into_iter().filter(|(_, yen)| *yen > 0);
                (EntryKind::Purchase, parts.map(|(it, yen)| leg(it, Direction::Out, yen)).collect())
            }
        };
        let taxed = matches!(kind, EntryKind::Purchase | EntryKind::Refund);
        let rates = [tax(TaxRate::Reduced, reduced), tax(TaxRate::Standard, standard)];
        Ok(Entry {
            id: format!("S03-4820877-{index:07}"),
            at: start + jiff::SignedDuration::from_secs(apart * index as i64),
            kind,
            counterparty: if kind == EntryKind::TopUp { "Saifu".into() } else { shop.into() },
            registration_number: None,
            category: category.filter(|_| taxed).map(str::to_owned),
            note: None,
            tax_totals: if taxed { rates.into_iter().flatten().collect() } else { Vec::new() },
            legs,
        })
    };
    (0..count).map(entry).collect()
}

/// The entries' statement.
pub fn statement(entries: Vec<Entry>, scope: StatementScope) -> Result<Statement, Box<dyn Error>> {
    let entries: Vec<Entry> =
        entries.into_iter().filter(|it| it.legs.iter().any(|leg| scope.shows(leg))).collect();
    let balance = |account: &Account| {
        let legs = entries.iter().flat_map(|entry| &entry.legs);
        let legs: Vec<&Leg> = legs.filter(|leg| Account::of(&leg.instrument) == Some(*account)).collect();
        let sum = |direction| {
            let of = legs.iter().filter(|leg| leg.direction == direction);
            Amount::sum(Currency::Jpy, of.map(|leg| leg.amount))
        };
        let opening = sum(Direction::Out)?.add(Amount::yen(1204))?;
        let closing = opening.add(sum(Direction::In)?)?.sub(sum(Direction::Out)?)?;
        Ok(AccountBalance { account: *account, opening, closing })
    };
    let balances = scope.accounts().iter().map(balance).collect::<Result<_, Box<dyn Error>>>()?;
    Ok(Statement::new(StatementData {
        number: "ST-2026-11-4820877".into(),
        scope,
        holder: "佐藤 美咲".into(),
        issuer: Issuer {
            name: "Saifu".into(),
            legal_name: "株式会社みほん".into(),
            address: "東京都文京区見本 4-5-6".into(),
            registration_number: None,
        },
        from: "2026-11-01".parse()?,
        to: "2026-11-30".parse()?,
        issued_at: "2026-12-01T09:00:00+09:00".parse()?,
        currency: Currency::Jpy,
        balances,
        entries,
        sandbox: true,
    })?)
}
