//! Proves on a live database that the books hold.

use sqlx::{AnyPool, Row};

use crate::open::SqlStore;

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// What breaks it.
    pub what: String,
}

/// Each rule with a query whose every row is a finding.
const RULES: [(&str, &str); 5] = [
    (
        "debits and credits of a currency are equal",
        "SELECT currency AS what FROM accounts GROUP BY currency \
         HAVING SUM(debits_posted) <> SUM(credits_posted) OR SUM(debits_pending) <> SUM(credits_pending)",
    ),
    (
        "no shopper's account is overdrawn",
        "SELECT id AS what FROM accounts WHERE overdraft_refused = 1 \
         AND credits_posted - debits_posted - debits_pending < 0",
    ),
    (
        "a balance is the sum of its transfers",
        "SELECT id AS what FROM accounts WHERE \
         debits_posted <> (SELECT COALESCE(SUM(amount), 0) FROM transfers t \
             WHERE t.debit_account = accounts.id AND t.phase IN ('single', 'post')) \
         OR credits_posted <> (SELECT COALESCE(SUM(amount), 0) FROM transfers t \
             WHERE t.credit_account = accounts.id AND t.phase IN ('single', 'post')) \
         OR debits_pending <> (SELECT COALESCE(SUM(amount), 0) FROM transfers t \
             WHERE t.debit_account = accounts.id AND t.phase = 'pending' \
             AND NOT EXISTS (SELECT 1 FROM transfers r WHERE r.resolves = t.id)) \
         OR credits_pending <> (SELECT COALESCE(SUM(amount), 0) FROM transfers t \
             WHERE t.credit_account = accounts.id AND t.phase = 'pending' \
             AND NOT EXISTS (SELECT 1 FROM transfers r WHERE r.resolves = t.id))",
    ),
    (
        "a captured charge is backed by posted transfers",
        "SELECT id AS what FROM charges WHERE state = 'captured' AND NOT EXISTS \
         (SELECT 1 FROM transfers t WHERE t.id LIKE charges.id || ':%' AND t.phase = 'post')",
    ),
    (
        "a reservation belongs to a live charge",
        "SELECT t.id AS what FROM transfers t WHERE t.phase = 'pending' \
         AND NOT EXISTS (SELECT 1 FROM transfers r WHERE r.resolves = t.id) \
         AND NOT EXISTS (SELECT 1 FROM charges c WHERE t.id LIKE c.id || ':%' \
             AND c.state IN ('authorization_initiated', 'authorized', 'capture_initiated'))",
    ),
];

/// Asks every rule; an empty answer means that the books hold.
///
/// # Errors
/// The database failed.
pub async fn audit(store: &SqlStore) -> Result<Vec<Finding>, sqlx::Error> {
    let mut findings = Vec::new();
    for (rule, sql) in RULES {
        findings.extend(broken(&store.pool, rule, sql).await?);
    }
    Ok(findings)
}

async fn broken(pool: &AnyPool, rule: &'static str, sql: &'static str) -> Result<Vec<Finding>, sqlx::Error> {
    let rows = sqlx::query(sql).fetch_all(pool).await?;
    rows.iter().map(|row| Ok(Finding { rule, what: row.try_get("what")? })).collect()
}
