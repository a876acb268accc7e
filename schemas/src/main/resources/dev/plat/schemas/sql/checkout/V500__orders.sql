-- Purchases: what was wanted, what every other service was asked for it, and what they said.

-- Bucket of the account.
CREATE TABLE orders (
  bucket   smallint    NOT NULL CHECK (bucket = plat.bucket_of(order_id)),
  order_id uuid        NOT NULL,
  account  uuid        NOT NULL CHECK (bucket = plat.bucket_of(account)),
  -- The buyer's own; the same key is the same order.
  key      text        NOT NULL CHECK (length(key) BETWEEN 8 AND 64),
  -- The money is held first, and taken when it is known what can be delivered.
  manual   boolean     NOT NULL,
  state    text        NOT NULL CHECK (state IN
             ('draft', 'reserved', 'awaiting-payment', 'provisioning', 'refund-due',
              'fulfilled', 'refunded', 'expired', 'cancelled', 'parked')),
  -- Where it ends when what is under way is settled; null while it goes forward.
  goal     text        CHECK (goal IN ('fulfilled', 'refunded', 'expired', 'cancelled', 'parked')),
  reason   text,
  placed   timestamptz NOT NULL,
  expires  timestamptz NOT NULL,
  -- Since when the money is ours or held for us, and whether it is ours.
  secured  timestamptz,
  captured boolean     NOT NULL,
  -- When the next effect is due; null when nothing is left to be asked.
  due      timestamptz,
  PRIMARY KEY (bucket, order_id),
  UNIQUE (bucket, account, key),
  CHECK (state NOT IN ('provisioning', 'refund-due', 'fulfilled', 'refunded') OR secured IS NOT NULL)
);
SELECT plat.protect('orders');
CREATE INDEX orders_due ON orders (due) WHERE due IS NOT NULL;
CREATE INDEX orders_account ON orders (bucket, account, placed);

CREATE TABLE order_line (
  bucket   smallint NOT NULL,
  order_id uuid     NOT NULL,
  number   integer  NOT NULL CHECK (number > 0),
  kind     text     NOT NULL CHECK (kind IN ('plan', 'name')),
  subject  text     NOT NULL,
  -- By which payments has reckoned it, and how often; for a name the years.
  price    text     NOT NULL,
  quantity integer  NOT NULL CHECK (quantity BETWEEN 1 AND 100),
  -- Which a name shall lead to.
  site     uuid,
  -- With discount and tax, in the smallest unit.
  amount   bigint   NOT NULL CHECK (amount BETWEEN 0 AND 99999999),
  currency char(3)  NOT NULL,
  PRIMARY KEY (bucket, order_id, number)
);
SELECT plat.protect('order_line');

-- Written before anybody is asked: whoever finds the row after a crash knows what may have happened.
CREATE TABLE order_effect (
  bucket   smallint NOT NULL,
  order_id uuid     NOT NULL,
  -- order/line/step: the receiver does it once.
  key      text     NOT NULL,
  position integer  NOT NULL,
  step     text     NOT NULL,
  -- 0: the order as a whole.
  line     integer  NOT NULL CHECK (line >= 0),
  amount   bigint   CHECK (amount >= 0),
  currency char(3)  CHECK ((currency IS NULL) = (amount IS NULL)),
  state    text     NOT NULL CHECK (state IN ('intended', 'done', 'refused', 'dropped')),
  fact     text,
  tries    integer  NOT NULL CHECK (tries >= 0),
  due      timestamptz CHECK ((due IS NULL) = (state <> 'intended')),
  PRIMARY KEY (bucket, order_id, key),
  UNIQUE (bucket, order_id, position)
);
SELECT plat.protect('order_effect');
