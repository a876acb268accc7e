-- What accounts are told of over HTTPS: where to, and each event on its way to each of these places. An event is written
-- by the transaction of what it tells.

-- Bucket of the account. Secrets are not here: they follow from the endpoint's id and the number of its key.
CREATE TABLE webhook_endpoint (
  bucket        smallint    NOT NULL CHECK (bucket = plat.bucket_of(endpoint_id)),
  endpoint_id   uuid        NOT NULL,
  account_id    uuid        NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  -- An account has a few.
  slot          smallint    NOT NULL CHECK (slot BETWEEN 1 AND 5),
  url           text        NOT NULL CHECK (length(url) BETWEEN 9 AND 500),
  -- Empty: all.
  types         text[]      NOT NULL,
  state         text        NOT NULL CHECK (state IN ('enabled', 'disabled')),
  -- Why it is disabled, else empty.
  reason        text        NOT NULL CHECK (reason IN ('', 'owner', 'gone', 'failing')),
  made          timestamptz NOT NULL,
  -- Of its last event: the next has the next.
  sequence      bigint      NOT NULL CHECK (sequence >= 0),
  key_number    integer     NOT NULL CHECK (key_number > 0),
  -- Until then the key before signs, too.
  old_until     timestamptz,
  -- Since when nothing was taken there; null: the last delivery was.
  failing_since timestamptz,
  PRIMARY KEY (bucket, endpoint_id),
  UNIQUE (bucket, account_id, slot),
  UNIQUE (bucket, account_id, url)
);
SELECT plat.protect('webhook_endpoint');
CREATE INDEX webhook_endpoint_failing ON webhook_endpoint (failing_since) WHERE failing_since IS NOT NULL;

CREATE TABLE webhook_delivery (
  bucket      smallint    NOT NULL CHECK (bucket = plat.bucket_of(endpoint_id)),
  endpoint_id uuid        NOT NULL,
  event_id    uuid        NOT NULL CHECK (bucket = plat.bucket_of(event_id)),
  sequence    bigint      NOT NULL CHECK (sequence > 0),
  type        text        NOT NULL,
  -- As it is sent.
  body        jsonb       NOT NULL,
  told        timestamptz NOT NULL,
  tries       integer     NOT NULL CHECK (tries >= 0),
  -- null when it is over, and then how it ended.
  due         timestamptz,
  verdict     text        CHECK (verdict IN ('delivered', 'parked')),
  -- What was heard last: a status, or why there was none.
  answer      text,
  PRIMARY KEY (bucket, endpoint_id, event_id),
  UNIQUE (bucket, endpoint_id, sequence),
  CHECK ((due IS NULL) = (verdict IS NOT NULL))
);
SELECT plat.protect('webhook_delivery');
CREATE INDEX webhook_delivery_due ON webhook_delivery (due) WHERE due IS NOT NULL;
CREATE INDEX webhook_delivery_parked ON webhook_delivery (bucket, endpoint_id) WHERE verdict = 'parked';
CREATE INDEX webhook_delivery_over ON webhook_delivery (told) WHERE verdict IS NOT NULL;
