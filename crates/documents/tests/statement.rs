//! A statement's balances follow from its movements, and its paper and table say the same.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::HashSet;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use saifu_documents::{
    Account, Direction, EntryKind, HistoryError, Instrument, Language, Statement, StatementData,
    StatementError, StatementScope, statement_pdf,
};
use saifu_money::Amount;

#[path = "sample/history.rs"]
mod history;

fn statement(count: usize, scope: StatementScope) -> Statement {
    history::statement(history::entries(count).unwrap(), scope).unwrap()
}

#[test]
fn what_does_not_follow_is_refused() {
    let sound = statement(20, StatementScope::Wallet).data().clone();
    let id = |index: usize| sound.entries[index].id.clone();
    let one = Amount::yen(1);
    type Alteration = (fn(&mut StatementData, Amount), StatementError);
    let alterations: [Alteration; 12] = [
        (|d, _| d.number.clear(), StatementError::Blank("number")),
        (|d, _| d.to = "2026-10-31".parse().unwrap(), StatementError::Period),
        (|d, _| d.from = "2026-11-02".parse().unwrap(), StatementError::Entry(id(0))),
        (|d, _| d.entries.swap(3, 4), StatementError::Order),
        (|d, _| d.balances.truncate(1), StatementError::Accounts),
        (|d, _| d.scope = StatementScope::Gift, StatementError::Accounts),
        (
            |d, one| d.balances[0].closing = d.balances[0].closing.add(one).unwrap(),
            StatementError::Closing(Account::Gift),
        ),
        (
            |d, one| d.balances[1].opening = d.balances[1].opening.sub(one).unwrap(),
            StatementError::Closing(Account::Points),
        ),
        (
            |d, _| {
                d.entries.remove(1);
            },
            StatementError::Closing(Account::Gift),
        ),
        (
            |d, _| d.entries[2].id = d.entries[1].id.clone(),
            StatementError::History(HistoryError::Twice(id(1))),
        ),
        (|d, one| d.entries[1].legs[0].amount = one, StatementError::History(HistoryError::Tax(id(1)))),
        (
            |d, _| d.entries[1].legs[0].direction = Direction::In,
            StatementError::History(HistoryError::Legs(id(1))),
        ),
    ];
    for (alter, error) in alterations {
        let mut altered = sound.clone();
        alter(&mut altered, one);
        assert_eq!(Statement::new(altered), Err(error));
    }
}

#[test]
fn a_balance_below_nothing_on_the_way_is_refused() {
    let mut data = statement(20, StatementScope::Gift).data().clone();
    let top_up = data.entries.remove(0);
    data.balances[0].opening = Amount::yen(0);
    data.entries.push(saifu_documents::Entry { at: data.entries[14].at, id: "Z".into(), ..top_up });
    data.entries.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    assert!(matches!(Statement::new(data), Err(StatementError::Money(_))));
}

fn lines(statement: &Statement, language: Language) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("statement.pdf");
    std::fs::write(&path, statement_pdf(statement, language).unwrap()).unwrap();
    run("qpdf", &["--check".as_ref(), &path]);
    let text = run("pdftotext", &["-raw".as_ref(), &path, "-".as_ref()]);
    text.split(['\n', '\u{c}']).map(str::to_owned).filter(|line| !line.is_empty()).collect()
}

