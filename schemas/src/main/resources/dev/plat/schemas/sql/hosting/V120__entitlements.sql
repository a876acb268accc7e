-- What an account may do, as the payments service said last. Without a row it may do what everybody may.
CREATE TABLE entitlement (
  bucket     smallint NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  account_id uuid     NOT NULL,
  -- The higher one counts, in whatever order they come.
  version    bigint   NOT NULL CHECK (version > 0),
  plan       text     NOT NULL,
  state      text     NOT NULL CHECK (state IN ('active', 'past-due', 'read-only')),
  -- null: not limited.
  sites      bigint   CHECK (sites >= 0),
  PRIMARY KEY (bucket, account_id)
);
SELECT plat.protect('entitlement');
