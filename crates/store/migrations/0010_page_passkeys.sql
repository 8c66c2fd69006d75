-- Links by which a browser or a security key is added, under the digest of their code.
CREATE TABLE passkey_invitations (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

-- Browsers at one checkout each.
CREATE TABLE browser_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
