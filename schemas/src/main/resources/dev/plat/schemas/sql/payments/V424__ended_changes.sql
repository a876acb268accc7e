-- Whether an owner has ended the subscription since they asked for the change that is being paid: then it ends with its
-- period also when that is captured.
ALTER TABLE subscription_change ADD COLUMN ending boolean NOT NULL DEFAULT false;
