-- What was acted upon is taken out when no provider tells it any more; this finds it.
DROP INDEX CONCURRENTLY IF EXISTS webhook_inbox_done;
CREATE INDEX CONCURRENTLY webhook_inbox_done ON webhook_inbox (received) WHERE verdict IN ('applied', 'foreign');
