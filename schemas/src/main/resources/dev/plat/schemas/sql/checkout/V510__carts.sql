-- What people have chosen and not ordered yet: one cart for each account, in its bucket.
CREATE TABLE cart (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  account_id uuid        NOT NULL,
  -- Becomes the order's key: what is ordered twice is ordered once. A cart that was ordered is another one after that.
  cart_id    uuid        NOT NULL CHECK (bucket = plat.bucket_of(cart_id)),
  PRIMARY KEY (bucket, account_id)
);
SELECT plat.protect('cart');

CREATE TABLE cart_line (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  account_id uuid        NOT NULL,
  -- The name that is wanted, or the plan.
  subject    text        NOT NULL CHECK (length(subject) BETWEEN 1 AND 253),
  kind       text        NOT NULL CHECK (kind IN ('plan', 'name')),
  price      text        NOT NULL,
  quantity   integer     NOT NULL CHECK (quantity BETWEEN 1 AND 100),
  -- Which a name shall lead to.
  site       uuid,
  added      timestamptz NOT NULL,
  PRIMARY KEY (bucket, account_id, subject)
);
SELECT plat.protect('cart_line');
