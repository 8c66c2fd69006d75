//! Proves on a live database that the books hold.

use sqlx::{AnyConnection, Connection, Executor, Row};

use crate::open::SqlStore;

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// What breaks it.
    pub what: String,
}

/// The transfers as sums of the accounts on both sides. A reservation counts while nothing resolves it.
macro_rules! with_sums {
    ($condition:literal) => {
        concat!(
            "WITH lines AS ( \
               SELECT t.debit_account AS account, t.amount, 1 AS is_debit, t.phase, r.id AS resolution FROM transfers t \
                 LEFT JOIN transfers r ON r.resolves = t.id \
               UNION ALL \
               SELECT t.credit_account, t.amount, 0, t.phase, r.id FROM transfers t \
                 LEFT JOIN transfers r ON r.resolves = t.id), \
             moved AS ( \
               SELECT account, \
                 SUM(CASE WHEN is_debit = 1 AND phase = 'pending' AND resolution IS NULL THEN amount ELSE 0 END) AS debits_pending, \
                 SUM(CASE WHEN is_debit = 1 AND phase IN ('single', 'post') THEN amount ELSE 0 END) AS debits_posted, \
                 SUM(CASE WHEN is_debit = 0 AND phase = 'pending' AND resolution IS NULL THEN amount ELSE 0 END) AS credits_pending, \
                 SUM(CASE WHEN is_debit = 0 AND phase IN ('single', 'post') THEN amount ELSE 0 END) AS credits_posted \
               FROM lines GROUP BY account), \
             held AS ( \
               SELECT account_id AS account, SUM(debits_pending) AS debits_pending, SUM(debits_posted) AS debits_posted, \
                 SUM(credits_pending) AS credits_pending, SUM(credits_posted) AS credits_posted \
               FROM balances GROUP BY account_id) ",
            $condition
        )
    };
}

