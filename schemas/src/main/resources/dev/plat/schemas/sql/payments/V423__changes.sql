-- A change of a plan that is being paid: it counts when its payment is captured, and is forgotten when that fails.
CREATE TABLE subscription_change (
  bucket          smallint NOT NULL CHECK (bucket = plat.bucket_of(subscription_id)),
  subscription_id uuid     NOT NULL,
  payment_id      uuid     NOT NULL CHECK (bucket = plat.bucket_of(payment_id)),
  price           text     NOT NULL,
  -- From which on the new price counts.
  day             date     NOT NULL,
  PRIMARY KEY (bucket, subscription_id),
  UNIQUE (bucket, payment_id)
);
SELECT plat.protect('subscription_change');
