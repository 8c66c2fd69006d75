//! What the guards of a group look at. It is read without locks: each guard stands in the statement that
//! writes as well (a version, a unique key, a check of the row), so that what another process wrote since is
//! found there ([`Failure::Raced`]). Statements write rows in the order of their keys, and tables always in the
//! same order, so that two groups never wait for each other.

use std::collections::{BTreeMap, BTreeSet};

use saifu_ledger::{Books, Transfer, TransferId};
use saifu_wallet::change::{Change, ChangeSet, Concept};
use sqlx::AnyConnection;

use super::Care;
use crate::dialect::Dialect;
use crate::failure::Failure;
use crate::ledger::{self, Seen};
use crate::row::{gathered, table};

/// What was read.
#[derive(Default)]
pub(super) struct Known {
    /// The version of each row that exists.
    pub(super) versions: BTreeMap<(Concept, String), i64>,
    /// The accounts and transfers that are touched.
    pub(super) books: Books,
    /// What each balance is taken to hold; 0 where they were read.
    pub(super) assumed: i64,
}

pub(super) async fn read(
    connection: &mut AnyConnection,
    dialect: Dialect,
    seen: &mut Seen,
    group: &[&ChangeSet],
    care: Care,
) -> Result<Known, Failure> {
    let wanted = Wanted::of(group);
    let mut known = Known::default();
    let (accounts, books) = (&wanted.accounts, &mut known.books);
    let transfers = match care {
        Care::LookFirst => {
            ledger::read_accounts(connection, dialect, accounts, seen, books).await?;
            &wanted.transfers
        }
        Care::WritingTells => {
            ledger::assume_accounts(connection, dialect, accounts, seen, books).await?;
            known.assumed = ledger::ASSUMED;
            &wanted.pending
        }
    };
    ledger::read_transfers(connection, dialect, "id", transfers, &mut known.books).await?;
    ledger::read_transfers(connection, dialect, "resolves", &wanted.pending, &mut known.books).await?;
    // The versions last, as each statement sees what is committed by then: money that another process moved
    // with a row is never seen without the row's new version, and who lost that race reads again.
    for (concept, keys) in &wanted.rows {
        read_versions(connection, dialect, *concept, keys, &mut known).await?;
    }
    Ok(known)
}

async fn read_versions(
    connection: &mut AnyConnection,
    dialect: Dialect,
    concept: Concept,
    keys: &BTreeSet<String>,
    known: &mut Known,
) -> Result<(), Failure> {
    let join = format!("JOIN {} t ON t.id = r.key", table(concept));
    let rows: Vec<(String, i64)> = gathered(connection, dialect, "t.id, t.version", &join, keys).await?;
    known.versions.extend(rows.into_iter().map(|(id, version)| ((concept, id), version)));
    Ok(())
}

/// The keys of a group.
#[derive(Default)]
struct Wanted<'a> {
    rows: BTreeMap<Concept, BTreeSet<String>>,
    accounts: BTreeSet<&'a str>,
    /// Transfers of the group, which may exist already, and the pending ones that they resolve.
    transfers: BTreeSet<&'a str>,
    pending: BTreeSet<&'a str>,
}

impl<'a> Wanted<'a> {
    fn of(group: &[&'a ChangeSet]) -> Self {
        let mut wanted = Self::default();
        for change in group.iter().flat_map(|changes| &changes.0) {
            match change {
                Change::Insert(record) | Change::Update(record, _) => {
                    let (concept, key) = record.place();
                    wanted.rows.entry(concept).or_default().insert(key);
                }
                Change::OpenAccount(account) => {
                    wanted.accounts.insert(account.id.as_str());
                }
                Change::Transfer(transfer) => wanted.transfer(transfer),
                Change::Event(_) => {}
            }
        }
        wanted
    }

    fn transfer(&mut self, transfer: &'a Transfer) {
        self.accounts.extend([transfer.debit.as_str(), transfer.credit.as_str()]);
        self.transfers.insert(transfer.id.as_str());
        let pending = transfer.phase.resolves().map(TransferId::as_str);
        self.transfers.extend(pending);
        self.pending.extend(pending);
    }
}
