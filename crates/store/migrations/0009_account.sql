-- A token of the old kind is bound to no key: whoever has one signs in once more.
DROP TABLE accesses;

-- Families of tokens, each of one device.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE devices (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX devices_of ON devices (shopper_id, created_at, id);

-- Devices on their way into an account, found by the code that they present.
CREATE TABLE device_joins (
    id TEXT NOT NULL PRIMARY KEY,
    code_digest TEXT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
