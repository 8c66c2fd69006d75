-- What came in for a top-up and waits to be given back, for the audit.
ALTER TABLE top_ups ADD COLUMN to_return BIGINT NOT NULL DEFAULT 0;
CREATE INDEX top_ups_waiting ON top_ups (shopper_id, state);