/// Each rule with a query whose every row is a finding.
const RULES: &[(&str, &str)] = &[
    (
        "debits and credits of a currency are equal",
        "SELECT a.currency AS what FROM accounts a JOIN balances b ON b.account_id = a.id GROUP BY a.currency \
         HAVING SUM(b.debits_posted) <> SUM(b.credits_posted) OR SUM(b.debits_pending) <> SUM(b.credits_pending)",
    ),
    (
        "no shopper's account is overdrawn",
        "SELECT account_id AS what FROM balances WHERE slot = 0 \
         AND credits_posted - debits_posted - debits_pending < 0",
    ),
    (
        "a balance is the sum of its transfers",
        with_sums!(
            "SELECT a.id AS what FROM accounts a LEFT JOIN held ON held.account = a.id LEFT JOIN moved ON moved.account = a.id \
             WHERE COALESCE(held.debits_pending, 0) <> COALESCE(moved.debits_pending, 0) \
             OR COALESCE(held.debits_posted, 0) <> COALESCE(moved.debits_posted, 0) \
             OR COALESCE(held.credits_pending, 0) <> COALESCE(moved.credits_pending, 0) \
             OR COALESCE(held.credits_posted, 0) <> COALESCE(moved.credits_posted, 0)"
        ),
    ),
    (
        "a transfer is between open accounts of its currency",
        "SELECT t.id AS what FROM transfers t LEFT JOIN accounts d ON d.id = t.debit_account \
         LEFT JOIN accounts c ON c.id = t.credit_account \
         WHERE d.id IS NULL OR c.id IS NULL OR d.currency <> t.currency OR c.currency <> t.currency",
    ),
    (
        "a resolution fits what was pending",
        "SELECT r.id AS what FROM transfers r LEFT JOIN transfers p ON p.id = r.resolves \
         WHERE r.phase IN ('post', 'void', 'expire') AND (p.id IS NULL OR p.phase <> 'pending' \
         OR p.debit_account <> r.debit_account OR p.credit_account <> r.credit_account OR p.amount < r.amount)",
    ),
    (
        "a captured charge is backed by posted transfers",
        "SELECT c.id AS what FROM charges c WHERE c.state = 'captured' AND NOT EXISTS \
         (SELECT 1 FROM transfers t WHERE t.id = c.id || ':0:post' AND t.phase = 'post')",
    ),
    (
        "a reservation belongs to a live charge",
        "SELECT t.id AS what FROM transfers t LEFT JOIN transfers r ON r.resolves = t.id \
         WHERE t.phase = 'pending' AND t.kind = 'charge' AND r.id IS NULL \
         AND NOT EXISTS (SELECT 1 FROM charges c WHERE c.id = rtrim(rtrim(t.id, '0123456789'), ':') \
             AND c.state IN ('authorization_initiated', 'authorized', 'capture_initiated'))",
    ),
    (
        "a live charge holds a reservation",
        "SELECT c.id AS what FROM charges c \
         WHERE c.state IN ('authorization_initiated', 'authorized', 'capture_initiated') \
         AND NOT EXISTS (SELECT 1 FROM transfers t LEFT JOIN transfers r ON r.resolves = t.id \
             WHERE t.id = c.id || ':0' AND t.phase = 'pending' AND r.id IS NULL)",
    ),
    (
        "an escrow holds what its gift is worth as long as that waits, and nothing else",
        "SELECT COALESCE(a.id, g.escrow_id) AS what FROM gifts g FULL JOIN \
         (SELECT x.id, SUM(b.credits_posted - b.debits_posted) AS held FROM accounts x \
          JOIN balances b ON b.account_id = x.id WHERE x.kind = 'gift_escrow' GROUP BY x.id) a \
         ON a.id = g.escrow_id WHERE COALESCE(a.held, 0) <> \
         CASE WHEN g.state IN ('scheduled', 'sent') THEN g.amount ELSE 0 END",
    ),
    (
        "Saifu's own shop keeps nothing but what a refund is about to give back",
        "SELECT x.id AS what FROM accounts x JOIN balances b ON b.account_id = x.id \
         WHERE x.kind = 'merchant_payable' AND x.owner = 'M0SAIFU' GROUP BY x.id \
         HAVING SUM(b.credits_posted) < SUM(b.debits_posted) \
         OR (SUM(b.credits_posted) > SUM(b.debits_posted) AND NOT EXISTS \
             (SELECT 1 FROM refunds r JOIN charges c ON c.id = r.charge_id \
              WHERE c.merchant_id = 'M0SAIFU' AND r.due_since IS NOT NULL))",
    ),
    (
        "a settled top-up is backed by its transfer",
        "SELECT u.id AS what FROM top_ups u WHERE u.state = 'settled' AND NOT EXISTS \
         (SELECT 1 FROM transfers t WHERE t.id = 'topup:' || u.id AND t.kind = 'top_up' AND t.phase = 'single')",
    ),
    (
        "a top-up that is not settled has filled no lot",
        "SELECT t.id AS what FROM transfers t WHERE t.kind = 'top_up' AND NOT EXISTS \
         (SELECT 1 FROM top_ups u WHERE 'topup:' || u.id = t.id AND u.state = 'settled')",
    ),
    (
        "points that are promised are in no lot yet",
        "SELECT c.id AS what FROM charges c JOIN transfers t ON t.id = c.id || ':reward' \
         WHERE c.promised_for IS NOT NULL",
    ),
    (
        "nothing pending is in a gift lot",
        "SELECT a.id AS what FROM accounts a JOIN balances b ON b.account_id = a.id \
         WHERE a.kind = 'gift_lot' AND b.credits_pending <> 0",
    ),
    (
        "what is owed back to a shopper is told by its top-ups",
        "WITH owed AS (SELECT a.owner AS shopper, SUM(b.credits_posted - b.debits_posted - b.debits_pending) AS yen \
             FROM accounts a JOIN balances b ON b.account_id = a.id WHERE a.kind = 'return_owed' GROUP BY a.owner), \
         told AS (SELECT shopper_id AS shopper, SUM(to_return) AS yen FROM top_ups GROUP BY shopper_id) \
         SELECT told.shopper AS what FROM told LEFT JOIN owed ON owed.shopper = told.shopper \
             WHERE told.yen <> COALESCE(owed.yen, 0) \
         UNION ALL SELECT owed.shopper FROM owed LEFT JOIN told ON told.shopper = owed.shopper \
             WHERE owed.yen <> COALESCE(told.yen, 0)",
    ),
    (
        "a lot that nobody looks at any more holds nothing",
        "SELECT lots.id AS what FROM lots JOIN balances b ON b.account_id = lots.id \
         WHERE lots.due_at IS NULL AND (b.credits_posted <> b.debits_posted OR b.debits_pending <> 0)",
    ),
];

/// Asks every rule of one state of the database; an empty answer means that the books hold.
///
/// # Errors
/// The database failed.
pub async fn audit(store: &SqlStore) -> Result<Vec<Finding>, sqlx::Error> {
    let mut connection = store.pool.acquire().await?;
    let mut transaction = connection.begin_with(store.dialect.begin_snapshot()).await?;
    for statement in store.dialect.read_whole_tables() {
        transaction.execute(*statement).await?;
    }
    let mut findings = Vec::new();
    for (rule, sql) in RULES {
        findings.extend(broken(&mut transaction, rule, sql).await?);
    }
    transaction.rollback().await?;
    Ok(findings)
}

async fn broken(
    connection: &mut AnyConnection,
    rule: &'static str,
    sql: &'static str,
) -> Result<Vec<Finding>, sqlx::Error> {
    let rows = sqlx::query(sql).fetch_all(connection).await?;
    rows.iter().map(|row| Ok(Finding { rule, what: row.try_get("what")? })).collect()
}
