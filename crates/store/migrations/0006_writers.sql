-- What each writer of a service process committed last: asked when a connection broke during COMMIT
-- (docs/adr/0009). The number of the transaction would not do: after a crash it may be given again.
CREATE TABLE writers (
    id TEXT NOT NULL PRIMARY KEY,
    last_group TEXT NOT NULL
);
