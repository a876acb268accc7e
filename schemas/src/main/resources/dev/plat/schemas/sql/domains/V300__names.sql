-- Customers' own names: what an account asks for, what a site uses, and who holds a name.
-- Three buckets take part, each in its own transaction: the account's counts, the site's says what it wants, and the
-- name's decides. Who may use a name is told by the name's rows alone; what stands elsewhere is wish or copy.

-- Bucket of the account: what it has asked for, so that its limits are counted in one place.
CREATE TABLE account_claim (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  account_id uuid        NOT NULL,
  name       text        NOT NULL,
  claim_id   uuid        NOT NULL,
  site_id    uuid        NOT NULL,
  -- How often this account has asked for this name; the name's bucket takes only a higher one.
  generation integer     NOT NULL CHECK (generation > 0),
  opened     timestamptz NOT NULL,
  closed     timestamptz,
  PRIMARY KEY (bucket, account_id, claim_id)
);
SELECT plat.protect('account_claim');
CREATE UNIQUE INDEX account_claim_open ON account_claim (bucket, account_id, name) WHERE closed IS NULL;

-- Bucket of the site: the names it wants. `accepted` is the site's word in the hold of a name.
CREATE TABLE binding (
  bucket      smallint    NOT NULL CHECK (bucket = plat.bucket_of(site_id)),
  site_id     uuid        NOT NULL,
  name        text        NOT NULL,
  account_id  uuid        NOT NULL,
  claim_id    uuid        NOT NULL,
  generation  integer     NOT NULL CHECK (generation > 0),
  state       text        NOT NULL CHECK (state IN ('wanted', 'accepted', 'released')),
  -- Visitors are sent to this name of the same site; null: the site is served here.
  redirect_to text,
  created     timestamptz NOT NULL,
  changed     timestamptz NOT NULL,
  PRIMARY KEY (bucket, site_id, name)
);
SELECT plat.protect('binding');

-- Bucket of the name, as all below: an account's wish to use it. Many accounts may have one, and none by it alone
-- keeps another from the name. An ended row stays, because the next claim of this account takes the next generation.
CREATE TABLE claim (
  bucket         smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(name)),
  name           text        NOT NULL,
  account_id     uuid        NOT NULL,
  claim_id       uuid        NOT NULL CHECK (bucket = plat.bucket_of(claim_id)),
  site_id        uuid        NOT NULL,
  -- open: not proven · proven: proven, not held · holding: host and plat_name name it · ended
  state          text        NOT NULL CHECK (state IN ('open', 'proven', 'holding', 'ended')),
  -- Why it is asked for more seldom, or why it ended.
  reason         text,
  redirect_to    text,
  generation     integer     NOT NULL CHECK (generation > 0),
  proof_value    text        NOT NULL,
  proof_made     timestamptz NOT NULL,
  old_value      text,
  old_until      timestamptz,
  created        timestamptz NOT NULL,
  proved         timestamptz,
  ended          timestamptz,
  -- A contest, on the challenger's row: with whose claim, when that one was told, and since when its proof is gone.
  holder_claim   uuid,
  holder_told    timestamptz,
  holder_missing timestamptz,
  -- The schedule of checks (since when, how many), and the lease of who does one: what it found is written under the
  -- epoch it took.
  pursued        timestamptz NOT NULL,
  checks         integer     NOT NULL DEFAULT 0,
  checked        timestamptz,
  due            timestamptz,
  epoch          bigint      NOT NULL DEFAULT 0,
  PRIMARY KEY (bucket, name, account_id),
  UNIQUE (bucket, claim_id),
  CHECK ((state = 'ended') = (ended IS NOT NULL)),
  CHECK ((state = 'ended') = (due IS NULL)),
  CHECK ((old_value IS NULL) = (old_until IS NULL))
);
SELECT plat.protect('claim');
CREATE INDEX claim_due ON claim (due) WHERE due IS NOT NULL;

-- Who a name serves. A row stays for ever, since `version` may never go back: hosting keeps the highest it was told.
CREATE TABLE host (
  bucket         smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(name)),
  name           text        NOT NULL,
  -- held: this claim's site · leaving: off, and not yet on all nodes · off: on no node
  state          text        NOT NULL CHECK (state IN ('held', 'leaving', 'off')),
  version        bigint      NOT NULL CHECK (version > 0),
  claim_id       uuid,
  account_id     uuid,
  site_id        uuid,
  redirect_to    text,
  routing        text        NOT NULL DEFAULT 'unseen' CHECK (routing IN ('unseen', 'routed', 'misrouted')),
  -- Checks in a row that found the name elsewhere, and the first of them.
  misses         integer     NOT NULL DEFAULT 0,
  missed         timestamptz,
  changed        timestamptz NOT NULL,
  PRIMARY KEY (bucket, name),
  CHECK ((state = 'off') = (claim_id IS NULL)),
  CHECK ((claim_id IS NULL) = (account_id IS NULL)),
  CHECK ((claim_id IS NULL) = (site_id IS NULL))
);
SELECT plat.protect('host');

-- What the last check of a claim found, in the order in which it is told.
CREATE TABLE finding (
  bucket   smallint    NOT NULL CHECK (bucket = plat.bucket_of(claim_id)),
  claim_id uuid        NOT NULL,
  position smallint    NOT NULL CHECK (position >= 0),
  code     text        NOT NULL,
  sentence text        NOT NULL,
  -- Records to set, each "host TYPE value".
  wanted   text[]      NOT NULL,
  found    text[]      NOT NULL,
  at       timestamptz NOT NULL,
  PRIMARY KEY (bucket, claim_id, position)
);
SELECT plat.protect('finding');

-- A name that was served here and is not any more.
CREATE TABLE tombstone (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(name)),
  name       text        NOT NULL,
  version    bigint      NOT NULL,
  site_id    uuid        NOT NULL,
  account_id uuid        NOT NULL,
  reason     text        NOT NULL CHECK (reason IN ('released', 'contest', 'site-gone')),
  released   timestamptz NOT NULL,
  until      timestamptz NOT NULL,
  PRIMARY KEY (bucket, name, version)
);
SELECT plat.protect('tombstone');
CREATE INDEX tombstone_until ON tombstone (until);
