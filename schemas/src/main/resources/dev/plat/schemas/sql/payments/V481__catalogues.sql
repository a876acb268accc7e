-- Every version of the catalogue that was served: what was sold under a price's id stays what it was.

-- Bucket of the catalogue's name; there is one.
CREATE TABLE catalogue (
  bucket  smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(name)),
  name    text        NOT NULL,
  version integer     NOT NULL CHECK (version > 0),
  sha256  text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  -- The file, to the byte.
  body    bytea       NOT NULL,
  since   timestamptz NOT NULL,
  PRIMARY KEY (bucket, name, version)
);
SELECT plat.protect('catalogue');
