-- Names bought through Plat: one row for each business act at a registry, and what registries said by themselves.

-- Bucket of the account. The row is written before anything is sent, and names the secret by which the registry tells
-- whose a name is; so whoever finds it after a crash knows what may have happened, and how to ask.
CREATE TABLE registry_order (
  bucket    smallint    NOT NULL CHECK (bucket = plat.bucket_of(order_id)),
  order_id  uuid        NOT NULL,
  -- The buyer's key; the same key is the same order.
  effect    text        NOT NULL,
  name      text        NOT NULL,
  years     smallint    NOT NULL CHECK (years BETWEEN 1 AND 10),
  -- The expiry date that a renewal starts from; null buys the name.
  renews    date,
  code      text        NOT NULL,
  state     text        NOT NULL CHECK (state IN
              ('quoted', 'held', 'submitted', 'pending', 'unknown', 'registered', 'refused', 'parked')),
  -- How many creates or renewals may have reached the registry, and when the last of them went out.
  sent      integer     NOT NULL CHECK (sent >= 0),
  submitted timestamptz,
  last_sent timestamptz,
  again     boolean     NOT NULL,
  verified  boolean     NOT NULL,
  expires   timestamptz,
  reason    text,
  due       timestamptz,
  epoch     bigint      NOT NULL CHECK (epoch >= 0),
  created   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bucket, order_id),
  UNIQUE (bucket, effect),
  CHECK ((sent = 0) = (last_sent IS NULL)),
  CHECK (state IN ('quoted', 'held') OR submitted IS NOT NULL),
  CHECK (due IS NULL OR state NOT IN ('quoted', 'held', 'refused', 'parked'))
);
SELECT plat.protect('registry_order');
CREATE INDEX registry_order_due ON registry_order (due) WHERE due IS NOT NULL;

-- Bucket of the registry's name: its messages, stored before they are acknowledged. A registry tells one twice when our
-- word was lost; it is one row.
CREATE TABLE epp_message (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of_name(registry)),
  registry   text        NOT NULL,
  message_id text        NOT NULL,
  at         timestamptz NOT NULL,
  told       text        NOT NULL,
  kind       text        NOT NULL CHECK (kind IN ('decided', 'moved', 'other')),
  name       text,
  -- decided: yes or no, and the order/step/try of the create
  granted    boolean,
  step       text,
  -- moved: a transfer as the registry tells it
  status     text,
  asked_by   text,
  asked      timestamptz,
  asked_from text,
  answer_due timestamptz,
  expires    timestamptz,
  stored     timestamptz NOT NULL DEFAULT now(),
  read       boolean     NOT NULL DEFAULT false,
  PRIMARY KEY (bucket, registry, message_id),
  CHECK ((kind = 'decided') = (granted IS NOT NULL)),
  CHECK ((kind = 'moved') = (status IS NOT NULL))
);
SELECT plat.protect('epp_message');
CREATE INDEX epp_message_unread ON epp_message (bucket, registry, stored) WHERE NOT read;
