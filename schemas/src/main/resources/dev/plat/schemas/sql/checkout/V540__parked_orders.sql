-- Which wait for a person: an operator's figures count them.
DROP INDEX CONCURRENTLY IF EXISTS orders_parked;
CREATE INDEX CONCURRENTLY orders_parked ON orders (bucket) WHERE state = 'parked';
