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

-- Gift balance that shoppers buy for themselves.
CREATE TABLE IF NOT EXISTS top_ups (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    pay_by BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS top_ups_of ON top_ups (shopper_id, created_at, id);
-- When the processor must be asked next, and what waits to be given back.
ALTER TABLE top_ups ADD COLUMN due_at BIGINT;
ALTER TABLE top_ups ADD COLUMN to_return BIGINT NOT NULL DEFAULT 0;
CREATE INDEX top_ups_due ON top_ups (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX top_ups_waiting ON top_ups (shopper_id, state);
