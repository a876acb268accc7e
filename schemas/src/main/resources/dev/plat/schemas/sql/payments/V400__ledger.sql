-- The books: double entry, one chain of journals for each bucket. plat_app may look, and post by plat.ledger_post; who
-- writes past it, the tables' owner included, is held to the same rules by the triggers below. A debit is positive.
-- One CHECK for each table, because each is read and planned anew by every statement: twenty of them were a fifth of a
-- post. What else was measured is in services/payments/RATIONALE.md.

-- The end of the bucket's chain, and the only lock: it is taken by a post and kept to the end of the transaction.
CREATE TABLE ledger_head (
  bucket smallint NOT NULL PRIMARY KEY,
  seq    bigint   NOT NULL,
  hash   bytea    NOT NULL,
  CONSTRAINT ledger_head_form CHECK (seq >= 0 AND octet_length(hash) = 32)
) WITH (fillfactor = 50);
SELECT plat.protect('ledger_head');

-- Accounts of the platform (provider, revenue, tax …) exist once in each bucket that needs them: their balance is the
-- sum over all buckets. account_id counts within the bucket. What an account is called is checked when it is opened
-- (below): a CHECK would be read again with every balance.
CREATE TABLE ledger_account (
  bucket     smallint NOT NULL,
  account_id integer  NOT NULL,
  kind       text     NOT NULL,
  -- Whose, or of what; empty where there is one of the kind.
  subject    text     NOT NULL,
  currency   char(3)  NOT NULL,
  -- How many entries it has, and the sum of them.
  version    bigint   NOT NULL,
  balance    bigint   NOT NULL,
  PRIMARY KEY (bucket, account_id),
  UNIQUE (bucket, kind, subject, currency),
  CONSTRAINT ledger_account_sign
    CHECK (balance <= 0 OR kind NOT IN ('credit', 'credit-held', 'refunds-due', 'deferred', 'revenue'))
) WITH (fillfactor = 50);
SELECT plat.protect('ledger_account');

CREATE TABLE journal (
  bucket      smallint    NOT NULL,
  seq         bigint      NOT NULL,
  -- The fact that is booked: of all posts with this key one counts, for ever.
  tx_key      text        NOT NULL,
  kind        text        NOT NULL,
  -- Business time, told by the caller, and when it was written here.
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  reverses    bigint,
  lines       integer     NOT NULL,
  hash        bytea       NOT NULL,
  PRIMARY KEY (bucket, seq),
  UNIQUE (bucket, tx_key),
  UNIQUE (bucket, reverses),
  CONSTRAINT journal_form CHECK (
    seq > 0 AND length(tx_key) BETWEEN 1 AND 200 AND kind ~ '^[a-z][a-z-]{0,39}$' AND isfinite(occurred_at)
    AND (reverses IS NULL OR reverses BETWEEN 1 AND seq - 1) AND lines BETWEEN 2 AND 1000 AND octet_length(hash) = 32)
);
SELECT plat.protect('journal');

CREATE TABLE entry (
  bucket     smallint NOT NULL,
  account_id integer  NOT NULL,
  version    bigint   NOT NULL,
  seq        bigint   NOT NULL,
  line       integer  NOT NULL,
  amount     bigint   NOT NULL,
  -- The account's balance before and after.
  prev       bigint   NOT NULL,
  next       bigint   NOT NULL,
  PRIMARY KEY (bucket, account_id, version),
  UNIQUE (bucket, seq, line),
  CONSTRAINT entry_form CHECK (
    next = prev + amount AND amount <> 0 AND amount BETWEEN -1000000000000000 AND 1000000000000000
    AND line > 0 AND version > 0)
);
SELECT plat.protect('entry');

REVOKE INSERT, UPDATE, DELETE ON ledger_head, ledger_account, journal, entry FROM plat_app;

-- All four are written by one statement; its triggers see it whole. So a journal comes with all its lines or not at
-- all, balanced, and with the balances and the head that follow from it. A move's own rows (session_replication_role
-- 'replica') were checked where they were written.

CREATE FUNCTION plat.ledger_refuse() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'the ledger is append-only',
    DETAIL = json_build_object('table', TG_TABLE_NAME, 'action', TG_OP)::text;
END $$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION plat.ledger_refuse();
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION plat.ledger_refuse();
CREATE TRIGGER ledger_account_stays BEFORE DELETE OR TRUNCATE ON ledger_account
  FOR EACH STATEMENT EXECUTE FUNCTION plat.ledger_refuse();
CREATE TRIGGER ledger_head_stays BEFORE DELETE OR TRUNCATE ON ledger_head
  FOR EACH STATEMENT EXECUTE FUNCTION plat.ledger_refuse();

