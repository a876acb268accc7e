-- The building tier: accounts and sign-ins in the account's bucket; sites, pages, documents, media in the site's.
-- Ids are uuids that carry their bucket; resources are named by digest, their key follows from site and digest.

CREATE TABLE account (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  account_id uuid        NOT NULL,
  email      text        NOT NULL,
  epoch      bigint      NOT NULL,
  created    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, account_id)
);
SELECT plat.protect('account');

CREATE TABLE password (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  account_id uuid        NOT NULL,
  phc        text        NOT NULL,
  changed    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, account_id)
);
SELECT plat.protect('password');

CREATE TABLE session (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(session_id)),
  session_id uuid        NOT NULL,
  account_id uuid        NOT NULL,
  started    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, session_id)
);
SELECT plat.protect('session');

-- The dashboard's index, fed by the outbox; it may lag and never grants anything.
CREATE TABLE my_site (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  account_id uuid        NOT NULL,
  site_id    uuid        NOT NULL,
  slug       text        NOT NULL,
  title      text        NOT NULL,
  published  boolean     NOT NULL DEFAULT false,
  created    timestamptz NOT NULL,
  PRIMARY KEY (bucket, account_id, site_id)
);
SELECT plat.protect('my_site');

CREATE TABLE site (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(site_id)),
  site_id    uuid        NOT NULL,
  owner_id   uuid        NOT NULL,
  slug       text        NOT NULL,
  title      text        NOT NULL,
  generation bigint      NOT NULL DEFAULT 0,
  created    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, site_id)
);
SELECT plat.protect('site');

CREATE TABLE document (
  bucket      smallint    NOT NULL CHECK (bucket = plat.bucket_of(document_id)),
  document_id uuid        NOT NULL,
  site_id     uuid        NOT NULL,
  kind        text        NOT NULL CHECK (kind IN ('page')),
  rev         bigint      NOT NULL,
  sha256      bytea       NOT NULL CHECK (length(sha256) = 32),
  size        integer     NOT NULL,
  author_id   uuid        NOT NULL,
  saved       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, document_id)
);
SELECT plat.protect('document');

CREATE TABLE revision (
  bucket      smallint    NOT NULL CHECK (bucket = plat.bucket_of(document_id)),
  document_id uuid        NOT NULL,
  rev         bigint      NOT NULL,
  sha256      bytea       NOT NULL CHECK (length(sha256) = 32),
  size        integer     NOT NULL,
  author_id   uuid        NOT NULL,
  saved       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, document_id, rev)
);
SELECT plat.protect('revision');

CREATE TABLE page (
  bucket      smallint    NOT NULL CHECK (bucket = plat.bucket_of(page_id)),
  page_id     uuid        NOT NULL,
  site_id     uuid        NOT NULL,
  document_id uuid        NOT NULL,
  path        text        NOT NULL,
  title       text        NOT NULL,
  position    integer     NOT NULL,
  PRIMARY KEY (bucket, page_id),
  UNIQUE (bucket, site_id, path)
);
SELECT plat.protect('page');

CREATE TABLE media (
  bucket   smallint    NOT NULL CHECK (bucket = plat.bucket_of(media_id)),
  media_id uuid        NOT NULL,
  site_id  uuid        NOT NULL,
  name     text        NOT NULL,
  type     text        NOT NULL,
  width    integer     NOT NULL,
  height   integer     NOT NULL,
  size     bigint      NOT NULL,
  sha256   bytea       NOT NULL CHECK (length(sha256) = 32),
  created  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, media_id),
  UNIQUE (bucket, site_id, sha256)
);
SELECT plat.protect('media');

CREATE TABLE publication (
  bucket         smallint    NOT NULL CHECK (bucket = plat.bucket_of(publication_id)),
  publication_id uuid        NOT NULL,
  site_id        uuid        NOT NULL,
  author_id      uuid        NOT NULL,
  -- [{page, path, document, rev, sha256}]: what exactly was published
  documents      jsonb       NOT NULL,
  release        text,
  generation     bigint,
  started        timestamptz NOT NULL DEFAULT now(),
  finished       timestamptz,
  PRIMARY KEY (bucket, publication_id)
);
SELECT plat.protect('publication');
