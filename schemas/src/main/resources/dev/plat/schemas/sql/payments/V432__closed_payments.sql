-- Whoever gave a purchase up has closed its payment: another try that comes late does not open it again.
ALTER TABLE payment ADD COLUMN closed boolean NOT NULL DEFAULT false;
