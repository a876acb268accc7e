-- Releases, what is live, and the change feed that hosting nodes follow.

-- The pointer of each site. Every change raises generation by one; feed_seq is the bucket's counter at that change.
CREATE TABLE site_live (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(site_id)),
  site_id    uuid        NOT NULL,
  host       text        NOT NULL,
  owner_id   uuid        NOT NULL,
  generation bigint      NOT NULL CHECK (generation >= 0),
  release_id uuid,
  manifest   bytea       CHECK (octet_length(manifest) = 32),
  feed_seq   bigint      NOT NULL,
  created    timestamptz NOT NULL DEFAULT now(),
  changed    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, site_id),
  CHECK ((generation = 0) = (release_id IS NULL)),
  CHECK ((release_id IS NULL) = (manifest IS NULL))
);
SELECT plat.protect('site_live');
CREATE INDEX site_live_feed ON site_live (bucket, feed_seq);

-- One counter for each bucket, raised in the changing transaction and locked until its commit: no gap, no late lower
-- number. A restore from backup raises incarnation, and nodes read that bucket whole.
CREATE TABLE bucket_feed (
  bucket      smallint NOT NULL PRIMARY KEY,
  incarnation bigint   NOT NULL DEFAULT 1 CHECK (incarnation > 0),
  seq         bigint   NOT NULL CHECK (seq > 0)
);
SELECT plat.protect('bucket_feed');

-- A release; its files stand in the manifest, a resource under the site's scope, known here by its digest.
CREATE TABLE release (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(release_id)),
  release_id uuid        NOT NULL,
  site_id    uuid        NOT NULL,
  state      text        NOT NULL CHECK (state IN ('open', 'sealed')),
  manifest   bytea       NOT NULL CHECK (octet_length(manifest) = 32),
  files      integer     NOT NULL,
  bytes      bigint      NOT NULL,
  author     text        NOT NULL,
  created    timestamptz NOT NULL DEFAULT now(),
  expires    timestamptz NOT NULL,
  sealed     timestamptz,
  PRIMARY KEY (bucket, release_id),
  CHECK (bucket = plat.bucket_of(site_id)),
  CHECK ((state = 'sealed') = (sealed IS NOT NULL))
);
SELECT plat.protect('release');
CREATE INDEX release_of_site ON release (bucket, site_id, sealed DESC);

-- Every change of a pointer, for ever.
CREATE TABLE deploy (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(deploy_id)),
  deploy_id  uuid        NOT NULL,
  site_id    uuid        NOT NULL,
  generation bigint      NOT NULL CHECK (generation > 0),
  release_id uuid        NOT NULL,
  actor      text        NOT NULL,
  created    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, deploy_id),
  UNIQUE (bucket, site_id, generation)
);
SELECT plat.protect('deploy');
