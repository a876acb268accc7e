-- Which wait for a person: an operator's figures count them.
DROP INDEX CONCURRENTLY IF EXISTS attempt_review;
CREATE INDEX CONCURRENTLY attempt_review ON attempt (bucket) WHERE state = 'review';
