-- What providers tell us of, kept before it is acted upon. A provider tells one thing twice, late, and in any order; it
-- is one row, and what it is about is asked when it is acted upon.

-- Bucket of the event's name.
CREATE TABLE webhook_inbox (
  bucket   smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(lower(provider || ':' || event_id))),
  provider text        NOT NULL,
  event_id text        NOT NULL,
  type     text        NOT NULL,
  -- What to ask the provider for; empty when the event names nothing.
  object   text        NOT NULL,
  -- By the provider's clock, and by ours.
  created  timestamptz NOT NULL,
  received timestamptz NOT NULL,
  -- Who brought it first: the provider, or our own look into its list.
  source   text        NOT NULL CHECK (source IN ('hook', 'poll')),
  tries    integer     NOT NULL DEFAULT 0,
  -- null when it was acted upon, and then what became of it.
  due      timestamptz,
  verdict  text        CHECK (verdict IN ('applied', 'foreign', 'parked')),
  reason   text,
  PRIMARY KEY (bucket, provider, event_id),
  CHECK ((due IS NULL) = (verdict IS NOT NULL))
);
SELECT plat.protect('webhook_inbox');
CREATE INDEX webhook_inbox_due ON webhook_inbox (due) WHERE due IS NOT NULL;

-- Bucket of the provider's name: how far its list of events was read, by its own clock, and who reads it until when.
CREATE TABLE poll_cursor (
  bucket   smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(provider)),
  provider text        NOT NULL,
  seen     timestamptz NOT NULL,
  due      timestamptz NOT NULL,
  PRIMARY KEY (bucket, provider)
);
SELECT plat.protect('poll_cursor');
