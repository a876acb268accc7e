-- Customers' own names as the domains service tells them: hosting's copy, which serves when that service is down.

-- The head of a name. Whatever changes about a name, its certificate or its challenges takes the bucket's next number
-- here, so a node that follows the feed reads each name whole. version is counted by the domains service, and a lower
-- one never replaces a higher; 0 stands for a name of which only a certificate or a challenge has been told so far.
-- A name without a site is a redirect, or a wildcard over the platform's own subdomains.
CREATE TABLE host (
  bucket      smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(name)),
  name        text        NOT NULL,
  version     bigint      NOT NULL CHECK (version >= 0),
  state       text        NOT NULL CHECK (state IN ('routed', 'off')),
  site_id     uuid,
  redirect_to text,
  hsts        boolean     NOT NULL DEFAULT false,
  feed_seq    bigint      NOT NULL,
  created     timestamptz NOT NULL DEFAULT now(),
  changed     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, name),
  CHECK (version > 0 OR state = 'off'),
  CHECK (state = 'off' OR site_id IS NOT NULL OR redirect_to IS NOT NULL OR name LIKE '*.%')
);
SELECT plat.protect('host');
CREATE INDEX host_feed ON host (bucket, feed_seq);

-- The newest certificate of a name. Its key is sealed to the hosting nodes, so nothing here is a secret to this database.
CREATE TABLE host_certificate (
  bucket         smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(name)),
  name           text        NOT NULL,
  version        bigint      NOT NULL CHECK (version > 0),
  certificate_id uuid        NOT NULL,
  kid            text        NOT NULL,
  chain          text        NOT NULL,
  sealed_key     bytea       NOT NULL,
  changed        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, name)
);
SELECT plat.protect('host_certificate');

-- What a CA will ask for. A withdrawn one stays for a while, or a late repeat would bring it back.
CREATE TABLE host_challenge (
  bucket            smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(name)),
  name              text        NOT NULL,
  token             text        NOT NULL,
  version           bigint      NOT NULL CHECK (version > 0),
  kind              text        NOT NULL CHECK (kind IN ('http-01', 'tls-alpn-01')),
  key_authorization text        NOT NULL,
  thumbprint        text        NOT NULL,
  expires           timestamptz NOT NULL,
  gone              boolean     NOT NULL DEFAULT false,
  PRIMARY KEY (bucket, name, token)
);
SELECT plat.protect('host_challenge');
