-- What is charged without the buyer, and what is done when that is declined.

-- By which card; null: the buyer's page is opened. And what a bank's no meant.
ALTER TABLE attempt ADD COLUMN method text;
ALTER TABLE attempt ADD COLUMN decline text;

-- The card that an account has left with a provider: its token, and what people know it by.
CREATE TABLE payment_method (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  account_id uuid        NOT NULL,
  provider   text        NOT NULL,
  token      text        NOT NULL,
  brand      text        NOT NULL,
  last4      text        NOT NULL CHECK (last4 ~ '^[0-9]{4}$'),
  -- The last month in which it is good: 2031-07.
  good       text        NOT NULL CHECK (good ~ '^[0-9]{4}-[0-9]{2}$'),
  -- With which payment it came: of an older one it is not taken again.
  payment_id uuid        NOT NULL,
  PRIMARY KEY (bucket, account_id, provider)
);
SELECT plat.protect('payment_method');

-- An unpaid renewal: since when, and which of its days have been.
CREATE TABLE dunning (
  bucket          smallint    NOT NULL CHECK (bucket = plat.bucket_of(subscription_id)),
  subscription_id uuid        NOT NULL,
  since           timestamptz NOT NULL,
  decline         text        NOT NULL CHECK (decline IN ('soft', 'hard', 'action')),
  day             integer,
  step            text        CHECK ((step IS NULL) = (day IS NULL)),
  PRIMARY KEY (bucket, subscription_id)
);
SELECT plat.protect('dunning');
