SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.accounts (
    id text NOT NULL,
    owner text NOT NULL,
    kind text NOT NULL,
    currency text NOT NULL
);
CREATE TABLE public.approvals (
    id text NOT NULL,
    shopper_id text NOT NULL,
    charge_id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.automatic_top_ups (
    id text NOT NULL,
    due_at bigint,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.balances (
    account_id text NOT NULL,
    slot bigint NOT NULL,
    debits_pending bigint NOT NULL,
    debits_posted bigint NOT NULL,
    credits_pending bigint NOT NULL,
    credits_posted bigint NOT NULL,
    CONSTRAINT balances_check CHECK (((slot > 0) OR ((debits_pending >= 0) AND (debits_posted >= 0) AND (credits_pending >= 0) AND (credits_posted >= 0) AND (((credits_posted - debits_posted) - debits_pending) >= 0)))),
    CONSTRAINT balances_slot_check CHECK (((slot >= 0) AND (slot <= 16)))
)
WITH (fillfactor='50');
CREATE TABLE public.browser_sessions (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.cards (
    id text NOT NULL,
    shopper_id text NOT NULL,
    linked_at bigint NOT NULL,
    removed_at bigint,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.ceremonies (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.charge_permissions (
    id text NOT NULL,
    shopper_id text NOT NULL,
    merchant_id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL,
    standing_at bigint
);
CREATE TABLE public.charge_proposals (
    id text NOT NULL,
    shopper_id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.charges (
    id text NOT NULL,
    order_id text NOT NULL,
    shopper_id text NOT NULL,
    merchant_id text NOT NULL,
    state text NOT NULL,
    due_since bigint,
    approved_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL,
    promised_for bigint
);
CREATE TABLE public.checkout_sessions (
    id text NOT NULL,
    merchant_id text NOT NULL,
    shopper_id text,
    state text NOT NULL,
    charge_id text,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.credentials (
    id text NOT NULL,
    shopper_id text NOT NULL,
    created_at bigint NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.device_joins (
    id text NOT NULL,
    code_digest text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.devices (
    id text NOT NULL,
    shopper_id text NOT NULL,
    created_at bigint NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.email_changes (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.factor_tries (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.funding_rules (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.gift_cards (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.gift_tries (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.gifts (
    id text NOT NULL,
    shopper_id text NOT NULL,
    state text NOT NULL,
    escrow_id text NOT NULL,
    amount bigint NOT NULL,
    created_at bigint NOT NULL,
    due_at bigint,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.idempotent_answers (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.letters (
    id text NOT NULL,
    due_at bigint,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.limit_uses (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL,
    free_at bigint NOT NULL
);
CREATE TABLE public.live_codes (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.lots (
    id text NOT NULL,
    shopper_id text NOT NULL,
    expires_at bigint NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL,
    kind text DEFAULT 'gift'::text NOT NULL,
    due_at bigint
);
CREATE TABLE public.merchant_keys (
    id text NOT NULL,
    merchant_id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.merchants (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.outbox (
    sequence bigint NOT NULL,
    audience text NOT NULL,
    kind text NOT NULL,
    object_id text NOT NULL
);
CREATE TABLE public.passkey_invitations (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.recoveries (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.recoveries_under_way (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.recovery_codes (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.refunds (
    id text NOT NULL,
    charge_id text NOT NULL,
    created_at bigint NOT NULL,
    due_since bigint,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.sessions (
    id text NOT NULL,
    shopper_id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.shoppers (
    id text NOT NULL,
    email text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.sign_ins (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL,
    shopper_id text NOT NULL,
    at bigint NOT NULL
);
CREATE TABLE public.sign_ups (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.store_codes (
    id text NOT NULL,
    shopper_id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.top_up_uses (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.top_ups (
    id text NOT NULL,
    shopper_id text NOT NULL,
    state text NOT NULL,
    created_at bigint NOT NULL,
    due_at bigint,
    version bigint NOT NULL,
    body text NOT NULL,
    to_return bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.totps (
    id text NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.transfers (
    id text NOT NULL,
    debit_account text NOT NULL,
    credit_account text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    kind text NOT NULL,
    phase text NOT NULL,
    resolves text,
    until bigint,
    at bigint NOT NULL,
    CONSTRAINT ledger_transfers_amount_check CHECK ((amount > 0)),
    CONSTRAINT ledger_transfers_check CHECK ((debit_account <> credit_account))
);
CREATE TABLE public.writers (
    id text NOT NULL,
    last_group text NOT NULL
);
ALTER TABLE ONLY public.approvals
    ADD CONSTRAINT approvals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.automatic_top_ups
    ADD CONSTRAINT automatic_top_ups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.balances
    ADD CONSTRAINT balances_pkey PRIMARY KEY (account_id, slot);
ALTER TABLE ONLY public.browser_sessions
    ADD CONSTRAINT browser_sessions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cards
    ADD CONSTRAINT cards_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ceremonies
    ADD CONSTRAINT ceremonies_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.charge_permissions
    ADD CONSTRAINT charge_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.charge_proposals
    ADD CONSTRAINT charge_proposals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_order_id_key UNIQUE (order_id);
ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.checkout_sessions
    ADD CONSTRAINT checkout_sessions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.credentials
    ADD CONSTRAINT credentials_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.device_joins
    ADD CONSTRAINT device_joins_code_digest_key UNIQUE (code_digest);
ALTER TABLE ONLY public.device_joins
    ADD CONSTRAINT device_joins_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.devices
    ADD CONSTRAINT devices_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.email_changes
    ADD CONSTRAINT email_changes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.factor_tries
    ADD CONSTRAINT factor_tries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.funding_rules
    ADD CONSTRAINT funding_rules_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gift_cards
    ADD CONSTRAINT gift_cards_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gift_tries
    ADD CONSTRAINT gift_tries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gifts
    ADD CONSTRAINT gifts_escrow_id_key UNIQUE (escrow_id);
ALTER TABLE ONLY public.gifts
    ADD CONSTRAINT gifts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.idempotent_answers
    ADD CONSTRAINT idempotent_answers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT ledger_accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT ledger_transfers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.letters
    ADD CONSTRAINT letters_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.limit_uses
    ADD CONSTRAINT limit_uses_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.live_codes
    ADD CONSTRAINT live_codes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.lots
    ADD CONSTRAINT lots_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.merchant_keys
    ADD CONSTRAINT merchant_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.merchants
    ADD CONSTRAINT merchants_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (sequence);
ALTER TABLE ONLY public.passkey_invitations
    ADD CONSTRAINT passkey_invitations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.recoveries
    ADD CONSTRAINT recoveries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.recoveries_under_way
    ADD CONSTRAINT recoveries_under_way_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT refunds_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.shoppers
    ADD CONSTRAINT shoppers_email_key UNIQUE (email);
ALTER TABLE ONLY public.shoppers
    ADD CONSTRAINT shoppers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT sign_ins_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_ups
    ADD CONSTRAINT sign_ups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.store_codes
    ADD CONSTRAINT store_codes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.top_up_uses
    ADD CONSTRAINT top_up_uses_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.top_ups
    ADD CONSTRAINT top_ups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.totps
    ADD CONSTRAINT totps_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.writers
    ADD CONSTRAINT writers_pkey PRIMARY KEY (id);
CREATE INDEX automatic_top_ups_due ON public.automatic_top_ups USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX cards_of ON public.cards USING btree (shopper_id, linked_at);
CREATE INDEX charge_permissions_standing ON public.charge_permissions USING btree (shopper_id, standing_at) WHERE (standing_at IS NOT NULL);
CREATE INDEX charges_due ON public.charges USING btree (due_since) WHERE (due_since IS NOT NULL);
CREATE INDEX charges_lapsed ON public.charges USING btree (state, expires_at);
CREATE INDEX charges_of ON public.charges USING btree (shopper_id, approved_at, id);
CREATE INDEX charges_of_merchant ON public.charges USING btree (shopper_id, merchant_id);
CREATE INDEX charges_promised ON public.charges USING btree (promised_for) WHERE (promised_for IS NOT NULL);
CREATE INDEX charges_promising ON public.charges USING btree (shopper_id, promised_for) WHERE (promised_for IS NOT NULL);
CREATE INDEX credentials_of ON public.credentials USING btree (shopper_id, created_at);
CREATE INDEX devices_of ON public.devices USING btree (shopper_id, created_at, id);
CREATE INDEX gifts_due ON public.gifts USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX gifts_of ON public.gifts USING btree (shopper_id, created_at, id);
CREATE INDEX letters_due ON public.letters USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX limit_uses_by_end ON public.limit_uses USING btree (free_at);
CREATE INDEX lots_due ON public.lots USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX lots_of ON public.lots USING btree (shopper_id, expires_at);
CREATE INDEX outbox_of ON public.outbox USING btree (audience, sequence);
CREATE INDEX refunds_due ON public.refunds USING btree (due_since) WHERE (due_since IS NOT NULL);
CREATE INDEX refunds_of ON public.refunds USING btree (charge_id, created_at);
CREATE INDEX sessions_awaiting ON public.checkout_sessions USING btree (shopper_id, state, created_at);
CREATE INDEX sign_ins_by_age ON public.sign_ins USING btree (at);
CREATE INDEX sign_ins_by_shopper ON public.sign_ins USING btree (shopper_id, at, id);
CREATE INDEX top_ups_due ON public.top_ups USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX top_ups_of ON public.top_ups USING btree (shopper_id, created_at, id);
CREATE INDEX top_ups_waiting ON public.top_ups USING btree (shopper_id, state);
CREATE INDEX transfers_of_credit ON public.transfers USING btree (credit_account, at, id);
CREATE INDEX transfers_of_debit ON public.transfers USING btree (debit_account, at, id);
CREATE UNIQUE INDEX transfers_resolve ON public.transfers USING btree (resolves) WHERE (resolves IS NOT NULL);
CREATE INDEX transfers_until ON public.transfers USING btree (until) WHERE (until IS NOT NULL);
