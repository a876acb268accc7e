-- Which names shall have a certificate, what is known about their next one, and what the CAs let us do.

-- Bucket of the name. The row comes and goes with the name's hold, in its transaction; a zone of our own always has one.
CREATE TABLE certificate_plan (
  bucket              smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(name)),
  name                text        NOT NULL,
  -- The name and all right below it.
  wildcard            boolean     NOT NULL,
  -- How the tries for the next one went; everything but running waits for a person or for a check that turns good.
  state               text        NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'parked', 'paused', 'stopped')),
  validation_failures integer     NOT NULL DEFAULT 0,
  server_failures     integer     NOT NULL DEFAULT 0,
  failure             text,
  sentence            text,
  not_before          timestamptz,
  without_replaces    boolean     NOT NULL DEFAULT false,
  -- What the CA said of this certificate (RFC 9773), with the moment drawn in its window.
  info_of             uuid,
  window_start        timestamptz,
  window_end          timestamptz,
  moment              timestamptz,
  ask_again           timestamptz,
  -- Why nothing is done now; 'ordering' while an order is in work, whose end makes it due.
  reason              text        NOT NULL DEFAULT 'new',
  due                 timestamptz,
  created             timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, name),
  CHECK ((window_start IS NULL) = (moment IS NULL)),
  CHECK ((window_start IS NULL) = (window_end IS NULL)),
  CHECK ((info_of IS NULL) = (ask_again IS NULL)),
  CHECK ((failure IS NULL) = (sentence IS NULL))
);
SELECT plat.protect('certificate_plan');
CREATE INDEX certificate_plan_due ON certificate_plan (due) WHERE due IS NOT NULL;

-- Who is served first (urgent, new, routine; then the earlier deadline), and whether the order waits for a token of the
-- CA's account.
ALTER TABLE certificate_order
  ADD COLUMN priority text        NOT NULL DEFAULT 'new',
  ADD COLUMN counted  boolean     NOT NULL DEFAULT false,
  ADD COLUMN deadline timestamptz NOT NULL DEFAULT '1970-01-01 00:00:00+00';

-- Bucket of whom it is counted for: the CA's account, a registered domain, a name. When its tokens are all there again.
CREATE TABLE issue_budget (
  bucket  smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(subject)),
  subject text        NOT NULL,
  issuer  text        NOT NULL,
  budget  text        NOT NULL CHECK (budget IN ('account', 'registered-domain', 'same-set', 'failures', 'speed')),
  full_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, issuer, subject, budget)
);
SELECT plat.protect('issue_budget');

-- Bucket of the CA: whether it is spoken to.
CREATE TABLE ca_circuit (
  bucket     smallint NOT NULL CHECK (bucket = plat.bucket_of_name(issuer)),
  issuer     text     NOT NULL,
  failures   integer  NOT NULL,
  open_since timestamptz,
  probe_at   timestamptz,
  PRIMARY KEY (bucket, issuer),
  CHECK ((open_since IS NULL) = (probe_at IS NULL))
);
SELECT plat.protect('ca_circuit');
