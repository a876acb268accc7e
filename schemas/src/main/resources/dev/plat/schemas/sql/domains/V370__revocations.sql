-- Certificates that are to be void as soon as nobody serves them any more: somebody else may know their key.

-- Bucket of the name, as the certificate. The row goes when the CA was told.
CREATE TABLE certificate_revocation (
  bucket         smallint    NOT NULL CHECK (bucket = plat.bucket_of(certificate_id)),
  certificate_id uuid        NOT NULL,
  -- When the CA is told, or told again.
  due            timestamptz NOT NULL,
  PRIMARY KEY (bucket, certificate_id)
);
SELECT plat.protect('certificate_revocation');
CREATE INDEX certificate_revocation_due ON certificate_revocation (due);
