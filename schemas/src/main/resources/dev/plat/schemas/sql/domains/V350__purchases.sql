-- Names that accounts have bought here, or are about to. What is said to a registry stands in registry_order; this is
-- what it is said for.

-- Bucket of the account. The name itself is held in plat_name (kind registration), whose owner is this row.
CREATE TABLE registration (
  bucket          smallint    NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  registration_id uuid        NOT NULL CHECK (bucket = plat.bucket_of(registration_id)),
  account_id      uuid        NOT NULL,
  -- The buyer's key; the same key is the same purchase.
  effect          text        NOT NULL,
  order_id        uuid        NOT NULL CHECK (bucket = plat.bucket_of(order_id)),
  name            text        NOT NULL,
  years           smallint    NOT NULL CHECK (years BETWEEN 1 AND 10),
  -- Which site it shall lead to; null: none.
  site_id         uuid,
  -- held: priced, and kept from our other customers · ordered: the order is under way · active: ours ·
  -- refused, released: never was · parked: a person must look · gone: was, and is not any more
  state           text        NOT NULL CHECK (state IN
                    ('held', 'ordered', 'active', 'refused', 'released', 'parked', 'gone')),
  reason          text,
  registered      timestamptz,
  expires         timestamptz,
  -- Whether its zone stands and its site has it.
  placed          boolean     NOT NULL,
  -- Whether other registrars are kept from taking it over.
  locked          boolean     NOT NULL,
  -- Its owner has taken the lock off, to move it to another registrar.
  unlocked        boolean     NOT NULL DEFAULT false,
  auto_renew      boolean     NOT NULL,
  -- The order that makes it last longer, and until when the plan around its last day was carried out.
  renewal_id      uuid        CHECK (bucket = plat.bucket_of(renewal_id)),
  acted           timestamptz,
  deleted         timestamptz,
  due             timestamptz,
  epoch           bigint      NOT NULL DEFAULT 0,
  created         timestamptz NOT NULL,
  PRIMARY KEY (bucket, registration_id),
  UNIQUE (bucket, effect)
);
SELECT plat.protect('registration');
CREATE INDEX registration_of ON registration (bucket, account_id, name);
CREATE INDEX registration_due ON registration (due) WHERE due IS NOT NULL;
