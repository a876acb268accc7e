-- People on their way to another origin of ours, where their sign-in does not reach: shown once there, soon.

-- Bucket of the account.
CREATE TABLE handoff (
  bucket     smallint    NOT NULL CHECK (bucket = plat.bucket_of(handoff_id)),
  handoff_id uuid        NOT NULL,
  account_id uuid        NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  session_id uuid        NOT NULL CHECK (bucket = plat.bucket_of(session_id)),
  epoch      bigint      NOT NULL,
  -- What the other origin gave the browser that set out, as a digest: another browser's way in is none.
  state      text        NOT NULL CHECK (length(state) = 43),
  expires    timestamptz NOT NULL,
  PRIMARY KEY (bucket, handoff_id)
);
SELECT plat.protect('handoff');
