-- Attempts at an account whose devices are gone, and by shopper the one that goes on.
CREATE TABLE recoveries (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE recoveries_under_way (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

-- The history of sign-ins, read newest first.
CREATE TABLE sign_ins (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    shopper_id TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX sign_ins_by_shopper ON sign_ins (shopper_id, at, id);

CREATE INDEX sign_ins_by_age ON sign_ins (at);

-- What was used of limits; a row whose bucket is empty is forgotten.
CREATE TABLE limit_uses (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    free_at BIGINT NOT NULL
);

CREATE INDEX limit_uses_by_end ON limit_uses (free_at);

-- Changes of address, each with what takes it back.
CREATE TABLE email_changes (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
