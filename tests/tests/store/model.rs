//! The ledger against a model of it: random transfers, alone, linked, at once and cut off, on every store.
//! After each operation the store's balances are the model's, and the books hold.

mod book;
mod moves;

use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use saifu_ledger::{AccountId, Transfer};
use saifu_store::SqlStore;
use saifu_wallet::ChangeSet;
use saifu_wallet::memory::MemoryStore;
use saifu_wallet::port::store::{Commit, HoldingReads, Store, StoreError};

use book::{Book, Outcome, Sums};
use moves::{Operation, accounts, operations, transfers_of};

/// A store that can be opened again.
trait Kept: Sized {
    type Store: Store + 'static;

    async fn open() -> Self;
    fn store(&self) -> Arc<Self::Store>;
    /// As after a crash: whoever was writing is gone.
    async fn reopen(&mut self);
    /// What the store's own audit finds.
    async fn findings(&self) -> Vec<String>;
}

struct InMemory(Arc<MemoryStore>);

impl Kept for InMemory {
    type Store = MemoryStore;

    async fn open() -> Self {
        Self(Arc::default())
    }

    fn store(&self) -> Arc<MemoryStore> {
        Arc::clone(&self.0)
    }

    async fn reopen(&mut self) {}

    async fn findings(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A database at an address, and what keeps it there.
struct InSql {
    url: String,
    store: Arc<SqlStore>,
    _place: Box<dyn std::any::Any>,
}

impl InSql {
    async fn at(url: String, place: Box<dyn std::any::Any>) -> Self {
        let store = Arc::new(SqlStore::open(&url).await.unwrap());
        Self { url, store, _place: place }
    }

    async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wallet.db");
        SqlStore::open_file(&path).await.unwrap().close().await;
        Self::at(format!("sqlite:{}", path.display()), Box::new(folder)).await
    }

    async fn postgres() -> Self {
        let (url, server) = saifu_tests::postgres::database().unwrap();
        Self::at(url, Box::new(server)).await
    }

    async fn reopen(&mut self) {
        self.store.close().await;
        self.store = Arc::new(SqlStore::open(&self.url).await.unwrap());
    }

    async fn findings(&self) -> Vec<String> {
        let findings = saifu_store::audit(&self.store).await.unwrap();
        findings.into_iter().map(|it| format!("{}: {}", it.rule, it.what)).collect()
    }
}

macro_rules! kept_in_sql {
    ($name:ident by $open:ident) => {
        struct $name(InSql);

        impl Kept for $name {
            type Store = SqlStore;

            async fn open() -> Self {
                Self(InSql::$open().await)
            }

            fn store(&self) -> Arc<SqlStore> {
                Arc::clone(&self.0.store)
            }

            async fn reopen(&mut self) {
                self.0.reopen().await;
            }

            async fn findings(&self) -> Vec<String> {
                self.0.findings().await
            }
        }
    };
}

kept_in_sql!(OnSqlite by sqlite);
kept_in_sql!(OnPostgres by postgres);

/// One run: the operations on a fresh store, each held against the model.
async fn run<K: Kept>(operations: Vec<Operation>) {
    let mut kept = K::open().await;
    let mut book = Book::new(&accounts());
    let opened = accounts().into_iter().fold(ChangeSet::new(), ChangeSet::open);
    kept.store().commit(opened).await.unwrap();
    for operation in operations {
        let (sets, cut_off) = transfers_of(&operation, &book);
        let outcomes = at_once(&kept, &sets, cut_off).await;
        let again = if cut_off { asked_again(&mut kept, &sets).await } else { Vec::new() };
        let is = sums(&kept).await;
        let ends_so = |book: &Book| ending(book, &sets, &again, &is);
        let crowded = || explained(&book.with_room(), &sets, &outcomes, &ends_so).filter(|_| sets.len() > 1);
        book = explained(&book, &sets, &outcomes, &ends_so)
            .or_else(crowded)
            .map(Book::without_room)
            .unwrap_or_else(|| panic!("{sets:#?} gave {outcomes:?} {again:?} and {is:#?} after {book:#?}"));
        assert_eq!(kept.findings().await, [""; 0], "after {sets:#?}");
    }
}

/// Commits the sets at once. A caller that is cut off hears nothing.
async fn at_once(kept: &impl Kept, sets: &[Vec<Transfer>], cut_off: bool) -> Vec<Option<Outcome>> {
    let tasks: Vec<_> = sets
        .iter()
        .cloned()
        .map(|set| {
            let store = kept.store();
            tokio::spawn(async move { store.commit(ChangeSet::new().transfers(set)).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        if cut_off {
            tokio::task::yield_now().await;
            task.abort();
        }
        outcomes.push(task.await.ok().map(told).filter(|_| !cut_off));
    }
    outcomes
}

/// Who was cut off asks again, one after the other: what came through before is not done twice.
async fn asked_again(kept: &mut impl Kept, sets: &[Vec<Transfer>]) -> Vec<Outcome> {
    kept.reopen().await;
    let mut outcomes = Vec::new();
    for set in sets {
        outcomes.push(told(kept.store().commit(ChangeSet::new().transfers(set.clone())).await));
    }
    outcomes
}

/// The model after those who asked again, if it gives what they heard and what the store holds.
fn ending(book: &Book, sets: &[Vec<Transfer>], again: &[Outcome], is: &[Sums]) -> Option<Book> {
    let asked = sets.iter().zip(again).try_fold(book.clone(), |book, (set, outcome)| {
        let (after, expected) = book.post(set);
        expected.allows(outcome).then_some(after)
    })?;
    (asked.sums() == is).then_some(asked)
}

fn told(done: Result<(), StoreError>) -> Outcome {
    match done {
        Ok(()) => Ok(()),
        Err(StoreError::Ledger(error)) => Err(error),
        Err(other) => panic!("the store failed: {other}"),
    }
}

async fn sums(kept: &impl Kept) -> Vec<Sums> {
    let mut all = Vec::new();
    for account in accounts() {
        let balance = kept.store().balance(&account.id).await.unwrap();
        all.push(Sums::from(balance.expect("an open account")));
    }
    let nowhere = kept.store().balance(&AccountId::new(moves::NOWHERE)).await.unwrap();
    assert!(nowhere.is_none(), "an account opened by itself");
    all
}

/// The model after some order of the sets that gives just these outcomes and ends as the store did. A caller that
/// was cut off (`None`) does not know whether it came through.
fn explained(
    book: &Book,
    sets: &[Vec<Transfer>],
    outcomes: &[Option<Outcome>],
    ends_so: &dyn Fn(&Book) -> Option<Book>,
) -> Option<Book> {
    if sets.is_empty() {
        return ends_so(book);
    }
    (0..sets.len()).find_map(|first| {
        let mut others = sets.to_vec();
        let set = others.remove(first);
        let mut left = outcomes.to_vec();
        let outcome = left.remove(first);
        let (after, expected) = book.post(&set);
        let fits = outcome.as_ref().is_none_or(|outcome| expected.allows(outcome));
        let came_through = fits.then(|| explained(&after, &others, &left, ends_so)).flatten();
        // Cut off before anything of it was written.
        came_through.or_else(|| outcome.is_none().then(|| explained(book, &others, &left, ends_so)).flatten())
    })
}

fn the_ledger_is_its_model<K: Kept>(cases: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        // A shorter story is worth a minute, and no more.
        max_shrink_time: 60_000,
        ..ProptestConfig::default()
    };
    let tested = TestRunner::new(config).run(&operations(), |operations| {
        runtime.block_on(run::<K>(operations));
        Ok(())
    });
    runtime.shutdown_timeout(Duration::from_secs(10));
    tested.unwrap();
}

#[test]
fn on_memory() {
    the_ledger_is_its_model::<InMemory>(400);
}

#[test]
fn on_sqlite() {
    the_ledger_is_its_model::<OnSqlite>(24);
}

#[test]
fn on_postgres() {
    the_ledger_is_its_model::<OnPostgres>(24);
}
