-- How a shopper pays where nothing else is said.
CREATE TABLE funding_rules (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

-- Gift cards that shoppers buy for others. The amount and the escrow are there for the audit.
CREATE TABLE gifts (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    state TEXT NOT NULL,
    escrow_id TEXT NOT NULL UNIQUE,
    amount BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX gifts_of ON gifts (shopper_id, created_at, id);
CREATE INDEX gifts_due ON gifts (due_at) WHERE due_at IS NOT NULL;

-- Gift balance that shoppers buy for themselves, by card or for cash.
CREATE TABLE top_ups (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX top_ups_of ON top_ups (shopper_id, created_at, id);
CREATE INDEX top_ups_due ON top_ups (due_at) WHERE due_at IS NOT NULL;

-- The shoppers' rules for topping up without being asked, by shopper.
CREATE TABLE automatic_top_ups (
    id TEXT NOT NULL PRIMARY KEY,
    due_at BIGINT,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX automatic_top_ups_due ON automatic_top_ups (due_at) WHERE due_at IS NOT NULL;
