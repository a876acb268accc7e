-- What an account may do of which payments said nothing, as it said last of the plan of those who pay nothing. One row.
CREATE TABLE free_plan (
  bucket  smallint NOT NULL CHECK (bucket = plat.bucket_of_name(plan)),
  plan    text     NOT NULL,
  -- Of the catalogue; a lower one is never taken after a higher.
  version bigint   NOT NULL CHECK (version > 0),
  -- null: not limited.
  sites   bigint   CHECK (sites >= 0),
  PRIMARY KEY (bucket, plan)
);
SELECT plat.protect('free_plan');
