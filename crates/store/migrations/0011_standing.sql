-- When a permission that stands began; empty for one that is for one payment.
ALTER TABLE charge_permissions ADD COLUMN standing_at BIGINT;

CREATE INDEX charge_permissions_standing ON charge_permissions (shopper_id, standing_at) WHERE standing_at IS NOT NULL;
