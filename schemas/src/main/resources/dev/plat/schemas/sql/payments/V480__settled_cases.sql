-- What a person has ended, where nothing else could. Who did it, and why, stands in the audit log.

-- Of a refund that failed, or of which nobody can tell: it is tried again under the next number, or the buyer has the
-- money by another way.
ALTER TABLE refund ADD COLUMN settled text;
ALTER TABLE refund ADD COLUMN next_id uuid;
ALTER TABLE refund ADD CONSTRAINT refund_settled CHECK (
  settled IS NULL AND next_id IS NULL
  OR settled IN ('again', 'elsewhere') AND state IN ('failed', 'review')
     AND (settled = 'again') = (next_id IS NOT NULL) AND (next_id IS NULL OR bucket = plat.bucket_of(next_id)))
  NOT VALID;
ALTER TABLE refund VALIDATE CONSTRAINT refund_settled;

-- Of a movement that is not simply ours: to which account its part in suspense went.
ALTER TABLE movement ADD COLUMN settled text;
ALTER TABLE movement ADD CONSTRAINT movement_settled
  CHECK (settled IS NULL OR verdict IN ('amount-diff', 'suspense', 'duplicate')) NOT VALID;
ALTER TABLE movement VALIDATE CONSTRAINT movement_settled;
