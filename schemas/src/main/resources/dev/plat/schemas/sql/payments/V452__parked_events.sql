-- Which wait for a person: an operator's figures count them.
DROP INDEX CONCURRENTLY IF EXISTS webhook_inbox_parked;
CREATE INDEX CONCURRENTLY webhook_inbox_parked ON webhook_inbox (bucket) WHERE verdict = 'parked';
