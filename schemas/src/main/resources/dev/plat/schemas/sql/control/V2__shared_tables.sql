-- Tables that every database tier has.

-- Who holds a name that has no id: an e-mail address, a host name. reserve → write at the owner → confirm.
CREATE TABLE plat_name (
  bucket  smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(name)),
  kind    text        NOT NULL,
  name    text        NOT NULL,
  state   text        NOT NULL CHECK (state IN ('reserved', 'confirmed')),
  owner   uuid        NOT NULL,
  expires timestamptz CHECK (expires IS NOT NULL OR state = 'confirmed'),
  PRIMARY KEY (bucket, kind, name)
);
SELECT plat.protect('plat_name');
CREATE INDEX plat_name_reserved ON plat_name (expires) WHERE state = 'reserved';

-- What must not be lost on its way to another bucket, tier or service.
CREATE TABLE outbox (
  bucket   smallint    NOT NULL CHECK (bucket = plat.bucket_of(id)),
  id       uuid        NOT NULL,
  topic    text        NOT NULL,
  payload  jsonb       NOT NULL,
  created  timestamptz NOT NULL DEFAULT now(),
  attempts integer     NOT NULL DEFAULT 0,
  due      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, id)
);
SELECT plat.protect('outbox');
CREATE INDEX outbox_due ON outbox (due);

-- Append-only, one hash chain for each bucket; audit_head is its end.
CREATE TABLE audit_entry (
  bucket    smallint NOT NULL,
  seq       bigint   NOT NULL,
  at_millis bigint   NOT NULL,
  actor     text     NOT NULL,
  action    text     NOT NULL,
  subject   text     NOT NULL,
  facts     jsonb    NOT NULL,
  prev      bytea    NOT NULL,
  hash      bytea    NOT NULL,
  PRIMARY KEY (bucket, seq)
);
SELECT plat.protect('audit_entry');
REVOKE UPDATE, DELETE ON audit_entry FROM plat_app;

CREATE TABLE audit_head (
  bucket smallint NOT NULL PRIMARY KEY,
  seq    bigint   NOT NULL,
  hash   bytea    NOT NULL
);
SELECT plat.protect('audit_head');
REVOKE DELETE ON audit_head FROM plat_app;

-- The answer to a request that may come again, written in the transaction that made the change.
CREATE TABLE idempotency (
  bucket         smallint    NOT NULL,
  key            text        NOT NULL,
  request_sha256 bytea       NOT NULL,
  status         integer,
  response       jsonb,
  created        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, key)
);
SELECT plat.protect('idempotency');
CREATE INDEX idempotency_created ON idempotency (created);
