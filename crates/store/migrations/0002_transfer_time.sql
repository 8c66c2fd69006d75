-- When a transfer was decided, in milliseconds. Those from before this column are dated 0.
ALTER TABLE transfers ADD COLUMN at BIGINT NOT NULL DEFAULT 0;