fn run(program: &str, arguments: &[&Path]) -> String {
    let out = Command::new(program).args(arguments).output().unwrap();
    assert!(out.status.success(), "{program}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn the_paper_says_every_movement_and_sum() {
    let statement = statement(24, StatementScope::Wallet);
    let lines = lines(&statement, Language::Ja);
    let expected = [
        "利用明細書",
        "期間 2026年11月1日〜2026年11月30日",
        "ギフト残高 6,004 15,000 4,800 16,204",
        "ポイント 1,204 191 0 1,395",
        "カード・現金ほか 4,460 103,128",
        "2026/11/01 チャージ Saifu ギフト残高 5,000 11,004",
        "2026/11/01 喫茶 こまどり VISA •• 4242 980",
        "2026/11/01 返金 あおぞら書店 VISA •• 4242 2,640",
        "8%対象 2,868 212 540 40",
        "10%対象 90,060 8,182 3,920 356",
        "食費 3,648 540",
        "未分類 73,600 0",
    ];
    for line in expected {
        assert!(lines.iter().any(|it| it == line), "{line} is not among {lines:?}");
    }
    let movements = lines.iter().filter(|line| line.starts_with("2026/11/")).count();
    assert_eq!(movements, statement.data().rows().unwrap().len());
}

#[test]
fn gift_and_points_have_statements_of_their_own() {
    let gift = lines(&statement(60, StatementScope::Gift), Language::En);
    assert!(gift.contains(&"Gift card statement".to_owned()), "{gift:?}");
    assert!(!gift.iter().any(|line| line.contains("VISA")), "{gift:?}");
    let points = lines(&statement(60, StatementScope::Points), Language::Ja);
    assert!(points.contains(&"ポイント 1,204 250 0 1,454".to_owned()), "{points:?}");
    assert!(!points.iter().any(|line| line.contains("チャージ")), "{points:?}");
}

#[test]
fn nothing_moved_is_said() {
    let lines = lines(&statement(0, StatementScope::Wallet), Language::Ja);
    assert!(lines.contains(&"この期間に取引はありません。".to_owned()), "{lines:?}");
}

#[test]
fn the_same_statement_has_the_same_bytes_and_is_read_back_from_its_data() {
    let statement = statement(40, StatementScope::Wallet);
    let pdf = statement_pdf(&statement, Language::Ja).unwrap();
    assert!(pdf == statement_pdf(&statement, Language::Ja).unwrap());
    let json = serde_json::to_vec(&statement).unwrap();
    assert_eq!(serde_json::from_slice::<Statement>(&json).unwrap(), statement);
}

/// Name → sum of its column.
fn column(table: &[u8], name: &str) -> i64 {
    let mut reader = csv::Reader::from_reader(&table[3..]);
    let at = reader.headers().unwrap().iter().position(|it| it == name).unwrap();
    let cell = |row: csv::StringRecord| row[at].parse::<i64>().unwrap_or(0);
    reader.records().map(|row| cell(row.unwrap())).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn sums_of_any_statement_are_those_of_its_legs(picked in proptest::collection::vec(0..200_usize, 0..80)) {
        let picked: HashSet<usize> = picked.into_iter().collect();
        let entries = history::entries(200).unwrap().into_iter().enumerate();
        let entries = entries.filter(|(index, _)| picked.contains(index)).map(|(_, entry)| entry).collect();
        let statement = history::statement(entries, StatementScope::Wallet).unwrap();
        let (data, totals) = (statement.data(), statement.totals());
        let legs = |direction| {
            let legs = data.entries.iter().flat_map(|entry| &entry.legs);
            legs.filter(|leg| leg.direction == direction).map(|leg| leg.amount.minor()).sum::<i64>()
        };
        let table = statement.to_table().unwrap();
        let came: i64 = totals.accounts.iter().map(|total| total.came.minor()).sum();
        let went: i64 = totals.accounts.iter().map(|total| total.went.minor()).sum();
        prop_assert_eq!([came, went], [legs(Direction::In), legs(Direction::Out)]);
        prop_assert_eq!([column(&table, "in"), column(&table, "out")], [came, went]);

        let of_kind = |kind| {
            let legs = data.entries.iter().filter(|it| it.kind == kind).flat_map(|entry| &entry.legs);
            legs.map(|leg| leg.amount.minor()).sum::<i64>()
        };
        let bought: i64 = totals.rates.iter().map(|total| total.bought.minor()).sum();
        prop_assert_eq!(bought, of_kind(EntryKind::Purchase));
        let bought: i64 = totals.categories.iter().map(|total| total.bought.minor()).sum();
        prop_assert_eq!(bought, of_kind(EntryKind::Purchase));
        let returned: i64 = totals.categories.iter().map(|total| total.returned.minor()).sum();
        prop_assert_eq!(returned, of_kind(EntryKind::Refund));
        for balance in &data.balances {
            let total = totals.accounts.iter().find(|it| it.account == Some(balance.account)).unwrap();
            let closing = balance.opening.minor() + total.came.minor() - total.went.minor();
            prop_assert_eq!(closing, balance.closing.minor());
        }
        let on_cards = data.rows().unwrap().into_iter().filter(|row| row.leg.instrument != Instrument::Gift);
        prop_assert!(on_cards.filter(|row| row.leg.instrument != Instrument::Points).all(|row| row.balance.is_none()));
    }
}
