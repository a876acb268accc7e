-- What was sold, and the documents that say so. An invoice and its lines come by one statement and never change after
-- it; what was wrong in one is corrected by a credit note, which is a document of the same form in a series of its own.

-- What a payment is for, as it was sold: copied, so that a later catalogue changes nothing.
CREATE TABLE payment_line (
  bucket       smallint NOT NULL CHECK (bucket = plat.bucket_of(payment_id)),
  payment_id   uuid     NOT NULL,
  line         integer  NOT NULL CHECK (line > 0),
  kind         text     NOT NULL CHECK (kind IN ('plan', 'name')),
  -- Of which the books speak.
  plan         text     NOT NULL,
  price        text     NOT NULL,
  description  text     NOT NULL CHECK (length(description) BETWEEN 1 AND 300),
  quantity     integer  NOT NULL CHECK (quantity > 0),
  net          bigint   NOT NULL CHECK (net >= 0),
  tax          bigint   NOT NULL CHECK (tax >= 0),
  -- Empty where no tax is collected.
  jurisdiction text     NOT NULL,
  percent      text     NOT NULL,
  -- Paid with the others, and then not delivered: it is not taken.
  dropped      boolean  NOT NULL DEFAULT false,
  PRIMARY KEY (bucket, payment_id, line)
);
SELECT plat.protect('payment_line');

-- The last number given out of a bucket's series of a year. Its row is locked until the document is there, so there is
-- no gap.
CREATE TABLE invoice_series (
  bucket smallint NOT NULL,
  series text     NOT NULL CHECK (series ~ '^[0-9]{4}(-C)?$'),
  last   integer  NOT NULL CHECK (last BETWEEN 1 AND 999999),
  PRIMARY KEY (bucket, series)
);
SELECT plat.protect('invoice_series');

CREATE TABLE invoice (
  bucket          smallint    NOT NULL CHECK (bucket = plat.bucket_of(invoice_id)),
  invoice_id      uuid        NOT NULL,
  account_id      uuid        NOT NULL CHECK (bucket = plat.bucket_of(account_id)),
  kind            text        NOT NULL CHECK (kind IN ('invoice', 'credit-note')),
  -- 2026-0a7-000123, of a credit note 2026-0a7-C000123.
  number          text        NOT NULL,
  -- What it documents: of all with this one counts, for ever.
  fact            text        NOT NULL CHECK (length(fact) BETWEEN 1 AND 200),
  issued          timestamptz NOT NULL,
  order_id        uuid,
  payment_id      uuid,
  subscription_id uuid,
  -- Of a credit note: the invoice.
  corrects        uuid,
  state           text        NOT NULL CHECK (state IN ('open', 'paid', 'void', 'issued')),
  currency        char(3)     NOT NULL,
  net             bigint      NOT NULL CHECK (net >= 0),
  tax             bigint      NOT NULL CHECK (tax >= 0),
  total           bigint      NOT NULL CHECK (total = net + tax),
  lines           integer     NOT NULL CHECK (lines BETWEEN 1 AND 40),
  seller          text        NOT NULL,
  template        integer     NOT NULL CHECK (template > 0),
  -- Of the document that these rows and that template make.
  sha256          bytea       NOT NULL CHECK (octet_length(sha256) = 32),
  PRIMARY KEY (bucket, invoice_id),
  UNIQUE (bucket, number),
  UNIQUE (bucket, fact),
  CHECK ((kind = 'credit-note') = (state = 'issued')),
  CHECK ((kind = 'credit-note') = (corrects IS NOT NULL))
);
SELECT plat.protect('invoice');
CREATE INDEX invoice_of ON invoice (bucket, account_id, issued);
CREATE INDEX invoice_open ON invoice (bucket, subscription_id) WHERE state = 'open';
CREATE INDEX invoice_corrects ON invoice (bucket, corrects) WHERE corrects IS NOT NULL;

CREATE TABLE invoice_line (
  bucket       smallint NOT NULL,
  invoice_id   uuid     NOT NULL,
  line         integer  NOT NULL CHECK (line > 0),
  kind         text     NOT NULL CHECK (kind IN ('plan', 'name')),
  plan         text     NOT NULL,
  price        text     NOT NULL,
  description  text     NOT NULL CHECK (length(description) BETWEEN 1 AND 300),
  -- What it is for; null where the thing has no days.
  days         daterange,
  quantity     integer  NOT NULL CHECK (quantity > 0),
  net          bigint   NOT NULL CHECK (net >= 0),
  tax          bigint   NOT NULL CHECK (tax >= 0),
  jurisdiction text     NOT NULL,
  percent      text     NOT NULL,
  PRIMARY KEY (bucket, invoice_id, line)
);
SELECT plat.protect('invoice_line');

CREATE FUNCTION plat.invoice_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'an invoice never changes',
    DETAIL = json_build_object('table', TG_TABLE_NAME, 'action', TG_OP)::text;
END $$;
CREATE TRIGGER invoice_stays BEFORE DELETE OR TRUNCATE ON invoice
  FOR EACH STATEMENT EXECUTE FUNCTION plat.invoice_refuse();
CREATE TRIGGER invoice_line_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_line
  FOR EACH STATEMENT EXECUTE FUNCTION plat.invoice_refuse();

-- Only whether it is paid is told later, and that once.
CREATE FUNCTION plat.invoice_only_state() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state'
     OR OLD.state <> 'open' AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'an invoice never changes',
      DETAIL = json_build_object('number', OLD.number, 'state', OLD.state)::text;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER invoice_frozen BEFORE UPDATE ON invoice
  FOR EACH ROW EXECUTE FUNCTION plat.invoice_only_state();

-- An invoice comes with all its lines, a line with its invoice, and the lines sum to the whole.
CREATE FUNCTION plat.invoice_check() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  bad record;
BEGIN
  SELECT n.bucket, n.invoice_id INTO bad FROM (SELECT DISTINCT bucket, invoice_id FROM new_row) n
    LEFT JOIN public.invoice i ON i.bucket = n.bucket AND i.invoice_id = n.invoice_id
    LEFT JOIN LATERAL (
      SELECT count(*) AS lines, coalesce(sum(l.net), 0) AS net, coalesce(sum(l.tax), 0) AS tax,
             coalesce(max(l.line), 0) AS last
        FROM public.invoice_line l WHERE l.bucket = n.bucket AND l.invoice_id = n.invoice_id) s ON true
   WHERE i.lines IS DISTINCT FROM s.lines OR i.lines <> s.last OR i.net <> s.net OR i.tax <> s.tax LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'the lines of an invoice sum to it',
      DETAIL = json_build_object('bucket', bad.bucket, 'invoice', bad.invoice_id)::text;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER invoice_whole AFTER INSERT ON invoice
  REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION plat.invoice_check();
CREATE TRIGGER invoice_line_whole AFTER INSERT ON invoice_line
  REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION plat.invoice_check();
