//! Random operations. They are drawn as places in what was posted before, and become transfers when they are
//! run, so that shrinking a list leaves the rest with a meaning.

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use saifu_ledger::{Account, AccountId, AccountKind, Balance, Phase, Transfer, TransferId, TransferKind};
use saifu_money::{Amount, Currency};

use super::book::Book;

/// An account that is never opened.
pub const NOWHERE: &str = "nowhere";

/// Those that are opened: lots that cannot be overdrawn, and accounts that can, in two currencies. Points, of which
/// the audit asks nothing but what it asks of every account.
pub fn accounts() -> Vec<Account> {
    use AccountKind::{MerchantPayable, PointLot, PointsIssued};
    use Currency::{Jpy, Usd};
    [
        ("points:1", PointLot, Jpy),
        ("points:2", PointLot, Jpy),
        ("points:3", PointLot, Jpy),
        ("house:points_issued:JPY", PointsIssued, Jpy),
        ("merchant:M1:payable:JPY", MerchantPayable, Jpy),
        ("points:4", PointLot, Usd),
        ("house:points_issued:USD", PointsIssued, Usd),
    ]
    .map(|(id, kind, currency)| Account { id: AccountId::new(id), owner: "s".to_owned(), kind, currency })
    .into()
}

/// What is done in one go: each set of moves is one commit.
#[derive(Clone, Debug)]
pub enum Operation {
    /// One caller.
    Alone(Vec<Move>),
    /// Several at once.
    AtOnce(Vec<Vec<Move>>),
    /// Several at once, and then the process stops.
    CutOff(Vec<Vec<Move>>),
}

/// One transfer, as it is drawn.
#[derive(Clone, Debug)]
pub enum Move {
    /// From one account to another.
    Between { debit: usize, credit: usize, amount: i64, usd: bool, held: Held, second: i64 },
    /// Resolves a pending one.
    Resolve { which: usize, how: How, second: i64 },
    /// The same once more, decided later, with other content or not.
    Again { which: usize, other: bool, second: i64 },
}

/// Whether it is only reserved.
#[derive(Clone, Copy, Debug)]
pub enum Held {
    No,
    Yes,
    Until(i64),
}

/// What becomes of a reservation.
#[derive(Clone, Copy, Debug)]
pub enum How {
    PostAll,
    PostHalf,
    PostMore,
    Void,
    VoidHalf,
    Expire,
    /// Between other accounts.
    PostElsewhere,
}

/// Lists of operations.
pub fn operations() -> impl Strategy<Value = Vec<Operation>> {
    let sets = || vec(vec(one_move(), 1..4), 2..5);
    let few = vec(vec(one_move(), 1..3), 2..4);
    let operation = prop_oneof![
        6 => vec(one_move(), 1..5).prop_map(Operation::Alone),
        3 => sets().prop_map(Operation::AtOnce),
        1 => few.prop_map(Operation::CutOff),
    ];
    vec(operation, 1..24)
}

fn one_move() -> impl Strategy<Value = Move> {
    let places = || 0..accounts().len() + 1;
    let held = prop_oneof![3 => Just(Held::No), 3 => Just(Held::Yes), 1 => (0..60_i64).prop_map(Held::Until)];
    let between = (places(), places(), amount(), prop::bool::weighted(0.2), held, 0..60_i64).prop_map(
        |(debit, credit, amount, usd, held, second)| Move::Between {
            debit,
            credit,
            amount,
            usd,
            held,
            second,
        },
    );
    // Out of the house, so that lots hold something.
    let fill = (0..3_usize, 1..2000_i64).prop_map(|(credit, amount)| Move::Between {
        debit: 3,
        credit,
        amount,
        usd: false,
        held: Held::No,
        second: 0,
    });
    let how = prop_oneof![
        4 => Just(How::PostAll),
        3 => Just(How::PostHalf),
        1 => Just(How::PostMore),
        3 => Just(How::Void),
        1 => Just(How::VoidHalf),
        2 => Just(How::Expire),
        1 => Just(How::PostElsewhere),
    ];
    let resolve =
        (0..8_usize, how, 0..60_i64).prop_map(|(which, how, second)| Move::Resolve { which, how, second });
    let again = (0..8_usize, prop::bool::weighted(0.3), 0..60_i64)
        .prop_map(|(which, other, second)| Move::Again { which, other, second });
    prop_oneof![4 => between, 3 => fill, 4 => resolve, 1 => again]
}

fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![
        12 => 1..1500_i64,
        1 => Just(0),
        1 => Balance::MAX - 2..=Balance::MAX,
        1 => Just(i64::MAX),
    ]
}

/// The commits of an operation, and whether they are cut off.
pub fn transfers_of(operation: &Operation, book: &Book) -> (Vec<Vec<Transfer>>, bool) {
    let (sets, cut_off) = match operation {
        Operation::Alone(set) => (vec![set.clone()], false),
        Operation::AtOnce(sets) => (sets.clone(), false),
        Operation::CutOff(sets) => (sets.clone(), true),
    };
    let mut drawn = book.transfers.len() * 100;
    let mut name = || {
        drawn += 1;
        format!("t{drawn}")
    };
    let sets = sets.into_iter().map(|set| {
        // Later moves of a set may resolve what the set itself reserves.
        let mut seen = book.transfers.clone();
        let mut transfers = Vec::new();
        for one in set {
            if let Some(transfer) = transfer(&one, &seen, &mut name) {
                seen.push(transfer.clone());
                transfers.push(transfer);
            }
        }
        transfers
    });
    (sets.collect(), cut_off)
}

fn transfer(drawn: &Move, seen: &[Transfer], name: &mut impl FnMut() -> String) -> Option<Transfer> {
    match drawn {
        Move::Between { debit, credit, amount, usd, held, second } => {
            let currency = if *usd { Currency::Usd } else { Currency::Jpy };
            Some(Transfer {
                id: TransferId::new(name()),
                debit: account(*debit),
                credit: account(*credit),
                amount: Amount::new(*amount, currency).ok()?,
                kind: TransferKind::Reward,
                phase: match held {
                    Held::No => Phase::Single,
                    Held::Yes => Phase::Pending,
                    Held::Until(end) => Phase::PendingUntil(at(*end)),
                },
                at: at(*second),
            })
        }
        Move::Resolve { which, how, second } => {
            let pending: Vec<&Transfer> = seen.iter().filter(|it| it.phase.reserves()).collect();
            let held = last(&pending, *which)?;
            Some(Transfer { id: TransferId::new(name()), at: at(*second), ..resolution(held, *how)? })
        }
        Move::Again { which, other, second } => {
            let all: Vec<&Transfer> = seen.iter().collect();
            let before = last(&all, *which)?;
            let more = i64::from(*other);
            let amount =
                Amount::new(before.amount.minor().checked_add(more)?, before.amount.currency()).ok()?;
            Some(Transfer { amount, at: at(*second), ..before.clone() })
        }
    }
}

fn resolution(held: &Transfer, how: How) -> Option<Transfer> {
    let id = held.id.clone();
    let minor = held.amount.minor();
    let (minor, phase) = match how {
        How::PostAll | How::PostElsewhere => (minor, Phase::Post(id)),
        How::PostHalf => (minor / 2, Phase::Post(id)),
        How::PostMore => (minor.checked_add(1)?, Phase::Post(id)),
        How::Void => (minor, Phase::Void(id)),
        How::VoidHalf => (minor / 2, Phase::Void(id)),
        How::Expire => (minor, Phase::Expire(id)),
    };
    let amount = Amount::new(minor, held.amount.currency()).ok()?;
    let resolved = Transfer { amount, phase, ..held.clone() };
    Some(match how {
        How::PostElsewhere => Transfer { debit: held.credit.clone(), credit: held.debit.clone(), ..resolved },
        _ => resolved,
    })
}

/// Counted from the end: the last ones meet most.
fn last<'a>(list: &[&'a Transfer], which: usize) -> Option<&'a Transfer> {
    list.iter().rev().nth(which % list.len().max(1)).copied()
}

fn account(place: usize) -> AccountId {
    accounts().get(place).map_or_else(|| AccountId::new(NOWHERE), |account| account.id.clone())
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}
