-- Money that is ours or held for us, until its order has taken notice: written with the change that secured it. Money
-- whose order never does goes back.

-- Bucket of the account.
CREATE TABLE secured (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(payment_id)),
  payment_id uuid        NOT NULL,
  since      timestamptz NOT NULL,
  -- When its order is asked for again.
  due        timestamptz NOT NULL,
  PRIMARY KEY (bucket, payment_id)
);
SELECT plat.protect('secured');
CREATE INDEX secured_due ON secured (due);
