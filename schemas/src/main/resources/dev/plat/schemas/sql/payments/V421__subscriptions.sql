-- What an account is on, which of its days were billed, and what follows from that for others.

-- For the equality in the constraint of coverage below. A trusted extension, so the owner of the database may make it;
-- in one version everywhere, because what differs between servers is reported as drift.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA plat VERSION '1.7';

CREATE TABLE subscription (
  bucket          smallint    NOT NULL CHECK (bucket = plat.bucket_of(subscription_id)),
  subscription_id uuid        NOT NULL,
  account_id      uuid        NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  state           text        NOT NULL CHECK (state IN ('active', 'past-due', 'suspended', 'cancelled')),
  plan            text        NOT NULL,
  price           text        NOT NULL,
  currency        char(3)     NOT NULL,
  -- Period n begins n intervals after this day, in this zone, whatever the periods before were.
  anchor          date        NOT NULL,
  every           text        NOT NULL CHECK (every IN ('month', 'year')),
  zone            text        NOT NULL,
  period          integer     NOT NULL CHECK (period >= 0),
  -- From the next period on; null: as it is.
  next_price      text,
  -- It ends with this period.
  ending          boolean     NOT NULL,
  started         timestamptz NOT NULL,
  -- When something is to be done for it next; null when nothing ever is.
  due             timestamptz CHECK ((due IS NULL) = (state = 'cancelled')),
  PRIMARY KEY (bucket, subscription_id)
);
SELECT plat.protect('subscription');
-- An account is on one plan.
CREATE UNIQUE INDEX subscription_live ON subscription (bucket, account_id) WHERE state <> 'cancelled';
CREATE INDEX subscription_due ON subscription (due) WHERE due IS NOT NULL;

-- Which line of an order started it. Whoever ends what has not come yet leaves the row alone, and what comes then is
-- refused.
CREATE TABLE subscription_order (
  bucket          smallint NOT NULL CHECK (bucket = plat.bucket_of(order_id)),
  order_id        uuid     NOT NULL,
  line            integer  NOT NULL CHECK (line > 0),
  subscription_id uuid,
  ended           boolean  NOT NULL,
  PRIMARY KEY (bucket, order_id, line),
  CHECK (ended OR subscription_id IS NOT NULL)
);
SELECT plat.protect('subscription_order');

-- Days that were billed, with what was really charged for them. No day of one item is billed twice.
CREATE TABLE coverage (
  bucket          smallint  NOT NULL CHECK (bucket = plat.bucket_of(subscription_id)),
  subscription_id uuid      NOT NULL,
  number          integer   NOT NULL CHECK (number > 0),
  item            text      NOT NULL,
  period          integer   NOT NULL CHECK (period >= 0),
  -- Empty when all of it was given back.
  days            daterange NOT NULL,
  plan            text      NOT NULL,
  price           text      NOT NULL,
  currency        char(3)   NOT NULL,
  net             bigint    NOT NULL CHECK (net >= 0),
  tax             bigint    NOT NULL CHECK (tax >= 0),
  jurisdiction    text      NOT NULL,
  percent         text      NOT NULL,
  -- How much of the net is earned by now.
  recognised      bigint    NOT NULL CHECK (recognised BETWEEN 0 AND net),
  -- Which invoice billed it; null: the first one, which is its payment's.
  invoice_id      uuid,
  PRIMARY KEY (bucket, subscription_id, number),
  CONSTRAINT coverage_once
    EXCLUDE USING gist (bucket WITH =, subscription_id WITH =, item WITH =, days WITH &&)
);
SELECT plat.protect('coverage');

-- What an account may do, for those who have to obey; the higher version counts.
CREATE TABLE entitlement (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  account_id uuid        NOT NULL,
  version    bigint      NOT NULL CHECK (version > 0),
  plan       text        NOT NULL,
  state      text        NOT NULL CHECK (state IN ('active', 'past-due', 'read-only')),
  limits     jsonb       NOT NULL,
  changed    timestamptz NOT NULL,
  PRIMARY KEY (bucket, account_id)
);
SELECT plat.protect('entitlement');
