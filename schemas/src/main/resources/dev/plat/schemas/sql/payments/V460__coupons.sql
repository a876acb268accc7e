-- Coupons: what a code takes off, for which orders it is held, and which accounts have used it.

-- Bucket of the code. What it takes off never changes; only its counts do, and when it ends.
CREATE TABLE coupon (
  bucket   smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(lower(code))),
  code     text        NOT NULL CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{2,31}$'),
  -- Either a part of what is bought, or an amount in the smallest unit.
  percent  text,
  amount   bigint      CHECK (amount BETWEEN 1 AND 99999999),
  currency char(3)     CHECK ((currency IS NULL) = (amount IS NULL)),
  -- Empty: all.
  plans    text[]      NOT NULL,
  lasting  text        NOT NULL CHECK (lasting IN ('once', 'periods', 'forever')),
  periods  integer     NOT NULL CHECK (periods = 1 OR lasting = 'periods' AND periods > 1),
  starts   timestamptz NOT NULL,
  -- From then on nobody gets it any more; null: no end is set.
  ends     timestamptz,
  most     integer     NOT NULL CHECK (most > 0),
  held     integer     NOT NULL CHECK (held >= 0),
  used     integer     NOT NULL CHECK (used >= 0),
  PRIMARY KEY (bucket, code),
  CHECK ((percent IS NULL) <> (amount IS NULL)),
  CONSTRAINT coupon_most CHECK (held + used <= most)
);
SELECT plat.protect('coupon');

-- For which orders: what was let go stays, so that a hold that arrives after it is refused.
CREATE TABLE coupon_hold (
  bucket   smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(lower(code))),
  code     text        NOT NULL,
  order_id uuid        NOT NULL,
  state    text        NOT NULL CHECK (state IN ('held', 'used', 'released')),
  since    timestamptz NOT NULL,
  -- When its order is asked for; null when it is settled.
  due      timestamptz CHECK ((due IS NULL) = (state <> 'held')),
  PRIMARY KEY (bucket, code, order_id)
);
SELECT plat.protect('coupon_hold');
CREATE INDEX coupon_hold_due ON coupon_hold (due) WHERE due IS NOT NULL;

-- Bucket of the account: once each. With a copy of what it takes off, since its periods are billed from here.
CREATE TABLE coupon_use (
  bucket          smallint NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  account_id      uuid     NOT NULL,
  code            text     NOT NULL,
  order_id        uuid     NOT NULL CHECK (bucket = plat.bucket_of(order_id)),
  percent         text,
  amount          bigint   CHECK (amount BETWEEN 1 AND 99999999),
  currency        char(3)  CHECK ((currency IS NULL) = (amount IS NULL)),
  plans           text[]   NOT NULL,
  lasting         text     NOT NULL CHECK (lasting IN ('once', 'periods', 'forever')),
  periods         integer  NOT NULL CHECK (periods > 0),
  -- Whose periods carry it, and how many were billed with it.
  subscription_id uuid,
  billed          integer  NOT NULL CHECK (billed >= 0),
  PRIMARY KEY (bucket, account_id, code),
  UNIQUE (bucket, order_id),
  CHECK ((percent IS NULL) <> (amount IS NULL))
);
SELECT plat.protect('coupon_use');
CREATE INDEX coupon_use_of ON coupon_use (bucket, subscription_id) WHERE subscription_id IS NOT NULL;
