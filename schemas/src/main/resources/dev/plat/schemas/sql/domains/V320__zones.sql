-- DNS zones that Plat answers for. These rows are the truth; name servers are projections of them.

-- Bucket of the zone's name, as all below.
CREATE TABLE zone (
  bucket        smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(name)),
  name          text        NOT NULL,
  -- Whose it is; null: the platform's own.
  account_id    uuid,
  state         text        NOT NULL CHECK (state IN ('kept', 'leaving')),
  -- Rises with every change of the records; an editor names the one it has seen.
  serial        bigint      NOT NULL CHECK (serial BETWEEN 1 AND 4294967295),
  -- The serial that the servers were last brought to, and how they number that themselves.
  shown         bigint      NOT NULL DEFAULT 0,
  server_serial bigint,
  -- Why they were not, in words.
  problem       text,
  -- One writer at a time: who brings it to the servers until when, and the epoch it writes under.
  due           timestamptz,
  leased        timestamptz,
  epoch         bigint      NOT NULL DEFAULT 0,
  created       timestamptz NOT NULL,
  changed       timestamptz NOT NULL,
  PRIMARY KEY (bucket, name)
);
SELECT plat.protect('zone');
CREATE INDEX zone_due ON zone (due) WHERE due IS NOT NULL;

-- All values of one name and type. One without values is to be taken off the servers, and then goes.
CREATE TABLE rrset (
  bucket  smallint NOT NULL CHECK (bucket = plat.bucket_of_name(zone)),
  zone    text     NOT NULL,
  name    text     NOT NULL,
  type    text     NOT NULL,
  ttl     integer  NOT NULL CHECK (ttl >= 0),
  data    text[]   NOT NULL,
  -- What keeps it, where its owner may not change it.
  managed text,
  PRIMARY KEY (bucket, zone, name, type)
);
SELECT plat.protect('rrset');

-- Who changed what, each record as a line of a zone file.
CREATE TABLE zone_change (
  bucket  smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(zone)),
  zone    text        NOT NULL,
  serial  bigint      NOT NULL,
  -- null: the platform
  actor   uuid,
  at      timestamptz NOT NULL,
  added   text[]      NOT NULL,
  removed text[]      NOT NULL,
  PRIMARY KEY (bucket, zone, serial)
);
SELECT plat.protect('zone_change');
