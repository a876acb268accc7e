-- Orders for certificates, what is published for them, and the certificates. All in the bucket of the name.

-- One order in work for each name. Whoever works on it holds the lease; every later change carries the epoch it took, so
-- that one who slept through its lease changes nothing. What a step needs is written before the step reaches out.
CREATE TABLE certificate_order (
  bucket         smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(name)),
  name           text        NOT NULL,
  order_id       uuid        NOT NULL CHECK (bucket = plat.bucket_of(order_id)),
  -- The name and all right below it.
  wildcard       boolean     NOT NULL,
  issuer         text        NOT NULL,
  challenge      text        NOT NULL CHECK (challenge IN ('http-01', 'tls-alpn-01', 'dns-01')),
  -- wanted: nothing at the CA · ordered: order_url · published: challenges stored · triggered: the CA was told to look ·
  -- keyed: request and sealed key · issued, failed: decided, what was published is to be withdrawn · done
  state          text        NOT NULL CHECK (state IN
                   ('wanted', 'ordered', 'published', 'triggered', 'keyed', 'issued', 'failed', 'done')),
  -- The certificate that this one follows.
  replaces       uuid,
  order_url      text,
  -- The certificate's id is drawn with its key, because the seal is bound to it.
  certificate_id uuid        CHECK (bucket = plat.bucket_of(certificate_id)),
  request        bytea       CHECK (octet_length(request) <= 8192),
  kid            text,
  sealed_key     bytea       CHECK (octet_length(sealed_key) <= 8240),
  failure        text,
  sentence       text,
  tries          integer     NOT NULL DEFAULT 0,
  epoch          bigint      NOT NULL DEFAULT 0,
  leased_until   timestamptz NOT NULL DEFAULT '-infinity',
  due            timestamptz NOT NULL,
  created        timestamptz NOT NULL DEFAULT now(),
  ended          timestamptz,
  PRIMARY KEY (bucket, order_id),
  CHECK ((state = 'done') = (ended IS NOT NULL)),
  CHECK (state IN ('wanted', 'failed', 'done') OR order_url IS NOT NULL),
  CHECK (state NOT IN ('keyed', 'issued') OR
         (certificate_id IS NOT NULL AND request IS NOT NULL AND kid IS NOT NULL AND sealed_key IS NOT NULL)),
  CHECK (state <> 'failed' OR failure IS NOT NULL)
);
SELECT plat.protect('certificate_order');
CREATE UNIQUE INDEX certificate_order_open ON certificate_order (bucket, name) WHERE ended IS NULL;
CREATE INDEX certificate_order_due ON certificate_order (due) WHERE ended IS NULL;
CREATE INDEX certificate_order_of_name ON certificate_order (bucket, name, created);

-- What an order has published, until it is withdrawn.
CREATE TABLE challenge (
  bucket            smallint NOT NULL CHECK (bucket = plat.bucket_of(order_id)),
  order_id          uuid     NOT NULL,
  position          smallint NOT NULL CHECK (position >= 0),
  kind              text     NOT NULL CHECK (kind IN ('http-01', 'tls-alpn-01', 'dns-01')),
  -- Without the asterisk.
  identifier        text     NOT NULL,
  url               text     NOT NULL,
  token             text     NOT NULL,
  key_authorization text     NOT NULL,
  PRIMARY KEY (bucket, order_id, position)
);
SELECT plat.protect('challenge');

-- Certificates, of which at most one is deployed for each name. The key is sealed to hosting.
CREATE TABLE certificate (
  bucket         smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(name)),
  name           text        NOT NULL,
  certificate_id uuid        NOT NULL CHECK (bucket = plat.bucket_of(certificate_id)),
  order_id       uuid        NOT NULL,
  -- Higher than every earlier one of the name; hosting keeps the highest.
  version        bigint      NOT NULL CHECK (version > 0),
  wildcard       boolean     NOT NULL,
  issuer         text        NOT NULL,
  state          text        NOT NULL CHECK (state IN ('issued', 'deployed', 'superseded', 'revoked')),
  chain          text        NOT NULL,
  kid            text        NOT NULL,
  sealed_key     bytea       NOT NULL,
  serial         text        NOT NULL,
  not_before     timestamptz NOT NULL,
  not_after      timestamptz NOT NULL,
  issued         timestamptz NOT NULL DEFAULT now(),
  deployed       timestamptz,
  ended          timestamptz,
  PRIMARY KEY (bucket, certificate_id),
  UNIQUE (bucket, order_id),
  UNIQUE (bucket, name, version),
  CHECK ((state IN ('superseded', 'revoked')) = (ended IS NOT NULL))
);
SELECT plat.protect('certificate');
CREATE UNIQUE INDEX certificate_deployed ON certificate (bucket, name) WHERE state = 'deployed';
CREATE INDEX certificate_end ON certificate (not_after) WHERE ended IS NULL;
