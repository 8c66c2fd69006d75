-- Lots end by a worker: when one must be looked at next (a warning, its end, what is still reserved).
ALTER TABLE lots ADD COLUMN kind TEXT NOT NULL DEFAULT 'gift';
ALTER TABLE lots ADD COLUMN due_at BIGINT;
UPDATE lots SET kind = 'points'
    WHERE EXISTS (SELECT 1 FROM accounts WHERE accounts.id = lots.id AND accounts.kind = 'point_lot');
-- Thirty days before the end, as for a new one.
UPDATE lots SET due_at = expires_at - 2592000000;
CREATE INDEX lots_due ON lots (due_at) WHERE due_at IS NOT NULL;

-- Histories: the transfers of an account, newest first.
DROP INDEX IF EXISTS transfers_of_debit;
DROP INDEX IF EXISTS transfers_of_credit;
CREATE INDEX transfers_of_debit ON transfers (debit_account, at, id);
CREATE INDEX transfers_of_credit ON transfers (credit_account, at, id);

-- Mail that is written with the change it tells of, and sent by a worker.
CREATE TABLE letters (
    id TEXT NOT NULL PRIMARY KEY,
    due_at BIGINT,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX letters_due ON letters (due_at) WHERE due_at IS NOT NULL;

-- What a shopper's top-ups use of the limits.
CREATE TABLE top_up_uses (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