CREATE FUNCTION plat.ledger_violation(rule text, bucket smallint, seq bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'PL001', MESSAGE = 'the ledger would break a rule',
    DETAIL = json_build_object('rule', rule, 'bucket', bucket, 'seq', seq)::text;
END $$;

-- Each new journal has all its lines, the head counts it, and a reversal undoes what it names.
CREATE FUNCTION plat.ledger_check_journals() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  bad record;
BEGIN
  SELECT j.bucket, j.seq INTO bad FROM new_journal j
    LEFT JOIN public.ledger_head h ON h.bucket = j.bucket
   WHERE h.seq IS NULL OR j.seq > h.seq
      OR j.lines <> (SELECT count(*) FROM public.entry e WHERE e.bucket = j.bucket AND e.seq = j.seq)
      OR j.reverses IS NOT NULL
         AND EXISTS (SELECT FROM public.entry e WHERE e.bucket = j.bucket AND e.seq IN (j.seq, j.reverses)
                      GROUP BY e.account_id HAVING sum(e.amount) <> 0) LIMIT 1;
  IF FOUND THEN
    PERFORM plat.ledger_violation('whole journals; a reversal undoes what it names', bad.bucket, bad.seq);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER journal_whole AFTER INSERT ON journal
  REFERENCING NEW TABLE AS new_journal FOR EACH STATEMENT EXECUTE FUNCTION plat.ledger_check_journals();

-- New lines belong to new journals, which come with all of theirs (above; an old one has its lines already), sum to
-- zero in each currency, and continue their accounts without a gap.
CREATE FUNCTION plat.ledger_check_entries() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  bad record;
BEGIN
  SELECT n.bucket, n.seq, sum(n.amount) <> 0 AS unbalanced INTO bad FROM new_entry n
    LEFT JOIN public.journal j ON j.bucket = n.bucket AND j.seq = n.seq
    LEFT JOIN public.ledger_account a ON a.bucket = n.bucket AND a.account_id = n.account_id
    LEFT JOIN public.entry p
      ON p.bucket = n.bucket AND p.account_id = n.account_id AND p.version = n.version - 1
   GROUP BY n.bucket, n.seq, a.currency
  HAVING sum(n.amount) <> 0
      OR bool_or(j.seq IS NULL OR n.line > j.lines OR a.version IS NULL OR n.version > a.version
                 OR n.prev <> coalesce(p.next, 0) OR p.version IS NULL AND n.version > 1) LIMIT 1;
  IF FOUND THEN
    PERFORM plat.ledger_violation(
      CASE WHEN bad.unbalanced THEN 'a journal sums to zero' ELSE 'whole journals, gapless accounts' END,
      bad.bucket, bad.seq);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entry_whole AFTER INSERT ON entry
  REFERENCING NEW TABLE AS new_entry FOR EACH STATEMENT EXECUTE FUNCTION plat.ledger_check_entries();

-- A balance is its last entry's; of an account nothing else ever changes.
CREATE FUNCTION plat.ledger_check_accounts() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  bad record;
BEGIN
  SELECT n.bucket, n.version INTO bad FROM new_account n
    LEFT JOIN old_account o ON o.bucket = n.bucket AND o.account_id = n.account_id
      AND o.kind = n.kind AND o.subject = n.subject AND o.currency = n.currency
    LEFT JOIN public.entry e
      ON e.bucket = n.bucket AND e.account_id = n.account_id AND e.version = n.version
   WHERE o.version IS NULL OR n.version < o.version OR n.balance <> coalesce(e.next, 0)
      OR e.version IS NULL AND n.version > 0 LIMIT 1;
  IF FOUND THEN
    PERFORM plat.ledger_violation('a balance is its last entry', bad.bucket, bad.version);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_account_follows AFTER UPDATE ON ledger_account
  REFERENCING OLD TABLE AS old_account NEW TABLE AS new_account
  FOR EACH STATEMENT EXECUTE FUNCTION plat.ledger_check_accounts();

-- The head is its last journal, and there is a journal for each number up to it.
CREATE FUNCTION plat.ledger_check_heads() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  bad record;
BEGIN
  SELECT n.bucket, n.seq INTO bad FROM new_head n
    LEFT JOIN old_head o ON o.bucket = n.bucket
    LEFT JOIN public.journal j ON j.bucket = n.bucket AND j.seq = n.seq
   WHERE o.seq IS NULL OR n.seq < o.seq OR n.hash <> coalesce(j.hash, o.hash) OR j.seq IS NULL AND n.seq > 0
      OR n.seq - o.seq <> (SELECT count(*) FROM public.journal k
                            WHERE k.bucket = n.bucket AND k.seq > o.seq AND k.seq <= n.seq) LIMIT 1;
  IF FOUND THEN
    PERFORM plat.ledger_violation('the head is its last journal', bad.bucket, bad.seq);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_head_follows AFTER UPDATE ON ledger_head
  REFERENCING OLD TABLE AS old_head NEW TABLE AS new_head
  FOR EACH STATEMENT EXECUTE FUNCTION plat.ledger_check_heads();

-- What is new begins at nothing, and an account is one of those there are.
CREATE FUNCTION plat.ledger_begin() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM plat.ledger_violation('what is new begins at nothing, under a right name', NEW.bucket, 0);
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_account_begins BEFORE INSERT ON ledger_account FOR EACH ROW
  WHEN (NEW.version <> 0 OR NEW.balance <> 0 OR NEW.account_id < 1
        OR NEW.kind NOT IN ('receivable', 'credit', 'credit-held', 'refunds-due', 'provider', 'deferred', 'revenue',
                            'tax', 'fees', 'disputes', 'bank', 'transit', 'suspense')
        OR NEW.subject !~ '^[A-Za-z0-9_.-]{0,64}$' OR NEW.currency !~ '^[A-Z]{3}$')
  EXECUTE FUNCTION plat.ledger_begin();
CREATE TRIGGER ledger_head_begins BEFORE INSERT ON ledger_head FOR EACH ROW
  WHEN (NEW.seq <> 0 OR NEW.hash <> decode(repeat('00', 32), 'hex')) EXECUTE FUNCTION plat.ledger_begin();

-- STABLE and not IMMUTABLE, as what they call is: else they are not inlined and cost a tenth of a post.
CREATE FUNCTION plat.ledger_text(t text) RETURNS bytea
LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN int4send(octet_length(convert_to(t, 'UTF8'))) || convert_to(t, 'UTF8');

CREATE FUNCTION plat.ledger_micros(t timestamptz) RETURNS bytea
LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN int8send((extract(epoch FROM t) * 1000000)::bigint);
