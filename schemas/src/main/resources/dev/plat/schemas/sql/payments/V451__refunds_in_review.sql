-- Which wait for a person: an operator's figures count them.
DROP INDEX CONCURRENTLY IF EXISTS refund_review;
CREATE INDEX CONCURRENTLY refund_review ON refund (bucket) WHERE state IN ('failed', 'review');
