-- Balances leave their accounts, so that an account that every payment touches need not be one row
-- that everybody waits for (docs/adr/0009). An account that must not be overdrawn keeps one row, slot
-- 0, and the check stands on that row. Every other account has a row for each writer, slots 1 to 16.
CREATE TABLE ledger_accounts (
    id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    currency TEXT NOT NULL
);
INSERT INTO ledger_accounts SELECT id, owner, kind, currency FROM accounts;

CREATE TABLE balances (
    account_id TEXT NOT NULL,
    slot BIGINT NOT NULL CHECK (slot BETWEEN 0 AND 16),
    debits_pending BIGINT NOT NULL,
    debits_posted BIGINT NOT NULL,
    credits_pending BIGINT NOT NULL,
    credits_posted BIGINT NOT NULL,
    PRIMARY KEY (account_id, slot),
    CHECK (slot > 0 OR (debits_pending >= 0 AND debits_posted >= 0 AND credits_pending >= 0 AND credits_posted >= 0
        AND credits_posted - debits_posted - debits_pending >= 0))
);
INSERT INTO balances SELECT id, 1 - overdraft_refused, debits_pending, debits_posted, credits_pending, credits_posted
    FROM accounts;

-- Without foreign keys: checking them would lock the account's row for every transfer. Accounts are
-- never deleted, the writer has read them, and the audit asks again.
CREATE TABLE ledger_transfers (
    id TEXT NOT NULL PRIMARY KEY,
    debit_account TEXT NOT NULL,
    credit_account TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    kind TEXT NOT NULL,
    phase TEXT NOT NULL,
    resolves TEXT,
    until BIGINT,
    at BIGINT NOT NULL,
    CHECK (debit_account <> credit_account)
);
INSERT INTO ledger_transfers SELECT id, debit_account, credit_account, amount, currency, kind, phase, resolves, NULL, at
    FROM transfers;

DROP TABLE transfers;
DROP TABLE accounts;
ALTER TABLE ledger_accounts RENAME TO accounts;
ALTER TABLE ledger_transfers RENAME TO transfers;
CREATE INDEX transfers_of_debit ON transfers (debit_account);
CREATE INDEX transfers_of_credit ON transfers (credit_account);
-- The pending transfer that a post, void or expiry resolves: one only ever does.
CREATE UNIQUE INDEX transfers_resolve ON transfers (resolves) WHERE resolves IS NOT NULL;
CREATE INDEX transfers_until ON transfers (until) WHERE until IS NOT NULL;

-- The outbox was made when the database was opened, until now.
CREATE TABLE IF NOT EXISTS outbox (
    sequence BIGINT NOT NULL PRIMARY KEY,
    audience TEXT NOT NULL,
    kind TEXT NOT NULL,
    object_id TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS outbox_of ON outbox (audience, sequence);
