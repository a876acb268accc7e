-- A change for the tests of the rings: fails where ring_table exists.
CREATE TABLE ring_table (bucket smallint NOT NULL, n int NOT NULL, PRIMARY KEY (bucket, n));
ALTER TABLE item ADD COLUMN ring_column int NOT NULL DEFAULT 0;
