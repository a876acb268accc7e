-- What a provider's own account says it moved, held against what the books say: each movement is explained, or named.

-- Bucket of the movement's name.
CREATE TABLE movement (
  bucket      smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(lower(provider || ':' || movement_id))),
  provider    text        NOT NULL,
  movement_id text        NOT NULL,
  kind        text        NOT NULL CHECK (kind IN
                ('charge', 'refund', 'refund-failed', 'dispute', 'payout', 'fee', 'other')),
  -- The provider's word for it, and its name of what moved the money.
  type        text        NOT NULL,
  source      text        NOT NULL,
  -- Into the provider's account above zero, out of it below; what the provider kept for itself.
  amount      bigint      NOT NULL,
  fee         bigint      NOT NULL,
  currency    char(3)     NOT NULL,
  -- By the provider's clock, and by ours.
  created     timestamptz NOT NULL,
  seen        timestamptz NOT NULL,
  verdict     text        NOT NULL CHECK (verdict IN
                ('new', 'matched', 'missing-ours', 'amount-diff', 'duplicate', 'suspense')),
  -- Whose it is: an attempt or a refund, as text.
  subject     text,
  reason      text,
  tries       integer     NOT NULL DEFAULT 0,
  due         timestamptz,
  PRIMARY KEY (bucket, provider, movement_id),
  CHECK ((due IS NULL) = (verdict NOT IN ('new', 'missing-ours')))
);
SELECT plat.protect('movement');
CREATE INDEX movement_due ON movement (due) WHERE due IS NOT NULL;
CREATE INDEX movement_created ON movement (provider, created);
CREATE INDEX movement_differs ON movement (provider, created) WHERE verdict <> 'matched';

-- Bucket of the provider's name: how far its list of movements was read, and who reads it until when.
CREATE TABLE movement_cursor (
  bucket   smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(provider)),
  provider text        NOT NULL,
  seen     timestamptz NOT NULL,
  due      timestamptz NOT NULL,
  PRIMARY KEY (bucket, provider)
);
SELECT plat.protect('movement_cursor');

-- Bucket of the account: what was booked, and that the provider must show. Written with the journal.
CREATE TABLE expected_movement (
  bucket   smallint    NOT NULL CHECK (bucket = plat.bucket_of(subject)),
  -- An attempt or a refund.
  subject  uuid        NOT NULL,
  kind     text        NOT NULL CHECK (kind IN ('charge', 'refund', 'refund-failed')),
  provider text        NOT NULL,
  amount   bigint      NOT NULL CHECK (amount <> 0),
  currency char(3)     NOT NULL,
  since    timestamptz NOT NULL,
  -- The one that showed it; another of the same is a duplicate.
  movement text,
  -- The provider did not show it in time, and somebody was told.
  missing  boolean     NOT NULL DEFAULT false,
  -- When it is looked for again.
  due      timestamptz CHECK (due IS NULL OR (movement IS NULL AND NOT missing)),
  PRIMARY KEY (bucket, subject, kind)
);
SELECT plat.protect('expected_movement');
CREATE INDEX expected_movement_due ON expected_movement (due) WHERE due IS NOT NULL;
CREATE INDEX expected_movement_open ON expected_movement (provider, since) WHERE movement IS NULL;

-- Bucket of the account: money that a buyer's bank has taken back.
CREATE TABLE dispute (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(attempt_id)),
  provider   text        NOT NULL,
  -- The provider's name for it.
  ref        text        NOT NULL,
  attempt_id uuid        NOT NULL,
  amount     bigint      NOT NULL CHECK (amount > 0),
  currency   char(3)     NOT NULL,
  -- The movement that took it, its journal, and the movement that brought it back.
  taken      text        NOT NULL,
  journal    bigint      NOT NULL,
  returned   text,
  opened     timestamptz NOT NULL,
  PRIMARY KEY (bucket, provider, ref)
);
SELECT plat.protect('dispute');
