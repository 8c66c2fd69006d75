CREATE TABLE "accounts" (
    id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    currency TEXT NOT NULL
);

CREATE TABLE approvals (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    charge_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE automatic_top_ups (
    id TEXT NOT NULL PRIMARY KEY,
    due_at BIGINT,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

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

CREATE TABLE browser_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE cards (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    removed_at BIGINT,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE ceremonies (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE charge_permissions (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    merchant_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
, standing_at BIGINT);

CREATE TABLE charge_proposals (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE charges (
    id TEXT NOT NULL PRIMARY KEY,
    order_id TEXT NOT NULL UNIQUE,
    shopper_id TEXT NOT NULL,
    merchant_id TEXT NOT NULL,
    state TEXT NOT NULL,
    due_since BIGINT,
    approved_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
, promised_for BIGINT);

CREATE TABLE checkout_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    merchant_id TEXT NOT NULL,
    shopper_id TEXT,
    state TEXT NOT NULL,
    charge_id TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE credentials (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE device_joins (
    id TEXT NOT NULL PRIMARY KEY,
    code_digest TEXT NOT NULL UNIQUE,
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

CREATE TABLE email_changes (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE factor_tries (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE funding_rules (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE gift_cards (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE gift_tries (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

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

CREATE TABLE idempotent_answers (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE letters (
    id TEXT NOT NULL PRIMARY KEY,
    due_at BIGINT,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE limit_uses (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    free_at BIGINT NOT NULL
);

CREATE TABLE live_codes (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE lots (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
, kind TEXT NOT NULL DEFAULT 'gift', due_at BIGINT);

CREATE TABLE merchant_keys (
    id TEXT NOT NULL PRIMARY KEY,
    merchant_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE merchants (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE outbox (
    sequence BIGINT NOT NULL PRIMARY KEY,
    audience TEXT NOT NULL,
    kind TEXT NOT NULL,
    object_id TEXT NOT NULL
);

CREATE TABLE passkey_invitations (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

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

CREATE TABLE recovery_codes (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE refunds (
    id TEXT NOT NULL PRIMARY KEY,
    charge_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    due_since BIGINT,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE shoppers (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE sign_ins (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    shopper_id TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE TABLE sign_ups (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE store_codes (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE top_up_uses (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE top_ups (
    id TEXT NOT NULL PRIMARY KEY,
    shopper_id TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
, to_return BIGINT NOT NULL DEFAULT 0);

CREATE TABLE totps (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE "transfers" (
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

CREATE TABLE writers (
    id TEXT NOT NULL PRIMARY KEY,
    last_group TEXT NOT NULL
);

CREATE INDEX automatic_top_ups_due ON automatic_top_ups (due_at) WHERE due_at IS NOT NULL;

CREATE INDEX cards_of ON cards (shopper_id, linked_at);

CREATE INDEX charge_permissions_standing ON charge_permissions (shopper_id, standing_at) WHERE standing_at IS NOT NULL;

CREATE INDEX charges_due ON charges (due_since) WHERE due_since IS NOT NULL;

CREATE INDEX charges_lapsed ON charges (state, expires_at);

CREATE INDEX charges_of ON charges (shopper_id, approved_at, id);

CREATE INDEX charges_of_merchant ON charges (shopper_id, merchant_id);

CREATE INDEX charges_promised ON charges (promised_for) WHERE promised_for IS NOT NULL;

CREATE INDEX charges_promising ON charges (shopper_id, promised_for) WHERE promised_for IS NOT NULL;

CREATE INDEX credentials_of ON credentials (shopper_id, created_at);

CREATE INDEX devices_of ON devices (shopper_id, created_at, id);

CREATE INDEX gifts_due ON gifts (due_at) WHERE due_at IS NOT NULL;

CREATE INDEX gifts_of ON gifts (shopper_id, created_at, id);

CREATE INDEX letters_due ON letters (due_at) WHERE due_at IS NOT NULL;

CREATE INDEX limit_uses_by_end ON limit_uses (free_at);

CREATE INDEX lots_due ON lots (due_at) WHERE due_at IS NOT NULL;

CREATE INDEX lots_of ON lots (shopper_id, expires_at);

CREATE INDEX outbox_of ON outbox (audience, sequence);

CREATE INDEX refunds_due ON refunds (due_since) WHERE due_since IS NOT NULL;

CREATE INDEX refunds_of ON refunds (charge_id, created_at);

CREATE INDEX sessions_awaiting ON checkout_sessions (shopper_id, state, created_at);

CREATE INDEX sign_ins_by_age ON sign_ins (at);

CREATE INDEX sign_ins_by_shopper ON sign_ins (shopper_id, at, id);

CREATE INDEX top_ups_due ON top_ups (due_at) WHERE due_at IS NOT NULL;

CREATE INDEX top_ups_of ON top_ups (shopper_id, created_at, id);

CREATE INDEX top_ups_waiting ON top_ups (shopper_id, state);

CREATE INDEX transfers_of_credit ON transfers (credit_account, at, id);

CREATE INDEX transfers_of_debit ON transfers (debit_account, at, id);

CREATE UNIQUE INDEX transfers_resolve ON transfers (resolves) WHERE resolves IS NOT NULL;

CREATE INDEX transfers_until ON transfers (until) WHERE until IS NOT NULL;

