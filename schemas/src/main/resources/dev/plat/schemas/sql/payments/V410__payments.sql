-- What buyers owe, each try to get it paid, and what goes back. All of it lies in the bucket of the account, so that a
-- change and its journal commit together.

-- A provider's name for an account; every attempt needs it first, for its lists are how a lost answer is found.
CREATE TABLE customer (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  account_id uuid        NOT NULL,
  provider   text        NOT NULL,
  ref        text        NOT NULL,
  created    timestamptz NOT NULL,
  PRIMARY KEY (bucket, account_id, provider)
);
SELECT plat.protect('customer');

CREATE TABLE payment (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  payment_id uuid        NOT NULL CHECK (bucket = plat.bucket_of(payment_id)),
  account_id uuid        NOT NULL,
  order_id   uuid        NOT NULL,
  provider   text        NOT NULL,
  currency   char(3)     NOT NULL,
  amount     bigint      NOT NULL CHECK (amount BETWEEN 1 AND 99999999),
  capture    text        NOT NULL CHECK (capture IN ('automatic', 'manual')),
  return_url text        NOT NULL,
  cancel_url text        NOT NULL,
  -- Without what was taken too much: that is told by its attempt, and goes back.
  captured   bigint      NOT NULL DEFAULT 0,
  -- What went back, is to, or could not: once asked for it is not asked for again.
  refunded   bigint      NOT NULL DEFAULT 0,
  created    timestamptz NOT NULL,
  PRIMARY KEY (bucket, payment_id),
  CONSTRAINT payment_never_too_much
    CHECK (captured BETWEEN 0 AND amount AND refunded BETWEEN 0 AND captured)
);
SELECT plat.protect('payment');
CREATE INDEX payment_of ON payment (bucket, account_id, created);

-- One try. Written before the provider is asked: whoever finds it after a crash knows what may have been sent, and
-- under which key, which is the attempt's id.
CREATE TABLE attempt (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(attempt_id)),
  attempt_id uuid        NOT NULL,
  payment_id uuid        NOT NULL CHECK (bucket = plat.bucket_of(payment_id)),
  -- The how-manieth of its payment.
  number     integer     NOT NULL CHECK (number > 0),
  -- Until when the buyer's page takes money; a repeat says the same.
  expires    timestamptz NOT NULL,
  state      text        NOT NULL CHECK (state IN (
               'created', 'sent', 'action', 'pending', 'unknown', 'authorised', 'captured', 'declined', 'errored',
               'voided', 'review')),
  customer   text,
  session    text,
  intent     text,
  page       text,
  sent       integer     NOT NULL CHECK (sent >= 0),
  first_sent timestamptz,
  looks      integer     NOT NULL,
  wish       text        NOT NULL CHECK (wish IN ('none', 'capture', 'expire', 'cancel')),
  wish_minor bigint      NOT NULL,
  wished     timestamptz CHECK ((wished IS NULL) = (wish = 'none')),
  wish_sent  boolean     NOT NULL,
  captured   bigint      NOT NULL CHECK ((captured > 0) = (state = 'captured')),
  -- Taken, or open, beside another that counts: it is let go, or goes back.
  surplus    boolean     NOT NULL,
  reason     text,
  due        timestamptz CHECK (due IS NULL OR state NOT IN ('captured', 'declined', 'errored', 'voided', 'review')),
  epoch      bigint      NOT NULL,
  created    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, attempt_id),
  UNIQUE (bucket, payment_id, number),
  CHECK ((sent = 0) = (first_sent IS NULL))
);
SELECT plat.protect('attempt');
-- Never charged twice: while one may bring money, or has, no other begins.
CREATE UNIQUE INDEX attempt_live ON attempt (bucket, payment_id)
  WHERE state NOT IN ('declined', 'errored', 'voided') AND NOT surplus;
CREATE INDEX attempt_due ON attempt (due) WHERE due IS NOT NULL;

CREATE TABLE refund (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(refund_id)),
  refund_id  uuid        NOT NULL,
  payment_id uuid        NOT NULL CHECK (bucket = plat.bucket_of(payment_id)),
  attempt_id uuid        NOT NULL CHECK (bucket = plat.bucket_of(attempt_id)),
  -- The provider's name for what was taken, and for what goes back.
  intent     text        NOT NULL,
  ref        text,
  amount     bigint      NOT NULL CHECK (amount > 0),
  state      text        NOT NULL CHECK (state IN ('created', 'unknown', 'pending', 'done', 'failed', 'review')),
  sent       integer     NOT NULL CHECK (sent >= 0),
  first_sent timestamptz,
  looks      integer     NOT NULL,
  reason     text,
  due        timestamptz CHECK (due IS NULL OR state NOT IN ('done', 'failed', 'review')),
  created    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, refund_id)
);
SELECT plat.protect('refund');
CREATE INDEX refund_of ON refund (bucket, payment_id);
CREATE INDEX refund_due ON refund (due) WHERE due IS NOT NULL;
