-- An index on a table in use; what a failed build left goes first.
DROP INDEX CONCURRENTLY IF EXISTS item_ring_name;
CREATE UNIQUE INDEX CONCURRENTLY item_ring_name ON item (name);
