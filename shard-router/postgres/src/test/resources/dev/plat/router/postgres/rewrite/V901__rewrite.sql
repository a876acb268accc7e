-- A change that must not run.
ALTER TABLE item ALTER COLUMN value TYPE bigint;
