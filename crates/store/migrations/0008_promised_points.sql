-- For when the points of a charge are promised, until they come.
ALTER TABLE charges ADD COLUMN promised_for BIGINT;
CREATE INDEX charges_promised ON charges (promised_for) WHERE promised_for IS NOT NULL;
CREATE INDEX charges_promising ON charges (shopper_id, promised_for) WHERE promised_for IS NOT NULL;
