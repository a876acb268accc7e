-- A change that only adds, as all do; it fails where somebody has made the table by hand.
CREATE TABLE rehearsal (bucket smallint NOT NULL, n int NOT NULL, PRIMARY KEY (bucket, n));
ALTER TABLE idempotency ADD COLUMN rehearsed int NOT NULL DEFAULT 0;
